"""
What is learned of one layer in one language: whether there are decisions enough, the weights, and what they change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pressmark.annotators.scoring import Scorer
from pressmark.messages import counted

from .judged_articles import JudgedArticle
from .layer_judges import LayerJudge
from .left_out_measures import (
    HitCounts,
    calibration_error,
    column_scores,
    counts_at,
    f1_of,
    fitted_scorer,
    interval_of_gain,
    left_out_scores,
    scores_by,
)
from .prior_regression import Numbers
from .score_fitting import ColumnFit

__all__ = ["Evidence", "LayerLearning", "LayerMeasures", "learn_layer"]

MIN_REVIEWED = 10
"""Articles that learning needs: from ten on it raised e2e in trials on four kinds of articles (docs/learning.md)."""
MIN_RIGHT = 10
MIN_WRONG = 10
"""Annotations found right, and wrong, that learning needs: chosen, a tenth of what sixty articles of Wikinews have."""
LOSS_TO_TELL = 0.005
"""F1 by which a loss is said, and what was learned is not written: half a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How much people decided of a layer in a language; right and wrong are candidates."""

    articles: int
    whole: int
    decisions: int
    right: int
    wrong: int

    @classmethod
    def of(cls, articles: Sequence[JudgedArticle]) -> Evidence:
        """Return what articles hold; words at a distance are left out."""
        right = wrong = 0
        for article in articles:
            for example in article.examples:
                if example.is_counted:
                    right += example.right["score"]
                    wrong += not example.right["score"]
        return cls(
            articles=len(articles),
            whole=sum(article.is_whole for article in articles),
            decisions=sum(article.decisions for article in articles),
            right=right,
            wrong=wrong,
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing for learning, in words; empty where there is enough."""
        needs = (
            (self.articles, MIN_REVIEWED, "reviewed article"),
            (self.right, MIN_RIGHT, "right annotation"),
            (self.wrong, MIN_WRONG, "wrong annotation"),
        )
        return tuple(
            f"{counted(number, noun)}, it needs {least}"
            for number, least, noun in needs
            if number < least
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerMeasures:
    """
    How good a layer is by some scores: precision, recall and F1 by measure, 0 to 1, and by column the calibration error.

    The calibration error of a column without weights is missing.
    """

    minimum: float
    precision: Mapping[str, float]
    recall: Mapping[str, float]
    f1: Mapping[str, float]
    calibration: Mapping[str, float]

    @classmethod
    def of(
        cls,
        judge: LayerJudge,
        counts: Sequence[HitCounts],
        columns: Mapping[str, tuple[Numbers, Numbers]],
        minimum: float,
    ) -> LayerMeasures:
        """Return the measures of the counts of some articles, and of the scores of their candidates."""
        predicted = sum(article.predicted for article in counts)
        truth = sum(article.truth for article in counts)
        hits = {
            measure: sum(article.hits[measure] for article in counts)
            for measure in judge.measures
        }
        return cls(
            minimum=minimum,
            precision={name: n / max(1, predicted) for name, n in hits.items()},
            recall={name: n / max(1, truth) for name, n in hits.items()},
            f1={name: f1_of(counts, name) for name in judge.measures},
            calibration={
                column: calibration_error(scores, right)
                for column, (scores, right) in columns.items()
                if len(scores)
            },
        )

    def as_json(self) -> dict[str, Any]:
        """Return the measures, shares in per cent with a decimal."""
        return {
            "minimum": self.minimum,
            "precision": _in_per_cent(self.precision),
            "recall": _in_per_cent(self.recall),
            "f1": _in_per_cent(self.f1),
            "calibration_error": {
                name: round(value, 3) for name, value in self.calibration.items()
            },
        }


def _in_per_cent(shares: Mapping[str, float]) -> dict[str, float]:
    return {name: round(100 * share, 1) for name, share in shares.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerLearning:
    """
    What was learned of a layer in a language; nothing where there are too few decisions.

    `before` and `after` are of the same articles, each with what was learned from others. `interval` is that of the
    gain of the last measure, 0 to 1.
    """

    layer: str
    language: str
    evidence: Evidence
    measure: str
    before: LayerMeasures | None = None
    after: LayerMeasures | None = None
    interval: tuple[float, float] | None = None
    scorer: Scorer | None = None
    fits: Mapping[str, ColumnFit] = field(default_factory=dict, repr=False)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing for learning, in words."""
        return self.evidence.lacks

    @property
    def gain(self) -> float | None:
        """What F1 of the measure gains on articles left out, 0 to 1; None where nothing was learned."""
        if self.before is None or self.after is None:
            return None
        return self.after.f1[self.measure] - self.before.f1[self.measure]

    @property
    def is_loss(self) -> bool:
        """Whether what was learned lowers the measure by more than half a point, so that it is not written."""
        return self.gain is not None and self.gain < -LOSS_TO_TELL

    def as_json(self) -> dict[str, Any]:
        """Return what a script reads of it."""
        row: dict[str, Any] = {
            "layer": self.layer,
            "language": self.language,
            "articles": self.evidence.articles,
            "read_whole": self.evidence.whole,
            "decisions": self.evidence.decisions,
            "right": self.evidence.right,
            "wrong": self.evidence.wrong,
            "lacks": list(self.lacks),
        }
        if self.before and self.after and self.interval and self.gain is not None:
            row |= {
                "strengths": {name: fit.strength for name, fit in self.fits.items()},
                "before": self.before.as_json(),
                "after": self.after.as_json(),
                "measure": self.measure,
                "gain": round(100 * self.gain, 1),
                "interval": [round(100 * edge, 1) for edge in self.interval],
            }
        return row


def learn_layer(
    judge: LayerJudge,
    language: str,
    articles: Sequence[JudgedArticle],
    scorer: Scorer,
    minimum: float | None,
) -> LayerLearning:
    """
    Return what is learned from the judged articles of a language, and what it changes in articles left out.

    `scorer` is ours, with which what was learned is compared. `minimum` is that of the settings; None takes each
    scorer's own.
    """
    evidence = Evidence.of(articles)
    nothing = LayerLearning(
        layer=judge.layer,
        language=language,
        evidence=evidence,
        measure=judge.measures[-1],
    )
    if evidence.lacks:
        return nothing
    own_minimum = scorer.minimum if minimum is None else minimum
    scores = scores_by(scorer, articles, judge.columns[0], own_minimum)
    before = counts_at(judge, articles, scores)
    left_out = left_out_scores(judge, articles, scorer, minimum)
    learned, fits = fitted_scorer(judge, articles, scorer)
    new_minimum = learned.minimum if minimum is None else minimum
    own_columns = column_scores(judge, articles, scorer)
    return LayerLearning(
        layer=judge.layer,
        language=language,
        evidence=evidence,
        measure=judge.measures[-1],
        before=LayerMeasures.of(judge, before, own_columns, own_minimum),
        after=LayerMeasures.of(judge, left_out.counts, left_out.columns, new_minimum),
        interval=interval_of_gain(before, left_out.counts, judge.measures[-1]),
        scorer=learned,
        fits=fits,
    )
