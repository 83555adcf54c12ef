"""The values of a record as an article can hold them: text without half a character, authors, and plain own columns."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

__all__ = [
    "RecordRefusal",
    "article_text",
    "author_names",
    "column_value",
    "is_missing",
    "printable_text",
    "require_whole",
    "text_value",
]

SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What is no text: spaces of all kinds, line ends, a byte order mark, a space without width.
_BLANK_CHARACTERS = "\ufeff \t\r\n\x0b\x0c\u00a0\u2028\u2029\u202f\u200b"
# Characters; a reason that quotes a source must not quote a page of it. Chosen.
_MAX_REASON_CHARACTERS = 400
# Columns that a message lists; chosen, not measured.
_MAX_LISTED_COLUMNS = 12
# Levels of a nested value, as json.dumps recurses: far below Python's own limit of 1,000. Chosen, not measured.
_MAX_NESTING = 100


class RecordRefusal(ValueError):
    """Why a record is not kept, in words for the person whose source it is."""


def is_missing(value: Any) -> bool:
    """
    Say whether a cell is empty: None, empty text, or the NaN that pandas writes.

    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    if value is None:
        return True
    if isinstance(value, str):
        return value == ""
    # NaN alone differs from itself.
    return isinstance(value, float) and value != value


def article_text(values: Mapping[str, Any], longest: int) -> str:
    """
    Return a record's text, to the character.

    Raises `RecordRefusal` if there is none, or if it has more than `longest` characters.
    """
    if "text" not in values:
        listed_names = ", ".join(list(values)[:_MAX_LISTED_COLUMNS])
        if len(values) > _MAX_LISTED_COLUMNS:
            listed_names += "…"
        listed_names = listed_names or "none"
        raise RecordRefusal(
            f"no column `text` (there is {listed_names}); say which it is: source: {{columns: {{text: …}}}}"
        )
    text = values["text"]
    if is_missing(text) or (
        isinstance(text, str) and not text.strip(_BLANK_CHARACTERS)
    ):
        raise RecordRefusal("has no text")
    if not isinstance(text, str):
        raise RecordRefusal(f"its text is no text but {type(text).__name__}")
    if len(text) > longest:
        raise RecordRefusal(
            f"its text has {len(text):,} characters; {longest:,} are allowed. Split it into articles,"
            " or allow more: source: {longest_text: …}"
        )
    return require_whole(text, "text")


def require_whole(text: str, description: str) -> str:
    """Return `text`. Raises `RecordRefusal` if it holds half a character, which no file can; `description` names it."""
    if half := SURROGATE.search(text):
        raise RecordRefusal(
            f"its {description} holds half a character (a lone surrogate) at {half.start()}; mend the source"
        )
    return text


def text_value(values: Mapping[str, Any], name: str) -> str | None:
    """Return the value of a column as text; None if it is empty."""
    value = values.get(name)
    if is_missing(value):
        return None
    return require_whole(str(_bytes_as_text(value)), name)


def author_names(value: Any) -> tuple[str, ...]:
    """
    Return the names of authors in a list, or in a text between semicolons; of objects, their `name`.

    >>> author_names("Anna Lee; Bob Fox")
    ('Anna Lee', 'Bob Fox')
    """
    if is_missing(value):
        return ()
    persons = value
    if not isinstance(value, list | tuple):
        persons = str(_bytes_as_text(value)).split(";")
    names = []
    for person in persons:
        name = person.get("name") if isinstance(person, Mapping) else person
        text = "" if is_missing(name) else str(name).strip()
        if text:
            names.append(require_whole(text, "authors"))
    return tuple(names)


def column_value(value: Any) -> Any:
    """
    Return a value that a column can hold: what is nested becomes JSON text, bytes their text or base64.

    Raises `RecordRefusal` for half a character, or for nesting that is too deep.
    """
    value = _bytes_as_text(value)
    if isinstance(value, str):
        return require_whole(value, "own column")
    if is_missing(value):
        return None
    if isinstance(value, float) and abs(value) == float("inf"):
        return str(value)
    if isinstance(value, bool | int | float | datetime):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return require_whole(
            json.dumps(_json_value(value, 0), ensure_ascii=False), "own column"
        )
    return require_whole(str(value), "own column")


def _json_value(value: Any, depth: int) -> Any:
    """Return a nested value as JSON can hold it."""
    if depth > _MAX_NESTING:
        raise RecordRefusal(
            f"one of its own columns is nested deeper than {_MAX_NESTING} levels"
        )
    text = _bytes_as_text(value)
    if isinstance(text, Mapping):
        return {str(key): _json_value(part, depth + 1) for key, part in text.items()}
    if isinstance(text, list | tuple | set | frozenset):
        return [_json_value(part, depth + 1) for part in text]
    if text is None or isinstance(text, str | bool | int):
        return text
    if isinstance(text, float) and abs(text) < float("inf"):
        return text
    # Infinity and NaN, which JSON has not; dates and decimals.
    return str(text)


def _bytes_as_text(value: Any) -> Any:
    """Return bytes as their text, as tables of Spark and Impala have it, or as base64; any other value as it is."""
    if not isinstance(value, bytes | bytearray):
        return value
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")


def printable_text(text: str, longest: int = _MAX_REASON_CHARACTERS) -> str:
    """Return a text that can be written and printed, cut to `longest` characters."""
    visible = SURROGATE.sub("\ufffd", CONTROL_CHARACTER.sub("\ufffd", text))
    return visible if len(visible) <= longest else f"{visible[:longest]}…"
