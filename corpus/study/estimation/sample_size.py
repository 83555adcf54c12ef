"""
How many articles to check for a share that is as narrow as a study needs, and which ones: drawn by strata.

What is known before anybody checks is the machine's counts. They tell how much articles differ, so how wide an interval
of the checked articles alone would be; how much of that the machine's counts then save, only checking tells.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.evaluation.strata import strata_of_articles

from .drawn_sample import DrawnArticle, DrawnSample, DrawnStratum, article_fingerprint
from .group_values import (
    CountRequest,
    amount_matrix,
    counted_articles,
)
from .intervals import NORMAL_QUANTILE
from .machine_corpus import without_decisions

__all__ = ["ALLOCATIONS", "SamplePlan", "draw_sample", "parse_measure"]

ALLOCATIONS = ("neyman", "proportional")
"""How a sample is divided among strata: more where articles differ more, or in proportion to the articles."""

FEWEST_OF_STRATUM = 2
"""Articles drawn from each stratum, so that it can be told how much its articles differ."""

FEWEST_PLANNED_ARTICLES = 30
"""
The least that a width is planned with: where the machine finds no difference among articles it cannot tell how many
are needed. Coverage was measured from here on.
"""

MAX_PLANNED_GROUPS = 50
"""The groups that a width must hold for, the most frequent; chosen: a name beyond them is in few articles anyway."""

LOWEST_SPREAD = 0.25
"""
The least that a stratum counts as varied, in parts of all articles' spread. Chosen: where the machine finds nothing there
may still be something.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePlan:
    """
    What to draw: articles for a count (`measure`, as `shares:gender`), by strata, to a `width` or a number `n`.

    `correlation` says how close machine and person are to each other from article to article, by an earlier check; 0
    takes as many articles as if the machine told nothing.
    """

    measure: str
    by: tuple[str, ...] = ()
    width: float | None = None
    n: int | None = None
    seed: int = 1
    allocation: str = "neyman"
    correlation: float = 0.0


def parse_measure(measure: str) -> CountRequest:
    """
    Return the count that a measure names: `quoted`, `named`, `events`, a layer, or `shares:` and what is shared out.

    >>> parse_measure("shares:status").of
    'status'
    """
    what, _, of = measure.partition(":")
    return CountRequest.make(what, of=of or None)


def draw_sample(corpus: Corpus, plan: SamplePlan) -> DrawnSample:
    """
    Draw the articles of a plan. The same seed draws the same, and of a larger plan the same and more.

    Raises `InputError` for a plan that cannot be, `PressmarkError` for a column or a count that is not there.
    """
    _refuse_impossible(plan)
    strata = strata_of_articles(corpus, plan.by)
    members: dict[str, list[str]] = {}
    for article, stratum in strata.items():
        members.setdefault(stratum, []).append(article)
    names = sorted(members)
    if not names:
        raise InputError("the corpus has no article that could be drawn.")
    linear = _linear_values(corpus, parse_measure(plan.measure), list(strata))
    numbers = {name: number for number, name in enumerate(names)}
    stratum_numbers = np.array([numbers[stratum] for stratum in strata.values()])
    sizes = np.array([len(members[name]) for name in names])
    counts = _sample_counts(plan, sizes, _variances(linear, stratum_numbers, sizes))
    articles = [
        DrawnArticle(id=article, stratum=name, chance=count / len(members[name]))
        for name, count in zip(names, counts.tolist(), strict=True)
        for article in _draw(members[name], count, plan.seed)
    ]
    return DrawnSample(
        drawn=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seed=plan.seed,
        measure=plan.measure,
        by=plan.by,
        width=plan.width,
        corpus=article_fingerprint(strata),
        strata=tuple(
            DrawnStratum(value=name, articles=len(members[name]), sample=count)
            for name, count in zip(names, counts.tolist(), strict=True)
        ),
        articles=tuple(articles),
    )


