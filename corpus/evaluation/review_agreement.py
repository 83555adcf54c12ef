"""
Two reviews of the same articles: what they differ on, and how far they agree, before and after it was settled.

In an article that both read whole, who said nothing of an annotation took it as it was; in any other, what one of them
said nothing of is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.exchange import article_json
from pressmark.review.application import LayerReview
from pressmark.review.decisions import Decision, standing
from pressmark.review.machine_layers import machine_layers
from pressmark.review.opinions import Opinion, ReviewedSpan, content_of
from pressmark.spans import Span

from .agreement import Agreement, compare
from .documents import Document

__all__ = ["Disagreement", "ReviewAgreement", "compare_reviews", "unreviewed_articles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """
    An annotation that two reviews differ on.

    `machine` is what an annotator found, None for what somebody added. `first` and `second` are what either side says
    it should be, None for nothing. `settles` are the decisions that one in their place has to name.
    """

    article: Article
    layer: str
    machine: Span | None
    first: Span | None
    second: Span | None
    settles: tuple[str, ...]
    is_settled: bool = False

    @property
    def bounds(self) -> tuple[int, int]:
        """Start and end of the annotation, as the first that has it."""
        span = self.machine or self.first or self.second
        return (span.start, span.end) if span else (0, 0)

    def as_json(self) -> dict[str, Any]:
        """Return the disagreement as plain values, as `--json` prints it."""
        start, end = self.bounds
        return {
            "article": self.article.id,
            "layer": self.layer,
            "start": start,
            "end": end,
            "machine": _describe(self.machine),
            "first": _describe(self.first),
            "second": _describe(self.second),
            "settles": list(self.settles),
            "settled": self.is_settled,
        }

    def __str__(self) -> str:
        """Return one line: article, offsets, layer, and what either side says."""
        start, end = self.bounds
        sides = f"{_describe(self.first)} / {_describe(self.second)}"
        return f"{self.article.id} {start}:{end} {self.layer}: {sides}"


def _describe(span: Span | None) -> str:
    """Return label, words and speaker of an annotation, a dash for none."""
    if span is None:
        return "–"
    who = getattr(span, "speaker_name", None)
    words = " ".join(span.text.split())
    return f"{span.label} «{words}»" + (f" by {who}" if who else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAgreement:
    """
    What two reviews differ on, and how far they agree by layer: `before` it was settled, `after` with what was.

    A layer that they share no article of is in neither.
    """

    disagreements: tuple[Disagreement, ...]
    before: Mapping[str, Agreement]
    after: Mapping[str, Agreement]

    @property
    def open(self) -> tuple[Disagreement, ...]:
        """What nobody has settled."""
        return tuple(
            disagreement
            for disagreement in self.disagreements
            if not disagreement.is_settled
        )

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "before": _as_json(self.before),
            "after": _as_json(self.after),
            "disagreements": [
                disagreement.as_json() for disagreement in self.disagreements
            ],
        }


def _as_json(agreements: Mapping[str, Agreement]) -> dict[str, Any]:
    """Return the agreement of each layer as plain values."""
    return {layer: agreement.as_json() for layer, agreement in agreements.items()}


def unreviewed_articles(
    corpus: Corpus, article_ids: Iterable[str]
) -> Iterator[Article]:
    """Yield some articles of a corpus with what annotators alone find, in the corpus's order."""
    ids = set(article_ids)
    layers = machine_layers(corpus)
    for article in corpus:
        if article.id in ids:
            yield replace(article, layers=layers.get(article.id, article.layers))


def compare_reviews(
    articles: Iterable[Article],
    first: Sequence[Decision],
    second: Sequence[Decision],
    settling: Sequence[Decision] = (),
) -> ReviewAgreement:
    """
    Compare two reviews, each the decisions of a file, over articles as annotators alone have them.

    `settling` are further decisions, of which those count that settle something; those of the two files do, too.
    """
    sides = [standing(first), standing(second)]
    decisions = standing([*first, *second, *settling])
    settlers = [decision for decision in decisions if decision.settles]
    sides = [[decision for decision in side if not decision.settles] for side in sides]
    disagreements: list[Disagreement] = []
    before: dict[str, tuple[list[Article], list[Article]]] = {}
    after: dict[str, tuple[list[Article], list[Article]]] = {}
    for article in articles:
        for layer in article.layers:
            shared = _SharedLayer.of(article, layer, sides, settlers)
            if shared is None:
                continue
            disagreements += shared.disagreements()
            for pairs, settled in ((before, False), (after, True)):
                versions = pairs.setdefault(layer, ([], []))
                for side, version in enumerate(versions):
                    version.append(shared.version(side, settled=settled))
    return ReviewAgreement(
        disagreements=tuple(disagreements),
        before={layer: _compare(layer, pair) for layer, pair in before.items()},
        after={layer: _compare(layer, pair) for layer, pair in after.items()},
    )


