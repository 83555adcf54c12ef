"""How good a layer is by some scores: hits, what is kept, F1, calibration; and by scores learned with articles left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pressmark.annotators.scoring import Scorer

from .judged_articles import Example, JudgedArticle
from .layer_judges import LayerJudge
from .prior_regression import Numbers
from .score_fitting import (
    FOLDS,
    ColumnFit,
    ColumnRows,
    articles_outside,
    fit_column,
    scores_left_out,
)

__all__ = [
    "HitCounts",
    "LayerScores",
    "LeftOutScores",
    "calibration_error",
    "counts_at",
    "f1_of",
    "fitted_scorer",
    "interval_of_gain",
    "left_out_scores",
    "scores_by",
]

MIN_OF_A_KIND = 5
"""Right and wrong examples of a column below which it keeps its weights: half of the ten that a layer needs, as parts of
the articles are left out."""
_BINS = 10
_STEP = 0.05
_DRAWS = 1000
"""Draws of articles for the interval of a gain."""
_LEVEL = 95.0
_DIGITS = 2


def calibration_error(scores: Numbers, right: Numbers) -> float:
    """Return the mean distance of scores from what is right, over ten equal bins, by their size."""
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    gaps = (
        abs(scores[bins == number].sum() - right[bins == number].sum())
        for number in range(_BINS)
    )
    return float(sum(gaps) / len(scores))


@dataclass(frozen=True, slots=True)
class HitCounts:
    """Of one article: how many annotations a layer has, how many are true, and by measure how many are hits."""

    predicted: int
    truth: int
    hits: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LayerScores:
    """The score of each example of each article, None without weights, and the minimum that they must reach."""

    by_article: Sequence[Sequence[float | None]]
    minimum: float


def scores_by(
    scorer: Scorer, articles: Iterable[JudgedArticle], column: str, minimum: float
) -> LayerScores:
    """Return the scores that `scorer` gives all examples of articles."""
    scores = [
        [
            scorer.probability(column, example.signs.get(column, ()))
            for example in article.examples
        ]
        for article in articles
    ]
    return LayerScores(scores, minimum)


def counts_at(
    judge: LayerJudge, articles: Sequence[JudgedArticle], scores: LayerScores
) -> list[HitCounts]:
    """Return the counts of each article with what scores at least the minimum."""
    counts: list[HitCounts] = []
    for article, of_article in zip(articles, scores.by_article, strict=True):
        rows = [
            example.row
            for example, score in zip(article.examples, of_article, strict=True)
            if _is_kept(example, score, scores.minimum)
        ]
        hits = judge.hits(article.text, article.truth, rows)
        counts.append(HitCounts(len(rows), len(article.truth), hits))
    return counts


def _is_kept(example: Example, score: float | None, minimum: float) -> bool:
    if not example.is_counted:
        return False
    return score is None or not example.is_droppable or score >= minimum


def f1_of(counts: Iterable[HitCounts], measure: str) -> float:
    """
    Return the F1 of a measure over articles, 0 to 1; 0 where there is nothing to find and nothing is found.

    >>> f1_of([HitCounts(1, 3, {"e2e": 1})], "e2e")
    0.5
    """
    hits = total = 0
    for article in counts:
        hits += article.hits[measure]
        total += article.predicted + article.truth
    return 2 * hits / total if total else 0.0


def fitted_scorer(
    judge: LayerJudge, articles: Sequence[JudgedArticle], scorer: Scorer
) -> tuple[Scorer, dict[str, ColumnFit]]:
    """
    Return the scorer learned from articles, and the fit of each of its columns.

    Its minimum is half of the F1 that it reaches: what is less likely to be right than that costs more than it wins.
    A column of which too little is known has the weights of `scorer`.
    """
    fits: dict[str, ColumnFit] = {}
    models = dict(scorer.models)
    for column in judge.columns:
        right = ColumnRows.of(column, articles).right
        if MIN_OF_A_KIND <= right.sum() <= len(right) - MIN_OF_A_KIND:
            fits[column] = fit_column(column, articles, scorer)
            models[column] = fits[column].weights
    first = judge.columns[0]
    minimum = scorer.minimum
    if first in fits:
        scores = scores_left_out(fits[first], first, articles)
        minimum = _best_minimum(judge, articles, _by_article(scores, articles))
    return Scorer(models, minimum), fits


def _by_article(
    scores: Numbers, articles: Sequence[JudgedArticle]
) -> list[list[float | None]]:
    """Return scores of all examples, which are in the order of their articles, by article."""
    remaining = iter(scores.tolist())
    return [[next(remaining) for _ in article.examples] for article in articles]


def _best_minimum(
    judge: LayerJudge,
    articles: Sequence[JudgedArticle],
    scores: Sequence[Sequence[float | None]],
) -> float:
    """
    Return half of the best F1 of the measure that is to be raised.

    An annotation raises F1 when it is right with a probability above half of F1: so the threshold follows from
    calibrated scores, and is less a thing of chance than the threshold that was best on these articles.
    """
    best = max(
        f1_of(
            counts_at(judge, articles, LayerScores(scores, number * _STEP)),
            judge.measures[-1],
        )
        for number in range(round(1 / _STEP))
    )
    return round(best / 2, _DIGITS)


@dataclass(frozen=True, slots=True)
class LeftOutScores:
    """What learning does to articles that were left out: counts of each, and by column the scores and what is right."""

    counts: list[HitCounts]
    columns: dict[str, tuple[Numbers, Numbers]] = field(default_factory=dict)


def left_out_scores(
    judge: LayerJudge,
    articles: Sequence[JudgedArticle],
    scorer: Scorer,
    minimum: float | None,
) -> LeftOutScores:
    """
    Return what learning from the other articles makes of each: strength, weights and minimum are of these alone.

    With a `minimum` of the settings, that is the one that scores must reach.
    """
    counts: list[HitCounts | None] = [None] * len(articles)
    columns: dict[str, list[tuple[Numbers, Numbers]]] = {}
    for fold in range(FOLDS):
        outside = [articles[n] for n in articles_outside(fold, len(articles))]
        inside = articles[fold::FOLDS]
        if not inside:
            continue
        learned, _ = fitted_scorer(judge, outside, scorer)
        lowest = learned.minimum if minimum is None else minimum
        scores = scores_by(learned, inside, judge.columns[0], lowest)
        counts[fold::FOLDS] = counts_at(judge, inside, scores)
        for column, pair in column_scores(judge, inside, learned).items():
            columns.setdefault(column, []).append(pair)
    joined = {
        column: (
            np.concatenate([scores for scores, _ in pairs]),
            np.concatenate([right for _, right in pairs]),
        )
        for column, pairs in columns.items()
    }
    return LeftOutScores([one for one in counts if one is not None], joined)


def column_scores(
    judge: LayerJudge, articles: Sequence[JudgedArticle], scorer: Scorer
) -> dict[str, tuple[Numbers, Numbers]]:
    """Return by column the scores of what the measures count, and 1 or 0 for what is right."""
    columns: dict[str, tuple[Numbers, Numbers]] = {}
    for column in judge.columns:
        if column not in scorer.models:
            continue
        pairs: list[tuple[Any, float]] = []
        for article in articles:
            for example in article.examples:
                if example.is_counted and column in example.right:
                    score = scorer.probability(column, example.signs[column])
                    pairs.append((score, float(example.right[column])))
        scores = np.array([score for score, _ in pairs], dtype=float)
        columns[column] = scores, np.array([right for _, right in pairs])
    return columns


def interval_of_gain(
    before: Sequence[HitCounts], after: Sequence[HitCounts], measure: str
) -> tuple[float, float]:
    """Return the 95 % interval of what F1 gains, 0 to 1, by articles drawn again; both are of the same articles."""
    generator = np.random.default_rng(0)
    rows = np.array(
        [
            [a.hits[measure], a.predicted + a.truth, b.hits[measure], b.predicted + b.truth]
            for a, b in zip(before, after, strict=True)
        ],
        dtype=float,
    )  # fmt: skip
    draws = generator.integers(0, len(rows), size=(_DRAWS, len(rows)))
    sums = rows[draws].sum(axis=1)
    totals = np.maximum(sums[:, [1, 3]], 1)
    gains = 2 * sums[:, 2] / totals[:, 1] - 2 * sums[:, 0] / totals[:, 0]
    tail = (100 - _LEVEL) / 2
    low, high = np.percentile(gains, [tail, 100 - tail])
    return float(low), float(high)
