"""Links between annotations of one article after some of its layers were replaced by a person's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pressmark.articles import Article
from pressmark.layers import Layer, layer_of_value
from pressmark.spans import Entity, Span

__all__ = ["inner_links", "keep_name", "links_within", "relink"]

_TABLES_OF_ALL_ARTICLES = ("names", "happenings")


def links_within(layer: Layer) -> list[str]:
    """
    Return the links of `layer` to annotations of the same article that a file may set.

    >>> from pressmark.layers import BY_NAME
    >>> links_within(BY_NAME["quotes"])
    ['speaker_id']
    """
    return [
        name
        for name, table in layer.links.items()
        if table not in _TABLES_OF_ALL_ARTICLES and name not in layer.made_anew
    ]


def inner_links(layer: Layer) -> list[str]:
    """
    Return the links of somebody's declared layer to annotations of the layer itself.

    >>> inner_links(Layer("mood", links={"quote_id": "quotes", "cause_id": "mood"}))
    ['cause_id']
    """
    links = layer.links.items() if layer.is_declared else ()
    return [name for name, target in links if target == layer.name]


def keep_name(span: Span, machine: Iterable[Span], name_ids: Collection[str]) -> Span:
    """
    Return an entity with its own `name_id` if that is among `name_ids`, else with that of the machine's same entity.

    The same is one of the same stretch and label: what a person gave another label bears another name.
    """
    if not isinstance(span, Entity):
        return span
    if span.name_id in name_ids:
        return span
    for candidate in machine:
        if _stretch_and_label(candidate) == _stretch_and_label(span):
            return replace(span, name_id=getattr(candidate, "name_id", None))
    return replace(span, name_id=None)


def _stretch_and_label(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.label


def relink(article: Article, before: Article, replaced: Collection[str]) -> Article:
    """
    Return `article` with the links of the layers that stay mended, after the layers `replaced` of `before` changed.

    A link goes to the new annotation at the same stretch; None where there is none.
    """
    new_ids: dict[str, str | None] = {}
    for layer in replaced:
        by_stretch: dict[tuple[int, int], str] = {}
        for span in article.layers[layer]:
            by_stretch.setdefault((span.start, span.end), span.id)
        for span in before.layers.get(layer, ()):
            new_ids[span.id] = by_stretch.get((span.start, span.end))
    layers = {
        layer: spans
        if layer in replaced
        else tuple(_relink_span(span, new_ids) for span in spans)
        for layer, spans in article.layers.items()
    }
    return replace(article, layers=layers)


def _relink_span(span: Span, new_ids: Mapping[str, str | None]) -> Span:
    """Return `span` with the new ids of what it links to, in its own columns and in those of its parts."""
    layer = layer_of_value(type(span))
    links = {name: getattr(span, name) for name in links_within(layer)}
    changes: dict[str, Any] = {
        name: new_ids[id] for name, id in links.items() if id in new_ids
    }
    if layer.parts:
        parts = getattr(span, layer.parts)
        changes[layer.parts] = tuple(
            _relink_part(part, layer, new_ids) for part in parts
        )
    return replace(span, **changes) if changes else span


def _relink_part(part: Any, layer: Layer, new_ids: Mapping[str, str | None]) -> Any:
    """Return a part of a span (an argument of an event) with the new ids of what it links to."""
    ids = {name: getattr(part, name) for name in layer.part_links}
    changes = {name: new_ids.get(id or "", id) for name, id in ids.items()}
    return replace(part, **changes)
