"""
The rows that a count is made of: annotations or articles that a filter lets through, with the columns to count by.

`counts` groups them. A row is one of `exchange.flat_rows`: an annotation with what its article, speaker and name say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.dataset.layer_gaps import layer_gaps
from pressmark.errors import PressmarkError
from pressmark.linking.speakers import kind_of_speaker
from pressmark.messages import counted, suggestion
from pressmark.spans import LABELS

from .filters import Filter

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "SHARED_OUT",
    "annotation_rows",
    "article_rows",
    "gap_notices",
    "name_rows",
    "quote_rows",
    "share_rows",
    "speaker_kinds",
    "speaker_rows",
    "uncounted_labels",
]


_FORMATS_OF_PERIOD = {
    "day": "%Y-%m-%d",
    "week": "%G-W%V",
    "month": "%Y-%m",
    "year": "%Y",
}
"""How ISO 8601 writes each period: `2024-W20` begins on a Monday, and may lie in two years."""


# So-called “reforms”: quotation marks around a word, which nobody is quoted with.
_UNCOUNTED_LABELS = ("scare",)
"""Labels of quotes that are counted only when they are asked for."""


_COLUMN_OF_SHARE = {
    "gender": "speaker_gender",
    "role": "speaker_role",
    "kind": "speaker_kind",
    "label": "label",
    "status": "status",
    "cue_class": "cue_class",
    "speaker_label": "speaker_label",
}
"""The column of a quote's row that each share is counted by."""

SHARED_OUT = tuple(_COLUMN_OF_SHARE)
"""What the shares of quotes are counted of."""


