"""The merges that a researcher asks for: which bearers become one, and what of her file finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .bearers import Bearer
from .corrections import Corrections, NameList, keys_of

__all__ = ["Merges", "find_merges"]


@dataclass(frozen=True, slots=True)
class Merges:
    """
    Bearers that become another (`targets`), names that corrections give to rows, and mistakes of the file.

    A mistake is file (empty for that of the corrections), line, and what is wrong.
    """

    targets: dict[Bearer, Bearer] = field(default_factory=dict)
    names: dict[Bearer, str] = field(default_factory=dict)
    mistakes: list[tuple[tuple[str, int], str]] = field(default_factory=list)

    def target_of(self, bearer: Bearer) -> Bearer:
        """Return the bearer that `bearer` has become; itself when it was not merged."""
        # A chain: a bearer that was merged into one list's first may be that of a later list's, too.
        while bearer in self.targets:
            bearer = self.targets[bearer]
        return bearer


def find_merges(
    corrections: Corrections, ids: Mapping[Bearer, str], names: Mapping[Bearer, str]
) -> Merges:
    """
    Find the bearers of the lists under `same:`, by id or name; each list becomes its first bearer that is there.

    `ids` and `names` are those of the bearers before the merge. What of `corrections` finds nothing is a mistake.
    """
    merges = Merges()
    bearer_by_id = {name_id: bearer for bearer, name_id in ids.items()}
    for name_list in corrections.same:
        _merge_list(name_list, bearer_by_id, names, merges)
    for split in corrections.different:
        unknown = [name for name in split.names if not _bearers_called(name, names)]
        # A misspelt name in `different` would keep nothing apart, and nobody would notice.
        merges.mistakes.extend((split.place, _unknown_name(name)) for name in unknown)
    for namesake in corrections.namesakes:
        is_used = any(
            namesake.own_name in (bearer.distinction, name)
            for bearer, name in names.items()
        )
        if not is_used:
            merges.mistakes.append(
                (namesake.place, f"none of these articles names {namesake.name!r}")
            )
    return merges


def _merge_list(
    name_list: NameList,
    bearer_by_id: Mapping[str, Bearer],
    names: Mapping[Bearer, str],
    merges: Merges,
) -> None:
    """Add to `merges` that the bearers of one list are one; a name of several bearers is a mistake."""
    target: Bearer | None = None
    for name in name_list.names:
        # An id means one row for sure, whatever else is called so.
        candidates = _bearers_called(name, names)
        if name in bearer_by_id:
            candidates = [bearer_by_id[name]]
        if not candidates:
            merges.mistakes.append((name_list.place, _unknown_name(name)))
            continue
        if len(candidates) > 1:
            labels = ", ".join(sorted({bearer.label for bearer in candidates}))
            problem = f"{name!r} stands in several rows ({labels}); write the id of one"
            merges.mistakes.append((name_list.place, problem))
            continue
        bearer = merges.target_of(candidates[0])
        if target is None:
            target = bearer
        # Two names of a list may be one row already, or by an earlier list: that is no loop into itself.
        elif bearer != target:
            merges.targets[bearer] = target
    # An id stands for a row whose name is not in question.
    if target is not None and name_list.names[0] not in bearer_by_id:
        merges.names[target] = name_list.names[0]


def _bearers_called(name: str, names: Mapping[Bearer, str]) -> list[Bearer]:
    """Return the bearers whose key or name `name` may be, whatever their label."""
    keys = keys_of(name)
    return [
        bearer
        for bearer, own_name in names.items()
        if bearer.key in keys or keys & keys_of(own_name)
    ]


def _unknown_name(name: str) -> str:
    """Return the problem of a name that no row has."""
    return f"{name!r} is no name of this corpus"
