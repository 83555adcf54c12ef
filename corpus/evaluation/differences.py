"""What two annotations of one article disagree on, annotation by annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.spans import our_label

from .documents import Document
from .scores import is_same_speaker, overlapping, paired, time_value

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One disagreement. `kind` is missing (the first side has it alone), extra (the second alone), label, bounds, speaker,
    status or time; `first` and `second` are the annotations, `text` the article's.
    """

    article_id: str
    layer: str
    kind: str
    first: Mapping[str, Any] | None
    second: Mapping[str, Any] | None
    text: str

    @property
    def place(self) -> tuple[int, int]:
        """Where it is in the article: the first side's annotation, else the second's."""
        row = self.first or self.second or {}
        return row["start"], row["end"]

    def __str__(self) -> str:
        said = [_said(row, self.text) for row in (self.first, self.second)]
        return f"{self.article_id} {self.place[0]}:{self.place[1]} {self.layer} {self.kind}: {said[0]} / {said[1]}"


def _said(row: Mapping[str, Any] | None, text: str) -> str:
    if row is None:
        return "–"
    label = row.get("label") or row.get("type") or "unlabelled"
    speaker = f" by {row['speaker']}" if row.get("speaker") else ""
    return f"{label} «{text[row['start'] : row['end']]}»{speaker}"


def differences(layer: str, first: Document, second: Document) -> list[Difference]:
    """Every disagreement of two documents of one article in a layer, in the order of the text."""
    sides = [sorted(side.get(layer, ()), key=lambda row: (row["start"], row["end"])) for side in (first, second)]
    matched = overlapping(first["text"], *sides) if layer == "quotes" else paired(*map(_spans, sides))
    found = [
        Difference(first["id"], layer, kind, sides[0][i], sides[1][j], first["text"])
        for i, j in matched
        for kind in _kinds(layer, sides[0][i], sides[1][j])
    ]
    alone = ({*range(len(side))} - {pair[at] for pair in matched} for at, side in enumerate(sides))
    missing, extra = alone
    found += [Difference(first["id"], layer, "missing", sides[0][i], None, first["text"]) for i in missing]
    found += [Difference(first["id"], layer, "extra", None, sides[1][j], first["text"]) for j in extra]
    return sorted(found, key=lambda one: (*one.place, one.kind))


def _spans(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, str]]:
    return [(row["start"], row["end"], "") for row in rows]


def _label(layer: str, row: Mapping[str, Any]) -> str | None:
    """The label of an annotation; an entity's in our scheme, whatever the scheme of the file."""
    label = row.get("label") or row.get("type")
    return (our_label(label) or label) if layer == "entities" else label


def _kinds(layer: str, one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[str]:
    if _label(layer, one) != _label(layer, two):
        yield "label"
    if (one["start"], one["end"]) != (two["start"], two["end"]):
        yield "bounds"
    if layer == "quotes" and not is_same_speaker(one, two):
        yield "speaker"
    if layer == "times" and time_value(one) != time_value(two):
        yield "time"
    if layer == "events":
        yield from (kind for kind, key in (("status", "status"), ("time", "time_value"))
                    if one.get(key) is not None and one.get(key) != two.get(key))  # fmt: skip