def quote_rows(
    corpus: Corpus, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """
    Return the quotes that `filter` lets through, with the columns of `by`.

    A label of entities in the filter (`PER`) means the speaker's: a quote itself is `direct`, never a person.
    """
    active = filter or Filter()
    of_speakers = tuple(label for label in active.labels if label in LABELS["entities"])
    of_quotes = tuple({*active.labels} - {*of_speakers})
    rows = annotation_rows(corpus, "quotes", by, replace(active, labels=of_quotes))
    rows = rows[~rows["label"].isin(uncounted_labels(active))]
    if of_speakers:
        rows = rows[rows["speaker_label"].isin(of_speakers)]
    rows = rows.copy()  # pandas warns where a column of a selection is set
    if "speaker_kind" in rows:
        rows["speaker_kind"] = speaker_kinds(rows)
    if active.kinds:
        rows = rows[rows["speaker_kind"].isin(active.kinds)].copy()
    return rows


def speaker_rows(
    corpus: Corpus, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """Return the quotes with `name`, `name_id` and `label` of their speakers."""
    rows = quote_rows(corpus, by, filter)
    # “a police spokesman” has no name of its own and is counted by these words.
    rows["name"] = rows["speaker_canonical_name"].fillna(rows["speaker_name"])
    rows["label"], rows["name_id"] = rows["speaker_label"], rows["speaker_name_id"]
    return rows


def name_rows(corpus: Corpus, by: Sequence[str], filter: Filter | None) -> pd.DataFrame:
    """Return the mentions with the `name` that they are joined under, else their own words."""
    rows = annotation_rows(corpus, "entities", by, filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    return rows


def share_rows(
    corpus: Corpus, of: str, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """Return the quotes with what they are shared out by in the column `of`. Raises `PressmarkError` for something else."""
    if of not in _COLUMN_OF_SHARE:
        raise PressmarkError(
            f"shares of {of!r} are not counted; there is {', '.join(_COLUMN_OF_SHARE)}"
            f"{suggestion(of, _COLUMN_OF_SHARE)}"
        )
    rows = quote_rows(corpus, by, filter)
    column = _COLUMN_OF_SHARE[of]
    if column not in rows:
        raise PressmarkError(
            f"this corpus does not say the {of} of a quote; it was made by an older version. Run it again."
        )
    rows[of] = rows[column]
    return rows


def uncounted_labels(filter: Filter) -> list[str]:
    """Return the labels of quotes that are not counted, since nobody asked for them."""
    return [label for label in _UNCOUNTED_LABELS if label not in filter.labels]


def speaker_kinds(rows: pd.DataFrame) -> list[str | None]:
    """Return what kind each speaker is, once names are joined."""
    # A cell that is empty is NaN in pandas; `kind_of_speaker` asks for None.
    kinds = [kind if isinstance(kind, str) else None for kind in rows["speaker_kind"]]
    labels = [
        label if isinstance(label, str) else None for label in rows["speaker_label"]
    ]
    return list(map(kind_of_speaker, kinds, labels))


def annotation_rows(
    corpus: Corpus, table: str, by: Sequence[str], filter: Filter | None
) -> pd.DataFrame:
    """
    Return the annotations of a layer's `table` that `filter` lets through, with the columns of `by`.

    A name's label and place are those that its mentions are joined under, where the corpus joins them.
    Raises `PressmarkError` for a kind of speaker in the filter where `table` is not "quotes", and for an unknown column.
    """
    from pressmark.exchange.flat_rows import frame

    if filter and filter.kinds and table != "quotes":
        raise PressmarkError(
            f"a kind is a speaker's, and {table} have none; count `quoted` or `shares`"
        )
    rows = _select_rows(frame(corpus, table), filter)
    # Joined names first: one mention of Orange the firm may have been taken for the town.
    if "canonical_label" in rows:
        rows["label"] = rows["canonical_label"].fillna(rows["label"])
    if filter and filter.labels:
        rows = rows[rows["label"].isin(filter.labels)]
    # A place that no name is joined for keeps the words that stand in the article.
    if "place" in by and "place_canonical_name" in rows:
        surfaces = rows["place"] if "place" in rows else rows["place_canonical_name"]
        rows["place"] = rows["place_canonical_name"].fillna(surfaces)
    return _add_periods(_add_attributes(rows, by), by)


def article_rows(
    corpus: Corpus,
    by: Sequence[str],
    filter: Filter | None,
    *,
    layer: str | None = None,
) -> pd.DataFrame:
    """
    Return the articles that `filter` lets through, annotated or not.

    With `layer`, without those that lack it because its annotator failed: they say nothing of it, and are no part of
    the denominator of what is named.
    """
    rows = _filtered_articles(corpus, filter)
    if layer is not None:
        lacking = layer_gaps(corpus).get(layer, {})
        rows = rows[~rows["id"].isin(lacking)].copy()
    return _add_periods(rows, by)


def gap_notices(corpus: Corpus, layer: str, filter: Filter | None) -> list[str]:
    """Say how many of the articles that `filter` lets through lack the `layer`; empty where all have it."""
    lacking = layer_gaps(corpus).get(layer, {})
    if not lacking:
        return []
    rows = _filtered_articles(corpus, filter)
    count = int(rows["id"].isin(lacking).sum())
    if not count:
        return []
    return [
        f"{count} of {counted(len(rows), 'article')} left out: without the layer {layer}, whose annotator failed"
        f" (pressmark rejected {corpus.folder})"
    ]


def _filtered_articles(corpus: Corpus, filter: Filter | None) -> pd.DataFrame:
    """Return the articles that `filter` lets through."""
    from pressmark.exchange.flat_rows import frame

    return _select_rows(frame(corpus, "articles"), filter)


def _select_rows(rows: pd.DataFrame, filter: Filter | None) -> pd.DataFrame:
    """Return the rows whose articles the filter lets through."""
    import pandas as pd

    active = filter or Filter()
    is_counted = pd.Series(True, index=rows.index)
    if not active.copies:
        is_counted &= rows["duplicate_of"].isna()
    if active.outlets:
        is_counted &= rows["outlet"].isin(active.outlets)
    if active.languages:
        is_counted &= rows["language"].isin(active.languages)
    # In UTC, as `published` is written: an evening in New York may be the next day.
    days = pd.to_datetime(rows["published"], utc=True).dt.date
    # An article without a date is in no period: with either bound it is left out.
    if active.since:
        is_counted &= days.map(lambda day: not pd.isna(day) and day >= active.since)
    if active.until:
        is_counted &= days.map(lambda day: not pd.isna(day) and day <= active.until)
    return rows[is_counted].copy()


def _add_attributes(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """
    Return the rows with those columns of `by` that annotations have as attributes.

    They are of a layer that declares no columns, where each annotation may have others; JSON holds them.
    """
    missing = [name for name in by if name not in rows]
    if "attributes" not in rows or not missing:
        return rows
    attributes = [json.loads(text) if text else {} for text in rows["attributes"]]
    for name in missing:
        values = [each.get(name) for each in attributes]
        if any(value is not None for value in values):
            rows[name] = list(map(_plain_value, values))
    return rows


def _plain_value(value: Any) -> Any:
    """Return an attribute as a cell that can be grouped: lists and mappings as JSON, all else as it is."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _add_periods(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the rows with the periods among `by`. Raises `PressmarkError` for a column that is not there."""
    import pandas as pd

    for name in by:
        if name in _FORMATS_OF_PERIOD:
            # As text, which sorts as time does.
            days = pd.to_datetime(rows["published"], utc=True).dt
            rows[name] = days.strftime(_FORMATS_OF_PERIOD[name])
        elif name not in rows:
            raise _unknown_column(name, rows)
    return rows


def _unknown_column(name: str, rows: pd.DataFrame) -> PressmarkError:
    """Return the error for a column to count by that `rows` do not have, with one like it, or all that there are."""
    # Offsets and ids are columns too, but nobody's groups: they are not offered.
    technical = ("start", "end", "_id")
    columns = [column for column in map(str, rows) if not column.endswith(technical)]
    choices = [*_FORMATS_OF_PERIOD, *columns, *_attribute_names(rows)]
    advice = suggestion(name, choices) or f"; there is {', '.join(choices)}"
    return PressmarkError(f"there is no {name!r} to count by{advice}")


def _attribute_names(rows: pd.DataFrame) -> list[str]:
    """Return the names of the attributes that annotations have, in the order in which they come."""
    names: dict[str, None] = {}
    for text in rows.get("attributes", ()):
        names |= dict.fromkeys(json.loads(text) if text else {})
    return list(names)
