"""The times layer: every expression of time in an article, tied to an event or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from spacy.tokens import Doc

from pressmark.articles import Article
from pressmark.spans import TimeExpression

from .grammar import times

__all__ = ["Times"]


@dataclass(frozen=True, slots=True)
class Times:
    """Finds expressions of time. It runs by itself before events. A language without a lexicon of times gives none."""

    name: ClassVar[str] = "times"
    layer: ClassVar[str] = "times"
    needs: ClassVar[tuple[str, ...]] = ()
    implicit: ClassVar[bool] = True

    def annotate(self, article: Article, doc: Doc) -> Iterator[TimeExpression]:
        """The expressions of an article, in reading order, resolved against its publication date."""
        day = article.published.date() if article.published else None
        for one in times(article.text, 0, len(article.text), day, article.language or ""):
            yield TimeExpression.cut(article.text, one.start, one.end, "date", time=one.time)
