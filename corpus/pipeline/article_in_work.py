"""
Which article an annotator has, written where another process can read it: a process that died tells nothing itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Underway"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """An article by its place in its shard, the annotator that has it, and since when (seconds of the epoch)."""

    place: int
    annotator: str
    since: float

    @classmethod
    @contextmanager
    def written(cls, mark: Path, place: int, annotator: str) -> Iterator[None]:
        """Write into the file `mark`, if it is there, that an annotator has an article; empty it at the end."""
        there = mark.exists()
        if there:
            mark.write_text(json.dumps(asdict(cls(place=place, annotator=annotator, since=time.time()))))
        try:
            yield
        finally:
            if there:
                with suppress(OSError):
                    mark.write_bytes(b"")

    @classmethod
    def read(cls, mark: Path) -> Underway | None:
        """Return what a mark says; None when no annotator had an article, or it cannot be read."""
        try:
            return cls(**json.loads(mark.read_text()))
        except (OSError, ValueError, TypeError):
            return None
