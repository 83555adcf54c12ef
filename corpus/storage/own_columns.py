"""The user's own columns of `articles`: kept with their types, which are known only when all articles were seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

__all__ = ["KINDS", "PACKED", "Columns", "kind_of", "packed", "unpacked"]

PACKED = "$extra"
"""The column of a draft that holds the user's columns as JSON."""

_KINDS = {
    bool: "bool",
    int: "int64",
    float: "float64",
    str: "string",
    datetime: "timestamp[ms, tz=UTC]",
}
KINDS = frozenset(_KINDS.values())
"""The types that a column of one's own can have."""

# JSON has no times: `{"$time": "2024-05-01T08:00:00+00:00"}` stands for one.
_TIME = "$time"
# The whole numbers that Parquet's `int64` holds; a longer one, the number of an account, becomes text.
_INT64 = range(-(2**63), 2**63)


class Columns:
    """Collects the values of the user's own columns (`see`) and says the type of each (`types`)."""

    def __init__(self) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._has_json_values = False

    def see(self, extra: Mapping[str, Any]) -> None:
        """Take in one article's own columns."""
        for name, value in extra.items():
            # Before the value is looked at: a column that is empty throughout is a column too.
            kinds = self._kinds.setdefault(name, set())
            if value is not None:
                kind = kind_of(value)
                kinds.add(kind)
                if kind == "string" and not isinstance(value, str):
                    self._has_json_values = True

    def types(self) -> dict[str, str]:
        """Column → type, sorted by name. Whole and broken numbers make `float64`; any other mixture is text."""
        return {name: _joined(kinds) for name, kinds in sorted(self._kinds.items())}

    @property
    def has_values_made_text(self) -> bool:
        """Whether a value becomes the text of something else: a list, or a number in a column that has words, too."""
        mixed = (kinds for kinds in self._kinds.values() if len(kinds) > 1)
        return self._has_json_values or any(
            _joined(kinds) == "string" for kinds in mixed
        )


def packed(extra: Mapping[str, Any]) -> str:
    """The user's columns of one article as JSON."""
    plain: dict[str, Any] = {}
    for name, value in extra.items():
        is_time = isinstance(value, datetime)
        plain[name] = {_TIME: value.isoformat()} if is_time else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def unpacked(
    text: str | None, types: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The inverse of `packed`; with `types`, every column is there and each value is of its column's type."""
    found = {name: _timed(value) for name, value in json.loads(text or "{}").items()}
    if types is None:
        return found
    return {name: _cast(found.get(name), kind) for name, kind in types.items()}


def kind_of(value: Any) -> str:
    """Return the type that a column of one's own has when all its values are like this one."""
    # `True` is an `int` in Python.
    if isinstance(value, int) and not isinstance(value, bool) and value not in _INT64:
        return "string"
    return _KINDS.get(type(value), "string")


def _joined(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "float64" if kinds == {"int64", "float64"} else "string"


def _timed(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {_TIME}:
        return datetime.fromisoformat(value[_TIME])
    return value


def _cast(value: Any, kind: str) -> Any:
    if value is None:
        return None
    # A column of 1 and 1.5 is one of broken numbers; its whole ones are made such.
    if kind == "float64":
        return float(value)
    if kind == "string" and not isinstance(value, str):
        if isinstance(value, datetime):
            return value.isoformat()
        return json.dumps(value, ensure_ascii=False)
    # A time without a zone is taken for UTC, the zone of the column's type.
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value
