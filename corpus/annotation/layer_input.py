"""
What an annotator is given of an article, and how its spans become a layer: of one article, or of a batch.

A foreign annotator gets copies of what it could change, and its spans are checked; ours read the text with single blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from pressmark.articles import Article, SpanError
from pressmark.spans import CustomSpan, Span
from pressmark.text_view import TextView, view_of

from .code_fingerprint import is_ours
from .moved_spans import article_in_view, span_in_stored_text
from .parse_in_view import move_into_view
from .span_checks import check_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "MAX_BATCH",
    "LayerInput",
    "add_layer_to_batch",
    "annotate_in_view",
    "batch_size_of",
    "works_in_batches",
]

MAX_BATCH = 1024
"""Articles that an annotator may have at once: their parses are all in memory. Chosen, not measured."""

DEFAULT_BATCH = 32
"""Articles of a batch where an annotator does not say: what models on a GPU are most often given; chosen."""


@dataclass(frozen=True, slots=True)
class LayerInput:
    """
    What an annotator is given: an article with the layers that it needs and no other, and its parse.

    `whole` is the article that gets the layer. `view` is the text with single blanks where offsets are of that; None
    where they are of the stored text.
    """

    whole: Article
    article: Article
    doc: Doc
    view: TextView | None = None

    @classmethod
    def of(cls, article: Article, annotator: Any, doc: Doc) -> LayerInput:
        """Return what `annotator` is given of an article and its parse."""
        needed = {
            layer: article.layers[layer]
            for layer in annotator.needs
            if layer in article.layers
        }
        if is_ours(type(annotator).__module__):
            layer_input = cls.in_view(replace(article, layers=needed), doc)
            return replace(layer_input, whole=article)
        layers = {
            layer: tuple(map(_copy_span, spans)) for layer, spans in needed.items()
        }
        # Text, ids and spans of ours are frozen; only `extra` and `attributes` can be changed in place.
        copy = replace(article, layers=layers, extra=deepcopy(dict(article.extra)))
        return cls(article, copy, _copy_doc(doc))

    @classmethod
    def in_view(cls, article: Article, doc: Doc) -> LayerInput:
        """Return what one of ours reads: the text with single blanks, whatever the stored one has."""
        view = view_of(article.text)
        if view.is_stored_text:
            return cls(article, article, doc)
        doc_of_view = move_into_view(doc, view)
        # A token holds words and line ends alike (another tokenizer's): offsets cannot be moved, the stored text is read.
        if doc_of_view is None:
            return cls(article, article, doc)
        return cls(article, article_in_view(article, view), doc_of_view, view)

    def stored(self, spans: Iterable[Span]) -> Iterable[Span]:
        """Return spans with the offsets and words of the stored text."""
        view = self.view
        if view is None:
            return spans
        return [span_in_stored_text(span, view) for span in spans]

    def with_layer(self, annotator: Any, spans: Iterable[Span]) -> Article:
        """Return the whole article with the layer that `spans` are. Raises `SpanError` for one that does not fit."""
        stored = self.stored(spans)
        if not is_ours(type(annotator).__module__):
            stored = check_spans(annotator.layer, stored)
        return self.whole.with_layer(annotator, stored)


def annotate_in_view(article: Article, annotator: Any, doc: Doc) -> Iterable[Span]:
    """Return the spans that one of ours finds; it reads the text with single blanks, whatever the stored one has."""
    layer_input = LayerInput.in_view(article, doc)
    spans: Iterable[Span] = annotator.annotate(layer_input.article, layer_input.doc)
    return layer_input.stored(spans)


def works_in_batches(annotator: Any) -> bool:
    """Say whether an annotator takes several articles at once, by a method `annotate_many`."""
    return callable(getattr(annotator, "annotate_many", None))


def batch_size_of(annotator: Any) -> int:
    """Return how many articles an annotator takes at once: its `batch_size`, 1 for one that takes them singly."""
    if not works_in_batches(annotator):
        return 1
    size: int = getattr(annotator, "batch_size", DEFAULT_BATCH)
    return max(1, min(size, MAX_BATCH))


def add_layer_to_batch(
    articles: Sequence[tuple[Article, Doc]], annotator: Any
) -> list[Article]:
    """
    Return the articles with the layer of `annotator`, which is given all of them at once with their parses.

    Raises what the annotator raises, and `SpanError` where it yields for more or fewer articles than it was given, or
    spans that do not fit.
    """
    inputs = [LayerInput.of(article, annotator, doc) for article, doc in articles]
    pairs = [(layer_input.article, layer_input.doc) for layer_input in inputs]
    # One more than there are articles: a stream without end is told from a full one.
    answers = list(islice(annotator.annotate_many(pairs), len(inputs) + 1))
    if len(answers) != len(inputs):
        more = "more" if len(answers) > len(inputs) else f"only {len(answers)}"
        raise SpanError(
            f"`annotate_many` of {annotator.name} gave spans of {more} articles, and was"
            f" given {len(inputs)}; it must yield the spans of each, empty ones too"
        )
    return [
        layer_input.with_layer(annotator, spans)
        for layer_input, spans in zip(inputs, answers, strict=True)
    ]


def _copy_doc(doc: Doc) -> Doc:
    """Copy a parse without what our own layers remember in it: their trees are too deep to be copied."""
    remembered = {
        key: doc.user_data.pop(key)
        for key in list(doc.user_data)
        if str(key).startswith("pressmark.")
    }
    try:
        return doc.copy()
    finally:
        doc.user_data.update(remembered)


def _copy_span(span: Span) -> Span:
    """Return a span that shares nothing that can be changed; spans of ours hold frozen values alone."""
    if not isinstance(span, CustomSpan):
        return span
    return replace(span, attributes=deepcopy(dict(span.attributes)))
