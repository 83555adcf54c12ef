"""A person as the annotator of a layer: what `Article.with_layer` asks for, without a function that annotates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pressmark.articles import Article
from pressmark.spans import Span

__all__ = ["PersonAnnotator"]


@dataclass(frozen=True, slots=True)
class PersonAnnotator:
    """The annotator `name` of `layer`; a person's annotation is read from a file, so it finds nothing by itself."""

    name: str
    layer: str
    needs: tuple[str, ...] = ()

    def annotate(self, article: Article, doc: object) -> Iterable[Span]:
        """Return no spans."""
        return ()
