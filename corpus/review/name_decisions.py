"""
Decisions on names across articles: which are one, which are not, and where a name means somebody else.

They are of the layer `names`, on a mention of the name, and say what a file of corrections says: `same_as`,
`different_from`, or `bearer`, the name of whom this article means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pressmark.linking.corrections import Corrections, NameList, Namesake

from .decisions import Decision

__all__ = ["NAMES", "name_faults", "unsettled_names", "with_decisions"]

NAMES = "names"
"""What such decisions have as their layer; it is a table of all articles."""

_KINDS = ("same_as", "different_from", "bearer")


def with_decisions(
    corrections: Corrections | None,
    decisions: Iterable[Decision],
    places: Mapping[str, str],
) -> Corrections:
    """
    Return corrections with what people decided on names, after what the file of corrections says.

    `decisions` are those that were not taken back, in their order; `places` has the file and line of each.
    """
    combined = corrections or Corrections()
    for decision in _agreed(decisions):
        name, kind, other = _parts(decision)
        file, _, line = places.get(decision.decision, ":0").rpartition(":")
        if kind == "same_as":
            same = NameList((other, name), int(line), file)
            combined = replace(combined, same=(*combined.same, same))
        elif kind == "different_from":
            split = NameList((name, other), int(line), file)
            combined = replace(combined, different=(*combined.different, split))
        else:
            namesake = Namesake(name, (decision.article,), other, int(line), file)
            combined = replace(combined, namesakes=(*combined.namesakes, namesake))
    return combined


def name_faults(decision: Decision) -> str | None:
    """Return what is wrong with a decision on a name; None where it says one of the three things."""
    after = decision.after or {}
    if decision.action == "changed" and len(after) == 1:
        ((kind, other),) = after.items()
        if kind in _KINDS and isinstance(other, str) and other.strip():
            return None
    return "a decision on `names` is `changed`, with `same_as`, `different_from` or `bearer` and a name under `after`"


def unsettled_names(decisions: Iterable[Decision]) -> set[frozenset[str]]:
    """Return the pairs of names of which people say both that they are one and that they are not."""
    by_pair: dict[frozenset[str], dict[str, str]] = {}
    for decision in decisions:
        if name_faults(decision) is None:
            name, kind, other = _parts(decision)
            if kind != "bearer":
                # The last word of each person.
                by_pair.setdefault(frozenset({name, other}), {})[decision.who] = kind
    return {pair for pair, kinds in by_pair.items() if len(set(kinds.values())) > 1}


def _agreed(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Yield the last decision of each person on a name, but those that people disagree on."""
    listed = [one for one in decisions if name_faults(one) is None]
    open_pairs = unsettled_names(listed)
    last: dict[tuple[str, str, object], Decision] = {}
    for decision in listed:
        name, kind, other = _parts(decision)
        about = decision.article if kind == "bearer" else frozenset({name, other})
        last[decision.who, name, about] = decision
    for decision in sorted(last.values(), key=lambda one: one.order):
        name, kind, other = _parts(decision)
        if kind == "bearer" or frozenset({name, other}) not in open_pairs:
            yield decision


def _parts(decision: Decision) -> tuple[str, str, str]:
    """Return the name that a decision is on, what it says, and the other name."""
    before = decision.before or {}
    ((kind, other),) = (decision.after or {}).items()
    return str(before.get("name") or before["text"]), kind, str(other)
