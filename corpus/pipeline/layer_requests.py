"""
Layers that are made for several articles at once, by annotators that have `annotate_many`.

An article's way through its layers is a generator: it yields a `LayerRequest` where such an annotator is next, and is
given the article with that layer. So the articles of a batch wait for each other there, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pressmark.annotation.annotators import Annotator
from pressmark.annotation.layer_input import batch_size_of
from pressmark.articles import Article
from pressmark.storage.batches import chunks

from .plan import Step

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["LayerRequest", "LayerWay", "make_together"]


@dataclass(frozen=True, slots=True)
class LayerRequest:
    """An article that waits for a layer, with its parse, the annotator of the layer and its step."""

    article: Article
    doc: Doc
    annotator: Annotator
    step: Step


T = TypeVar("T")
LayerWay = Generator[LayerRequest, Article, T]
"""The way of an article through its layers: it yields requests, is sent the article, and returns what came of it."""

Answer = Article | BaseException
"""The article with the layer, or what its annotator raised."""


def make_together(
    ways: Sequence[LayerWay[T]],
    answer: Callable[[Sequence[LayerRequest]], Sequence[Answer]],
) -> list[T]:
    """
    Return what came of each of the `ways`, in their order; `answer` makes the layers of requests to one annotator.

    It is given as many requests at once as the annotator takes, and returns an answer for each.
    """
    results: dict[int, T] = {}
    waiting: dict[int, LayerRequest] = {}

    def go_on(position: int, resume: Callable[[], Any]) -> None:
        try:
            waiting[position] = resume()
        except StopIteration as end:
            results[position] = end.value

    for position, way in enumerate(ways):
        go_on(position, way.__next__)
    while waiting:
        # All requests to the annotator that the first of them waits for.
        annotator = waiting[min(waiting)].annotator
        positions = [
            position
            for position in sorted(waiting)
            if waiting[position].annotator is annotator
        ]
        for batch in chunks(positions, batch_size_of(annotator)):
            answers = answer([waiting.pop(position) for position in batch])
            for position, value in zip(batch, answers, strict=True):
                way = ways[position]
                if isinstance(value, BaseException):
                    go_on(position, lambda way=way, value=value: way.throw(value))  # type: ignore[misc]
                else:
                    go_on(position, lambda way=way, value=value: way.send(value))  # type: ignore[misc]
    return [results[position] for position in range(len(ways))]
