"""
The counts that every study makes, as pandas frames: who is quoted and named, shares of quotes, who is named together,
what happens. Each row has its denominator (`of_…`) and share, and `frame.attrs["filter"]` says what was counted.

Copies of another article are left out, unless a filter says otherwise; so are scare quotes, which are nobody's words.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.messages import suggestion

from .counted_rows import (
    SHARED_OUT,
    annotation_rows,
    article_rows,
    name_rows,
    share_rows,
    speaker_rows,
    uncounted_labels,
)
from .filters import Filter, as_tuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COUNTS",
    "Filter",
    "check_options",
    "events",
    "find_count",
    "layer_annotations",
    "named",
    "quoted",
    "shares",
    "together",
]


def quoted(
    corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count who is quoted how often: `name`, `name_id`, `label`, `quotes`, `articles`.

    `of_quotes` are all quotes of the cell that `by` makes.

    A speaker has the name that `names` joins them under, else the words that describe them; a quote without a speaker
    counts in `of_quotes` alone.

    >>> import pressmark
    >>> frame = quoted(pressmark.load("corpus"))
    >>> frame[["name", "quotes", "of_quotes"]].to_dict("records")
    [{'name': 'Ann Lee', 'quotes': 1, 'of_quotes': 1}]
    """
    by = as_tuple(by)
    rows = speaker_rows(corpus, by, filter)
    groups = _count_groups(
        rows[rows["name"].notna()], [*by, "name", "name_id"], "quotes", first=("label",)
    )
    return _add_shares(groups, _cell_totals(rows, by), by, "quotes", filter)


