"""Files of text: one article a file (plain, Markdown), or JSON objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pressmark.errors import ConfigError
from pressmark.strict_yaml import parse

from .limits import MOST_DIGITS
from .records import Malformed, Row

__all__ = ["json_rows", "jsonl_rows", "markdown_rows", "plain_rows"]

_FRONT = re.compile(r"---[ \t]*(?:\r\n|\n|\r)(.*?)(?:^|(?<=\n)|(?<=\r))---[ \t]*(?:\r\n|\n|\r|\Z)", re.S | re.M)


def plain_rows(text: str) -> Iterator[Row | Malformed]:
    """A file that is one article's text."""
    yield Row({"text": text})


def markdown_rows(text: str) -> Iterator[Row | Malformed]:
    """A file that is one article: YAML front matter between `---` lines, if any, and the text after it, untouched."""
    front = _FRONT.match(text)
    if front is None:
        yield Row({"text": text})
        return
    try:
        values, _ = parse(front.group(1), "front matter")
    except ConfigError as error:
        first = error.mistakes[0]
        said = "; ".join(mistake.what for mistake in error.mistakes)
        yield Malformed(f"line {(first.line or 0) + 1}", f"front matter: {said}")
        return
    if values is not None and not isinstance(values, dict):
        yield Malformed("line 2", "front matter: must be `name: value` lines")
        return
    named = {str(name): value for name, value in (values or {}).items()}
    yield Row({**named, "text": text[front.end() :]})


def jsonl_rows(text: str) -> Iterator[Row | Malformed]:
    """A file with one JSON object a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _object(line, f"line {number}")


def json_rows(text: str) -> Iterator[Row | Malformed]:
    """A file that is a JSON list of objects, or one object."""
    if not text.strip():
        yield Malformed(None, "is empty")
        return
    try:
        found = _parsed(text)
    except (ValueError, RecursionError) as error:
        yield Malformed(_line(error), f"is not JSON: {error}")
        return
    for number, value in enumerate(found if isinstance(found, list) else [found], start=1):
        yield _row(value, f"item {number}")


def _object(line: str, place: str) -> Row | Malformed:
    try:
        return _row(_parsed(line), place)
    except (ValueError, RecursionError) as error:
        return Malformed(place, f"is not JSON: {error}")


def _parsed(text: str) -> Any:
    """The value of a JSON text; numbers that nothing can hold (5,000 digits, 1e400) stay text, NaN says nothing."""
    return json.loads(text, parse_int=_whole_number, parse_float=_number, parse_constant=_constant)


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _number(digits: str) -> float | str:
    number = float(digits)
    return number if abs(number) != float("inf") else digits


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name


def _row(value: Any, place: str) -> Row | Malformed:
    return Row(value, place) if isinstance(value, dict) else Malformed(place, "is not a JSON object")


def _line(error: Exception) -> str | None:
    return f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else None