def _refuse_impossible(plan: SamplePlan) -> None:
    """Raise `InputError` for a plan that says too little, too much, or something that cannot be."""
    if (plan.width is None) == (plan.n is None):
        raise InputError("a sample needs --width or --n, and not both")
    if plan.width is not None and not 0 < plan.width < 1:
        raise InputError(
            "--width must be between 0 and 1: 0.05 is 5 points of per cent"
        )
    if not 0 <= plan.correlation < 1:
        raise InputError("--correlation must be 0 or more, and less than 1")
    if plan.allocation not in ALLOCATIONS:
        raise InputError(f"--allocation must be {' or '.join(ALLOCATIONS)}")


def _draw(articles: Sequence[str], count: int, seed: int) -> list[str]:
    """Return the first `count` of the articles in an order that chance makes, the same for a seed however many there are."""

    def chance(article: str) -> bytes:
        return hashlib.sha256(f"{seed}\n{article}".encode()).digest()

    return sorted(sorted(articles, key=chance)[:count])


def _linear_values(
    corpus: Corpus, request: CountRequest, articles: Sequence[str]
) -> NDArray[np.float64]:
    """Return how far each article moves each share: its part, less the share of its whole, by the whole of all."""
    machine = counted_articles(without_decisions(corpus), request)
    groups = sorted(
        machine.parts, key=lambda group: -sum(machine.parts[group].values())
    )
    groups = groups[:MAX_PLANNED_GROUPS]
    parts = amount_matrix(machine.parts, groups, articles)
    cells = [machine.whole_of(group) for group in groups]
    wholes = amount_matrix(machine.wholes, cells, articles)
    totals = wholes.sum(axis=1, keepdims=True)
    totals[totals == 0] = 1.0
    shares = parts.sum(axis=1, keepdims=True) / totals
    return np.asarray((parts - shares * wholes) / totals)


def _variances(
    linear: NDArray[np.float64], strata: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the variance of each share among the articles of each stratum, never far below that among all."""
    overall = linear.var(axis=1) if linear.size else np.zeros(len(linear))
    columns = [linear[:, strata == number].var(axis=1) for number in range(len(sizes))]
    variances = np.stack(columns, axis=1)
    return np.asarray(np.maximum(variances, LOWEST_SPREAD**2 * overall[:, None]))


def _sample_counts(
    plan: SamplePlan, sizes: NDArray[np.int64], variances: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return how many articles of each stratum to draw."""
    wanted = sizes.astype(float)
    if plan.allocation == "neyman" and variances.size and variances.sum() > 0:
        wanted = sizes * np.sqrt(variances.sum(axis=0))
    total = int(sizes.sum())
    if plan.n is not None:
        return _divide(min(plan.n, total), wanted, sizes)
    remaining = variances * (1 - plan.correlation**2)
    # By halves: the more articles, the narrower.
    low, high = min(FEWEST_PLANNED_ARTICLES, total), total
    while low < high:
        middle = (low + high) // 2
        counts = _divide(middle, wanted, sizes)
        if _width(counts, sizes, remaining) <= (plan.width or 1.0):
            high = middle
        else:
            low = middle + 1
    return _divide(low, wanted, sizes)


def _divide(
    n: int, wanted: NDArray[np.float64], sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return `n` divided among strata as `wanted` says, two of each at least and never more than there are."""
    counts = np.minimum(sizes, FEWEST_OF_STRATUM)
    exact = n * wanted / wanted.sum()
    while counts.sum() < n:
        # What is farthest below its part is next, the first of equals; a stratum drawn whole is done.
        missing = np.where(counts < sizes, exact - counts, -math.inf)
        place = int(np.argmax(missing))
        step = max(1, min(int(missing[place]), int(sizes[place] - counts[place])))
        counts[place] += min(step, n - int(counts.sum()))
    return np.asarray(counts)


def _width(
    counts: NDArray[np.int64],
    sizes: NDArray[np.int64],
    variances: NDArray[np.float64],
) -> float:
    """Return the width of the widest 95 % interval that such a sample gives."""
    left = 1 - counts / sizes
    errors = np.sqrt((sizes**2 * left / counts * variances).sum(axis=1))
    return float(2 * NORMAL_QUANTILE * errors.max()) if len(errors) else 0.0
