"""
The counts that every study makes, as pandas frames: who is quoted and named, shares of quotes, who is named together,
what happens. Each row has its denominator (`of_…`) and share, and `frame.attrs["filter"]` says what was counted.

Copies of another article are left out, unless a filter says otherwise; so are scare quotes, which are nobody's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.messages import suggestion

from .count_groups import add_shares, cell_totals, count_rows
from .counted_rows import (
    annotation_rows,
    article_rows,
    quote_rows,
    speaker_kinds,
)
from .filters import Filter, as_tuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COUNTS",
    "Filter",
    "events",
    "find_count",
    "layer_annotations",
    "named",
    "quoted",
    "shares",
    "together",
    "without_effect",
]

_COLUMN_OF_SHARE = {"gender": "speaker_gender", "role": "speaker_role", "kind": "speaker_kind", "label": "label",
           "status": "status", "cue_class": "cue_class", "speaker_label": "speaker_label"}  # fmt: skip


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
    rows = quote_rows(corpus, by, filter)
    rows["name"] = rows["speaker_canonical_name"].fillna(rows["speaker_name"])
    rows["label"], rows["name_id"] = rows["speaker_label"], rows["speaker_name_id"]
    groups = count_rows(
        rows[rows["name"].notna()], [*by, "name", "name_id"], "quotes", first=("label",)
    )
    return add_shares(groups, cell_totals(rows, by), by, "quotes", filter)


def named(
    corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None
) -> pd.DataFrame:
    """
    Count who and what is named, the most mentioned first: `name`, `name_id`, `label`, `mentions`, `articles`.

    `of_articles` are all articles of the cell, whether they name anything or not, and `share` is of these.
    """
    by = as_tuple(by)
    rows = annotation_rows(corpus, "entities", by, filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    groups = count_rows(rows, [*by, "name", "name_id", "label"], "mentions")
    articles = cell_totals(article_rows(corpus, by, filter), by)
    return add_shares(groups, articles, by, "articles", filter, first=("mentions",))


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
    rows = quote_rows(corpus, by, filter)
    if _COLUMN_OF_SHARE[of] not in rows:
        raise PressmarkError(
            f"this corpus does not say the {of} of a quote; it was made by an older version. Run it again."
        )
    rows[of] = rows[_COLUMN_OF_SHARE[of]]
    groups = add_shares(
        count_rows(rows, [*by, of], "quotes"),
        cell_totals(rows, by),
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
    rows = annotation_rows(corpus, "events", by, filter)
    happenings = ("happening_id",) if "happening_id" in rows else ()
    groups = count_rows(rows, list(by), "events", distinct=happenings)
    return add_shares(
        groups.rename(columns={"happening_id": "happenings"}),
        len(rows),
        (),
        "events",
        filter,
    )


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
    groups = count_rows(rows, list(by), "annotations")
    return add_shares(groups, len(rows), (), "annotations", filter)


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
    total = len(article_rows(corpus, (), filter))
    return add_shares(groups, total, (), "articles", filter)


def without_effect(corpus: Corpus, what: str, filter: Filter) -> Iterator[str]:
    """Say what a filter asks for that the corpus has nowhere: labels, outlets and languages, with what there is."""
    from pressmark.exchange.flat_rows import frame

    table = _TABLE_OF_COUNT.get(what, what)
    rows = frame(corpus, table)
    if table == "quotes":
        rows["speaker_kind"] = speaker_kinds(rows)
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


COUNTS: Mapping[str, Callable[..., pd.DataFrame]] = {
    "quoted": quoted,
    "named": named,
    "shares": shares,
    "together": together,
    "events": events,
}
"""What `pressmark count` counts beside the layers of somebody's own."""

_TABLE_OF_COUNT = {
    "quoted": "quotes",
    "named": "entities",
    "shares": "quotes",
    "together": "entities",
}
"""The table that a count is made of, where it is not of the count's name."""


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
    raise PressmarkError(
        f"{what!r} is not counted; there is {', '.join(choices)}{suggestion(what, choices)}"
    )
