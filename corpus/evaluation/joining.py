"""What a matched annotation says beyond its place and label: how names are joined, and roles, status and times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pressmark.scoring import Row, Score, paired

__all__ = ["names", "roles", "statuses"]

Documents = Iterable[tuple[Row, Row]]


def names(documents: Documents) -> dict[str, Score]:
    """
    How mentions are joined under one name within an article: B-cubed over the spans that both sides have.

    A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains", 1998.
    """
    score = Score(recalled=0.0)
    for gold, found in documents:
        both = _shared(gold, found)
        for one, two in both:
            same = {place for place, (other, _) in enumerate(both) if _name(other) == _name(one)}
            mine = {place for place, (_, other) in enumerate(both) if other.get("name") == two.get("name")}
            score += Score(len(same & mine) / len(mine), 1, 1, len(same & mine) / len(same))
    return {"names joined (B-cubed)": score}


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
        sides = [[(one["start"], one["end"], "") for one in side.get("events", ())] for side in (gold, found)]
        for i, j in paired(*sides):
            one, two = gold["events"][i], found["events"][j]
            if one.get("status"):
                status += Score(one["status"] == two.get("status"), 1, 1)
            if one.get("time_value"):
                time += Score(one["time_value"] == two.get("time_value"), 1, 1)
    return {"status right (of matched)": status, "time right (of matched)": time}


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
