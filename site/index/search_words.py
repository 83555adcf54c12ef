"""Which search entries hold a word: a temporary database of its own, so that no corpus fills the memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

__all__ = ["SearchWords"]


class SearchWords:
    """Words and the numbers of the entries that hold them, used as a context; gone when it ends."""

    def __enter__(self) -> Self:
        """Open the database; an empty name is SQLite's for a temporary file, which does not fill the memory."""
        self._connection = sqlite3.connect("")
        self._connection.executescript(
            "pragma journal_mode = off; pragma synchronous = off; create table words (word text, entry_no integer)"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(self, words: Iterable[tuple[str, int]]) -> None:
        """Add words, each with the number of an entry that holds it."""
        self._connection.executemany(
            "insert into words (word, entry_no) values (?, ?)", words
        )

    def in_order(self) -> Iterator[tuple[str, int]]:
        """Yield words in alphabetical order, each with every entry that holds it, in order."""
        yield from self._connection.execute(
            "select distinct word, entry_no from words order by word, entry_no"
        )
