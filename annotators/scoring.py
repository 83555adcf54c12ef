"""
How likely an annotation is right: a logistic model over signs that its rule and the parse saw, one per layer and language.

A sign is a short name such as `rule: incise` that holds or does not. The weights stand in `weights/<layer>.<language>.json`,
readable, and are written by `benchmarks/fit.py`, which says there what it was fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from typing import Any

__all__ = [
    "NO_SCORER",
    "Scorer",
    "SignWeights",
    "crossed_sign",
    "magnitude",
    "scorer",
]

_DIGITS = 4
"""Decimals of a score: the tables hold it in 32 bits."""
_MAX_COUNT_TOLD_APART = 64
"""The count from which on larger ones are one sign, in tokens mostly: chosen, not measured; few quotes have so many."""
_MAX_LOG_ODDS = 20.0
"""Log-odds of a probability that is 1 in all decimals of a score."""


@dataclass(frozen=True, slots=True)
class SignWeights:
    """
    A calibrated logistic model: the sum of the weights of the signs that hold, put on a line that articles left out give.

    `slope` and `offset` turn that sum into log-odds that are borne out on articles that the weights were not fitted on.
    """

    intercept: float
    weights: Mapping[str, float]
    slope: float = 1.0
    offset: float = 0.0
    # a label → the weights of signs that are crossed with it, without the label, once they were asked for
    _crossed: dict[str, Mapping[str, float]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def probability(
        self, signs: Iterable[str], label: str = "", crossed: Iterable[str] = ()
    ) -> float:
        """
        Return the probability of what the model tells; a sign without a weight says nothing.

        `crossed` are signs that say something of `label`: "past" of "FIRE" is weighed as "FIRE, past" is, which need
        not be written out for each of them.

        >>> SignWeights(0.0, {"rule: incise": 2.0}).probability(["rule: incise", "rule: unheard of"])
        0.8808
        >>> SignWeights(0.0, {"FIRE, past": 2.0}).probability([], "FIRE", ["past"])
        0.8808
        """
        weights = map(self.weights.get, signs, repeat(0.0))
        crossed_weights = map(self._crossed_with(label).get, crossed, repeat(0.0))
        total = self.intercept + sum(chain(weights, crossed_weights))
        log_odds = self.slope * total + self.offset
        # Beyond these all decimals are 0 or 9, and a power of e has no more room.
        log_odds = max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, log_odds))
        return round(1 / (1 + math.exp(-log_odds)), _DIGITS)

    def _crossed_with(self, label: str) -> Mapping[str, float]:
        """Return the weights of the signs that are crossed with `label`, by the sign alone."""
        weights = self._crossed.get(label)
        if weights is None:
            prefix = crossed_sign(label, "")
            weights = self._crossed[label] = {
                sign.removeprefix(prefix): weight
                for sign, weight in self.weights.items()
                if sign.startswith(prefix)
            }
        return weights


@dataclass(frozen=True, slots=True)
class Scorer:
    """
    The models of a layer in a language, by the column that each one fills, and the score from which on F1 is best.

    A language that nothing was fitted for has no models: its annotations have no score, and none is dropped.
    """

    models: Mapping[str, SignWeights]
    minimum: float = 0.0
    labels: frozenset[str] = frozenset()
    """The labels that gold has, where a layer asks for them: of others nothing tells whether they are right."""

    def probability(
        self,
        column: str,
        signs: Iterable[str],
        label: str = "",
        crossed: Iterable[str] = (),
    ) -> float | None:
        """Return the probability for a column such as `score`, as its model tells it; None without a model of it."""
        model = self.models.get(column)
        if model is None:
            return None
        return model.probability(signs, label, crossed)

    def keeps(self, score: float | None, minimum: float | None) -> bool:
        """Return whether a score is high enough: at least `minimum`, where that is None what is best for F1."""
        if score is None:
            return True
        return score >= (self.minimum if minimum is None else minimum)


NO_SCORER = Scorer({})
"""The scorer of a language without weights."""


@cache
def scorer(layer: str, language: str) -> Scorer:
    """Return the scorer of `weights/<layer>.<language>.json`; one without models when there is no such file."""
    folder = files("pressmark.annotators") / "weights"
    file = folder / f"{layer}.{language}.json"
    if not file.is_file():
        return NO_SCORER
    return _read_scorer(json.loads(file.read_text("utf-8")))


def _read_scorer(written: Mapping[str, Any]) -> Scorer:
    """Return the scorer that a file of weights holds."""
    models = {
        column: SignWeights(
            model["intercept"], model["weights"], model["slope"], model["offset"]
        )
        for column, model in written["models"].items()
    }
    return Scorer(models, written["minimum"], frozenset(written.get("labels", ())))


def crossed_sign(label: str, sign: str) -> str:
    """Return the name of a sign that says something else of each label: "FIRE, past"."""
    return f"{label}, {sign}"


@cache
def magnitude(count: int) -> str:
    """
    Return the stretch between two powers of two that a count lies in.

    >>> magnitude(0), magnitude(1), magnitude(6), magnitude(500)
    ('0', '1', '4-7', '64+')
    """
    if count <= 1:
        return str(max(0, count))
    lowest = 1 << (count.bit_length() - 1)
    if lowest >= _MAX_COUNT_TOLD_APART:
        return f"{_MAX_COUNT_TOLD_APART}+"
    return f"{lowest}-{2 * lowest - 1}"
