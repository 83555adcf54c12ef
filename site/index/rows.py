"""How a question reaches the index: rows at once, rows one by one, or a number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

__all__ = ["Queries"]


class Queries:
    """The questions of one subject. The methods here take SQL, and are for this package's modules alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def _stream(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query one by one, for a result that is too long to hold."""
        yield from self._connection.execute(sql, values)

    def _counts(self, sql: str, *values: Any) -> list[tuple[str, int]]:
        """Return the rows of a query that gives a text and how often it stands: a label, a day, a letter."""
        return [(text, count) for text, count in self._rows(sql, *values)]

    def _number(self, sql: str, *values: Any) -> int:
        """Return the number that a query counts."""
        (number,) = self._connection.execute(sql, values).fetchone()
        return int(number)
