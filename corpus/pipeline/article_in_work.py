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

__all__ = ["ArticleInWork"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInWork:
    """An article by its position in its shard, the annotator that has it, and since when (seconds of the epoch)."""

    position: int
    annotator: str
    since: float

    @classmethod
    @contextmanager
    def written(cls, file: Path, position: int, annotator: str) -> Iterator[None]:
        """
        Write into `file`, if it is there, that an annotator has an article; empty it at the end.

        Without the file nobody asks: articles that are only probed have none.
        """
        is_asked = file.exists()
        if is_asked:
            article = cls(position=position, annotator=annotator, since=time.time())
            file.write_text(json.dumps(asdict(article)))
        try:
            yield
        finally:
            if is_asked:
                with suppress(OSError):  # the annotator may have deleted the folder
                    file.write_bytes(b"")

    @classmethod
    def read(cls, file: Path) -> ArticleInWork | None:
        """Return what `file` says; None when no annotator had an article, or it cannot be read."""
        try:
            return cls(**json.loads(file.read_text()))
        # The process may have died while it wrote: half a line of JSON, or nothing yet.
        except (OSError, ValueError, TypeError):
            return None
