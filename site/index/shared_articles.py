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
        return dict(nsmallest(limit, counts.items(), key=_most_first))

    def ties(self, name_ids: list[str]) -> list[NetworkTie]:
        """Return the pairs among some names that share articles, the strongest first."""
        ties: list[NetworkTie] = []
        ordered = sorted(name_ids)
        for place, name_id in enumerate(ordered):
            for other_id in ordered[place + 1 :]:
                shared = self._articles_of(name_id) & self._articles_of(other_id)
                if shared:
                    ties.append(NetworkTie(name_id, other_id, len(shared)))
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


def _most_first(place_and_count: tuple[int, int]) -> tuple[int, int]:
    """Return what orders a name beside another: the most articles first, then its place in the alphabet."""
    place, count = place_and_count
    return -count, place
