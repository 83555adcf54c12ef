"""What a source gives: rows of a file, then records with our column names, or rejections with their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.articles import Origin

__all__ = ["Record", "Rejection", "Row", "UnreadableRecord"]


@dataclass(frozen=True, slots=True)
class Row:
    """
    A row of a file: its values under the file's own names, its place (`line 3`; None for a whole file), how its
    bytes were read, and its name without the ending, if it is a whole file of an archive.
    """

    values: Mapping[str, Any]
    place: str | None = None
    encoding: str | None = None
    stem: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A part of a file that cannot be read as a row: its place (`line 3`; None for the whole file), and why."""

    place: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row under our column names, and where it came from."""

    values: Mapping[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Rejection:
    """What is not kept: the file, the place in it, and why; the id if one could be read."""

    file: str
    place: str | None
    reason: str
    id: str | None = None
