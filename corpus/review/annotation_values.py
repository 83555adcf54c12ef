"""
The columns that a person gave, as an annotation of an article: placed where the words stand now, and checked.

Offsets of a decision are those of the text that the person saw. Where the words stand elsewhere now, all of them are
moved alike, and each stretch is held to its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pressmark.annotation.span_checks import check_spans
from pressmark.articles import Article, SpanError
from pressmark.layers import Layer, StretchWords
from pressmark.messages import suggestion
from pressmark.spans import QUOTE_STATUSES, SPEAKER_KINDS, Argument, Span, Time
from pressmark.text_view import collapse

from .matching import nearest_words
from .speaker_values import SPEAKER_COLUMNS, speaker_values

__all__ = ["AnnotationMaker"]

Columns = Mapping[str, Any]

# What no person decides: it is made anew, or tells how sure the machine was.
_MADE_BY_US = frozenset(
    {"id", "article_id", "annotator", "rule", "score", "verdict", "reviewer"}
)
_CLOSED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "quotes": {"status": QUOTE_STATUSES, "speaker_kind": SPEAKER_KINDS},
}
_EDGES = frozenset({"start", "end", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationMaker:
    """Makes the annotations of one decision: of `layer` (called `name`) of an article, moved by `shift` characters."""

    article: Article
    layer: Layer
    name: str
    shift: int = 0

    def changed(self, span: Span, columns: Columns) -> Span:
        """Return a span with the `columns` that a person changed. Raises `SpanError` where they fit nothing."""
        columns = self._known(columns)
        values: dict[str, Any] = {"rule": None, **dict.fromkeys(self.layer.scores)}
        if _EDGES & columns.keys():
            start, end = self._edges({"start": span.start, "end": span.end} | columns)
            values |= self._fitted(span, start, end)
        values |= self._values(columns, span)
        return self._checked(replace(span, **values))

    def added(self, columns: Columns) -> Span:
        """Return a new span of the `columns` that a person gave. Raises `SpanError` where they fit nothing."""
        columns = self._known(columns)
        if not columns.get("label"):
            raise SpanError("its `label` is missing")
        start, end = self._edges(columns)
        words = self.article.text[start:end]
        required: dict[str, Any] = {
            "name": words,
            "mention_start": start,
            "mention_end": end,
            "spans": ((start, end),),
            "time": Time(start=None, end=None, grain=None, surface=words),
        }
        kind = self.layer.span_class()
        fields = kind.__dataclass_fields__
        # A time of an event is one that the article tells, so that none is made up for it.
        needed = {name: value for name, value in required.items() if name in fields}
        if self.name == "events":
            needed.pop("time")
        bare = kind(start=start, end=end, text=words, label=columns["label"], **needed)
        return self._checked(replace(bare, **self._values(columns, bare)))

    def _known(self, columns: Columns) -> dict[str, Any]:
        """Return the columns that a person decides; raise `SpanError` for those that the layer does not have."""
        fields = self.layer.span_class().__dataclass_fields__
        known = {
            "label" if name == "type" and name not in fields else name: value
            for name, value in columns.items()
        }
        for name in known:
            if name not in fields:
                raise SpanError(
                    f"the layer has no column {name!r}{suggestion(name, fields)}"
                )
        ignored = {
            *_MADE_BY_US,
            *self.layer.scores,
            *self.layer.given_by_seal,
            *self.layer.made_anew,
        }
        return {name: value for name, value in known.items() if name not in ignored}

    def _edges(self, columns: Columns) -> tuple[int, int]:
        """Return where the words of an annotation stand now."""
        start, end = columns["start"], columns["end"]
        return self._place(start, end, columns.get("text"))

    def _place(self, start: Any, end: Any, words: str | None) -> tuple[int, int]:
        """Return where a stretch stands now: moved with the annotation, else where its words are nearest to that."""
        if not isinstance(start, int) or not isinstance(end, int):
            raise SpanError("offsets must be whole numbers")
        start, end = start + self.shift, end + self.shift
        text = self.article.text
        if words is None or (start >= 0 and text[start:end] == words):
            return start, end
        position = nearest_words(words, start, text)
        if position is None:
            raise SpanError("the article has no such words any more")
        return position, position + len(words)

    def _fitted(self, span: Span, start: int, end: int) -> dict[str, Any]:
        """Return the columns of a span that follow from new edges."""
        text = self.article.text
        values: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
        if self.layer.pieces:
            pieces = getattr(span, self.layer.pieces)
            values[self.layer.pieces] = _fitted_pieces(pieces, start, end)
        # The mention of a name holds the name, whatever else it holds.
        if "mention" in self.layer.stretches:
            mention_start, mention_end = (
                getattr(span, column)
                for column in self.layer.stretch_columns()["mention"]
            )
            values["mention_start"] = min(start, mention_start)
            values["mention_end"] = max(end, mention_end)
            if getattr(span, "name", None) == span.text:
                values["name"] = text[start:end]
        return values

    def _values(self, columns: Columns, span: Span) -> dict[str, Any]:
        """Return the values of the other columns that a person gave."""
        values: dict[str, Any] = {}
        rest = {name: value for name, value in columns.items() if name not in _EDGES}
        if self.name == "quotes" and SPEAKER_COLUMNS & rest.keys():
            given = {name: rest.pop(name) for name in SPEAKER_COLUMNS & rest.keys()}
            values |= speaker_values(given, span, self.article, self.shift)
        for name, (first, last) in self.layer.stretch_columns().items():
            if given := {
                key: rest.pop(key) for key in (name, first, last) if key in rest
            }:
                values |= self._stretch(name, given, span)
        for name, value in rest.items():
            values[name] = self._value(name, value)
        # Codes of the type that an event had before; which the other type has is for a lexicon to say.
        if self.name == "events" and columns.get("label", span.label) != span.label:
            values = {"plover": None, "cameo": None} | values
        self._require_closed(values)
        return values

    def _require_closed(self, values: Columns) -> None:
        """Raise `SpanError` for a value that is none of a closed list."""
        for column, choices in _CLOSED.get(self.name, {}).items():
            value = values.get(column)
            if value is not None and value not in choices:
                listed = ", ".join(choices)
                raise SpanError(f"{column} {value!r} is none of {listed}")

    def _stretch(self, name: str, given: Columns, span: Span) -> dict[str, Any]:
        """Return the columns of a stretch that a person gave by offsets, by words, or as None."""
        first, last = self.layer.stretch_columns()[name]
        kind, words = self.layer.words_of(name), given.get(name)
        dependent = dict.fromkeys(self.layer.dependent_columns(name))
        if given.get(first) is not None and given.get(last) is not None:
            exact = words if kind is StretchWords.EXACT else None
            start, end = self._place(given[first], given[last], exact)
        elif words is not None:
            position = nearest_words(words, span.start, self.article.text)
            if position is None:
                raise SpanError(f"the article has no words {words!r} for its {name}")
            start, end = position, position + len(words)
        else:
            return {**dependent, first: None, last: None}
        surface = self.article.text[start:end]
        if kind is StretchWords.COLLAPSED:
            surface = collapse(surface)
        values = {**dependent, first: start, last: end}
        if kind is not StretchWords.NONE:
            values[name] = surface
        else:
            values.pop(name, None)
        return values

    def _value(self, name: str, value: Any) -> Any:
        """Return the value of one column as its class has it."""
        if value is None:
            return () if name in (self.layer.pieces, self.layer.parts) else None
        if name in self.layer.links:
            return self._link(self.layer.links[name], value)
        if name == self.layer.pieces:
            return tuple(self._piece(piece) for piece in value)
        if name == self.layer.parts:
            return tuple(self._argument(part) for part in value)
        if name == "time" and isinstance(value, Mapping):
            return Time(
                **{key: value.get(key) for key in ("start", "end", "grain")},
                surface=value.get("surface") or "",
            )
        return value

    def _link(self, target: str, value: Any) -> str | None:
        """Return the id of an annotation of this article, moved with the decision; None where there is none."""
        local_id = str(value).rpartition("/")[2]
        ids = {span.id for span in self.article.layers.get(target, ())}
        for candidate in _moved_ids(local_id, self.shift):
            if f"{self.article.id}/{candidate}" in ids:
                return f"{self.article.id}/{candidate}"
        return None

    def _piece(self, piece: Any) -> tuple[int, int]:
        start, end = (
            (piece["start"], piece["end"]) if isinstance(piece, Mapping) else piece
        )
        return self._place(start, end, None)

    def _argument(self, part: Any) -> Argument:
        """Return an argument of an event, with the entity that it names or that stands there."""
        start, end = self._place(part["start"], part["end"], part.get("text"))
        entity_id = part.get("entity_id")
        if entity_id is not None:
            entity_id = self._link("entities", entity_id)
        else:
            entity_id = next(
                (
                    entity.id
                    for entity in self.article.layers.get("entities", ())
                    if (entity.start, entity.end) == (start, end)
                ),
                None,
            )
        fields = {
            name: value
            for name, value in part.items()
            if name in Argument.__dataclass_fields__
        }
        placed = {"start": start, "end": end, "text": self.article.text[start:end]}
        return Argument(**fields | placed | {"entity_id": entity_id})

    def _checked(self, span: Span) -> Span:
        """Return a span whose stretches stand in the text and whose values can be written. Raises `SpanError`."""
        start, end = span.start, span.end
        id = f"{self.article.id}/{self.name}-{start}-{end}"
        (checked,) = check_spans(
            self.layer if self.layer.is_declared else self.name, [replace(span, id=id)]
        )
        row = {
            name: getattr(checked, name) for name in type(checked).__dataclass_fields__
        }
        if self.layer.parts:
            row[self.layer.parts] = [
                {
                    "role": part.role,
                    "start": part.start,
                    "end": part.end,
                    "text": part.text,
                }
                for part in row[self.layer.parts]
            ]
        for fault in self.layer.faults(row, self.article.text):
            raise SpanError(fault)
        return checked


def _moved_ids(local_id: str, shift: int) -> Iterator[str]:
    """Yield the ids that an annotation may have now: moved with the words, or as it was."""
    layer, _, offsets = local_id.partition("-")
    start, _, rest = offsets.partition("-")
    end, _, suffix = rest.partition("-")
    if shift and start.isdecimal() and end.isdecimal():
        moved = f"{layer}-{int(start) + shift}-{int(end) + shift}"
        yield f"{moved}-{suffix}" if suffix else moved
    yield local_id


def _fitted_pieces(
    pieces: tuple[tuple[int, int], ...], start: int, end: int
) -> tuple[tuple[int, int], ...]:
    """
    Return the pieces of a quote that has new edges: those within them, the first and the last reaching to the edges.

    >>> _fitted_pieces(((1, 11), (26, 35)), 0, 36)
    ((0, 11), (26, 36))
    """
    within = [(first, last) for first, last in pieces if first < end and last > start]
    if not within:
        return ((start, end),)
    within[0] = (start, within[0][1])
    within[-1] = (within[-1][0], end)
    return tuple(within)
