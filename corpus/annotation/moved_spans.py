"""
Spans and articles moved between the stored text and its view, by what each layer declares of its offsets.

This is the only place where an offset of the one becomes an offset of the other; annotators know one text alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pressmark.articles import Article
from pressmark.layers import StretchWords, layer_of_value
from pressmark.spans import Span
from pressmark.text_view import TextView, collapse

__all__ = ["article_in_view", "span_in_stored_text", "with_words"]

_MoveBounds = Callable[[int, int], tuple[int, int]]


def article_in_view(article: Article, view: TextView) -> Article:
    """Return `article` with the text of `view`, its layers moved there; ids stay those of the stored text."""
    layers = {
        name: tuple(_move(span, view.view_bounds, view.text) for span in spans)
        for name, spans in article.layers.items()
    }
    return replace(article, text=view.text, layers=layers)


def span_in_stored_text(span: Span, view: TextView) -> Span:
    """Return a span of the view with the offsets and words of the stored text; names stay as they are read."""
    return _move(span, view.stored_bounds, view.stored)


def with_words(span: Span, text: str) -> Span:
    """Return a span at its offsets with the words that another text of the same length has there."""
    return _move(span, lambda start, end: (start, end), text)


def _move(span: Span, move_bounds: _MoveBounds, text: str) -> Span:
    """Return a span with all its offsets moved, and the words that `text` has there."""
    # By the class and not by the article's key: what a layer declares of its offsets goes with its class.
    layer = layer_of_value(type(span))
    start, end = move_bounds(span.start, span.end)
    changes: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
    for name in layer.stretches:
        words = layer.words_of(name)
        changes |= _move_stretch(span, name, words, move_bounds, text)
    if layer.pieces:
        pieces = getattr(span, layer.pieces)
        changes[layer.pieces] = tuple(move_bounds(*piece) for piece in pieces)
    if layer.parts:
        parts = getattr(span, layer.parts)
        changes[layer.parts] = tuple(
            _move_part(part, move_bounds, text) for part in parts
        )
    return replace(span, **changes)


def _move_stretch(
    span: Span, name: str, words: StretchWords, move_bounds: _MoveBounds, text: str
) -> dict[str, Any]:
    """Return the columns of a further stretch of a span, such as its mention or its cue; none where it has none."""
    start, end = getattr(span, f"{name}_start"), getattr(span, f"{name}_end")
    # A quote without a speaker has no stretch of one.
    if start is None or end is None:
        return {}
    start, end = move_bounds(start, end)
    columns: dict[str, Any] = {f"{name}_start": start, f"{name}_end": end}
    if words is StretchWords.NONE or getattr(span, name) is None:
        return columns
    surface = text[start:end]
    if words is StretchWords.COLLAPSED:
        surface = collapse(surface)
    return columns | {name: surface}


def _move_part(part: Any, move_bounds: _MoveBounds, text: str) -> Any:
    start, end = move_bounds(part.start, part.end)
    return replace(part, start=start, end=end, text=text[start:end])
