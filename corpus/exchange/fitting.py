"""
Whether what a file says of an annotation fits the columns of its layer: what does not is a reason in words for people.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from datasets import List, Value

from pressmark.layers import Layer
from pressmark.spans import LABELS
from pressmark.storage.tables import features

from .entity_labels import our_label

__all__ = ["Unfit", "fitting", "fitting_label", "time_meaning", "whole_text"]

_GIVEN_HERE = frozenset(
    {"id", "article_id", "start", "end", "text", "label", "annotator", "attributes"}
)
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_GRAINS = {10: "day", 7: "month", 4: "year"}


class Unfit(ValueError):
    """Why an annotation cannot be taken; the words are for the person who made it."""


def whole_text(value: str, name: str) -> str:
    """The text; raises `Unfit` where it holds half a character (a lone surrogate), which no file can."""
    if _SURROGATE.search(value):
        raise Unfit(f"has half a character (a lone surrogate) in its `{name}`")
    return value


def fitting_label(layer: str, label: Any, machine_labels: Collection[str]) -> str:
    """
    The label in our scheme (`person` is PER); one that the machine's layer of the article has stays as it is.

    Raises `Unfit` for no label, and for one that the closed list of the layer does not have.
    """
    if not isinstance(label, str) or not label:
        raise Unfit("has no label")
    closed = LABELS.get(layer, ())
    ours = (
        (our_label(label) or label)
        if layer == "entities" and label not in closed
        else label
    )
    if closed and ours not in closed and label not in machine_labels:
        raise Unfit(
            f"has the label {label!r}; one of the layer {layer} is {', '.join(closed)}"
        )
    return whole_text(ours if ours in closed else label, "label")


def fitting(
    layer: str | Layer, details: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """
    The details that the layer has columns for, each of its column's type, and the names of the others.

    Raises `Unfit` for a value of another type.
    """
    columns = {
        name: kind for name, kind in features(layer).items() if name not in _GIVEN_HERE
    }
    known = {
        name: value
        for name, value in details.items()
        if name in columns and value is not None
    }
    others = tuple(
        name
        for name, value in details.items()
        if name not in columns and value is not None
    )
    return {
        name: _fitted(name, value, columns[name]) for name, value in known.items()
    }, others


def _fitted(name: str, value: Any, kind: Any) -> Any:
    if isinstance(kind, Value):
        return _plain(name, value, kind.dtype)
    if isinstance(kind, List):
        inner = dict(kind.feature)
        if not isinstance(value, list) or not all(
            isinstance(row, dict) for row in value
        ):
            raise Unfit(f"has a `{name}` that is no list of {' '.join(inner)}")
        return [_row(name, row, inner) for row in value]
    return time_meaning(name, value)


def _row(
    name: str, row: Mapping[str, Any], columns: Mapping[str, Value]
) -> dict[str, Any]:
    """A piece of a quote, or an argument of an event: it must have its place."""
    fitted = {key: _plain(f"{name}: {key}", row[key], kind.dtype) for key, kind in columns.items()
              if row.get(key) is not None}  # fmt: skip
    if missing := [
        key for key in ("start", "end", "role") if key in columns and key not in fitted
    ]:
        raise Unfit(f"has `{name}` without {missing[0]}")
    return fitted


_KINDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "string": (lambda value: isinstance(value, str), "text"),
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "int32": (
        lambda value: (
            isinstance(value, int)
            and not isinstance(value, bool)
            and -(2**31) <= value < 2**31
        ),
        "whole number",
    ),
    "int64": (
        lambda value: (
            isinstance(value, int)
            and not isinstance(value, bool)
            and -(2**63) <= value < 2**63
        ),
        "whole number",
    ),
    "float": (
        lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "number",
    ),
}


def _plain(name: str, value: Any, dtype: str) -> Any:
    is_right, noun = _KINDS["float" if dtype.startswith("float") else dtype]
    if not is_right(value):
        raise Unfit(f"has a `{name}` that is no {noun}")
    return whole_text(value, name) if isinstance(value, str) else value


def time_meaning(name: str, value: Any) -> dict[str, Any]:
    """
    A time as its columns hold it, from them or from its one value: a day, month, year, or `first/last`.

    >>> time_meaning("time", "2026-02")
    {'start': '2026-02-01', 'end': '2026-02-28', 'grain': 'month', 'surface': ''}
    """
    columns: dict[str, Any] = {"start": None, "end": None, "grain": None, "surface": ""}
    if isinstance(value, str):
        return columns | _resolved(name, value)
    if not isinstance(value, dict):
        raise Unfit(f"has a `{name}` that is no day, month, year or first/last")
    if value.keys() & {"value"} and value.get("start") is None:
        columns = time_meaning(name, value["value"])
    return columns | {key: _plain(f"{name}: {key}", value[key], "string") for key in columns
                      if value.get(key) is not None}  # fmt: skip


def _resolved(name: str, value: str) -> dict[str, Any]:
    first, slash, last = value.partition("/")
    with suppress(ValueError):  # the 31st of a month that has none
        if _DAY.fullmatch(first) and _DAY.fullmatch(last or first):
            start, end = (
                first + {7: "-01", 4: "-01-01"}.get(len(first), ""),
                _last_day(last or first),
            )
            date.fromisoformat(start), date.fromisoformat(end)
            return {
                "start": start,
                "end": end,
                "grain": None if slash else _GRAINS[len(value)],
            }
    raise Unfit(
        f"has the `{name}` {value!r}, which is no day, month, year or first/last (2026-03-02, 2026-03, 2026)"
    )


def _last_day(value: str) -> str:
    if len(value) == 4:
        return f"{value}-12-31"
    year, month = int(value[:4]), int(value[5:7])
    return value if len(value) > 7 else f"{value}-{monthrange(year, month)[1]:02}"
