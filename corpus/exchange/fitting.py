"""
Fits what a file says of an annotation to the columns of its layer: what does not fit is a reason in words for people.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from pressmark.layers import Layer
from pressmark.spans import LABELS
from pressmark.storage.column_types import ColumnType, ListOf, Scalar
from pressmark.storage.tables import table_columns

from .entity_labels import our_label

__all__ = ["Unfit", "fit_details", "fit_label", "require_whole_characters"]

# Columns that the place, the label and the import itself fill in; a file's own are not read as details.
_COLUMNS_OF_EVERY_SPAN = frozenset(
    {"id", "article_id", "start", "end", "text", "label", "annotator", "attributes"}
)
# `2026`, `2026-03`, `2026-03-02`; whether a month has that day is asked of the calendar.
_DAY_MONTH_OR_YEAR = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
# By the length of `2026-03-02`, `2026-03`, `2026`.
_GRAIN_BY_LENGTH = {10: "day", 7: "month", 4: "year"}
_FIRST_DAY_BY_LENGTH = {7: "-01", 4: "-01-01"}


class Unfit(ValueError):
    """Why an annotation cannot be imported; the words are for the person who made it."""


def require_whole_characters(value: str, name: str) -> str:
    """Return `value`; raise `Unfit` where it holds half a character (a lone surrogate), which no file can."""
    if _SURROGATE.search(value):
        raise Unfit(f"has half a character (a lone surrogate) in its `{name}`")
    return value


def fit_label(layer: str, label: Any, machine_labels: Collection[str]) -> str:
    """
    Return `label` in our scheme; one that the machine's layer of the article has stays as it is.

    Raise `Unfit` for no label, and for one that the closed list of the layer does not have.

    >>> fit_label("entities", "person", ())
    'PER'
    """
    if not isinstance(label, str) or not label:
        raise Unfit("has no label")
    closed_list = LABELS.get(layer, ())
    translated = label
    if layer == "entities" and label not in closed_list:
        translated = our_label(label) or label
    if translated in closed_list:
        return require_whole_characters(translated, "label")
    # The machine may have given labels of the user's own; who corrects its layer keeps them.
    if closed_list and label not in machine_labels:
        raise Unfit(
            f"has the label {label!r}; one of the layer {layer} is {', '.join(closed_list)}"
        )
    return require_whole_characters(label, "label")


def fit_details(
    layer: str | Layer, details: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """
    Return the `details` that `layer` has columns for, each of its column's type, and the names of the other details.

    Raise `Unfit` for a value of another type.

    >>> fit_details("entities", {"name": "Ann Lee", "shoe_size": 38})
    ({'name': 'Ann Lee'}, ('shoe_size',))
    """
    columns = {
        name: kind
        for name, kind in table_columns(layer).items()
        if name not in _COLUMNS_OF_EVERY_SPAN
    }
    # null says nothing, and is no value of a wrong type.
    stated = {name: value for name, value in details.items() if value is not None}
    fitted = {
        name: _fit_value(name, value, columns[name])
        for name, value in stated.items()
        if name in columns
    }
    return fitted, tuple(name for name in stated if name not in columns)


def _fit_value(name: str, value: Any, kind: ColumnType) -> Any:
    """Return `value` as a column of the type `kind` holds it; `kind` is one of `column_types`."""
    if isinstance(kind, Scalar):
        return _fit_plain_value(name, value, kind.dtype)
    if isinstance(kind, ListOf):
        columns = _parts_of_rows(kind)
        if not _is_list_of_rows(value):
            raise Unfit(f"has a `{name}` that is no list of {' '.join(columns)}")
        return [_fit_row(name, row, columns) for row in value]
    # The one structure among the columns of our layers is a time.
    return _fit_time(name, value)


def _parts_of_rows(kind: ListOf) -> dict[str, Scalar]:
    """Return the columns of the rows that a list holds; none for a list of scalars."""
    if isinstance(kind.element, Scalar):
        return {}
    parts = kind.element.items()
    return {name: part for name, part in parts if isinstance(part, Scalar)}


def _is_list_of_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _fit_row(
    name: str, row: Mapping[str, Any], columns: Mapping[str, Scalar]
) -> dict[str, Any]:
    """Return a piece of a quote, or an argument of an event; raise `Unfit` where it lacks its offsets or its role."""
    fitted = {
        key: _fit_plain_value(f"{name}: {key}", row[key], kind.dtype)
        for key, kind in columns.items()
        if row.get(key) is not None
    }
    for key in ("start", "end", "role"):
        if key in columns and key not in fitted:
            raise Unfit(f"has `{name}` without {key}")
    return fitted


def _is_int32(value: Any) -> bool:
    # True and False are whole numbers to Python, and none to a person who annotates.
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and -(2**31) <= value < 2**31


def _is_int64(value: Any) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and -(2**63) <= value < 2**63


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_PLAIN_TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "string": (lambda value: isinstance(value, str), "text"),
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "int32": (_is_int32, "whole number"),
    "int64": (_is_int64, "whole number"),
    "float": (_is_number, "number"),
}
"""By the type of a column: the question whether a value is of it, and its name in a message."""


def _fit_plain_value(name: str, value: Any, dtype: str) -> Any:
    """Return `value` unchanged; raise `Unfit` where it is not of the column's type."""
    is_fitting, noun = _PLAIN_TYPES["float" if dtype.startswith("float") else dtype]
    if not is_fitting(value):
        raise Unfit(f"has a `{name}` that is no {noun}")
    if isinstance(value, str):
        return require_whole_characters(value, name)
    return value


