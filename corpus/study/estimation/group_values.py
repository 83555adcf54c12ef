"""What each article adds to each row of a count, as arrays: what the estimator takes, made of the rows of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.study.counted_rows import (
    annotation_rows,
    article_rows,
    name_rows,
    share_rows,
    speaker_rows,
)
from pressmark.study.filters import Filter, as_tuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CountRequest",
    "CountedArticles",
    "Group",
    "amount_matrix",
    "counted_articles",
    "counted_rows",
    "layer_of",
    "plain_values",
    "stratum_totals",
]

Group = tuple[Any, ...]
"""The cells of a row by which a count divides: ("Le Phare", "f"); a missing value is None."""


@dataclass(frozen=True, slots=True)
class CountRequest:
    """A count: what is counted, by which columns, of what (`gender` of `shares`), and the filter."""

    what: str
    by: tuple[str, ...] = ()
    of: str | None = None
    filter: Filter | None = None

    @classmethod
    def make(
        cls,
        what: str,
        *,
        by: str | Sequence[str] | None = None,
        of: str | None = None,
        filter: Filter | None = None,
    ) -> CountRequest:
        """Return the request of these options, with the defaults of the count."""
        if what == "together":
            raise PressmarkError("pairs of names are not corrected; count `named`")
        if by is None:
            by = () if what in ("quoted", "named", "shares") else ("label",)
        if what == "shares" and of is None:
            of = "gender"
        return cls(what, as_tuple(by), of, filter)


@dataclass(frozen=True, slots=True)
class CountedArticles:
    """
    The rows of a count, each as the number that an article has of it.

    `columns` are those that divide, `unit` what is counted (`quotes`). `parts` has the amount of each group by article,
    `wholes` that of each denominator; `whole_of` is the denominator of a group.
    """

    columns: tuple[str, ...]
    unit: str
    parts: Mapping[Group, Mapping[str, float]]
    wholes: Mapping[Group, Mapping[str, float]]
    cell_columns: int

    def whole_of(self, group: Group) -> Group:
        """Return the denominator of a group: the cell that `by` makes."""
        return group[: self.cell_columns]


def layer_of(what: str) -> str:
    """Return the layer that must be checked for a count."""
    layers = {
        "quoted": "quotes",
        "shares": "quotes",
        "named": "entities",
        "together": "entities",
    }
    return layers.get(what, what)


def counted_rows(
    corpus: Corpus, request: CountRequest
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the annotations that a count counts, and the columns that divide them."""
    rows, columns = _all_rows(corpus, request)
    return rows[_has_group(rows, request)], columns


def _all_rows(corpus: Corpus, request: CountRequest) -> _Rows:
    """Return the annotations that stand in a number or its denominator, and the columns that divide them."""
    if request.what in _ROWS:
        return _ROWS[request.what](corpus, request)
    rows = annotation_rows(corpus, request.what, request.by, request.filter)
    return rows, request.by


def counted_articles(corpus: Corpus, request: CountRequest) -> CountedArticles:
    """Return what each article of a corpus adds to each row of a count."""
    rows, columns = _all_rows(corpus, request)
    # Of events and other layers shares are of all, as `by` itself says what is shared out.
    cells = request.by if request.what in _ROWS else ()
    if request.what == "named":
        articles = article_rows(corpus, request.by, request.filter, layer="entities")
        articles["article_id"] = articles["id"]
        parts = _amounts(rows.drop_duplicates([*columns, "article_id"]), columns)
        wholes = _amounts(articles, cells)
        return CountedArticles(columns, "articles", parts, wholes, len(cells))
    units = {"quoted": "quotes", "shares": "quotes", "events": "events"}
    return CountedArticles(
        columns,
        units.get(request.what, "annotations"),
        _amounts(rows[_has_group(rows, request)], columns),
        _amounts(rows, cells),
        len(cells),
    )


def _has_group(rows: pd.DataFrame, request: CountRequest) -> Any:
    """Return which rows are of a group: a quote without a named speaker counts in the denominator alone."""
    if request.what == "quoted":
        return rows["name"].notna()
    return slice(None)


_Rows = tuple["pd.DataFrame", tuple[str, ...]]


def _quoted(corpus: Corpus, request: CountRequest) -> _Rows:
    rows = speaker_rows(corpus, request.by, request.filter)
    return rows, (*request.by, "name", "name_id")


def _shares(corpus: Corpus, request: CountRequest) -> _Rows:
    of = request.of or "gender"
    return share_rows(corpus, of, request.by, request.filter), (*request.by, of)


def _named(corpus: Corpus, request: CountRequest) -> _Rows:
    rows = name_rows(corpus, request.by, request.filter)
    return rows, (*request.by, "name", "name_id", "label")


_ROWS: Mapping[str, Callable[[Corpus, CountRequest], _Rows]] = {
    "quoted": _quoted,
    "shares": _shares,
    "named": _named,
}


def _amounts(
    rows: pd.DataFrame, columns: Sequence[str]
) -> dict[Group, dict[str, float]]:
    """Return how many rows of each group each article has."""
    amounts: dict[Group, dict[str, float]] = {}
    cells = [plain_values(rows[column]) for column in columns]
    groups = zip(*cells, strict=True) if cells else iter([()] * len(rows))
    for group, article in zip(groups, rows["article_id"], strict=True):
        by_article = amounts.setdefault(group, {})
        by_article[article] = by_article.get(article, 0.0) + 1.0
    return amounts


def plain_values(column: pd.Series[Any]) -> list[Any]:
    """Return the cells of a column, None for each way in which pandas says that one is missing."""
    values = column.astype(object)
    return list(values.where(values.notna(), None))


def amount_matrix(
    amounts: Mapping[Group, Mapping[str, float]],
    groups: Sequence[Group],
    articles: Sequence[str],
) -> NDArray[np.float64]:
    """Return the amounts as an array: a row for each of `groups`, a column for each of `articles`."""
    positions = {article: position for position, article in enumerate(articles)}
    matrix = np.zeros((len(groups), len(positions)))
    for row, group in enumerate(groups):
        for article, amount in amounts.get(group, {}).items():
            if article in positions:
                matrix[row, positions[article]] = amount
    return matrix


def stratum_totals(
    amounts: Mapping[Group, Mapping[str, float]],
    groups: Sequence[Group],
    strata: Mapping[str, str],
    names: Sequence[str],
) -> NDArray[np.float64]:
    """Return the amount of each group in each stratum of `names`; `strata` says that of an article."""
    columns = {name: column for column, name in enumerate(names)}
    totals = np.zeros((len(groups), len(names)))
    for row, group in enumerate(groups):
        for article, amount in amounts.get(group, {}).items():
            # Articles that could not be drawn, such as copies, are in no stratum.
            if article in strata:
                totals[row, columns[strata[article]]] += amount
    return totals
