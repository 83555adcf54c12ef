"""Copies of a shard with their originals: which articles are annotated, and which bear another's annotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.articles import Article
from pressmark.sources.copies import copy_annotation, replace_lost_originals

from .plan import Plan

__all__ = ["CopyGroups", "adopt_orphans"]


def adopt_orphans(articles: list[Article], plan: Plan) -> list[Article]:
    """Return the articles, copies whose original is not among them under a new original."""
    if plan.copies is None:
        return articles
    return replace_lost_originals(
        articles, window=plan.copies.window, threshold=plan.copies.threshold
    )


@dataclass(frozen=True, slots=True)
class CopyGroups:
    """The articles of a shard that are kept so far: originals, and copies that may bear an original's annotation."""

    plan: Plan
    articles: list[Article]

    def is_folded(self, article: Article) -> bool:
        """Say whether an article bears its original's annotation instead of its own."""
        return self.plan.fold and article.duplicate_of is not None

    def unfinished(self, done: Mapping[str, Article]) -> list[Article]:
        """Return the articles that are to be annotated and are not among the `done`."""
        return [
            article
            for article in self.articles
            if article.id not in done and not self.is_folded(article)
        ]

    def without_rejected(self, done: Mapping[str, Article]) -> CopyGroups:
        """Return the groups without the articles that were tried and are not `done`, their copies adopted."""
        remaining = [
            article
            for article in self.articles
            if article.id in done or self.is_folded(article)
        ]
        return CopyGroups(self.plan, adopt_orphans(remaining, self.plan))

    def finish(self, done: Mapping[str, Article]) -> list[Article]:
        """Return all articles with their layers, and with what is now known of their copies."""
        finished: list[Article] = []
        for article in self.articles:
            whole = done.get(article.id)
            if whole is None:
                whole = self.fold(article, done)
            # Of an article that was settled before, a copy may have been rejected since.
            finished.append(
                replace(whole, duplicate_of=article.duplicate_of, copies=article.copies)
            )
        return finished

    def fold(self, copy: Article, done: Mapping[str, Article]) -> Article:
        """Return a copy with its original's annotation where the text is the same, else with empty layers."""
        original = done.get(copy.duplicate_of or "")
        if original and original.text == copy.text:
            return copy_annotation(copy, original)
        return replace(copy, layers=dict.fromkeys(self.plan.layers, ()))

    def same_as_original(
        self, articles: Sequence[Article], done: Mapping[str, Article]
    ) -> list[Article]:
        """Return those of `articles` that bear the annotation of an original, having its text."""
        copies: list[Article] = []
        for article in articles:
            original = done.get(article.duplicate_of or "")
            if article.id not in done and original and original.text == article.text:
                copies.append(article)
        return copies
