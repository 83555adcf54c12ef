"""The decisions that count, by article, as a run hands them to its shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.articles import Article
from pressmark.layers import Layer, layer_name

from .application import DecisionOutcome, apply_decisions
from .decisions import Decision, standing
from .name_decisions import NAMES, name_faults

__all__ = ["ReviewedArticles"]


@dataclass(frozen=True, slots=True)
class ReviewedArticles:
    """The decisions that were not taken back, by article, in their order."""

    by_article: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> ReviewedArticles:
        """Return the decisions of some files by article."""
        by_article: dict[str, list[Decision]] = {}
        for decision in standing(decisions):
            by_article.setdefault(decision.article, []).append(decision)
        return cls({id: tuple(of_article) for id, of_article in by_article.items()})

    def __bool__(self) -> bool:
        return bool(self.by_article)

    def __iter__(self) -> Iterator[Decision]:
        for of_article in self.by_article.values():
            yield from of_article

    def among(self, article_ids: Iterable[str]) -> ReviewedArticles:
        """Return the decisions on these articles alone."""
        return ReviewedArticles(
            {id: self.by_article[id] for id in article_ids if id in self.by_article}
        )

    def without(self, article_ids: Iterable[str]) -> ReviewedArticles:
        """Return the decisions on other articles than these."""
        left_out = set(article_ids)
        return ReviewedArticles(
            {
                id: decisions
                for id, decisions in self.by_article.items()
                if id not in left_out
            }
        )

    def ids(self, layer: str | None = None) -> list[str]:
        """Return the ids of the decisions, sorted; with `layer`, of those that may change something in it."""
        return sorted(
            decision.decision
            for decision in self
            if layer is None
            or (decision.layer == layer and decision.action != "checked")
        )

    def apply(
        self, article: Article, layer: str | Layer
    ) -> tuple[Article, list[DecisionOutcome]]:
        """Return an article with people's word in a layer, and what became of each decision on it."""
        decisions = [
            decision
            for decision in self.by_article.get(article.id, ())
            if decision.layer == layer_name(layer)
        ]
        if not decisions:
            return article, []
        return apply_decisions(article, layer, decisions)

    def outcomes_beyond(self, layers: Iterable[str]) -> Iterator[DecisionOutcome]:
        """Yield what becomes of decisions on names across articles, and on layers that the corpus does not have."""
        known = frozenset(layers)
        for decision in self:
            if decision.layer == NAMES:
                fault = name_faults(decision)
                outcome = "unfit" if fault else "joined"
                yield DecisionOutcome(decision=decision, outcome=outcome, reason=fault)
            elif decision.layer not in known:
                yield DecisionOutcome(decision=decision, outcome="no layer")
