"""
A decision of a person on an annotation: one line of `review.jsonl`, whose id is made of all that it says.

A file of decisions only grows. The same line twice is one decision, and the order of files and lines says nothing: so
git may merge the files of two people in any way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "ACTIONS",
    "Action",
    "Decision",
    "DecisionContext",
    "decision_id",
    "now",
    "schema",
    "standing",
]

Action = Literal["right", "wrong", "changed", "added", "unsure", "checked", "undo"]
"""What a person may say of an annotation; `checked` is said of a layer of an article, `undo` of a decision."""

ACTIONS: tuple[str, ...] = get_args(Action)

ON_AN_ANNOTATION = frozenset({"right", "wrong", "changed", "unsure"})
"""The actions that name an annotation that was there."""

CONTEXT_CHARACTERS = 40
"""Characters kept on each side of the words; chosen: some seven words, which an article rarely has twice."""

ID_DIGITS = 16
"""Hexadecimal digits of an id: 64 bits, so that two of a million decisions share one in 1 of 37 million corpora."""

# `2026-03-02T09:15:00Z`; a fraction orders what is decided within one second.
_WHEN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)$"
_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True)


class DecisionContext(BaseModel):
    """The characters to the left and to the right of an annotation, by which its words are found again."""

    model_config = _STRICT

    left: str = Field("", description="Up to 40 characters before the words")
    right: str = Field("", description="Up to 40 characters after the words")

    @classmethod
    def around(cls, text: str, start: int, end: int) -> Self:
        """
        Return the context of `text[start:end]`.

        >>> DecisionContext.around("“We march,” said Ann Lee.", 0, 11).right
        ' said Ann Lee.'
        """
        left = text[max(0, start - CONTEXT_CHARACTERS) : start]
        return cls(left=left, right=text[end : end + CONTEXT_CHARACTERS])


class Decision(BaseModel):
    """
    What a person decided on an annotation (`annotation`, `before`), or on what an annotator missed (`after` alone).

    `settles` are the decisions of others that this one stands in place of: where two persons disagree, nobody's word
    counts until such a decision is there.
    """

    model_config = _STRICT

    decision: str = Field(
        "", description="Id of the line, 16 hex digits made from the rest of it"
    )
    article: str = Field(description="Id of the article", min_length=1)
    layer: str = Field(
        description="`entities`, `quotes`, `events`, `times` or a layer of one's own",
        min_length=1,
    )
    action: Action = Field(description="What is decided")
    annotation: str | None = Field(
        None, description="Id of what was there, without the article: `quotes-12-40`"
    )
    before: Mapping[str, Any] | None = Field(
        None, description="Columns that were there: `start`, `end`, `text` and others"
    )
    after: Mapping[str, Any] | None = Field(
        None, description="Of `changed` the columns that change, of `added` all"
    )
    context: DecisionContext | None = Field(None, description="The words around it")
    who: str = Field(description="Name of the person", min_length=1)
    when: str = Field(
        description="Moment in UTC, ISO 8601",
        pattern=_WHEN,
        examples=["2026-03-02T09:15:00Z"],
    )
    seconds: float | None = Field(None, ge=0, description="Time that the person took")
    note: str | None = Field(None, description="A remark")
    flag: Literal[True] | None = Field(
        None, description="Marked to be talked about; says nothing of the annotation"
    )
    of: str | None = Field(None, description="Of `undo`: the decision taken back")
    settles: tuple[str, ...] = Field(
        (), description="Decisions of people who disagree that this one settles"
    )

    @model_validator(mode="after")
    def _check_and_name(self) -> Self:
        """Refuse what no page writes, and give the decision its id; the model is strict about types already."""
        faults = list(_faults(self))
        if faults:
            raise ValueError("; ".join(faults))
        id = decision_id(self.as_row())
        if self.decision and self.decision != id:
            raise ValueError(
                "the line was changed since it was written, as its id tells. Take the line back, or delete"
                " `decision` from it"
            )
        object.__setattr__(self, "decision", id)
        return self

    @property
    def moment(self) -> datetime:
        """When it was decided."""
        return datetime.fromisoformat(self.when)

    @property
    def order(self) -> tuple[datetime, str]:
        """What decisions are sorted by: the moment, and the id where two share it."""
        return self.moment, self.decision

    @property
    def annotator(self) -> str:
        """The name of the person as an annotator: `human:anne`."""
        return f"human:{self.who}"

    @property
    def anchor(self) -> Mapping[str, Any]:
        """The columns that say where the words stand: `before`, or of an added annotation `after`."""
        return self.before or self.after or {}

    def as_row(self) -> dict[str, Any]:
        """Return the decision as a JSON object, without what it does not say."""
        values = self.model_dump(mode="json")
        return {name: value for name, value in values.items() if value not in _EMPTY}

    def as_line(self) -> str:
        """Return the line of the file, with its line end."""
        row = self.as_row()
        ordered = {"decision": self.decision} | row
        return json.dumps(ordered, ensure_ascii=False) + "\n"


_EMPTY: tuple[Any, ...] = (None, "", [], ())


def decision_id(row: Mapping[str, Any]) -> str:
    """
    Return the id of a decision: a hash of its other keys, in whatever order these stand.

    >>> decision_id({"article": "a", "who": "anne"}) == decision_id({"who": "anne", "article": "a", "decision": "0"})
    True
    """
    content = {
        name: _plain(value)
        for name, value in row.items()
        if name != "decision" and value not in _EMPTY
    }
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]


def _plain(value: Any) -> Any:
    """Return a value as a browser writes it: 2.0 is 2 there."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def now() -> str:
    """Return the moment as a decision holds it, to the millisecond: two keys may be pressed within a second."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of `review.jsonl`."""
    content = Decision.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **content}


