"""Which search entries hold a word: gathered in memory by the million, and laid by in a temporary database between."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from types import TracebackType
from typing import Self

__all__ = ["SearchWords"]

POSTINGS_HELD = 4_000_000
"""Entries of words that are held before they are laid by: 4 bytes each, so that no corpus fills the memory."""


class SearchWords:
    """Words, each with its shard and the numbers of the entries that hold it, used as a context; gone when it ends."""

    def __init__(self, shard_of: Callable[[str], int]) -> None:
        """Begin without a word; `shard_of` gives the number of a word's shard."""
        self._shard_of = shard_of
        self._entry_nos: defaultdict[str, array[int]] = defaultdict(_no_numbers)
        self._held = 0
        self._has_laid_by = False

    def __enter__(self) -> Self:
        """Open the database; an empty name is SQLite's for a temporary file, which does not fill the memory."""
        self._connection = sqlite3.connect("")
        self._connection.executescript(
            "pragma journal_mode = off; pragma synchronous = off;"
            " create table words (shard integer, word text, entry_nos blob)"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(self, entry_no: int, words: Iterable[str]) -> None:
        """Add the words of an entry; single letters are not searched."""
        entry_nos = self._entry_nos
        searched = [word for word in words if len(word) > 1]
        for word in searched:
            entry_nos[word].append(entry_no)
        self._held += len(searched)
        if self._held >= POSTINGS_HELD:
            self._lay_by()

    def in_order(self) -> Iterator[tuple[int, str, list[int]]]:
        """Yield words shard by shard in alphabetical order, each with every entry that holds it, in order."""
        if not self._has_laid_by:
            # Most corpora: all words are held, and nothing need be written and read again.
            held = self._entry_nos.items()
            shards = [
                (self._shard_of(word[:2]), word, numbers) for word, numbers in held
            ]
            for shard, word, numbers in sorted(shards, key=_place):
                yield shard, word, sorted(set(numbers))
            return
        self._lay_by()
        rows = self._connection.execute(
            "select shard, word, entry_nos from words order by shard, word"
        )
        for (shard, word), parts in groupby(rows, key=lambda row: row[:2]):
            entry_nos: set[int] = set()
            for *_, packed in parts:
                numbers = _no_numbers()
                numbers.frombytes(packed)
                entry_nos.update(numbers)
            yield shard, word, sorted(entry_nos)

    def _lay_by(self) -> None:
        """Write what is held into the database, and hold nothing."""
        self._has_laid_by = True
        self._connection.executemany(
            "insert into words values (?, ?, ?)",
            (
                (self._shard_of(word[:2]), word, numbers.tobytes())
                for word, numbers in self._entry_nos.items()
            ),
        )
        self._entry_nos.clear()
        self._held = 0


def _place(row: tuple[int, str, array[int]]) -> tuple[int, str]:
    """Return what orders a word with its shard: the shard, then the alphabet."""
    shard, word, _ = row
    return shard, word


def _no_numbers() -> array[int]:
    """Return an empty row of numbers of 4 bytes: a site has no four thousand million entries."""
    return array("I")
