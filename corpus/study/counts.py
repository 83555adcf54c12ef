"""
The counts that every study makes, as pandas frames: who is quoted and named, shares of quotes, who is named together,
what happens. Each row has its denominator (`of_…`) and share, and `frame.attrs["filter"]` says what was counted.

Copies of another article are left out, unless a filter says otherwise; so are scare quotes, which are nobody's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.linking.speakers import kind_of_speaker
from pressmark.messages import suggestion
from pressmark.spans import LABELS

from .filters import Filter, as_tuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COUNTS",
    "Filter",
    "events",
    "named",
    "quoted",
    "shares",
    "together",
    "without_effect",
]

_DATE_LETTERS_OF_PERIOD = {"day": 10, "month": 7, "year": 4}
"""Letters of an ISO date that name each period: `2024-05` is a month."""

_COLUMN_OF_SHARE = {"gender": "speaker_gender", "role": "speaker_role", "kind": "speaker_kind", "label": "label",
           "status": "status", "cue_class": "cue_class", "speaker_label": "speaker_label"}  # fmt: skip
_UNCOUNTED_LABELS = ("scare",)
"""Labels of quotes that are counted only when they are asked for."""


def quoted(
    corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count who is quoted how often: `name`, `name_id`, `label`, `quotes`, `articles`.

    `of_quotes` are all quotes of the cell that `by` makes.

    A speaker has the name that `names` joins them under, else the words that describe them; a quote without a speaker
    counts in `of_quotes` alone.
    """
    by = as_tuple(by)
    rows = _quote_rows(corpus, by, filter)
    rows["name"] = rows["speaker_canonical_name"].fillna(rows["speaker_name"])
    rows["label"], rows["name_id"] = rows["speaker_label"], rows["speaker_name_id"]
    groups = _count_groups(
        rows[rows["name"].notna()], [*by, "name", "name_id"], "quotes", first=("label",)
    )
    return _add_shares(groups, _cell_totals(rows, by), by, "quotes", filter)