def named(
    corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count who and what is named, the most mentioned first: `name`, `name_id`, `label`, `mentions`, `articles`.

    `of_articles` are all articles of the cell that have the layer, whether they name anything or not; `share` is of these.
    """
    by = as_tuple(by)
    rows = name_rows(corpus, by, filter)
    groups = _count_groups(rows, [*by, "name", "name_id", "label"], "mentions")
    articles = _cell_totals(article_rows(corpus, by, filter, layer="entities"), by)
    return _add_shares(groups, articles, by, "articles", filter, first=("mentions",))


def shares(
    corpus: Corpus,
    *,
    of: str,
    by: str | Sequence[str] = (),
    filter: Filter | None = None,
) -> pd.DataFrame:
    """
    Count the share of quotes by `gender`, `role`, `kind`, `speaker_label`, `label`, `status` or `cue_class`.

    A row without a value counts the quotes of which it is not known; `share_of_known` leaves these out. Raises
    `PressmarkError` for something else.
    """
    by = as_tuple(by)
    rows = share_rows(corpus, of, by, filter)
    groups = _count_groups(rows, [*by, of], "quotes")
    groups = _add_shares(groups, _cell_totals(rows, by), by, "quotes", filter)
    # Its own denominator: the share of women among speakers whose gender is known.
    with_value = groups[groups[of].notna()]
    totals: Any = with_value["quotes"].sum()
    if by:
        totals = with_value.groupby(list(by), dropna=False)["quotes"].transform("sum")
    groups.loc[with_value.index, "share_of_known"] = with_value["quotes"] / totals
    return groups


def events(
    corpus: Corpus,
    *,
    by: str | Sequence[str] = ("label",),
    filter: Filter | None = None,
) -> pd.DataFrame:
    """
    Count events by `label`, `place`, `status`, `plover`, outlet, period …: `events`, `articles`, and `happenings`.

    These are there where the corpus joins them (what ten articles report is one). `of_events` are all events of the
    filter.
    """
    by = as_tuple(by)
    rows = annotation_rows(corpus, "events", by, filter)
    happenings = ("happening_id",) if "happening_id" in rows else ()
    groups = _count_groups(rows, list(by), "events", distinct=happenings)
    groups = groups.rename(columns={"happening_id": "happenings"})
    # Shares are of all events, not of a cell: `by` itself says what is shared out here.
    return _add_shares(groups, len(rows), (), "events", filter)


def layer_annotations(
    corpus: Corpus,
    layer: str,
    *,
    by: str | Sequence[str] = ("label",),
    filter: Filter | None = None,
) -> pd.DataFrame:
    """
    Count the annotations of any layer by its columns, those of what it links to (`quote_speaker_gender`), outlet, period …

    The columns: those of `by`, `annotations`, `articles`, and `of_annotations`, which are all of the filter.
    """
    by = as_tuple(by)
    rows = annotation_rows(corpus, layer, by, filter)
    groups = _count_groups(rows, list(by), "annotations")
    return _add_shares(groups, len(rows), (), "annotations", filter)


def together(
    corpus: Corpus, *, most: int = 200, filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count names that stand in the same articles: `name`, `other`, `articles`, `jaccard` (of those that name either).

    Of the `most` names that stand in most articles, every pair is counted; `of_articles` are all articles.
    """
    import pandas as pd

    rows = annotation_rows(corpus, "entities", (), filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    articles_of = rows.groupby("name")["article_id"].nunique()
    # Stable: names that stand in equally many articles keep the order of the alphabet.
    articles_of = articles_of.sort_values(ascending=False, kind="stable").head(most)
    # Pairs grow with the square of the names: 200 make 19,900.
    rows = rows[rows["name"].isin(articles_of.index)]
    names_by_article = rows.groupby("article_id")["name"].unique()
    pairs: Counter[tuple[str, str]] = Counter()
    for names in names_by_article:
        # Sorted, so that a pair is one and the same whichever of the two comes first.
        pairs.update(combinations(sorted(names), 2))
    pair_rows: list[tuple[str, str, int, float]] = []
    for (name, other_name), articles in pairs.items():
        # Articles that name at least one of the two: those with both were counted twice.
        either = articles_of[name] + articles_of[other_name] - articles
        pair_rows.append((name, other_name, articles, articles / either))
    groups = pd.DataFrame(pair_rows, columns=["name", "other", "articles", "jaccard"])
    total = len(article_rows(corpus, (), filter, layer="entities"))
    return _add_shares(groups, total, (), "articles", filter)


def _count_groups(
    rows: pd.DataFrame,
    by: list[str],
    what: str,
    *,
    first: Sequence[str] = (),
    distinct: Sequence[str] = (),
) -> pd.DataFrame:
    """Count the rows and articles of each group, with the first value of some columns, or how many distinct ones."""
    aggregations: dict[str, Any] = {
        what: ("id", "size"),
        "articles": ("article_id", "nunique"),
    }
    aggregations |= {name: (name, "first") for name in first}
    aggregations |= {name: (name, "nunique") for name in distinct}
    # An article without a date, a quote without a role: a cell of their own, else shares would not add up to 1.
    groups = rows.groupby(by, dropna=False, sort=True)
    counts: pd.DataFrame = groups.agg(**aggregations).reset_index()
    return counts


def _cell_totals(rows: pd.DataFrame, by: Sequence[str]) -> Any:
    """Return how many rows each cell of `by` has, as a series; a single number where `by` is empty."""
    if not by:
        return len(rows)
    return rows.groupby(list(by), dropna=False).size()


def _add_shares(
    groups: pd.DataFrame,
    totals: Any,
    by: Sequence[str],
    what: str,
    filter: Filter | None,
    *,
    first: Sequence[str] = (),
) -> pd.DataFrame:
    """
    Return the frame with its denominator and share, the largest first within each cell; the filter in its `attrs`.

    With `first`, these columns say what is large, and `what` where they are equal.
    """
    if by:
        denominators = totals.rename(f"of_{what}").reset_index()
        groups = groups.merge(denominators, on=list(by), how="left")
    else:
        groups[f"of_{what}"] = totals
    groups["share"] = groups[what] / groups[f"of_{what}"]
    numbers = list(first)
    if what in groups:
        numbers.append(what)
    is_ascending = [*[True] * len(by), *[False] * len(numbers)]
    groups = groups.sort_values([*by, *numbers], ascending=is_ascending, kind="stable")
    groups = groups.reset_index(drop=True)
    active = filter or Filter()
    groups.attrs["filter"] = active.said()
    groups.attrs["left_out"] = uncounted_labels(active) if what == "quotes" else []
    return groups


COUNTS: Mapping[str, Callable[..., pd.DataFrame]] = {
    "quoted": quoted,
    "named": named,
    "shares": shares,
    "together": together,
    "events": events,
}
"""What `pressmark count` counts beside the layers of somebody's own."""


# Parameters of the functions that are no options of a count: `filter` goes beside them, `layer` is what is counted.
_BESIDE_OPTIONS = ("filter", "layer")


def find_count(corpus: Corpus, what: str) -> Callable[..., pd.DataFrame]:
    """
    Return the function that counts `what` in a corpus: one of `COUNTS`, or any further layer of it.

    Raises `PressmarkError` for something else.
    """
    if what in COUNTS:
        return COUNTS[what]
    if what in corpus.layers:
        return partial(layer_annotations, layer=what)
    choices = dict.fromkeys([*COUNTS, *corpus.layers])
    advice = suggestion(what, choices)
    raise PressmarkError(
        f"{what!r} is not counted; there is {', '.join(choices)}{advice}"
    )


def check_options(
    what: str, count: Callable[..., pd.DataFrame], options: Collection[str]
) -> None:
    """
    Raise `PressmarkError` where `count`, which counts `what`, lacks an option of these or does not take one.

    >>> check_options("shares", shares, ["of", "by"])
    """
    taken = {
        name: parameter
        for name, parameter in inspect.signature(count).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name not in _BESIDE_OPTIONS
    }
    for name in options:
        if name not in taken:
            raise PressmarkError(
                f"the count {what!r} takes no `{name}`; it takes "
                f"{', '.join(f'`{option}`' for option in taken)}{suggestion(name, taken)}"
            )
    for name, parameter in taken.items():
        if parameter.default is parameter.empty and name not in options:
            # `of` of `shares` is the one option without a default.
            raise PressmarkError(
                f"the count {what!r} needs `{name}`, for instance {name}={SHARED_OUT[0]!r}; "
                f"there is {', '.join(SHARED_OUT)}"
            )
