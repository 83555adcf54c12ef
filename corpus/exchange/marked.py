"""What a file of another tool says of one article: its text there, and the annotations on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Found", "Marked", "Unreadable", "read_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    An annotation in a file: offsets count the code points of the file's own text.

    `details` are fields of the layer's table as JSON holds them, their offsets in the same text; `id` is what links of
    other annotations call it; `place` says where it stands, for a message.
    """

    layer: str
    label: str
    start: int
    end: int
    details: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One article of a file. `id` or `file` name it where the file does; else its text tells which it is."""

    text: str
    found: tuple[Found, ...]
    place: str
    id: str | None = None
    file: str | None = None
    layers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a file that cannot be understood: its place, and why."""

    place: str
    reason: str


def read_text(path: Path) -> str | Unreadable:
    """The text of a file with its line ends as they are, or why it has none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable(path.name, f"is not UTF-8 text (at byte {error.start}); save it as UTF-8")
