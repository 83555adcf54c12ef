"""The merges that a researcher asks for: which bearers become one, and what of her file finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .bearers import Bearer
from .corrections import Corrections, NameList, keys_of

__all__ = ["Merges", "merges"]


@dataclass(frozen=True, slots=True)
class Merges:
    """Bearers that become another, names given to rows, and what is wrong: line and words."""

    into: dict[Bearer, Bearer] = field(default_factory=dict)
    called: dict[Bearer, str] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def of(self, bearer: Bearer) -> Bearer:
        """The bearer that this one has become."""
        while bearer in self.into:
            bearer = self.into[bearer]
        return bearer


def merges(corrections: Corrections, ids: Mapping[Bearer, str], called: Mapping[Bearer, str]) -> Merges:
    """Find the bearers of the lists under `same:`, by id or name; each list becomes its first bearer that is there."""
    made = Merges()
    by_id = {name_id: bearer for bearer, name_id in ids.items()}
    for entry in corrections.same:
        _merge(entry, by_id, called, made)
    for split in corrections.different:
        made.wrong.extend((split.line, _unknown(name)) for name in split.names if not _named(name, called))
    for apart in corrections.apart:
        if not any(apart.called in (bearer.mark, name) for bearer, name in called.items()):
            made.wrong.append((apart.line, f"none of these articles names {apart.name!r}"))
    return made


def _merge(entry: NameList, by_id: Mapping[str, Bearer], called: Mapping[Bearer, str], made: Merges) -> None:
    target: Bearer | None = None
    for name in entry.names:
        found = [by_id[name]] if name in by_id else _named(name, called)
        if len(found) != 1:
            these = ", ".join(sorted({bearer.label for bearer in found}))
            several = f"{name!r} stands in several rows ({these}); write the id of one"
            made.wrong.append((entry.line, several if found else _unknown(name)))
            continue
        bearer = made.of(found[0])
        target = bearer if target is None else target
        if bearer != target:
            made.into[bearer] = target
    if target is not None and entry.names[0] not in by_id:
        made.called[target] = entry.names[0]


def _named(name: str, called: Mapping[Bearer, str]) -> list[Bearer]:
    keys = keys_of(name)
    return [bearer for bearer, own in called.items() if bearer.key in keys or keys & keys_of(own)]


def _unknown(name: str) -> str:
    return f"{name!r} is no name of this corpus"
