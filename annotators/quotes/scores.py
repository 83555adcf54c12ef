"""How likely each quote of an article is right, and its speaker: signs weighed by the weights of the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.annotators.scoring import Scorer

from .features import AttributedQuote, QuoteFeatures
from .quote_reading import QuoteReading

__all__ = ["QuoteScorer"]


@dataclass(frozen=True, slots=True)
class QuoteScorer:
    """Scores the quotes of one article, made by `QuoteScorer.of`."""

    weights: Scorer
    features: QuoteFeatures

    @classmethod
    def of(
        cls,
        weights: Scorer,
        reading: QuoteReading,
        attributed: Sequence[AttributedQuote],
    ) -> QuoteScorer:
        """Return what scores an article by `weights`, with all its candidates in reading order."""
        return cls(weights, QuoteFeatures(reading, attributed))

    def scores(self, number: int) -> tuple[float | None, float | None]:
        """Return the score of the candidate of this number, and that of its speaker; None where there is none."""
        candidate, speaker = self.features.attributed[number]
        score = self.weights.probability("score", self.features.of_quote(number))
        # Words at a distance are right when they are no quote.
        if score is not None and candidate.label == "scare":
            score = round(1 - score, 4)
        if speaker is None:
            return score, None
        signs = self.features.of_speaker(number)
        return score, self.weights.probability("speaker_score", signs)
