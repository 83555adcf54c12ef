"""The values of a record as an article can hold them: text without half a character, authors, and plain own columns."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

__all__ = ["Refused", "authors", "is_missing", "plain", "printable", "text_of", "whole", "word"]

SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BLANK = "\ufeff \t\r\n\x0b\x0c\u00a0\u2028\u2029\u202f\u200b"
_LONGEST_REASON = 400  # characters; a reason that quotes a source must not quote a page of it
_MOST_NAMED = 12  # columns that a message lists
_DEEPEST = 100  # levels of a nested value; json.dumps recurses


class Refused(ValueError):
    """Why a record is not kept."""


def is_missing(value: Any) -> bool:
    """Whether a cell says nothing: None, empty text, or the NaN that pandas writes."""
    return value is None or (isinstance(value, str) and value == "") or (isinstance(value, float) and value != value)


def text_of(values: Mapping[str, Any], longest: int) -> str:
    """Return a record's text, to the character. Raises `Refused` where there is none, or too much of it."""
    if "text" not in values:
        there = ", ".join(list(values)[:_MOST_NAMED]) + ("…" if len(values) > _MOST_NAMED else "") or "none"
        raise Refused(f"no column `text` (there is {there}); say which it is: source: {{columns: {{text: …}}}}")
    text = values["text"]
    if is_missing(text) or (isinstance(text, str) and not text.strip(_BLANK)):
        raise Refused("has no text")
    if not isinstance(text, str):
        raise Refused(f"its text is no text but {type(text).__name__}")
    if len(text) > longest:
        raise Refused(
            f"its text has {len(text):,} characters; {longest:,} are allowed. Split it into articles,"
            " or allow more: source: {longest_text: …}"
        )
    return whole(text, "text")


def whole(text: str, what: str) -> str:
    """Return a text. Raises `Refused` where it holds half a character, which no file can."""
    if broken := SURROGATE.search(text):
        raise Refused(f"its {what} holds half a character (a lone surrogate) at {broken.start()}; mend the source")
    return text


def word(values: Mapping[str, Any], name: str) -> str | None:
    """Return a value as text; None where it says nothing."""
    value = values.get(name)
    return None if is_missing(value) else whole(str(_decoded(value)), name)


def authors(value: Any) -> tuple[str, ...]:
    """Return the authors of a list or of a text between semicolons; of objects, their `name`."""
    several = value if isinstance(value, list | tuple) else [] if is_missing(value) else str(_decoded(value)).split(";")
    names = (person.get("name") if isinstance(person, Mapping) else person for person in several)
    return tuple(whole(name, "authors") for person in names if not is_missing(person) and (name := str(person).strip()))


def plain(value: Any) -> Any:
    """Return a value that a column can hold: what is nested becomes JSON text, bytes their text or base64."""
    value = _decoded(value)
    if isinstance(value, str):
        return whole(value, "own column")
    if is_missing(value):
        return None
    if isinstance(value, float) and abs(value) == float("inf"):
        return str(value)
    if isinstance(value, bool | int | float | datetime):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return whole(json.dumps(_nested(value, 0), ensure_ascii=False), "own column")
    return whole(str(value), "own column")


def _nested(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Refused(f"one of its own columns is nested deeper than {_DEEPEST} levels")
    value = _decoded(value)
    if isinstance(value, Mapping):
        return {str(key): _nested(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_nested(part, depth + 1) for part in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    return value if isinstance(value, float) and abs(value) < float("inf") else str(value)


def _decoded(value: Any) -> Any:
    """Bytes as their text, as tables of Spark and Impala have it, or as base64; anything else as it is."""
    if not isinstance(value, bytes | bytearray):
        return value
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")


def printable(text: str, longest: int = _LONGEST_REASON) -> str:
    """Return a text that can be written and printed, cut to so many characters."""
    shown = SURROGATE.sub("\ufffd", CONTROL.sub("\ufffd", text))
    return shown if len(shown) <= longest else f"{shown[:longest]}…"
