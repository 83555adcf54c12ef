"""Intervals of scores, by drawing articles again: a measure as it might have been for other articles of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .documents import Document
from .scores import Score

__all__ = [
    "FEWEST_ARTICLES",
    "Bootstrap",
    "DocumentPairs",
    "Interval",
    "Measure",
    "ScoreFunction",
]

FEWEST_ARTICLES = 5
"""
A label that stands in fewer articles has no interval: five articles can be drawn again in 126 ways, four in 35, of
which no 2.5 % can be cut off at either end.
"""

DocumentPairs = Sequence[tuple[Document, Document]]
"""Gold and prediction of each article."""

ScoreFunction = Callable[[DocumentPairs], dict[str, Score]]
"""What gives the scores of some articles, by name."""

Interval = tuple[float, float] | None
"""Where the middle 95 % of the resamples lie; None where too few articles say something."""

_MIDDLE_PERCENTILES = (2.5, 97.5)
"""What holds the middle 95 %: as is custom, so that intervals of other papers compare."""


@dataclass(frozen=True, slots=True)
class Measure:
    """
    A score over all articles, its mean over articles, and the intervals that hold 95 % of the resamples.

    `score` counts each article once; `weighted` counts it for those that it stands for in the corpus, where articles
    say that (`sample_weight`). `precision`, `recall` and `f1` are the weighted ones then. An interval is None where
    what it is of stands in too few articles.
    """

    score: Score
    by_article: float | None
    f1_interval: Interval = None
    precision_interval: Interval = None
    recall_interval: Interval = None
    weighted: Score | None = None

    @property
    def low(self) -> float | None:
        """The lower end of F1's interval."""
        return self.f1_interval[0] if self.f1_interval else None

    @property
    def high(self) -> float | None:
        """The upper end of F1's interval."""
        return self.f1_interval[1] if self.f1_interval else None

    @property
    def precision(self) -> float:
        """Hits among what was predicted, weighted where there are weights."""
        return (self.weighted or self.score).precision

    @property
    def recall(self) -> float:
        """Hits among what is gold, weighted where there are weights."""
        return (self.weighted or self.score).recall

    @property
    def f1(self) -> float:
        """The harmonic mean of both, weighted where there are weights."""
        return (self.weighted or self.score).f1

    def as_json(self) -> dict[str, Any]:
        """Return the measure as plain values; `f1` and the others are between 0 and 1."""
        values: dict[str, Any] = {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
        values |= {
            "hits": self.score.hits,
            "predicted": self.score.predicted,
            "gold": self.score.gold,
        }
        for name in ("f1", "precision", "recall"):
            low, high = getattr(self, f"{name}_interval") or (None, None)
            values |= {f"{name}_low": low, f"{name}_high": high}
        return values | {"f1_by_article": self.by_article}


class Bootstrap:
    """
    Draws articles with replacement, the same ones for every measure.

    `weights` say, by id, how many articles of the corpus each one stands for; empty where all are equal.
    """

    def __init__(self, samples: int, seed: int, weights: Mapping[str, float]) -> None:
        """Draw as many resamples as `samples` says, 0 for no intervals; `seed` decides which."""
        self._samples = samples
        self._seed = seed
        self._weights = weights

    def measures(
        self,
        pairs: DocumentPairs,
        functions: Iterable[ScoreFunction],
        *,
        fewest_articles: int = 2,
    ) -> dict[str, Measure]:
        """
        Return each measure of `functions` that has something to measure.

        It has intervals where it stands in `fewest_articles` at least.
        """
        scores_by_article: list[dict[str, Score]] = []
        for pair in pairs:
            scores: dict[str, Score] = {}
            for score_function in functions:
                # Once for each article: a resample then adds up counts, which is far cheaper than scoring anew.
                scores |= score_function([pair])
            scores_by_article.append(scores)
        weights = [self._weights.get(gold["id"], 1.0) for gold, _ in pairs]
        measures: dict[str, Measure] = {}
        # Every article has the same names, those with nothing to measure too, with counts of 0.
        for name in scores_by_article[0] if scores_by_article else ():
            measure = self._measure(
                [scores[name] for scores in scores_by_article], weights, fewest_articles
            )
            if measure.score.gold or measure.score.predicted:
                measures[name] = measure
        return measures

    def _measure(
        self, scores: Sequence[Score], weights: Sequence[float], fewest_articles: int
    ) -> Measure:
        """Return the measure of one score of each article."""
        f1_interval, precision_interval, recall_interval = self._intervals(
            scores, weights, fewest_articles
        )
        weighted: Score | None = None
        if self._weights:
            # Without weights it stays None, and the plain score is what the properties return.
            weighted = sum(map(_weigh, scores, weights), Score())
        return Measure(
            score=sum(scores, Score()),
            by_article=_mean_f1(scores, weights),
            f1_interval=f1_interval,
            precision_interval=precision_interval,
            recall_interval=recall_interval,
            weighted=weighted,
        )

    def _intervals(
        self, scores: Sequence[Score], weights: Sequence[float], fewest_articles: int
    ) -> tuple[Interval, Interval, Interval]:
        """
        Return the intervals of F1, precision and recall.

        A resample without anything to measure says nothing, and is left out.
        """
        import numpy as np

        # Of one article every resample is that article: an interval without width would look like certainty.
        if len(scores) < 2 or not self._samples:
            return None, None, None
        rows = np.array([_score_columns(score) for score in scores], dtype=float)
        articles = _articles_with_something(rows)
        # After the articles are counted: a small weight must not make an article count as empty.
        rows *= np.array(weights)[:, None]
        # Articles are drawn and not annotations: those of one article stand or fall together.
        draws = np.random.default_rng(self._seed).integers(
            0, len(rows), (self._samples, len(rows))
        )
        hits, predicted, recalled, gold = (
            rows[:, column][draws].sum(axis=1) for column in range(4)
        )
        precision = _divide(hits, predicted)
        recall = _divide(recalled, gold)
        f1 = _divide(2 * precision * recall, precision + recall)
        intervals: list[Interval] = []
        for values, sizes, count in zip(
            (f1, precision, recall),
            (predicted + gold, predicted, gold),
            articles,
            strict=True,
        ):
            intervals.append(
                _middle(values[sizes > 0]) if count >= fewest_articles else None
            )
        f1_interval, precision_interval, recall_interval = intervals
        return f1_interval, precision_interval, recall_interval


def _score_columns(score: Score) -> tuple[float, float, float, float]:
    """Return hits among predictions, predictions, hits among gold, and gold."""
    recalled = score.hits if score.recalled is None else score.recalled
    return score.hits, score.predicted, recalled, score.gold


def _articles_with_something(rows: Any) -> list[int]:
    """Return how many articles have anything, a prediction, and gold: what F1, precision and recall are of."""
    predicted, gold = rows[:, 1], rows[:, 3]
    return [int((column > 0).sum()) for column in (predicted + gold, predicted, gold)]


def _divide(numerators: Any, denominators: Any) -> Any:
    """Divide two arrays; 0 where the denominator is 0."""
    import numpy as np

    return np.divide(
        numerators, denominators, out=np.zeros_like(numerators), where=denominators > 0
    )


def _middle(values: Any) -> Interval:
    """Return the values that the middle 95 % lie between; None of no values."""
    import numpy as np

    if not len(values):
        return None
    low, high = np.percentile(values, _MIDDLE_PERCENTILES)
    return float(low), float(high)


def _mean_f1(scores: Sequence[Score], weights: Sequence[float]) -> float | None:
    """Return the mean F1 of the articles that have anything to measure; None when none has."""
    weight_sum = 0.0
    f1_sum = 0.0
    for score, weight in zip(scores, weights, strict=True):
        if score.gold or score.predicted:
            weight_sum += weight
            f1_sum += score.f1 * weight
    return f1_sum / weight_sum if weight_sum else None


def _weigh(score: Score, weight: float) -> Score:
    """Return the score of an article that counts for several."""
    recalled = None if score.recalled is None else score.recalled * weight
    return Score(
        score.hits * weight, score.predicted * weight, score.gold * weight, recalled
    )
