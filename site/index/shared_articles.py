"""
Which names stand in the same articles, counted in memory: each page of a name asks it of its neighbours.

By a join in SQLite, the ties of twelve names cost with the square of the articles that they are in, so that a page of a
large corpus took several times as long as one of a small corpus.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from functools import lru_cache
from heapq import nsmallest

from .rows import Queries
from .values import NetworkTie

__all__ = ["SharedArticles"]

ARTICLES_HELD = 50_000
"""Articles whose names are held: some 40 names of 8 bytes each, so that no corpus fills the memory."""

NAMES_HELD = 2_000
"""Names whose articles are held: the neighbours of a page are most often those of the page before."""


class SharedArticles(Queries):
    """The names of each article, and the articles of each name, read when they are first asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._places_in = lru_cache(ARTICLES_HELD)(self._read_places)
        self._articles_of = lru_cache(NAMES_HELD)(self._read_articles)

    def counts_beside(self, name_id: str, limit: int) -> dict[int, int]:
        """
        Count for the names that share most articles with a name those articles; return `limit` names by their places.

        The first shares the most; of names that share as many, the first in the alphabet comes first.
        """
        counts: Counter[int] = Counter()
        for article_no in self._articles_of(name_id):
            counts.update(self._places_in(article_no))
        (own_place,) = self._rows("select place from names where name_id = ?", name_id)
        del counts[own_place[0]]
        most = nsmallest(limit, [(-count, place) for place, count in counts.items()])
        return {place: -minus_count for minus_count, place in most}

    def ties_beside(self, name_id: str, other_ids: list[str]) -> list[NetworkTie]:
        """
        Return the pairs among other names that share articles in which a name is, too, the strongest first.

        Of its own articles alone: so the page of a name changes when one of them does, and not with any other.
        """
        ties: list[NetworkTie] = []
        own = self._articles_of(name_id)
        beside = {other_id: self._articles_of(other_id) & own for other_id in other_ids}
        ordered = sorted(other_ids)
        for place, first_id in enumerate(ordered):
            for second_id in ordered[place + 1 :]:
                shared = beside[first_id] & beside[second_id]
                if shared:
                    ties.append(NetworkTie(first_id, second_id, len(shared)))
        return sorted(
            ties, key=lambda tie: (-tie.article_count, tie.name_id, tie.other_name_id)
        )

    def _read_places(self, article_no: int) -> tuple[int, ...]:
        """Return the places in the alphabet of the names that an article mentions."""
        sql = (
            "select place from mentions join names using (name_id) where article_no = ?"
        )
        return tuple(place for (place,) in self._rows(sql, article_no))

    def _read_articles(self, name_id: str) -> frozenset[int]:
        """Return the articles that mention a name."""
        sql = "select article_no from mentions where name_id = ?"
        return frozenset(number for (number,) in self._rows(sql, name_id))
