"""The page of counts: each number with the list of its sentences, its share, and what is true as far as people checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .index import Index
from .index.corrected import CorrectedShare
from .index.values import Facet
from .paths import facet_path, section_path

__all__ = ["CountRow", "CountTable", "count_tables"]

MAX_COUNT_ROWS = 20
"""Rows of a table, the largest numbers; all others are a list away. Chosen, not measured."""


class CountRow(NamedTuple):
    """A number: what it counts, the list of its sentences, its share, and the corrected one; None where nobody checked."""

    value: str
    path: str
    number: int
    share: float
    corrected: CorrectedShare | None


class CountTable(NamedTuple):
    """A count: its name, the list of words that its values are of (empty for names), what is counted, and its rows."""

    name: str
    words: str
    unit: str
    rows: tuple[CountRow, ...]

    @property
    def is_checked(self) -> bool:
        """Whether people checked a sample of what is counted."""
        return any(row.corrected for row in self.rows)


def count_tables(index: Index) -> tuple[CountTable, ...]:
    """Return every count that there is something for."""
    return tuple(table for table in _tables(index) if table.rows)


def _tables(index: Index) -> Iterator[CountTable]:
    genders = _facets("quotes", "gender", index.quotes.facet_values("gender"))
    yield _table(index, "gender", "gender", "quotes", genders)
    types = _facets("quotes", "type", index.quotes.facet_values("type"))
    yield _table(index, "quote_types", "quote_types", "quotes", types)
    speakers = index.quotes.speakers(limit=MAX_COUNT_ROWS)
    rows = [
        (
            row.name_id,
            Facet(row.speaker, section_path(row.path, "said"), row.quote_count),
        )
        for row in speakers
    ]
    yield _table(index, "quoted", "", "quotes", rows, index.quotes.count())
    events = _facets("events", "type", index.events.types())
    yield _table(index, "event_types", "event_types", "events", events)


def _facets(
    folder: str, facet: str, values: Iterable[tuple[str, int]]
) -> list[tuple[str, Facet]]:
    """Return the values of a facet with their lists, each with itself as its key."""
    return [
        (value, Facet(value, facet_path(folder, facet, value), number))
        for value, number in values
    ]


def _table(
    index: Index,
    name: str,
    words: str,
    unit: str,
    facets: list[tuple[str, Facet]],
    whole: int | None = None,
) -> CountTable:
    """Return a table; `whole` is what shares are of, the sum of the numbers where it is left out."""
    corrected = index.corrected.of(name)
    total = whole or sum(facet.row_count for _, facet in facets)
    rows = (
        CountRow(
            facet.value,
            facet.path,
            facet.row_count,
            facet.row_count / total,
            corrected.get(key),
        )
        for key, facet in facets[:MAX_COUNT_ROWS]
    )
    return CountTable(name, words, unit, tuple(rows))
