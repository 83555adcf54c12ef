"""
The machine's rows of a layer, read back out of a corpus that a person's decisions were applied to.

What the machine had is what the first decision on an annotation found there; what a person added it did not have. So a
count knows both, the machine's rows and the person's, without a second run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["AppliedDecision", "machine_rows"]

Row = Mapping[str, Any]

_RENAMES = {"type": "label"}
"""What a decision may call a column of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedDecision:
    """
    A decision of a person and what became of it in a run.

    `machine_id` is the row that the machine had, None where it had none; `result_id` the row that stands there now, None
    where a person said that there is nothing. `before` and `after` are the decision's own columns.
    """

    article_id: str
    action: str
    machine_id: str | None = None
    result_id: str | None = None
    before: Row | None = None
    after: Row = field(default_factory=dict)


def machine_rows(
    rows: Sequence[Row], decisions: Iterable[AppliedDecision]
) -> list[dict[str, Any]]:
    """
    Return the rows of a layer with every decision taken back; `decisions` come in the order in which they were made.

    A row that nobody spoke of stays as it is. An annotation that gave way to a person's in other words, without a
    decision of its own, is not found again.

    >>> kept = {"id": "a/quotes-0-4", "article_id": "a", "start": 0, "end": 4, "label": "direct"}
    >>> added = {**kept, "id": "a/quotes-9-12"}
    >>> decision = AppliedDecision(article_id="a", action="added", result_id="a/quotes-9-12")
    >>> machine_rows([kept, added], [decision]) == [kept]
    True
    """
    by_id = {row["id"]: dict(row) for row in rows}
    columns = rows[0].keys() if rows else ()
    taken_back: dict[str, Row] = {}
    # The last first, so that the word that stays is what the first decision found.
    for decision in reversed(list(decisions)):
        current: Row | None = by_id.get(decision.result_id or "")
        if decision.result_id:
            by_id.pop(decision.result_id, None)
        if decision.machine_id is None:
            continue
        current = current or taken_back.get(decision.machine_id)
        taken_back[decision.machine_id] = _restored(decision, current, columns)
    restored = [{**row} for row in taken_back.values()]
    # By article as they were, since tables are read in the order of the articles.
    positions = {row["article_id"]: place for place, row in enumerate(rows)}
    both = [*by_id.values(), *restored]
    last = len(rows)
    return sorted(
        both, key=lambda row: (positions.get(row["article_id"], last), row["start"])
    )


def _restored(
    decision: AppliedDecision, current: Row | None, columns: Iterable[str]
) -> dict[str, Any]:
    """Return the row that a decision found: what stands there now with what the decision says was there before."""
    before = {
        _RENAMES.get(name, name): value
        for name, value in (decision.before or {}).items()
    }
    changed = {_RENAMES.get(name, name) for name in decision.after}
    row: dict[str, Any] = dict(current) if current else dict.fromkeys(columns)
    # What a person gave where there was nothing: a speaker of a quote without one.
    row |= dict.fromkeys(changed - before.keys())
    row |= before
    row |= {"id": decision.machine_id, "article_id": decision.article_id}
    return row
