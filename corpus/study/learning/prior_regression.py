"""
Logistic regression that stays near a prior: each weight may move away from what is known, as far as the rows bear it out.

The prior is the log-odds that our weights give a row; what is fitted is the difference, under a Gaussian prior around 0.
numpy alone, and the same rows give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Numbers", "fit_difference", "log_loss", "probabilities"]

Numbers = npt.NDArray[np.float64]

_MAX_STEPS = 40
"""Steps of Newton's method: it takes six to twelve where the rows are of articles."""
_MAX_INNER_STEPS = 60
"""Steps of conjugate gradients within one: chosen; more change no decimal that is written."""
_SMALLEST_GAIN = 1e-5
"""The gain of a step at which the fit ends: far below what rounding to three decimals changes."""
_INNER_TOLERANCE = 1e-3
_SMALLEST_STEP = 1e-4
_MAX_LOG_ODDS = 30.0
"""Log-odds beyond which a probability is 0 or 1 in all decimals, and a power of e has no more room."""
_SMALLEST_PROBABILITY = 1e-4
"""A score has four decimals: a row that has 0 of them, and was right, costs no more than this."""


def probabilities(log_odds: Numbers) -> Numbers:
    """
    Return the probabilities of log-odds.

    >>> probabilities(np.array([0.0])).tolist()
    [0.5]
    """
    bounded = np.clip(log_odds, -_MAX_LOG_ODDS, _MAX_LOG_ODDS)
    return np.asarray(1 / (1 + np.exp(-bounded)))


def log_loss(scores: Numbers, right: Numbers) -> float:
    """Return the mean of -log of what the truth was held for; `right` is 1 or 0."""
    bounded = np.clip(scores, _SMALLEST_PROBABILITY, 1 - _SMALLEST_PROBABILITY)
    losses = right * np.log(bounded) + (1 - right) * np.log(1 - bounded)
    return float(-losses.mean())


def fit_difference(
    signs: Numbers, prior_log_odds: Numbers, right: Numbers, strengths: Numbers
) -> Numbers:
    """
    Return what is added to each sign's weight, so that the rows are likeliest under the prior.

    `signs` has a row for each example and a column for each sign; `prior_log_odds` are by row, `right` is 1 or 0 by
    row. `strengths` are by sign the inverse variances of the prior: the larger, the nearer a weight stays to ours.
    """
    difference = np.zeros(signs.shape[1])
    loss = _loss(signs, prior_log_odds, right, strengths, difference)
    for _ in range(_MAX_STEPS):
        expected = probabilities(prior_log_odds + signs @ difference)
        gradient = signs.T @ (expected - right) + strengths * difference
        spread = expected * (1 - expected)
        step = _conjugate_gradients(
            lambda v, spread=spread: signs.T @ (spread * (signs @ v)) + strengths * v,  # type: ignore[misc]
            gradient,
        )
        difference, smaller = _step_down(
            lambda d: _loss(signs, prior_log_odds, right, strengths, d),
            difference,
            step,
            loss,
        )
        if loss - smaller < _SMALLEST_GAIN:
            break
        loss = smaller
    return difference


def _loss(
    signs: Numbers,
    prior_log_odds: Numbers,
    right: Numbers,
    strengths: Numbers,
    difference: Numbers,
) -> float:
    """Return what the fit makes smallest: minus the log-likelihood of the rows and of the difference."""
    log_odds = prior_log_odds + signs @ difference
    likelihood = np.logaddexp(0, log_odds).sum() - right @ log_odds
    return float(likelihood + 0.5 * (strengths * difference**2).sum())


def _conjugate_gradients(
    product: Callable[[Numbers], Numbers], target: Numbers
) -> Numbers:
    """Return x for which `product(x)` is nearly `target`; the product is by a positive definite matrix."""
    solution = np.zeros_like(target)
    residual = target.copy()
    direction = residual.copy()
    size: Any = residual @ residual
    smallest = size * _INNER_TOLERANCE**2
    for _ in range(_MAX_INNER_STEPS):
        if size <= smallest or size == 0:
            break
        image = product(direction)
        length = size / (direction @ image)
        solution += length * direction
        residual -= length * image
        new_size = residual @ residual
        direction = residual + (new_size / size) * direction
        size = new_size
    return solution


def _step_down(
    loss_of: Callable[[Numbers], float], start: Numbers, step: Numbers, loss: float
) -> tuple[Numbers, float]:
    """Return where a step against `step` leads, halved until the loss is no larger, and the loss there."""
    length = 1.0
    while length > _SMALLEST_STEP:
        candidate = start - length * step
        smaller = loss_of(candidate)
        if smaller <= loss:
            return candidate, smaller
        length /= 2
    return start, loss
