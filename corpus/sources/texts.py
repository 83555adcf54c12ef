"""Files of text: one article a file (plain, Markdown), or JSON objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pressmark.errors import ConfigError
from pressmark.yaml_files.strict import parse_yaml

from .limits import MAX_INTEGER_DIGITS
from .records import Row, UnreadableRecord

__all__ = ["json_rows", "jsonl_rows", "markdown_rows", "plain_rows"]

# --- at the start, YAML, and --- in a line of its own, with any kind of line end
_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n|\n|\r)(.*?)(?:^|(?<=\n)|(?<=\r))---[ \t]*(?:\r\n|\n|\r|\Z)",
    re.S | re.M,
)


def plain_rows(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield the one row of a file that is one article's text."""
    yield Row({"text": text})


def markdown_rows(text: str) -> Iterator[Row | UnreadableRecord]:
    """
    Yield the one row of a file: the values of its YAML front matter, if it has one, and the text after it, untouched.
    """
    front = _FRONT_MATTER.match(text)
    if front is None:
        yield Row({"text": text})
        return
    try:
        values, _ = parse_yaml(front.group(1), "front matter")
    except ConfigError as error:
        first_mistake = error.mistakes[0]
        reasons = "; ".join(mistake.what for mistake in error.mistakes)
        yield UnreadableRecord(
            f"line {(first_mistake.line or 0) + 1}", f"front matter: {reasons}"
        )
        return
    if values is not None and not isinstance(values, dict):
        yield UnreadableRecord("line 2", "front matter: must be `name: value` lines")
        return
    fields = {str(name): value for name, value in (values or {}).items()}
    yield Row({**fields, "text": text[front.end() :]})


def jsonl_rows(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield a row for each line, which holds one JSON object; empty lines are passed over."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _json_line(line, f"line {number}")


def json_rows(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield the rows of a text that is a JSON list of objects, or one object."""
    if not text.strip():
        yield UnreadableRecord(None, "is empty")
        return
    try:
        document = _parse_json(text)
    except (ValueError, RecursionError) as error:
        yield UnreadableRecord(_error_line(error), f"is not JSON: {error}")
        return
    for number, value in enumerate(
        document if isinstance(document, list) else [document], start=1
    ):
        yield _object_row(value, f"item {number}")


def _json_line(line: str, place: str) -> Row | UnreadableRecord:
    try:
        return _object_row(_parse_json(line), place)
    except (ValueError, RecursionError) as error:
        return UnreadableRecord(place, f"is not JSON: {error}")


def _parse_json(text: str) -> Any:
    """Parse JSON; numbers that nothing can hold (5,000 digits, 1e400) stay text, and NaN becomes None."""
    return json.loads(
        text,
        parse_int=_parse_integer,
        parse_float=_parse_float,
        parse_constant=_parse_constant,
    )


def _parse_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_INTEGER_DIGITS else digits


def _parse_float(digits: str) -> float | str:
    number = float(digits)
    return number if abs(number) != float("inf") else digits


def _parse_constant(name: str) -> str | None:
    return None if name == "NaN" else name


def _object_row(value: Any, place: str) -> Row | UnreadableRecord:
    if isinstance(value, dict):
        return Row(value, place)
    return UnreadableRecord(place, "is not a JSON object")


def _error_line(error: Exception) -> str | None:
    return f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else None
