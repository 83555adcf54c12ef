"""What a matched annotation says beyond its place and label: how names are joined, and roles, status and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .scores import Row, Score, paired

__all__ = ["clusters", "names", "roles", "statuses"]

Documents = Iterable[tuple[Row, Row]]


def names(documents: Documents) -> dict[str, Score]:
    """How mentions are joined under one name within an article: B-cubed over the spans that both sides have."""
    keys = ([(_name(one), two.get("name")) for one, two in _shared(gold, found)] for gold, found in documents)
    return {"names joined (B-cubed)": _b_cubed(keys)}


def clusters(documents: Documents) -> dict[str, Score]:
    """Which matched events are one happening within an article: B-cubed over those whose gold has a cluster."""
    keys = (
        [(one["cluster"], two.get("cluster")) for one, two in _matched(gold, found) if one.get("cluster")]
        for gold, found in documents
    )
    return {"clusters (B-cubed)": _b_cubed(keys)}


def _b_cubed(articles: Iterable[list[tuple[Any, Any]]]) -> Score:
    """
    B-cubed of matched mentions, each with its group in gold and in what was found.

    A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains", 1998.
    """
    score = Score(recalled=0.0)
    for keys in articles:
        gold, found, both = Counter(one for one, _ in keys), Counter(two for _, two in keys), Counter(keys)
        for one, two in keys:
            shared = both[one, two]
            score += Score(shared / found[two], 1, 1, shared / gold[one])
    return score


def roles(documents: Documents) -> dict[str, Score]:
    """Roles of the people that both sides have: found at all, and right (half of the words agree)."""
    found_any, right = Score(), Score()
    for gold, found in documents:
        for one, two in _shared(gold, found):
            ours, theirs = one.get("role"), two.get("role")
            both = bool(ours) and bool(theirs)
            found_any += Score(both, bool(theirs), bool(ours))
            right += Score(both and _is_same_role(ours, theirs), both, both)
    return {"role found": found_any, "role right (of found)": right}


def statuses(documents: Documents) -> dict[str, Score]:
    """Of events whose triggers overlap: status and time right, where gold says them."""
    status, time = Score(), Score()
    for gold, found in documents:
        for one, two in _matched(gold, found):
            if one.get("status"):
                status += Score(one["status"] == two.get("status"), 1, 1)
            if one.get("time_value"):
                time += Score(one["time_value"] == two.get("time_value"), 1, 1)
    return {"status right (of matched)": status, "time right (of matched)": time}


def _matched(gold: Row, found: Row) -> list[tuple[Row, Row]]:
    sides = [[(one["start"], one["end"], "") for one in side.get("events", ())] for side in (gold, found)]
    return [(gold["events"][i], found["events"][j]) for i, j in paired(*sides)]


def _shared(gold: Row, found: Row) -> list[tuple[Row, Row]]:
    if not any("name" in one for one in gold.get("entities", ())):
        return []
    ours = {(one["start"], one["end"]): one for one in found.get("entities", ())}
    return [(one, ours[place]) for one in gold["entities"] if (place := (one["start"], one["end"])) in ours]


def _name(row: Row) -> tuple[Any, Any]:
    return row.get("label"), row.get("name")


def _is_same_role(gold: str | None, found: str | None) -> bool:
    one, two = ({*(role or "").lower().split()} for role in (gold, found))
    return len(one & two) * 2 >= len(one | two) > 0
