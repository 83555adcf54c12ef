"""The rows that a count is about: annotations or articles that a filter lets through, with the periods asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.linking.speakers import kind_of_speaker
from pressmark.messages import suggestion
from pressmark.spans import LABELS

from .filters import Filter

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "annotation_rows",
    "article_rows",
    "quote_rows",
    "speaker_kinds",
    "uncounted_labels",
]

_DATE_LETTERS_OF_PERIOD = {"day": 10, "month": 7, "year": 4}
"""Letters of an ISO date that name each period: `2024-05` is a month."""

_UNCOUNTED_LABELS = ("scare",)
"""Labels of quotes that are counted only when they are asked for."""


def quote_rows(
    corpus: Corpus, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """
    Return the quotes to count, with columns named in `by`; a label of entities among the filter's is of the speaker.

    Scare quotes are left out unless the filter asks for them.
    """
    active = filter or Filter()
    of_speakers = tuple(label for label in active.labels if label in LABELS["entities"])
    rows = annotation_rows(
        corpus,
        "quotes",
        by,
        replace(active, labels=tuple({*active.labels} - {*of_speakers})),
    )
    rows = rows[~rows["label"].isin(uncounted_labels(active))]
    if of_speakers:
        rows = rows[rows["speaker_label"].isin(of_speakers)]
    rows = rows.copy()
    if "speaker_kind" in rows:
        rows["speaker_kind"] = speaker_kinds(rows)
    if active.kinds:
        rows = rows[rows["speaker_kind"].isin(active.kinds)].copy()
    return rows


def speaker_kinds(rows: pd.DataFrame) -> list[str | None]:
    """Return what kind each speaker is, once names are joined."""
    pairs = zip(rows["speaker_kind"], rows["speaker_label"], strict=True)
    return [
        kind_of_speaker(*(value if isinstance(value, str) else None for value in pair))
        for pair in pairs
    ]


def annotation_rows(
    corpus: Corpus, table: str, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """
    Return the annotations of a layer that the filter lets through, with the columns and periods named in `by`.

    Raises `PressmarkError` for a column that is not there, and for kinds of speakers where a layer has none.
    """
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


def article_rows(
    corpus: Corpus, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """Return the articles that the filter lets through, with the periods among `by`."""
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


def uncounted_labels(filter: Filter) -> list[str]:
    """Return the labels of quotes that are not counted, since nobody asked for them."""
    return [label for label in _UNCOUNTED_LABELS if label not in filter.labels]