def _compare(layer: str, pair: tuple[list[Article], list[Article]]) -> Agreement:
    """Return how far two versions of some articles agree in a layer."""
    first, second = (_documents(layer, version) for version in pair)
    return compare(first, second)


def _documents(layer: str, articles: Iterable[Article]) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for article in articles:
        whole = article_json(article)
        # The other layers are the machine's on both sides, which would agree on all of them.
        documents[article.id] = {name: whole[name] for name in ("id", "text", layer)}
    return documents


@dataclass(frozen=True, slots=True)
class _SharedLayer:
    """A layer of an article that two people reviewed: what either said, and what was settled."""

    article: Article
    layer: str
    sides: tuple[tuple[Decision, ...], ...]
    settlers: tuple[Decision, ...]
    is_read_whole: bool

    @classmethod
    def of(
        cls,
        article: Article,
        layer: str,
        sides: Sequence[Sequence[Decision]],
        settlers: Sequence[Decision],
    ) -> _SharedLayer | None:
        """Return the decisions on a layer of an article; None where not both reviewed it."""
        sides_of_layer = [_on(article, layer, side) for side in sides]
        if not all(sides_of_layer):
            return None
        is_read_whole = all(
            any(decision.action == "checked" for decision in side)
            for side in sides_of_layer
        )
        return cls(
            article,
            layer,
            tuple(sides_of_layer),
            _on(article, layer, settlers),
            is_read_whole,
        )

    def version(self, side: int, *, settled: bool) -> Article:
        """Return the article as one side has it; with `settled`, with what was settled in place of what it said."""
        decisions = [*self.sides[side], *(self.settlers if settled else ())]
        counting = [
            decision
            for decision in decisions
            if decision.decision in self._counting_ids()
        ]
        article, _ = self._heard(counting).settle()
        return article

    def _counting_ids(self) -> set[str]:
        """Return the decisions that are compared: on what both spoke of, or all where both read the article whole."""
        ids: set[str] = set()
        for target in self._heard_by_both().targets:
            if self.is_read_whole or all(
                self._last(target, side) for side in self.sides
            ):
                ids |= {word.decision.decision for word in target.words}
        return ids

    def _heard_by_both(self) -> LayerReview:
        first, second = self.sides
        return self._heard([*first, *second, *self.settlers])

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield what the two sides differ on, in the order of the text."""
        differences = [
            self._difference(target) for target in self._heard_by_both().targets
        ]
        yield from sorted(
            (difference for difference in differences if difference),
            key=lambda difference: difference.bounds,
        )

    def _heard(self, decisions: Iterable[Decision]) -> LayerReview:
        ordered = sorted(decisions, key=lambda decision: decision.order)
        return LayerReview.of(self.article, self.layer, ordered)

    def _difference(self, target: ReviewedSpan) -> Disagreement | None:
        """Return what the sides differ on in an annotation; None where they do not."""
        last: list[Opinion | None] = [self._last(target, side) for side in self.sides]
        if None in last and not self.is_read_whole:
            return None
        results = [word.result if word else target.machine for word in last]
        if content_of(results[0]) == content_of(results[1]):
            return None
        ids = tuple(word.decision.decision for word in last if word)
        settled = {id for word in target.words for id in word.decision.settles}
        return Disagreement(
            article=self.article,
            layer=self.layer,
            machine=target.machine,
            first=results[0],
            second=results[1],
            settles=ids,
            is_settled=settled.issuperset(ids),
        )

    @staticmethod
    def _last(target: ReviewedSpan, side: Sequence[Decision]) -> Opinion | None:
        """Return the last that a side said of an annotation, an unsure word left out."""
        ids = {decision.decision for decision in side}
        words = [
            word
            for word in target.words
            if word.decision.decision in ids and word.decision.action != "unsure"
        ]
        return words[-1] if words else None


def _on(
    article: Article, layer: str, decisions: Iterable[Decision]
) -> tuple[Decision, ...]:
    """Return the decisions on a layer of an article."""
    return tuple(
        decision
        for decision in decisions
        if (decision.article, decision.layer) == (article.id, layer)
    )