def named(
    corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count who and what is named, the most mentioned first: `name`, `name_id`, `label`, `mentions`, `articles`.

    `of_articles` are all articles of the cell, whether they name anything or not, and `share` is of these.
    """
    by = as_tuple(by)
    rows = _annotation_rows(corpus, "entities", by, filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    groups = _count_groups(rows, [*by, "name", "name_id", "label"], "mentions")
    articles = _cell_totals(_article_rows(corpus, by, filter), by)
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
    if of not in _COLUMN_OF_SHARE:
        raise PressmarkError(
            f"shares of {of!r} are not counted; there is {', '.join(_COLUMN_OF_SHARE)}"
            f"{suggestion(of, _COLUMN_OF_SHARE)}"
        )
    rows = _quote_rows(corpus, by, filter)
    if _COLUMN_OF_SHARE[of] not in rows:
        raise PressmarkError(
            f"this corpus does not say the {of} of a quote; it was made by an older version. Run it again."
        )
    rows[of] = rows[_COLUMN_OF_SHARE[of]]
    groups = _add_shares(
        _count_groups(rows, [*by, of], "quotes"),
        _cell_totals(rows, by),
        by,
        "quotes",
        filter,
    )
    with_value = groups[groups[of].notna()]
    cells: Any = with_value["quotes"].sum()
    if by:
        cells = with_value.groupby(list(by), dropna=False)["quotes"].transform("sum")
    groups.loc[with_value.index, "share_of_known"] = with_value["quotes"] / cells
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
    rows = _annotation_rows(corpus, "events", by, filter)
    happenings = ("happening_id",) if "happening_id" in rows else ()
    groups = _count_groups(rows, list(by), "events", distinct=happenings)
    return _add_shares(
        groups.rename(columns={"happening_id": "happenings"}),
        len(rows),
        (),
        "events",
        filter,
    )


def together(
    corpus: Corpus, *, most: int = 200, filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count names that stand in the same articles: `name`, `other`, `articles`, `jaccard` (of those that name either).

    Of the `most` names that stand in most articles, every pair is counted; `of_articles` are all articles.
    """
    import pandas as pd

    rows = _annotation_rows(corpus, "entities", (), filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    articles_of = (
        rows.groupby("name")["article_id"]
        .nunique()
        .sort_values(ascending=False, kind="stable")
        .head(most)
    )
    names_by_article = (
        rows[rows["name"].isin(articles_of.index)]
        .groupby("article_id")["name"]
        .unique()
    )
    pairs: Counter[tuple[str, str]] = Counter()
    for names in names_by_article:
        pairs.update(combinations(sorted(names), 2))
    pair_rows: list[tuple[str, str, int, float]] = []
    for (name, other_name), articles in pairs.items():
        either = articles_of[name] + articles_of[other_name] - articles
        pair_rows.append((name, other_name, articles, articles / either))
    groups = pd.DataFrame(pair_rows, columns=["name", "other", "articles", "jaccard"])
    total = len(_article_rows(corpus, (), filter))
    return _add_shares(groups, total, (), "articles", filter)


def without_effect(corpus: Corpus, what: str, filter: Filter) -> Iterator[str]:
    """Say what a filter asks for that the corpus has nowhere: labels, outlets and languages, with what there is."""
    from pressmark.exchange.flat_rows import frame

    table = {"named": "entities", "together": "entities", "events": "events"}.get(
        what, "quotes"
    )
    rows = frame(corpus, table)
    if table == "quotes":
        rows["speaker_kind"] = _speaker_kinds(rows)
    values_by_name = {
        "label": filter.labels,
        "outlet": filter.outlets,
        "language": filter.languages,
        "kind": filter.kinds,
    }
    for name, values in values_by_name.items():
        columns = [
            column
            for column in (name, f"canonical_{name}", f"speaker_{name}")
            if column in rows
        ]
        corpus_values: set[str] = set()
        for column in columns:
            corpus_values.update(rows[column].dropna())
        choices = sorted(corpus_values)
        for value in values:
            if value in corpus_values:
                continue
            near = (
                suggestion(value, choices)
                or f"; there is {', '.join(choices) or 'none'}"
            )
            yield f"no {name} {value!r} among the {table}{near}"


def _quote_rows(
    corpus: Corpus, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    active = filter or Filter()
    of_speakers = tuple(label for label in active.labels if label in LABELS["entities"])
    rows = _annotation_rows(
        corpus,
        "quotes",
        by,
        replace(active, labels=tuple({*active.labels} - {*of_speakers})),
    )
    rows = rows[~rows["label"].isin(_uncounted_labels(active))]
    if of_speakers:
        rows = rows[rows["speaker_label"].isin(of_speakers)]
    rows = rows.copy()
    if "speaker_kind" in rows:
        rows["speaker_kind"] = _speaker_kinds(rows)
    if active.kinds:
        rows = rows[rows["speaker_kind"].isin(active.kinds)].copy()
    return rows


def _uncounted_labels(filter: Filter) -> list[str]:
    """Return the labels of quotes that are not counted, since nobody asked for them."""
    return [label for label in _UNCOUNTED_LABELS if label not in filter.labels]


def _speaker_kinds(rows: pd.DataFrame) -> list[str | None]:
    """Return what kind each speaker is, once names are joined."""
    pairs = zip(rows["speaker_kind"], rows["speaker_label"], strict=True)
    return [
        kind_of_speaker(*(value if isinstance(value, str) else None for value in pair))
        for pair in pairs
    ]


def _annotation_rows(
    corpus: Corpus, table: str, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    from pressmark.exchange.flat_rows import frame

    if filter and filter.kinds and table != "quotes":
        raise PressmarkError(
            f"a kind is a speaker's, and {table} have none; count `quoted` or `shares`"
        )
    rows = _select_rows(frame(corpus, table), filter)
    if "canonical_label" in rows:
        rows["label"] = rows["canonical_label"].fillna(rows["label"])
    if filter and filter.labels:
        rows = rows[rows["label"].isin(filter.labels)]
    if "place" in by and "place_canonical_name" in rows:
        surfaces = rows["place"] if "place" in rows else rows["place_canonical_name"]
        rows["place"] = rows["place_canonical_name"].fillna(surfaces)
    return _add_periods(rows, by)


def _article_rows(
    corpus: Corpus, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    from pressmark.exchange.flat_rows import frame

    return _add_periods(_select_rows(frame(corpus, "articles"), filter), by)


def _select_rows(rows: pd.DataFrame, filter: Filter | None) -> pd.DataFrame:
    """Return the rows whose articles the filter lets through."""
    active = filter or Filter()
    import pandas as pd

    is_counted = pd.Series(True, index=rows.index)
    if not active.copies:
        is_counted &= rows["duplicate_of"].isna()
    if active.outlets:
        is_counted &= rows["outlet"].isin(active.outlets)
    if active.languages:
        is_counted &= rows["language"].isin(active.languages)
    days = pd.to_datetime(rows["published"], utc=True).dt.date
    if active.since:
        is_counted &= days.map(lambda day: not pd.isna(day) and day >= active.since)
    if active.until:
        is_counted &= days.map(lambda day: not pd.isna(day) and day <= active.until)
    return rows[is_counted].copy()


def _add_periods(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the rows with the periods among `by`. Raises `PressmarkError` for a column that is not there."""
    import pandas as pd

    for name in by:
        if name in _DATE_LETTERS_OF_PERIOD:
            when = pd.to_datetime(rows["published"], utc=True)
            rows[name] = when.dt.strftime("%Y-%m-%d").str[
                : _DATE_LETTERS_OF_PERIOD[name]
            ]
        elif name not in rows:
            columns = [
                column
                for column in map(str, rows)
                if not column.endswith(("start", "end", "_id"))
            ]
            choices = [*_DATE_LETTERS_OF_PERIOD, *columns]
            near = suggestion(name, choices)
            raise PressmarkError(
                f"there is no {name!r} to count by{near or '; there is ' + ', '.join(choices)}"
            )
    return rows


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
    aggregations |= {name: (name, "first") for name in first} | {
        name: (name, "nunique") for name in distinct
    }
    groups: pd.DataFrame = (
        rows.groupby(by, dropna=False, sort=True).agg(**aggregations).reset_index()
    )
    return groups


def _cell_totals(rows: pd.DataFrame, by: Sequence[str]) -> Any:
    return rows.groupby(list(by), dropna=False).size() if by else len(rows)


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
        groups = groups.merge(
            totals.rename(f"of_{what}").reset_index(), on=list(by), how="left"
        )
    else:
        groups[f"of_{what}"] = totals
    groups["share"] = groups[what] / groups[f"of_{what}"]
    numbers = [*first, *([what] if what in groups else [])]
    falling = [*[True] * len(by), *[False] * len(numbers)]
    groups = groups.sort_values(
        [*by, *numbers], ascending=falling, kind="stable"
    ).reset_index(drop=True)
    active = filter or Filter()
    groups.attrs["filter"] = active.said()
    groups.attrs["left_out"] = _uncounted_labels(active) if what == "quotes" else []
    return groups


COUNTS: Mapping[str, Callable[..., pd.DataFrame]] = {
    "quoted": quoted,
    "named": named,
    "shares": shares,
    "together": together,
    "events": events,
}
"""What `pressmark count` counts."""
