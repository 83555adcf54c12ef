"""What an annotator holds for an annotation, whatever its score, with the signs that scores are weighed by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pressmark.annotation.layer_input import annotate_in_view
from pressmark.articles import Article
from pressmark.layers import Layer
from pressmark.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["CandidateSpan", "read_candidates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSpan:
    """
    A span of the stored text, and its signs by column.

    A minimum may drop one that `is_counted`; any other stays whatever its score.
    """

    span: Span
    signs: Mapping[str, Sequence[str]]
    is_counted: bool = True


class _CandidateReader:
    """Yields the candidates of an annotator as its spans, and remembers the rest of each in the same order."""

    def __init__(self, annotator: Any) -> None:
        self.name: str = annotator.name
        self.layer: str | Layer = annotator.layer
        self.needs: tuple[str, ...] = annotator.needs
        self.signs: list[tuple[Mapping[str, Sequence[str]], bool]] = []
        self._annotator = annotator

    def annotate(self, article: Article, doc: Doc) -> Iterator[Span]:
        """Yield the candidates in the order in which the annotator reads."""
        for span, signs, is_counted in self._annotator.candidates(article, doc):
            self.signs.append((signs, is_counted))
            yield span


def read_candidates(article: Article, annotator: Any, doc: Doc) -> list[CandidateSpan]:
    """
    Return the candidates of an annotator of ours in an article, which has the layers that it needs.

    Offsets are those of the article's text; `doc` is its parse.
    """
    reader = _CandidateReader(annotator)
    layers = {
        name: article.layers[name] for name in reader.needs if name in article.layers
    }
    spans: Iterable[Span] = annotate_in_view(
        replace(article, layers=layers), reader, doc
    )
    # All of them first: what is remembered of each is complete then.
    ordered = list(spans)
    return [
        CandidateSpan(span=span, signs=signs, is_counted=is_counted)
        for span, (signs, is_counted) in zip(ordered, reader.signs, strict=True)
    ]
