"""
A count corrected by what people checked: each row with what is true of the whole corpus, as far as the sample tells.

The unit of a check is the article, since a quote that the machine missed has no row. What the machine finds is counted
in all articles, what people find in those of a sample with known chances; `difference_estimator` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.evaluation.strata import strata_of_articles
from pressmark.messages import counted

from .checked_values import CheckedValues
from .difference_estimator import (
    Estimate,
    Method,
    estimate_shares,
    estimate_totals,
)
from .drawn_sample import DrawnSample, article_fingerprint
from .group_values import (
    CountedArticles,
    CountRequest,
    Group,
    amount_matrix,
    counted_articles,
    stratum_totals,
)
from .machine_corpus import without_decisions

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CheckedCorpus", "corrected_count"]

MAX_NAMED_ARTICLES = 5
"""Articles that are named one by one in a message; chosen: as many as fit on a line."""


_NO_ESTIMATE = Estimate(None, None, None)


@dataclass(frozen=True, slots=True)
class CheckedCorpus:
    """
    A corpus with what people checked of it: `sample` says of what, `checked` which articles were read whole.

    `machine` is the corpus as annotators alone have it, `beside` how many articles were checked that were not drawn.
    """

    corpus: Corpus
    machine: Corpus
    sample: DrawnSample
    strata: Mapping[str, str]
    beside: int = 0

    @classmethod
    def make(
        cls, corpus: Corpus, sample: DrawnSample, checked: Iterable[str]
    ) -> CheckedCorpus:
        """
        Return a corpus that can be corrected by a sample of it.

        Raises `InputError` where the corpus has other articles than when it was drawn, or not all of it is checked.
        """
        strata = strata_of_articles(corpus, sample.by)
        _refuse_other_articles(sample, strata)
        checked = set(checked)
        _refuse_unfinished(sample, checked)
        beside = len(checked & strata.keys() - sample.ids)
        return cls(corpus, without_decisions(corpus), sample, strata, beside)

    def notices(self) -> Iterator[str]:
        """Yield what a person should know of a correction: its sample, and what was checked beside it."""
        articles = counted(len(self.sample.ids), "checked article")
        yield f"corrected by {articles} of {len(self.strata)}, drawn {self.sample.drawn} for {self.sample.measure}"
        if self.beside:
            yield (
                f"{counted(self.beside, 'further article')} checked that the sample does not have: left out, since"
                " nobody knows what they stand for"
            )


def _refuse_other_articles(sample: DrawnSample, strata: Mapping[str, str]) -> None:
    """Raise `InputError` where articles came or went since the sample was drawn: its chances are those of then."""
    if article_fingerprint(strata) == sample.corpus:
        return
    drawn_from = sum(stratum.articles for stratum in sample.strata)
    raise InputError(
        f"the sample was drawn from {counted(drawn_from, 'article')}, and the corpus has {len(strata)} or others now, so"
        " that nobody knows what the checked ones stand for. Draw again with the same --seed: articles that are checked"
        " already count. Or count with --naive."
    )


def _refuse_unfinished(sample: DrawnSample, checked: set[str]) -> None:
    """Raise `InputError` where articles of the sample are not checked: those left out are seldom like the others."""
    open_ids = sorted(sample.ids - checked)
    if open_ids:
        more = ", …" if len(open_ids) > MAX_NAMED_ARTICLES else ""
        raise InputError(
            f"{len(open_ids)} of {counted(len(sample.ids), 'drawn article')} are not checked"
            f" ({', '.join(open_ids[:MAX_NAMED_ARTICLES])}{more}), so that the others are no sample with known chances."
            " Go on checking, or count with --naive."
        )


def corrected_count(
    checked: CheckedCorpus,
    request: CountRequest,
    method: Method | None = None,
    *,
    most: int | None = None,
) -> pd.DataFrame:
    """
    Return a count with `corrected`, `low`, `high` (the share with its 95 % interval) and `checked` in each row.

    `corrected_quotes`, `low_quotes` and `high_quotes` are the same for the number, and likewise of articles, events
    and annotations; of shares, `corrected_of_known` is the share among those of which the value is known. `quotes`,
    `of_quotes` and `share` are the machine's own. The largest corrected share comes first within each cell.

    With `most`, only so many rows are corrected, those of which the machine counts most, and what is known is of these.
    Raises `InputError` for a filter that lets copies through, of which none is drawn.
    """
    import pandas as pd

    if request.filter and request.filter.copies:
        raise InputError(
            "copies of other articles were not drawn, so that nothing is known of them. Count without --copies."
        )
    machine = counted_articles(checked.machine, request)
    person = counted_articles(checked.corpus, request)
    groups = _groups(machine, person, checked.sample.ids)
    if most is not None:
        groups = _largest(groups, machine, most)
    parts = _values(checked, groups, machine.parts, person.parts)
    wholes = _values(
        checked,
        [machine.whole_of(group) for group in groups],
        machine.wholes,
        person.wholes,
    )
    method = method or Method()
    totals = estimate_totals(parts, method)
    shares = estimate_shares(parts, wholes, method)
    of_known = [_NO_ESTIMATE] * len(groups)
    if request.what == "shares":
        of_known = estimate_shares(parts, _known_wholes(parts, groups), method)
    unit = machine.unit
    rows = [
        dict(zip(machine.columns, group, strict=True))
        | _numbers(unit, parts, wholes, place)
        | _estimate_columns(totals[place], f"_{unit}")
        | _estimate_columns(shares[place], "")
        | _estimate_columns(of_known[place], "_of_known")
        | {"checked": int(((wholes.machine[place] + wholes.person[place]) > 0).sum())}
        for place, group in enumerate(groups)
    ]
    columns = [*machine.columns, *_number_columns(unit)]
    if request.what == "shares":
        # Before `checked`, which is of the row.
        columns[-1:-1] = ["corrected_of_known", "low_of_known", "high_of_known"]
    frame = pd.DataFrame(rows, columns=columns)
    is_ascending = [*[True] * len(request.by), False]
    by = list(request.by) if machine.cell_columns else []
    frame = frame.sort_values(
        [*by, "corrected"], ascending=is_ascending[-len(by) - 1 :], kind="stable"
    )
    return frame.reset_index(drop=True)


def _groups(
    machine: CountedArticles, person: CountedArticles, sampled: Iterable[str]
) -> list[Group]:
    """Return the rows of a count: those of the machine, and those that only people found in the sample."""
    ids = set(sampled)
    by_people = [
        group for group, amounts in person.parts.items() if not ids.isdisjoint(amounts)
    ]
    return list(dict.fromkeys([*machine.parts, *by_people]))


def _largest(
    groups: Iterable[Group], machine: CountedArticles, most: int
) -> list[Group]:
    """Return the groups of which the machine counts most, so many of them."""
    totals = {group: sum(amounts.values()) for group, amounts in machine.parts.items()}
    return sorted(groups, key=lambda group: -totals.get(group, 0.0))[:most]


def _values(
    checked: CheckedCorpus,
    groups: Sequence[Group],
    machine: Mapping[Group, Mapping[str, float]],
    person: Mapping[Group, Mapping[str, float]],
) -> CheckedValues:
    """Return the amounts of some groups as the estimator takes them."""
    names = [stratum.value for stratum in checked.sample.strata]
    numbers = {name: number for number, name in enumerate(names)}
    sampled = [article.id for article in checked.sample.articles]
    return CheckedValues(
        np.array([numbers[checked.strata[id]] for id in sampled]),
        np.array([stratum.articles for stratum in checked.sample.strata]),
        amount_matrix(machine, groups, sampled),
        amount_matrix(person, groups, sampled),
        stratum_totals(machine, groups, checked.strata, names),
    )


def _known_wholes(parts: CheckedValues, groups: Sequence[Group]) -> CheckedValues:
    """
    Return, for each group of a count of shares, the sum of its cell's groups that have a value.

    A group without a value is of nothing here: what is not known has no share of what is.
    """
    is_known = np.array([group[-1] is not None for group in groups], dtype=bool)
    numbers = {cell: number for number, cell in enumerate({g[:-1] for g in groups})}
    cells = np.array([numbers[group[:-1]] for group in groups], dtype=int)

    def sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
        by_cell = np.zeros((len(numbers), values.shape[1]))
        np.add.at(by_cell, cells[is_known], values[is_known])
        return np.where(is_known[:, None], by_cell[cells], 0.0)

    return replace(
        parts,
        machine=sums(parts.machine),
        person=sums(parts.person),
        machine_totals=sums(parts.machine_totals),
    )


def _number_columns(unit: str) -> list[str]:
    """Return the columns of numbers, in the order of a table."""
    return [
        unit, f"of_{unit}", "share", f"corrected_{unit}", f"low_{unit}", f"high_{unit}",
        "corrected", "low", "high", "checked",
    ]  # fmt: skip


def _numbers(
    unit: str, parts: CheckedValues, wholes: CheckedValues, place: int
) -> dict[str, Any]:
    """Return what the machine counts: the number, its denominator and the share."""
    part, whole = (
        _total(parts.machine_totals[place]),
        _total(wholes.machine_totals[place]),
    )
    return {unit: part, f"of_{unit}": whole, "share": part / whole if whole else None}


def _total(amounts: NDArray[np.float64]) -> int:
    return round(float(amounts.sum()))


def _estimate_columns(estimate: Estimate, suffix: str) -> dict[str, float | None]:
    """Return an estimate as columns, `corrected_quotes` with the suffix `_quotes`."""
    return {
        f"corrected{suffix}": estimate.value,
        f"low{suffix}": estimate.low,
        f"high{suffix}": estimate.high,
    }
