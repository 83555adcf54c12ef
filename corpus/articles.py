"""The article: a frozen text, what is known of it, and its layers of spans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from .errors import LayerMissing
from .spans import Argument, Entity, Event, Quote, Span, TimeExpression

if TYPE_CHECKING:
    from .annotation import Annotator

__all__ = ["Article", "Origin", "SpanError"]

_OF_ROLES = ("ORG", "LOC")
"""The labels of what a role may be a role of."""


class SpanError(ValueError):
    """An annotator yielded a span that does not fit its article; the article is rejected with this as the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an article came from: the file, the place in it (a line, a row), and how its bytes were read."""

    file: str
    place: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """
    A news article. `text` is kept to the character as it was imported; every offset counts its code points.

    `layers` maps a layer's name to its spans, sorted by start. A layer that is not a key was not run or not loaded,
    which is not the same as empty. `extra` holds the columns of the source that are the user's own.

    Where copies were looked for, `duplicate_of` is the id of the article that this one copies, and `copies` how many
    copies it has itself.
    """

    id: str
    text: str
    language: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    duplicate_of: str | None = None
    copies: int | None = None
    origin: Origin | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    layers: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The hash of the text's UTF-8 bytes, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entity layer; raises `LayerMissing` when it is absent."""
        return cast(tuple[Entity, ...], self.layer("entities"))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quote layer; raises `LayerMissing` when it is absent."""
        return cast(tuple[Quote, ...], self.layer("quotes"))

    @property
    def times(self) -> tuple[TimeExpression, ...]:
        """The expressions of time; raises `LayerMissing` when the layer is absent."""
        return cast(tuple[TimeExpression, ...], self.layer("times"))

    @property
    def events(self) -> tuple[Event, ...]:
        """The event layer; raises `LayerMissing` when it is absent."""
        return cast(tuple[Event, ...], self.layer("events"))

    def layer(self, name: str) -> tuple[Span, ...]:
        """The spans of one layer, sorted by start; raises `LayerMissing` when it is absent."""
        try:
            return self.layers[name]
        except KeyError:
            known = ", ".join(self.layers) or "none"
            raise LayerMissing(
                f"article {self.id!r}: layer {name!r} is not there (layers: {known}). "
                f"Run its annotator, or name it in load(…, layers=[…])."
            ) from None

    def __getitem__(self, span_id: str) -> Span:
        """The span with this id (`<article>/<layer>-<n>`); raises KeyError."""
        layer = span_id.rpartition("/")[2].rpartition("-")[0]
        for span in self.layers.get(layer, ()):
            if span.id == span_id:
                return span
        raise KeyError(span_id)

    def with_layer(self, annotator: Annotator, spans: Iterable[Span]) -> Article:
        """
        The article with one layer more: spans checked, sorted, and given their ids.

        Raises `SpanError` for a span that leaves the text or whose `text` is not the article's own.
        """
        numbered = _numbered(self, annotator, _checked(self, spans))
        return replace(self, layers={**self.layers, annotator.layer: numbered})


def _checked(article: Article, spans: Iterable[Span]) -> list[Span]:
    checked = list(spans)
    for span in checked:
        for start, end, what in _stretches(span):
            if not 0 <= start < end <= len(article.text):
                raise SpanError(f"{span.label} span: {what} {start}:{end} is not within the text's {len(article.text)}")
        parts: list[Span | Argument] = [span, *(span.arguments if isinstance(span, Event) else ())]
        for part in parts:
            if part.text != article.text[part.start : part.end]:
                raise SpanError(f"{span.label} span {part.start}:{part.end}: its text is not the article's")
    return sorted(checked, key=lambda span: (span.start, -span.end, span.label))


def _stretches(span: Span) -> Iterable[tuple[int, int, str]]:
    """Every pair of offsets that a span carries, with its name."""
    yield span.start, span.end, "span"
    if isinstance(span, Entity):
        yield span.mention_start, span.mention_end, "mention"
        yield from _optional(span, "role")
    if isinstance(span, Quote):
        yield from ((start, end, "piece") for start, end in span.spans)
        yield from (*_optional(span, "cue"), *_optional(span, "speaker"), *_optional(span, "addressee"))
    if isinstance(span, Event):
        yield from ((argument.start, argument.end, argument.role) for argument in span.arguments)


def _optional(span: Span, what: str) -> Iterable[tuple[int, int, str]]:
    """The offsets `<what>_start` and `<what>_end`; nothing when both are None, an impossible pair when one is."""
    start, end = getattr(span, f"{what}_start"), getattr(span, f"{what}_end")
    if start is not None or end is not None:
        yield -1 if start is None else start, -1 if end is None else end, what


def _numbered(article: Article, annotator: Annotator, spans: list[Span]) -> tuple[Span, ...]:
    given = [
        replace(span, id=f"{article.id}/{annotator.layer}-{n}", article_id=article.id, annotator=annotator.name)
        for n, span in enumerate(spans, start=1)
    ]
    return tuple(_linked(span, given) for span in given)


def _linked(span: Span, layer: list[Span]) -> Span:
    """The span with its links to others of its layer, whose ids are known only now."""
    if isinstance(span, Quote):
        return _with_parent(span, layer)
    return _with_role_entity(span, layer) if isinstance(span, Entity) and span.role_start is not None else span


def _with_role_entity(entity: Entity, layer: list[Span]) -> Entity:
    """A role's entity is the first organisation that stands within it, else the first place."""
    within = [
        other
        for other in layer
        if (entity.role_start or 0) <= other.start and other.end <= (entity.role_end or 0) and other.id != entity.id
    ]
    named = min((other for other in within if other.label in _OF_ROLES), key=_of_role, default=None)
    return replace(entity, role_entity_id=named.id if named else None)


def _of_role(span: Span) -> tuple[int, int]:
    return _OF_ROLES.index(span.label), span.start


def _with_parent(quote: Quote, quotes: list[Span]) -> Quote:
    """A quote's parent is the shortest other quote whose pieces hold all of it."""
    around = [other for other in quotes if isinstance(other, Quote) and other.id != quote.id and _holds(other, quote)]
    parent = min(around, key=lambda other: other.end - other.start, default=None)
    return replace(quote, parent=parent.id if parent else None)


def _holds(outer: Quote, inner: Quote) -> bool:
    if (outer.start, outer.end) == (inner.start, inner.end):
        return False
    return any(start <= inner.start and inner.end <= end for start, end in outer.spans)
