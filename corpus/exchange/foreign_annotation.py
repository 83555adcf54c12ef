"""What a file of another tool says of one article: its text there, and the annotations on it. Readers yield it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = [
    "ForeignArticle",
    "ForeignSpan",
    "UnreadablePart",
    "describe_json_fault",
    "read_text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSpan:
    """
    An annotation in a file: offsets count the code points of the file's own text, end-exclusive.

    `details` are fields of the layer's table as JSON holds them, their offsets in the same text; `id` is what links of
    other annotations call it; `position` says where in the file it stands, for a message. `words` are those that the
    file says stand at the offsets; an annotation is refused when others stand there.
    """

    layer: str
    label: str
    # Whatever the file holds: whether these are offsets is checked where the span is placed, so that it can be refused.
    start: Any
    end: Any
    details: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    position: str = ""
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignArticle:
    """
    One article of a file. `id`, `url` or `file` name it where the file does; else its text tells which it is.

    `text` is None in a form that holds no texts: its offsets are the article's own. `layers` are those that the file
    is about, even where it annotates nothing; `omissions` counts annotations that mean nothing by themselves (a cue
    without a quote), by what they are.
    """

    text: str | None
    spans: tuple[ForeignSpan, ...]
    position: str
    id: str | None = None
    url: str | None = None
    file: str | None = None
    layers: frozenset[str] = frozenset()
    omissions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnreadablePart:
    """A part of a file that cannot be understood: its position, why, and the words that it is about."""

    position: str
    reason: str
    words: str = ""


def describe_json_fault(error: ValueError | RecursionError) -> str:
    """
    Say in words for people why `json.loads` failed with `error`.

    >>> try: json.loads('{"id": }')
    ... except ValueError as error: print(describe_json_fault(error))
    is not JSON (something is missing or too much at character 8); save it again with the tool that wrote it
    """
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    where = ""
    # A number of too many digits is a ValueError without a position.
    if isinstance(error, json.JSONDecodeError):
        where = f" at character {error.pos + 1}"
    return f"is not JSON (something is missing or too much{where}); save it again with the tool that wrote it"


def read_text(path: Path) -> str | UnreadablePart:
    """Return the text of a file with its line ends as they are, or why it has none: it is not UTF-8."""
    try:
        # Excel and Windows put a byte order mark in front, which is no character of the text.
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return UnreadablePart(
            path.name, f"is not UTF-8 text (at byte {error.start}); save it as UTF-8"
        )
