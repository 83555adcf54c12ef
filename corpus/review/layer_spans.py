"""The spans of a layer put in the place of others: their ids and the links between them are made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pressmark.articles import Article
from pressmark.layers import Layer, declaration, layer_of_value
from pressmark.spans import Span

__all__ = ["with_spans"]


@dataclass(frozen=True, slots=True)
class _LayerName:
    """Who makes a layer that was reviewed, for `Article.with_layer`."""

    name: str
    layer: str | Layer


def with_spans(
    article: Article, name: str, spans: Iterable[Span]
) -> tuple[Article, dict[int, str]]:
    """Return the article with other spans in a layer, each with its own annotator, and their new ids by object."""
    # As `Article.with_layer` sorts them, so that each is found again.
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.label))
    new_article = article.with_layer(
        _LayerName("", name), _without_links(ordered, name)
    )
    placed = new_article.layer(name)
    moved_ids = {span.id: new.id for span, new in zip(ordered, placed, strict=True)}
    own_links = [
        column
        for column, target in _declaration_of(ordered).links.items()
        if target == name and column not in _declaration_of(ordered).made_anew
    ]
    result: list[Span] = []
    for span, new in zip(ordered, placed, strict=True):
        links: dict[str, Any] = {
            column: moved_ids.get(getattr(span, column)) for column in own_links
        }
        result.append(replace(new, annotator=span.annotator, **links))
    layers = {**article.layers, name: tuple(result)}
    new_ids = {id(span): new.id for span, new in zip(ordered, placed, strict=True)}
    return replace(article, layers=layers), new_ids


def _declaration_of(spans: Sequence[Span]) -> Layer:
    """Return the declaration of the layer that spans are of."""
    return layer_of_value(type(spans[0])) if spans else declaration("")


def _without_links(spans: Sequence[Span], name: str) -> list[Span]:
    """Return spans without links to others of their layer, whose ids may change with them."""
    layer = _declaration_of(spans)
    columns: dict[str, Any] = {
        column: None
        for column, target in layer.links.items()
        if target == name and column not in layer.made_anew
    }
    return [replace(span, **columns) for span in spans] if columns else list(spans)