def _fit_time(name: str, value: Any) -> dict[str, Any]:
    """
    Return a time as its columns hold it, from them or from its one value: a day, month, year, or `first/last`.

    >>> _fit_time("time", "2026-02")
    {'start': '2026-02-01', 'end': '2026-02-28', 'grain': 'month', 'surface': ''}
    """
    columns: dict[str, Any] = {"start": None, "end": None, "grain": None, "surface": ""}
    if isinstance(value, str):
        return columns | _resolve_time(name, value)
    if not isinstance(value, dict):
        raise Unfit(f"has a `{name}` that is no day, month, year or first/last")
    # JSON lines say a time as one value; the columns win where both are there.
    if "value" in value and value.get("start") is None:
        columns = _fit_time(name, value["value"])
    stated = {
        key: _fit_plain_value(f"{name}: {key}", value[key], "string")
        for key in columns
        if value.get(key) is not None
    }
    return columns | stated


def _resolve_time(name: str, value: str) -> dict[str, Any]:
    """Return first day, last day and grain of a day, month, year or `first/last`; raise `Unfit` for another text."""
    first, slash, last = value.partition("/")
    with suppress(ValueError):  # the 31st of a month that has none
        if _DAY_MONTH_OR_YEAR.fullmatch(first) and (
            not last or _DAY_MONTH_OR_YEAR.fullmatch(last)
        ):
            start = first + _FIRST_DAY_BY_LENGTH.get(len(first), "")
            end = _last_day(last or first)
            # Only for the error that it raises: 2026-02-30 has the form of a day.
            date.fromisoformat(start), date.fromisoformat(end)
            grain = None if slash else _GRAIN_BY_LENGTH[len(value)]
            return {"start": start, "end": end, "grain": grain}
    raise Unfit(
        f"has the `{name}` {value!r}, which is no day, month, year or first/last (2026-03-02, 2026-03, 2026)"
    )


def _last_day(value: str) -> str:
    """Return the last day of a day, a month or a year."""
    if len(value) == len("2026"):
        return f"{value}-12-31"
    if len(value) > len("2026-03"):
        return value
    year, month = int(value[:4]), int(value[5:7])
    return f"{value}-{monthrange(year, month)[1]:02}"
