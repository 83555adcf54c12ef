"""What a file of another tool says of one article: its text there, and the annotations on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Found", "Marked", "Unreadable", "json_fault", "read_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    An annotation in a file: offsets count the code points of the file's own text.

    `details` are fields of the layer's table as JSON holds them, their offsets in the same text; `id` is what links of
    other annotations call it; `place` says where it stands, for a message. `words` are those that the file says stand
    there; an annotation whose words are others is refused.
    """

    layer: str
    label: str
    start: (
        Any  # what the file holds: whether it is an offset is seen where it is placed
    )
    end: Any
    details: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    place: str = ""
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """
    One article of a file. `id`, `url` or `file` name it where the file does; else its text tells which it is.

    `text` is None in a form that holds no texts: its offsets are the article's own. `layers` are those that the file
    is about, even where it annotates nothing; `left_out` counts what means nothing by itself (a cue without a quote).
    """

    text: str | None
    found: tuple[Found, ...]
    place: str
    id: str | None = None
    url: str | None = None
    file: str | None = None
    layers: frozenset[str] = frozenset()
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a file that cannot be understood: its place, why, and the words that it is about."""

    place: str
    reason: str
    words: str = ""


def json_fault(error: ValueError) -> str:
    """Why a text is no JSON, in words for people."""
    where = (
        f" at character {error.pos + 1}"
        if isinstance(error, json.JSONDecodeError)
        else ""
    )
    return f"is not JSON (something is missing or too much{where}); save it again with the tool that wrote it"


def read_text(path: Path) -> str | Unreadable:
    """The text of a file with its line ends as they are, or why it has none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable(
            path.name, f"is not UTF-8 text (at byte {error.start}); save it as UTF-8"
        )
