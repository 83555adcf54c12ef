"""The article: a frozen text, what is known of it, and its layers of spans."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Protocol, cast

from .errors import LayerMissing
from .layers import LAYERS, Layer, layer_name, layer_of_value
from .layers.span_fields import fields_of, with_fields
from .layers.span_relations import Relations
from .spans import CustomSpan, Entity, Event, Quote, Span, TimeExpression

__all__ = ["Article", "Origin", "SpanError"]

_MAX_OFFSET_DIGITS = 9  # chosen: an article of a billion characters is none


class Maker(Protocol):
    """Who makes a layer: a name, and the layer's."""

    @property
    def name(self) -> str:
        """What the spans say made them."""

    @property
    def layer(self) -> str | Layer:
        """The layer that the spans are: its name, or its declaration."""


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
        """The entity layer; raise `LayerMissing` when it is absent."""
        return cast(tuple[Entity, ...], self.layer("entities"))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quote layer; raise `LayerMissing` when it is absent."""
        return cast(tuple[Quote, ...], self.layer("quotes"))

    @property
    def times(self) -> tuple[TimeExpression, ...]:
        """The expressions of time; raise `LayerMissing` when the layer is absent."""
        return cast(tuple[TimeExpression, ...], self.layer("times"))

    @property
    def events(self) -> tuple[Event, ...]:
        """The event layer; raise `LayerMissing` when it is absent."""
        return cast(tuple[Event, ...], self.layer("events"))

    def layer(self, name: str) -> tuple[Span, ...]:
        """Return the spans of the layer `name`, sorted by start; raise `LayerMissing` when it is absent."""
        try:
            return self.layers[name]
        except KeyError:
            layers = ", ".join(self.layers) or "none"
            raise LayerMissing(
                f"article {self.id!r}: layer {name!r} is not there (layers: {layers}). "
                f"Run its annotator, and name it in load(…, layers=[…]) or in the `needs` of what reads it."
            ) from None

    def __getitem__(self, span_id: str) -> Span:
        """
        Return the span with this id, `<article>/<layer>-<start>-<end>`. Raise KeyError where there is none.

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
        Return the article with one layer more: `spans` checked, sorted by start, with their ids and links.

        Raise `SpanError` for a span that leaves the text or whose `text` is not the article's own, and for a link of a
        declared layer that names no annotation.

        >>> class Rain:
        ...     name = layer = "rain"
        >>> article = Article(id="1", text="Rain again.").with_layer(Rain(), [Span.cut("Rain again.", 0, 4, "RAIN")])
        >>> article.layer("rain")[0].id
        '1/rain-0-4'
        """
        name = layer_name(annotator.layer)
        checked = _check_and_sort(self, spans)
        linked = _with_ids_and_links(self, annotator, checked)
        _refuse_dead_links(self, name, linked)
        return replace(self, layers={**self.layers, name: linked})


def _find_span(spans: Sequence[Span], span_id: str, offsets: str) -> Span | None:
    """Return the span with this id, looking first where its `offsets` (`12-57`) say that it starts."""
    start = offsets.partition("-")[0]
    if start.isdecimal() and len(start) <= _MAX_OFFSET_DIGITS:
        position = bisect_left(spans, int(start), key=attrgetter("start"))
        while position < len(spans) and spans[position].start == int(start):
            if spans[position].id == span_id:
                return spans[position]
            position += 1
    # An id of 0.1.0 holds no offsets.
    return next((span for span in spans if span.id == span_id), None)


def _check_and_sort(article: Article, spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted by start, once each is seen to fit the text as its layer declares."""
    checked = list(spans)
    for span in checked:
        for fault in layer_of_value(type(span)).faults(_columns(span), article.text):
            raise SpanError(f"{span.label} span: {fault}")
    # Of spans that start together the longest first: a quote before the one within it, which then finds its parent.
    return sorted(checked, key=lambda span: (span.start, -span.end, span.label))


def _columns(span: Span) -> dict[str, Any]:
    """Return the fields of a span by name, its parts too."""
    kind: Any = type(span)
    names, values_of = fields_of(kind)
    columns = dict(zip(names, values_of(span), strict=True))
    parts = layer_of_value(kind).parts
    if parts:
        columns[parts] = [
            {"role": part.role, "start": part.start, "end": part.end, "text": part.text}
            for part in columns[parts]
        ]
    return columns


def _with_ids_and_links(
    article: Article, annotator: Maker, spans: list[Span]
) -> tuple[Span, ...]:
    """Return `spans` with id, article, annotator and links to others of their layer; each is made anew once alone."""
    ids = _span_ids(f"{article.id}/{layer_name(annotator.layer)}", spans)
    links = _links(spans, ids)
    origin = {"article_id": article.id, "annotator": annotator.name}
    return tuple(
        _replace_fields(span, id=id, **origin, **links.get(position, {}))
        for position, (span, id) in enumerate(zip(spans, ids, strict=True))
    )


def _refuse_dead_links(article: Article, name: str, spans: Sequence[Span]) -> None:
    """
    Raise `SpanError` where a span of somebody's declared layer links to nothing.

    Links of our own layers are made by rules that take the id from the annotation itself, so they are not looked up.
    """
    for layer in dict.fromkeys(layer_of_value(type(span)) for span in spans):
        if not layer.is_declared:
            continue
        ids = {
            target: _ids_of(article, target, name, spans)
            for target in layer.links.values()
        }
        for span in spans:
            for column, target in layer.links.items():
                link, targets = getattr(span, column, None), ids[target]
                if link is not None and targets is not None and link not in targets:
                    raise SpanError(
                        f"{span.label} span: its {column} {link!r} names no annotation of the layer {target!r}"
                    )


def _ids_of(
    article: Article, layer: str, name: str, spans: Sequence[Span]
) -> frozenset[str] | None:
    """Return the ids of a layer; `spans` are those of the one called `name`. None for one that was not loaded."""
    if layer == name:
        return frozenset(span.id for span in spans)
    if layer not in article.layers:
        return None
    return frozenset(span.id for span in article.layers[layer])


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


def _links(spans: Sequence[Span], ids: Sequence[str]) -> Relations:
    """Return what spans of a layer, sorted by start, say of each other: the position of a span → its links."""
    relations: Relations = {}
    for layer in dict.fromkeys(layer_of_value(type(span)) for span in spans):
        if layer.relate is None:
            continue
        positions = [
            position
            for position, span in enumerate(spans)
            if isinstance(span, layer.span_class())
        ]
        related = layer.relate(
            [spans[position] for position in positions],
            [ids[position] for position in positions],
        )
        relations |= {positions[position]: links for position, links in related.items()}
    return relations


def _replace_fields(span: Span, **changes: Any) -> Span:
    """Return the span with other values; one of a stranger's class as `dataclasses.replace` makes it."""
    if type(span) not in _OWN_CLASSES:
        return replace(span, **changes)
    return with_fields(span, **changes)


_OWN_CLASSES = frozenset({CustomSpan, *(layer.value for layer in LAYERS)})
