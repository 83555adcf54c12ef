"""Which search entries hold a word: a temporary database of its own, so that no corpus fills the memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

__all__ = ["SearchWords"]


class SearchWords:
    """Words, each with its shard and the number of an entry that holds it, used as a context; gone when it ends."""

    def __enter__(self) -> Self:
        """Open the database; an empty name is SQLite's for a temporary file, which does not fill the memory."""
        self._connection = sqlite3.connect("")
        self._connection.executescript(
            "pragma journal_mode = off; pragma synchronous = off;"
            " create table words (shard integer, word text, entry_no integer)"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(self, words: Iterable[tuple[int, str, int]]) -> None:
        """Add words: of each its shard, the word, and the number of an entry that holds it."""
        self._connection.executemany(
            "insert into words (shard, word, entry_no) values (?, ?, ?)", words
        )

    def in_order(self) -> Iterator[tuple[int, str, int]]:
        """Yield words shard by shard in alphabetical order, each with every entry that holds it, in order."""
        yield from self._connection.execute(
            "select distinct shard, word, entry_no from words order by shard, word, entry_no"
        )
