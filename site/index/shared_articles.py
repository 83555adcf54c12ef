"""
Which names stand in the same articles, counted in memory: each page of a name asks it of its neighbours.

By a join in SQLite, the ties of twelve names cost with the square of the articles that they are in, so that a page of a
large corpus took several times as long as one of a small corpus.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from functools import lru_cache

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
        self._names_of = lru_cache(ARTICLES_HELD)(self._read_names)
        self._articles_of = lru_cache(NAMES_HELD)(self._read_articles)

    def counts_beside(self, name_id: str) -> Counter[str]:
        """Count for each other name the articles that it shares with a name."""
        counts: Counter[str] = Counter()
        for article_no in self._articles_of(name_id):
            counts.update(self._names_of(article_no))
        del counts[name_id]
        return counts

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

    def _read_names(self, article_no: int) -> tuple[str, ...]:
        """Return the names that an article mentions."""
        sql = "select name_id from mentions where article_no = ?"
        return tuple(name_id for (name_id,) in self._rows(sql, article_no))

    def _read_articles(self, name_id: str) -> frozenset[int]:
        """Return the articles that mention a name."""
        sql = "select article_no from mentions where name_id = ?"
        return frozenset(number for (number,) in self._rows(sql, name_id))
