"""
The answers of a model on the disk, by the hash of what was asked: what was answered once is never asked again.

An entry is a file. One that is damaged, or belongs to another key, is taken for none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .private_files import write_private

__all__ = ["AnswerCache", "CachedAnswer"]


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """
    What a model answered: its words, and the tokens that it read and wrote.

    `is_cut` says that the answer had no room, so that the text must be asked for in halves; its words are then not kept.
    """

    content: str
    read_tokens: int = 0
    written_tokens: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """The answers in `folder`, which is made when the first is stored."""

    folder: Path

    def load(self, key: str) -> CachedAnswer | None:
        """Return the answer under `key`; None where there is none that can be read."""
        try:
            row = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        # The key within: a file that was renamed or copied answers nothing else.
        if not isinstance(row, dict) or row.pop("key", None) != key:
            return None
        try:
            answer = CachedAnswer(**row)
        except TypeError:
            return None
        return answer if isinstance(answer.content, str) else None

    def store(self, key: str, answer: CachedAnswer) -> None:
        """Keep an answer; without room or permission it is not kept, and asked for again another time."""
        content = json.dumps({"key": key, **asdict(answer)})
        with suppress(OSError):
            write_private(self._path(key), content.encode())

    def _path(self, key: str) -> Path:
        # Folders by the first digits: a hundred thousand files in one are slow to list.
        return self.folder / "answers" / key[:2] / f"{key}.json"
