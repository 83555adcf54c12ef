"""The estimator of corrected counts against cases that can be worked out by hand."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from pressmark.study.estimation.checked_values import CheckedValues
from pressmark.study.estimation.difference_estimator import (
    Method,
    estimate_shares,
    estimate_totals,
)
from pressmark.study.estimation.intervals import accelerated

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def _values(
    machine: list[float],
    person: list[float],
    machine_totals: list[float],
    *,
    sizes: tuple[int, ...] = (100,),
    strata: list[int] | None = None,
) -> CheckedValues:
    return CheckedValues(
        np.array(strata or [0] * len(machine)),
        np.array(sizes),
        np.array([machine], float),
        np.array([person], float),
        np.array([machine_totals], float),
    )


MACHINE = [1.0, 0, 2, 4, 1, 3, 0, 2, 5, 2]
PERSON = [1.0, 1, 2, 3, 1, 2, 0, 3, 4, 1]


def test_without_the_machine_a_total_is_that_of_the_checked_articles_weighted() -> None:
    values = _values(MACHINE, PERSON, [170])
    (total,) = estimate_totals(values, Method(factor=0))
    assert total.value == pytest.approx(100 * np.mean(PERSON))
    assert total.low is not None
    assert total.high is not None
    # Of a simple random sample the error is N · s · √((1 − n/N) / n).
    error = 100 * np.std(PERSON, ddof=1) * np.sqrt(0.9 / 10)
    assert 2 * 1.96 * error < total.high - total.low < 4 * 1.96 * error


def test_with_the_factor_one_the_difference_is_added_to_the_machines_total() -> None:
    (total,) = estimate_totals(_values(MACHINE, PERSON, [170]), Method(factor=1))
    difference = np.mean(PERSON) - np.mean(MACHINE)
    assert total.value == pytest.approx(170 + 100 * difference)


def test_the_factor_that_is_tuned_is_the_slope_of_person_on_machine() -> None:
    (total,) = estimate_totals(_values(MACHINE, PERSON, [170]))
    slope = np.cov(MACHINE, PERSON)[0, 1] / np.var(MACHINE, ddof=1)
    expected = slope * 170 + 100 * (np.mean(PERSON) - slope * np.mean(MACHINE))
    assert total.value == pytest.approx(expected)


def test_a_machine_that_is_always_right_leaves_no_doubt() -> None:
    (total,) = estimate_totals(_values(PERSON, PERSON, [170]), Method(factor=1))
    assert total.value == pytest.approx(170)
    (tuned,) = estimate_totals(_values(PERSON, PERSON, [170]))
    assert tuned.value == pytest.approx(170)


def test_without_any_difference_the_rule_of_three_says_how_many_there_may_be() -> None:
    (total,) = estimate_totals(_values(PERSON, PERSON, [170]))
    assert total.value == pytest.approx(170)
    assert total.low == pytest.approx(140)
    assert total.high == pytest.approx(200)
    everybody = _values([2.0] * 10, [2.0] * 10, [200])
    (share,) = estimate_shares(_values(PERSON, PERSON, [170]), everybody)
    assert share.low == pytest.approx((170 - 30) / 200)
    assert share.high == pytest.approx(1)


def test_each_stratum_stands_for_its_own_articles() -> None:
    strata = [0, 1] * 5
    values = _values(MACHINE, PERSON, [80, 90], sizes=(60, 40), strata=strata)
    (total,) = estimate_totals(values, Method(factor=0))
    first, second = np.mean(PERSON[::2]), np.mean(PERSON[1::2])
    assert total.value == pytest.approx(60 * first + 40 * second)


def test_the_order_of_the_articles_says_nothing() -> None:
    strata = [0, 1] * 5
    values = _values(MACHINE, PERSON, [80, 90], sizes=(60, 40), strata=strata)
    order = np.argsort(strata, kind="stable")
    sorted_values = CheckedValues(
        values.strata[order], values.sizes, values.machine[:, order],
        values.person[:, order], values.machine_totals,
    )  # fmt: skip
    assert estimate_totals(values) == estimate_totals(sorted_values)


def test_strata_that_were_checked_whole_are_certain() -> None:
    values = _values(MACHINE, PERSON, [20], sizes=(10,))
    (total,) = estimate_totals(values)
    assert total.value == pytest.approx(sum(PERSON))
    assert total.low is None or total.low == pytest.approx(sum(PERSON))


def test_a_share_is_a_ratio_of_two_totals_and_shares_stay_possible() -> None:
    women = _values(
        [0.0, 0, 1, 2, 0, 1, 0, 1, 2, 0], [0.0, 1, 1, 2, 0, 1, 0, 1, 2, 1], [60]
    )
    everybody = _values(MACHINE, [value + 1 for value in PERSON], [170])
    (share,) = estimate_shares(women, everybody, Method(factor=0))
    assert share.value == pytest.approx(9 / 28)
    assert share.low is not None
    assert share.high is not None
    assert 0 <= share.low < share.value < share.high <= 1
    (tuned,) = estimate_shares(everybody, everybody)
    assert tuned.value == pytest.approx(1)


def test_what_stands_in_few_checked_articles_has_no_interval() -> None:
    rare = [0.0] * 8 + [1, 1]
    (total,) = estimate_totals(_values(rare, rare, [20]))
    assert total.value == pytest.approx(20)
    assert (total.low, total.high) == (None, None)


def test_the_share_of_nothing_has_no_number() -> None:
    nothing = _values([0.0] * 10, [0.0] * 10, [0])
    (share,) = estimate_shares(nothing, nothing)
    assert share.value is None


def test_an_interval_is_narrower_where_much_is_checked_already() -> None:
    of_many, of_few = (
        estimate_totals(_values(MACHINE, PERSON, [1.7 * size], sizes=(size,)))[0]
        for size in (10_000, 20)
    )
    assert of_many.low is not None
    assert of_many.high is not None
    assert of_few.low is not None
    assert of_few.high is not None
    # Half of the articles are checked: the error is √½ of that where next to none is.
    ratio = (of_few.high - of_few.low) / 20 / (of_many.high - of_many.low) * 10_000
    assert 0.6 < ratio < 0.8


def test_a_stratum_of_one_article_leaves_the_others_their_interval() -> None:
    values = _values(MACHINE, PERSON, [170, 2], sizes=(100, 1), strata=[0] * 9 + [1])
    (total,) = estimate_totals(values)
    assert total.low is not None
    assert total.high is not None
    assert total.low < total.high


def test_quantiles_are_moved_to_the_side_on_which_errors_grow() -> None:
    random = np.random.default_rng(3)
    sample = random.exponential(1.0, 60)
    draws = random.choice(sample, (4000, 60)).mean(axis=1)[:, None]
    left_out = ((sample.sum() - sample) / 59)[:, None]
    value = np.array([sample.mean()])
    lows, highs = accelerated(value, draws, left_out)
    plain = np.quantile(draws, (0.025, 0.975))
    assert lows[0] > plain[0]
    assert highs[0] > plain[1]
    # Of what is alike to both sides they stay where they are.
    even = np.concatenate([draws, 2 * value - draws])
    lows, highs = accelerated(value, even, np.array([[-1.0], [1.0]]))
    assert [lows[0], highs[0]] == pytest.approx(
        np.quantile(even, (0.025, 0.975)), abs=1e-3
    )
    nothing = accelerated(value, np.full((10, 1), np.nan), left_out)
    assert np.isnan(nothing).all()


def test_one_seed_gives_one_interval() -> None:
    values = _values(MACHINE, PERSON, [170])
    assert estimate_totals(values) == estimate_totals(values)
    assert estimate_totals(values) != estimate_totals(values, Method(seed=2))


def test_intervals_of_a_corpus_made_by_chance_hold_its_truth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    benchmark = runpy.run_path(str(BENCHMARKS / "coverage_of_intervals.py"))
    random = np.random.default_rng(5)
    wholes = random.poisson(4, 2000).astype(float)
    people = np.stack([random.binomial(wholes.astype(int), 0.3), wholes])
    # The machine misses a fifth of everything.
    machine = random.binomial(people.astype(int), 0.8).astype(float)
    outlets = np.repeat([0, 1, 2], [1000, 600, 400])
    population = benchmark["Population"](outlets, people.astype(float), machine)
    row = benchmark["line"]("x", population, 50, 100)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert float(cells[4].removesuffix(" %")) >= 90
    assert float(cells[5]) < float(cells[7])
