"""What two annotations of one article disagree on, annotation by annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.exchange.entity_labels import our_label

from .documents import Document
from .quote_scores import is_same_speaker
from .scores import time_value
from .span_matching import Row, match_quotes, match_spans, unlabelled_spans

__all__ = ["Difference", "find_differences"]


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One disagreement. `kind` is missing (the first side has it alone), extra (the second alone), label, bounds, speaker,
    status or time; `first` and `second` are the annotations, `text` the article's.
    """

    article_id: str
    layer: str
    kind: str
    first: Row | None
    second: Row | None
    text: str

    @property
    def bounds(self) -> tuple[int, int]:
        """Start and end of the first side's annotation, else of the second's, in code points."""
        row = self.first or self.second or {}
        return row["start"], row["end"]

    def __str__(self) -> str:
        """Return one line: article, offsets, layer and kind of difference, then what either side says."""
        start, end = self.bounds
        first = _describe(self.first, self.text)
        second = _describe(self.second, self.text)
        return f"{self.article_id} {start}:{end} {self.layer} {self.kind}: {first} / {second}"


def _describe(row: Row | None, text: str) -> str:
    """Return label, words and speaker of an annotation, a dash for none."""
    if row is None:
        return "–"
    label = row.get("label") or row.get("type") or "unlabelled"
    speaker = f" by {row['speaker']}" if row.get("speaker") else ""
    return f"{label} «{text[row['start'] : row['end']]}»{speaker}"


def find_differences(layer: str, first: Document, second: Document) -> list[Difference]:
    """Return every disagreement of two documents of one article in a layer, in the order of the text."""
    first_rows, second_rows = _sorted_rows(layer, first), _sorted_rows(layer, second)
    # As the scores match them, so that each miss in a score is a difference here.
    if layer == "quotes":
        matches = match_quotes(first["text"], first_rows, second_rows)
    else:
        matches = match_spans(
            unlabelled_spans(first_rows), unlabelled_spans(second_rows)
        )
    article_id, text = first["id"], first["text"]
    differences: list[Difference] = []
    for i, j in matches:
        row, other_row = first_rows[i], second_rows[j]
        kinds = _kinds_of_difference(layer, row, other_row)
        differences += [
            Difference(article_id, layer, kind, row, other_row, text) for kind in kinds
        ]
    matched_firsts = {i for i, _ in matches}
    matched_seconds = {j for _, j in matches}
    for i, row in enumerate(first_rows):
        if i not in matched_firsts:
            differences.append(
                Difference(article_id, layer, "missing", row, None, text)
            )
    for j, row in enumerate(second_rows):
        if j not in matched_seconds:
            differences.append(Difference(article_id, layer, "extra", None, row, text))
    # By offset and not by kind: a person reads an article from its beginning.
    return sorted(
        differences, key=lambda difference: (*difference.bounds, difference.kind)
    )


def _sorted_rows(layer: str, document: Document) -> list[Row]:
    """Return the annotations of a layer in the order of the text."""
    return sorted(document.get(layer, ()), key=lambda row: (row["start"], row["end"]))


def _kinds_of_difference(layer: str, first: Row, second: Row) -> Iterator[str]:
    """Yield in what two annotations of one stretch disagree; a status or time counts where the first says it."""
    if _label_of(layer, first) != _label_of(layer, second):
        yield "label"
    if (first["start"], first["end"]) != (second["start"], second["end"]):
        yield "bounds"
    # The scorers' question, not the letters: "Morel" for "Anne Morel" is no difference.
    if layer == "quotes" and not is_same_speaker(first, second):
        yield "speaker"
    if layer == "times" and time_value(first) != time_value(second):
        yield "time"
    if layer == "events":
        for kind, key in (("status", "status"), ("time", "time_value")):
            if first.get(key) is not None and first.get(key) != second.get(key):
                yield kind


def _label_of(layer: str, row: Row) -> str | None:
    """Return the label of an annotation; an entity's in our scheme, whatever the scheme of the file."""
    label = row.get("label") or row.get("type")
    # A label that our scheme has not (a date) is shown as it is, so that the two sides still compare.
    return (our_label(label) or label) if layer == "entities" else label
