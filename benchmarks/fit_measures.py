"""How good scores are: calibration error, rank, and the F1 of what stays above a threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from fit_examples import Example

from pressmark.study.learning.left_out_measures import calibration_error

__all__ = ["best_minimum", "calibration_error", "f1_of", "rank"]

Numbers = np.ndarray[Any, Any]
STEP = 0.05
TOLERANCE = 0.005
"""F1 by which a lower threshold may fall short of the best one: it drops less, and the best is best by chance."""


def rank(scores: Numbers, right: Numbers) -> float:
    """Return how often what is right scores higher than what is wrong; a tie is half."""
    good, bad = scores[right][:, None], scores[~right]
    return float((good > bad).mean() + (good == bad).mean() / 2)


def f1_of(examples: Sequence[Example], stays: Numbers, gold: int) -> float:
    """Return the F1 of the examples that stay and count, of `gold` annotations."""
    kept = [one for one, stay in zip(examples, stays, strict=True) if stay]
    counted = [one for one in kept if one.counts]
    hits = sum(one.is_hit for one in counted)
    return 2 * hits / (len(counted) + gold) if counted else 0.0


def best_minimum(
    examples: Sequence[Example], scores: Numbers, gold_counts: Mapping[str, int]
) -> float:
    """Return the threshold whose mean F1 over the sets is best, or the lowest that is as good but for `TOLERANCE`."""
    of_set = {
        name: np.array([one.gold_set == name for one in examples])
        for name in gold_counts
    }
    mean_f1 = {
        lowest: sum(
            f1_of(examples, chosen & (scores >= lowest), gold_counts[name])
            for name, chosen in of_set.items()
        )
        / len(of_set)
        for lowest in (round(STEP * number, 2) for number in range(13))
    }
    best = max(mean_f1.values())
    return min(one for one, f1 in mean_f1.items() if f1 >= best - TOLERANCE)
