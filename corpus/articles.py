"""The article: a frozen text, what is known of it, and its layers of spans."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Protocol, cast

from .errors import LayerMissing
from .spans import Argument, CustomSpan, Entity, Event, Quote, Span, TimeExpression

__all__ = ["Article", "Origin", "SpanError"]

_MAX_OFFSET_DIGITS = 9  # chosen: an article of a billion characters is none

_OF_ROLES = ("ORG", "LOC")
"""The labels of what a role may be a role of."""


class Maker(Protocol):
    """Who makes a layer: a name, and the layer's."""

    @property
    def name(self) -> str:
        """What the spans say made them."""

    @property
    def layer(self) -> str:
        """The layer that the spans are."""


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
                f"Run its annotator, and name it in load(…, layers=[…]) or in the `needs` of what reads it."
            ) from None

    def __getitem__(self, span_id: str) -> Span:
        """
        Return the span with this id, `<article>/<layer>-<start>-<end>`. Raises KeyError.

        Ids of version 0.1.0, `<article>/<layer>-<number>`, are found in corpora that hold them.
        """
        local_id = span_id.rpartition("/")[2]
        for layer, spans in self.layers.items():
            if local_id.startswith(f"{layer}-"):
                span = _find_span(spans, span_id, local_id[len(layer) + 1 :])
                if span is not None:
                    return span
        raise KeyError(span_id)

    def with_layer(self, annotator: Maker, spans: Iterable[Span]) -> Article:
        """
        The article with one layer more: spans checked, sorted, and given their ids.

        Raises `SpanError` for a span that leaves the text or whose `text` is not the article's own.
        """
        numbered = _numbered(self, annotator, _checked(self, spans))
        return replace(self, layers={**self.layers, annotator.layer: numbered})


def _find_span(spans: Sequence[Span], span_id: str, offsets: str) -> Span | None:
    """Return the span with this id, looking first where its `offsets` (`12-57`) say that it starts."""
    start = offsets.partition("-")[0]
    if start.isdecimal() and len(start) <= _MAX_OFFSET_DIGITS:
        position = bisect_left(spans, int(start), key=attrgetter("start"))
        while position < len(spans) and spans[position].start == int(start):
            if spans[position].id == span_id:
                return spans[position]
            position += 1
    return next((span for span in spans if span.id == span_id), None)  # an id of 0.1.0 holds no offsets


def _checked(article: Article, spans: Iterable[Span]) -> list[Span]:
    checked = list(spans)
    text, length = article.text, len(article.text)
    for span in checked:
        for start, end, what in _stretches(span):
            if not 0 <= start < end <= length:
                raise SpanError(f"{span.label} span: {what} {start}:{end} is not within the text's {length}")
        parts: tuple[Span | Argument, ...] = (span, *span.arguments) if isinstance(span, Event) else (span,)
        for part in parts:
            if part.text != text[part.start : part.end]:
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


def _numbered(article: Article, annotator: Maker, spans: list[Span]) -> tuple[Span, ...]:
    """The spans with what they are given here; each is made anew once, its links to others of its layer among it."""
    ids = _span_ids(f"{article.id}/{annotator.layer}", spans)
    links = _links(spans, ids)
    given = {"article_id": article.id, "annotator": annotator.name}
    return tuple(
        _replaced(span, id=id, **given, **links.get(number, {}))
        for number, (span, id) in enumerate(zip(spans, ids, strict=True))
    )


def _span_ids(prefix: str, spans: Iterable[Span]) -> list[str]:
    """
    Return an id for each span, made of its place, so that no other span of the layer decides it.

    Only of several spans that share both offsets, those after the first end in `-2`, `-3` …
    """
    counts: Counter[str] = Counter()
    ids = []
    for span in spans:
        id = f"{prefix}-{span.start}-{span.end}"
        counts[id] += 1
        ids.append(id if counts[id] == 1 else f"{id}-{counts[id]}")
    return ids


def _links(spans: Sequence[Span], ids: Sequence[str]) -> dict[int, dict[str, str | None]]:
    """What spans of a layer, sorted by start, say of each other: the place of a span → its links."""
    found: dict[int, dict[str, str | None]] = {}
    starts = [span.start for span in spans]
    for number, span in enumerate(spans):
        if isinstance(span, Entity) and span.role_start is not None:
            named = _of_role(span, number, spans, starts)
            found[number] = {"role_entity_id": None if named is None else ids[named]}
    for number, parent in _parents([(number, span) for number, span in enumerate(spans) if isinstance(span, Quote)]):
        found[number] = {"parent": None if parent is None else ids[parent]}
    return found


def _of_role(entity: Entity, number: int, layer: Sequence[Span], starts: Sequence[int]) -> int | None:
    """A role's entity is the first organisation that stands within it, else the first place."""
    start, end = entity.role_start or 0, entity.role_end or 0
    within = [
        other
        for other in range(bisect_left(starts, start), bisect_left(starts, end))
        if other != number and layer[other].end <= end and layer[other].label in _OF_ROLES
    ]
    return min(within, key=lambda other: (_OF_ROLES.index(layer[other].label), starts[other]), default=None)


def _parents(quotes: Sequence[tuple[int, Quote]]) -> Iterator[tuple[int, int | None]]:
    """
    A quote's parent is the shortest other quote one of whose pieces holds all of it.

    The quotes are sorted by start, so that only pieces that are open where a quote starts can hold it; those are kept
    by the length of their quotes, because quotes may stand in quotes as deep as a text likes.
    """
    hulls = {number: (quote.start, quote.end) for number, quote in quotes}
    pieces = sorted(
        ((start, quote.end - quote.start, number, end) for number, quote in quotes for start, end in quote.spans),
        reverse=True,
    )
    opened: list[tuple[int, int, int]] = []  # length, number, where the piece ends
    for number, quote in quotes:
        while pieces and pieces[-1][0] <= quote.start:
            insort(opened, pieces.pop()[1:])
        place, parent = 0, None
        while parent is None and place < len(opened):
            _, other, end = opened[place]
            if end <= quote.start:
                del opened[place]  # it holds nothing that follows
                continue
            if quote.end <= end and hulls[other] != hulls[number]:
                parent = other
            place += 1
        yield number, parent


def _replaced(span: Span, **changes: Any) -> Span:
    """The span with other values, as `dataclasses.replace` gives it, in a third of the time for our own classes."""
    known = _FIELDS.get(type(span))
    if known is None:
        return replace(span, **changes)
    names, values = known
    return type(span)(**dict(zip(names, values(span), strict=True)) | changes)


_FIELDS: dict[type[Span], tuple[tuple[str, ...], Callable[[Span], tuple[Any, ...]]]] = {
    kind: (names := tuple(field.name for field in fields(kind)), attrgetter(*names))
    for kind in (Entity, Quote, TimeExpression, Event, CustomSpan)
}
