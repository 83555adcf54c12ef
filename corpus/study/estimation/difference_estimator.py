"""
Totals and shares of a corpus from the machine's values of all articles and a person's of some: the difference estimator.

A total is the machine's, times a factor, plus what person and machine differ by on the checked articles, each of which
stands for as many as its stratum has for each checked one. A share is one total by another. Numpy alone, no corpus.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .checked_values import CheckedValues
from .intervals import Values, accelerated, linear, studentised, widened

__all__ = [
    "FEWEST_ARTICLES",
    "Estimate",
    "Method",
    "estimate_shares",
    "estimate_totals",
]

RESAMPLES = 1000
"""How often articles are drawn again: as in `evaluate`; the ends of an interval then shake by some 3 % of its width."""

FEWEST_ARTICLES = 5
"""Checked articles in which something must stand to have an interval: as in `evaluate`."""

RULE_OF_THREE = 3
"""What happened in none of n articles happens, with 95 % confidence, in fewer than 3 of n."""

NO_ERROR = 1e-9
"""A standard error, in parts of its number, that is none but for rounding."""

HIGHEST_FACTOR = 2.0
"""
The most that the machine's total counts for: it finds half of what is there. Chosen: beyond it, a factor is most often
made by one article of a small sample.
"""

MAX_CELLS = 2_000_000
"""Numbers of an array of resamples at once; chosen: 16 MB each."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    A corrected number with its 95 % interval, of which both are None where the checked articles say too little.

    The number itself is None for a share of nothing.
    """

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """
    How a number is corrected and its interval found.

    `factor` is what the machine's numbers count for; None tunes it on the checked articles. With 0 the checked articles
    count alone, with 1 the difference is added as it is. `seed` decides which of `resamples` are drawn.
    """

    factor: float | None = None
    seed: int = 1
    resamples: int = RESAMPLES


DEFAULT_METHOD = Method()


def estimate_totals(
    values: CheckedValues, method: Method = DEFAULT_METHOD
) -> list[Estimate]:
    """
    Return the corrected total of each quantity, which is 0 at least.

    >>> machine, person = np.array([[1.0, 3.0]]), np.array([[2.0, 3.0]])
    >>> values = CheckedValues(np.array([0, 0]), np.array([10]), machine, person, np.array([[18.0]]))
    >>> estimate_totals(values, Method(factor=1))[0].value
    23.0
    """
    return _estimates(values.sorted_by_stratum(), None, method)


def estimate_shares(
    parts: CheckedValues, wholes: CheckedValues, method: Method = DEFAULT_METHOD
) -> list[Estimate]:
    """
    Return the corrected share of each quantity of `parts` in the quantity of `wholes` in the same row.

    Both hold the same articles in the same order. A share lies between 0 and 1.
    """
    return _estimates(parts.sorted_by_stratum(), wholes.sorted_by_stratum(), method)


def _estimates(
    parts: CheckedValues, wholes: CheckedValues | None, method: Method
) -> list[Estimate]:
    """Return the estimate of each quantity of `parts`, as a share of that of `wholes` where there is one."""
    once = np.ones((1, len(parts.strata)))
    values, errors = (
        statistics[0] for statistics in _statistics(parts, wholes, once, method.factor)
    )
    lows, highs = np.full(len(values), np.nan), np.full(len(values), np.nan)
    open_parts = _open_parts(parts, wholes, errors, method.factor)
    weights = _draw_weights(parts, method)
    each_left_out = 1 - np.eye(len(parts.strata))
    rows_at_once = max(1, MAX_CELLS // max(weights.size, each_left_out.size))
    with_interval = np.flatnonzero(parts.article_counts >= FEWEST_ARTICLES)
    for first in range(0, len(with_interval), rows_at_once):
        rows = with_interval[first : first + rows_at_once]
        chosen = parts.quantities(rows)
        chosen_wholes = wholes.quantities(rows) if wholes else None
        # What is drawn again varies as if nothing were checked already: its errors are told likewise.
        resampled = _statistics(
            chosen, chosen_wholes, weights, method.factor, is_endless=True
        )
        interval = studentised(values[rows], errors[rows], *resampled)
        # Without its one article a stratum has no mean, and a share of nothing is none: such a row says nothing.
        with np.errstate(divide="ignore", invalid="ignore"):
            left_out, _ = _statistics(
                chosen, chosen_wholes, each_left_out, method.factor
            )
            # Drawing again knows nothing of articles that are checked already and cannot be drawn: less is open.
            nearer = values[rows] + (resampled[0] - values[rows]) * open_parts[rows]
        other = accelerated(values[rows], nearer, left_out)
        lows[rows], highs[rows] = widened(*interval, other)
    # One for the factor, one for each stratum's mean.
    freedom = max(1, len(parts.strata) - len(parts.sizes) - 1)
    other = linear(values, errors, freedom, is_share=wholes is not None)
    lows, highs = widened(lows, highs, other)
    whole_totals = _whole_totals(wholes, once, method.factor)
    lows, highs = _without_differences(
        (values, errors, whole_totals), (lows, highs), parts
    )
    highest = np.inf if wholes is None else 1.0
    return [
        _clipped(float(value), float(low), float(high), highest)
        for value, low, high in zip(values, lows, highs, strict=True)
    ]


def _open_parts(
    parts: CheckedValues,
    wholes: CheckedValues | None,
    errors: Values,
    factor: float | None,
) -> Values:
    """Return what part of its error each quantity has left, as some of its articles are checked: from 0 to 1."""
    once = np.ones((1, len(parts.strata)))
    _, of_endless = _statistics(parts, wholes, once, factor, is_endless=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        open_parts: Values = errors / of_endless[0]
    return np.where(np.isfinite(open_parts), open_parts, 1.0)


def _whole_totals(
    wholes: CheckedValues | None, once: Values, factor: float | None
) -> Values | float:
    """Return the total that each quantity is a share of; 1 where it is a number of its own."""
    return 1.0 if wholes is None else _totals(wholes, once, factor)[0][0]


def _without_differences(
    numbers: tuple[Values, Values, Values | float],
    interval: tuple[Values, Values],
    values: CheckedValues,
) -> tuple[Values, Values]:
    """
    Return the intervals with one for each quantity on which machine and person differ nowhere in the checked articles.

    They may differ in others: with 95 % confidence, in fewer than three of as many. `numbers` are the estimates, their
    errors and their wholes.
    """
    estimates, errors, whole_totals = numbers
    lows, highs = interval
    is_open = values.checked < values.sizes
    weights = np.where(is_open, values.sizes / values.checked, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = RULE_OF_THREE * weights.max() / whole_totals
        new_lows, new_highs = estimates - reach, estimates + reach
    is_without = (errors <= NO_ERROR * (1 + np.abs(estimates))) & (
        values.article_counts >= FEWEST_ARTICLES
    )
    return (
        np.where(is_without, new_lows, lows),
        np.where(is_without, new_highs, highs),
    )


def _clipped(value: float, low: float, high: float, highest: float) -> Estimate:
    """Return an estimate within 0 and `highest`, without an interval where an end of it is no number."""
    if np.isnan(value):
        return Estimate(None, None, None)
    value = min(max(value, 0.0), highest)
    if not (np.isfinite(low) and np.isfinite(high)):
        return Estimate(value, None, None)
    return Estimate(value, min(max(low, 0.0), highest), min(max(high, 0.0), highest))


def _draw_weights(values: CheckedValues, method: Method) -> Values:
    """Return how often each checked article is drawn in each resample; each stratum is drawn from by itself."""
    random = np.random.default_rng(method.seed)
    parts = [
        _counts_of_draws(random, count, method.resamples) for count in values.checked
    ]
    return np.concatenate(parts, axis=1).astype(float)


def _counts_of_draws(
    random: np.random.Generator, articles: int, resamples: int
) -> NDArray[np.int64]:
    """Return how often each of some articles is among as many draws with replacement, for each resample."""
    draws = random.integers(0, articles, (resamples, articles))
    # One count for all resamples, each with numbers of its own: far cheaper than one after the other.
    numbers = draws + articles * np.arange(resamples)[:, None]
    counts = np.bincount(numbers.ravel(), minlength=resamples * articles)
    return counts.reshape(resamples, articles)


def _statistics(
    parts: CheckedValues,
    wholes: CheckedValues | None,
    weights: Values,
    factor: float | None,
    *,
    is_endless: bool = False,
) -> tuple[Values, Values]:
    """
    Return the number and its standard error, for each resample (row of `weights`) and each quantity.

    With `is_endless` the error is that of strata without end, of which no part is checked.
    """
    totals, residuals = _totals(parts, weights, factor)
    if wholes is None:
        variance = _variance(parts, residuals, weights, is_endless=is_endless)
        return totals, np.sqrt(variance)
    whole_totals, whole_residuals = _totals(wholes, weights, factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = totals / whole_totals
        # Linearised: a share is off by what part and whole are off by, by the whole.
        linear = residuals - ratios[..., None] * whole_residuals
        variance = _variance(parts, linear, weights, is_endless=is_endless)
        errors = np.sqrt(variance) / np.abs(whole_totals)
    return ratios, errors


def _totals(
    values: CheckedValues, weights: Values, factor: float | None
) -> tuple[Values, Values]:
    """Return the total of each quantity in each resample, and what each article's value is beside the machine's."""
    counts = values.sum_by_stratum(weights)[:, None]
    drawn = weights[:, None]
    machine_means = values.sum_by_stratum(drawn * values.machine) / counts
    person_means = values.sum_by_stratum(drawn * values.person) / counts
    if factor is None:
        machine_off = values.machine - values.spread(machine_means)
        person_off = values.person - values.spread(person_means)
        scales = _scales(values, counts)
        together = values.sum_by_stratum(drawn * machine_off * person_off) * scales
        alone = values.sum_by_stratum(drawn * machine_off**2) * scales
        # Strata are pooled: few of them have articles enough for a factor of their own.
        sums = together.sum(axis=-1), alone.sum(axis=-1)
        factors = np.divide(*sums, out=np.ones_like(sums[0]), where=sums[1] > 0)
        factors = np.clip(factors, 0, HIGHEST_FACTOR)
    else:
        factors = np.full((len(weights), len(values.machine)), factor)
    differences = (person_means - factors[..., None] * machine_means) * values.sizes
    totals = factors * values.machine_totals.sum(axis=1) + differences.sum(axis=-1)
    return totals, values.person - factors[..., None] * values.machine


def _scales(
    values: CheckedValues, counts: Values, *, is_endless: bool = False
) -> Values:
    """Return what a sum of squares of a stratum's articles is multiplied by to be the variance of its total."""
    # A stratum checked whole is sure.
    left = 1.0 if is_endless else np.maximum(0, 1 - counts / values.sizes)
    return values.sizes**2 * left / (counts * np.maximum(counts - 1, 1))


def _variance(
    values: CheckedValues, residuals: Values, weights: Values, *, is_endless: bool
) -> Values:
    """Return the variance of a total of `residuals`, from how they differ within strata."""
    counts = values.sum_by_stratum(weights)[:, None]
    drawn = weights[:, None]
    means = values.sum_by_stratum(drawn * residuals) / counts
    squares = values.sum_by_stratum(drawn * (residuals - values.spread(means)) ** 2)
    scales = _scales(values, counts, is_endless=is_endless)
    return np.asarray((squares * scales).sum(axis=-1))