def _faults(decision: Decision) -> Iterator[str]:
    """Yield what a decision lacks, or has too much, for what it decides."""
    action = decision.action
    if action in ON_AN_ANNOTATION:
        yield from _anchor_faults("before", decision.before)
    if action == "changed" and not decision.after:
        yield "`after` is missing: the columns that change"
    if action == "added":
        yield from _anchor_faults("after", decision.after)
        if decision.before is not None:
            yield "`before` must be left out: what is added was not there"
    if action == "undo" and not decision.of:
        yield "`of` is missing: the id of the decision that is taken back"
    if action != "undo" and decision.of:
        yield "`of` belongs to `undo` alone"
    if "/" in (decision.annotation or ""):
        yield "`annotation` must be without the article: `quotes-12-40`"
    if not decision.who.isprintable() or decision.who != decision.who.strip():
        yield "`who` must be a name on one line"
    if decision.seconds is not None and decision.seconds == float("inf"):
        yield "`seconds` must be a number"


def _anchor_faults(key: str, columns: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield why columns do not say where words stand: `start`, `end` and `text` that fit each other."""
    if not columns:
        yield f"`{key}` is missing: `start`, `end` and `text` at least"
        return
    start, end, text = (columns.get(name) for name in ("start", "end", "text"))
    # JSON's `true` is a whole number in Python.
    offsets = [n for n in (start, end) if isinstance(n, int) and n is not True]
    if len(offsets) < 2 or not isinstance(text, str):
        yield f"`{key}` must have `start` and `end`, whole numbers, and `text`"
        return
    start, end = offsets
    if not 0 <= start < end:
        yield f"`{key}`: {start}:{end} is no stretch of text"
    elif end - start != len(text):
        yield f"`{key}`: `text` has {len(text)} characters, and {start}:{end} {end - start}"


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """
    Return the decisions that were not taken back, sorted by moment and id, each once; `undo` is none of them.

    A person takes back what that person decided, an `undo` too; nobody takes back what somebody else decided.
    """
    by_id = {decision.decision: decision for decision in decisions}
    undone: set[str] = set()
    # The last first: what is undone later decides whether an `undo` before it holds.
    for decision in sorted(by_id.values(), key=lambda one: one.order, reverse=True):
        target = by_id.get(decision.of or "")
        if target is None or decision.decision in undone:
            continue
        if target.who == decision.who:
            undone.add(target.decision)
    kept = [
        decision
        for decision in by_id.values()
        if decision.action != "undo" and decision.decision not in undone
    ]
    return sorted(kept, key=lambda decision: decision.order)
