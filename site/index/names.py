"""What can be asked of names: people, places, organisations and others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from .rows import Queries
from .shared_articles import SharedArticles
from .values import (
    Alias,
    NameRole,
    NameRow,
    Neighbour,
    NetworkTie,
    SearchEntry,
)

__all__ = ["NameQueries", "NameTotals", "name_row"]

# In the order of the fields of NameRow.
_NAME = (
    "name_id, label, name, path, letter, aliases, roles, gender, is_ambiguous, wikidata, country, latitude, longitude, "
    "article_count, mention_count, quote_count, about_count, event_count"
)
_MOST_MENTIONED = "mention_count desc, sort_key, name_id"

# Names of no letter (`#`) come after Z, as on the page.
_ORDERS = {"letter": "letter = '#', sort_key, name_id", "count": _MOST_MENTIONED}

# `mentions` has one row for each name of each article, so that counting rows counts articles.
# `<`: each pair once, and no name with itself. The names are chosen before they are paired: all names of a
# corpus with themselves would be as many rows as there are pairs.
_NAMED_TOGETHER = """
with chosen as (
  select name_id from names where label in ('PER', 'ORG') and article_count >= ?
  order by article_count desc, mention_count desc, name_id limit ?)
select own.name_id, other.name_id, count(*)
from mentions as own
join mentions as other on other.article_no = own.article_no and own.name_id < other.name_id
where own.name_id in chosen and other.name_id in chosen
group by 1, 2 having count(*) >= ? order by 3 desc, 1, 2 limit ?
"""


class NameTotals(NamedTuple):
    """How many lines each section of a name's page has."""

    name_id: str
    quote_count: int
    about_count: int
    event_count: int
    article_count: int


class NameQueries(Queries):
    """Questions about names. A `label` is PER, LOC, ORG or MISC."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._shared = SharedArticles(connection)
        # A page asks twice, for its list and for its picture.
        self.named_beside = lru_cache(2)(self._find_named_beside)

    def by_id(self, name_id: str) -> NameRow:
        """Return a name. Raises `IndexError` when there is none with this id."""
        return self._names("where name_id = ?", name_id)[0]

    def rows_of_label(
        self, label: str, *, order: str, limit: int, offset: int = 0
    ) -> list[tuple[Any, ...]]:
        """Return the names with `label`, by `letter` or by `count` of mentions, each as `name_row` takes it."""
        clauses = f"where label = ? order by {_ORDERS[order]} limit ? offset ?"
        return self._rows(f"select {_NAME} from names {clauses}", label, limit, offset)

    def most_mentioned(self, limit: int) -> list[NameRow]:
        """Return the names with the most mentions."""
        return self._names(f"order by {_MOST_MENTIONED} limit ?", limit)

    def with_coordinates(self, limit: int) -> list[NameRow]:
        """Return the places that can stand on a map, the most mentioned first."""
        condition = "latitude is not null and longitude is not null and label = 'LOC'"
        return self._names(
            f"where {condition} order by {_MOST_MENTIONED} limit ?", limit
        )

    def _names(self, clauses: str, *values: Any) -> list[NameRow]:
        """Return the names that `clauses` select and order; `values` are for its marks."""
        rows = self._rows(f"select {_NAME} from names {clauses}", *values)
        return [name_row(row) for row in rows]

    def count_of_label(self, label: str) -> int:
        """Count the names with `label`."""
        return self._number("select count(*) from names where label = ?", label)

    def letter_counts(self, label: str) -> list[tuple[str, int]]:
        """Return the first letters of the names with `label` in their order, each with its number of names."""
        sql = "select letter, count(*) from names where label = ? group by 1 order by letter = '#', min(sort_key)"
        return self._counts(sql, label)

    def totals(self) -> Iterator[NameTotals]:
        """Yield every name that has a page, with the number of lines in each section of it."""
        columns = "name_id, quote_count, about_count, event_count, article_count"
        for row in self._stream(
            f"select {columns} from names where has_page order by name_id"
        ):
            yield NameTotals(*row)

    def mentions_by_day(self, name_id: str) -> list[tuple[str, int]]:
        """Return the ISO days on which articles mention a name, each with the number of mentions."""
        sql = """select substr(published, 1, 10), sum(mention_count) from mentions join articles using (article_no)
            where name_id = ? and published is not null group by 1"""
        return self._counts(sql, name_id)

    def outlets(self, name_id: str, *, limit: int) -> list[tuple[str, int]]:
        """Return the outlets that mention a name most, each with its number of articles."""
        sql = """select outlet, count(*) from mentions join articles using (article_no)
            where name_id = ? and outlet not null group by 1 order by 2 desc, 1 limit ?"""
        return self._counts(sql, name_id, limit)

    def _find_named_beside(self, name_id: str, *, limit: int) -> list[Neighbour]:
        """Return the names that share most articles with a name, those first that share the most."""
        counts = self._shared.counts_beside(name_id, limit)
        marks = ", ".join("?" * len(counts))
        sql = f"select place, name_id, name, label, path from names where place in ({marks})"
        neighbours = {
            place: Neighbour(other_id, name, label, path, counts[place])
            for place, other_id, name, label, path in self._rows(sql, *counts)
        }
        return [neighbours[place] for place in counts]

    def ties_beside(self, name_id: str, other_ids: Sequence[str]) -> list[NetworkTie]:
        """Return the pairs among other names that share articles in which a name is, too, the strongest first."""
        return self._shared.ties_beside(name_id, list(other_ids))

    def most_quoted(self, limit: int) -> list[NameRow]:
        """Return the names with the most quotes of their own."""
        return self._names(
            "where quote_count > 0 order by quote_count desc, sort_key limit ?", limit
        )

    def named_together(
        self, *, min_articles: int, max_names: int, max_ties: int
    ) -> list[NetworkTie]:
        """
        Return the pairs of people and organisations that share most articles.

        Both are among the `max_names` names in most articles; name and pair stand in `min_articles` at least.
        """
        rows = self._rows(
            _NAMED_TOGETHER, min_articles, max_names, min_articles, max_ties
        )
        return [NetworkTie(*row) for row in rows]

    def paths_in_article(self, article_no: int) -> dict[str, str]:
        """Return the names that this article alone has, by their ids, each with where the article has it first."""
        sql = """select names.name_id, names.path from mentions join names using (name_id)
            where article_no = ? and not has_page order by 1"""
        return dict(self._rows(sql, article_no))

    def people_and_organisations(self) -> dict[str, NameRow]:
        """Return every name that a network can show, by its id."""
        names = self._names("where label in ('PER', 'ORG')")
        return {name.id: name for name in names}

    def paths(self, *, limit: int) -> list[str]:
        """Return the pages of the most mentioned names, of those that have one."""
        sql = "select path from names where has_page order by mention_count desc, name_id limit ?"
        return [path for (path,) in self._rows(sql, limit)]

    def count(self) -> int:
        """Count the names."""
        return self._number("select count(*) from names")

    def search_entries(self) -> Iterator[SearchEntry]:
        """Yield every name for the search, the most mentioned first."""
        for row in self._stream(
            "select 0, name, label, path, '' from names order by mention_count desc, name_id"
        ):
            yield SearchEntry(*row)


def name_row(row: tuple[Any, ...]) -> NameRow:
    """Return a row of `names`, its lists read from JSON."""
    id, label, name, path, letter, aliases, roles, gender, is_ambiguous, *numbers = row
    spellings = tuple(
        Alias(alias["text"], alias["mentions"]) for alias in json.loads(aliases)
    )
    roles_of_name = tuple(
        NameRole(role["text"], role["first"], role["last"], role["mentions"])
        for role in json.loads(roles)
    )
    return NameRow(
        id,
        label,
        name,
        path,
        letter,
        spellings,
        roles_of_name,
        gender,
        bool(is_ambiguous),
        *numbers,
    )
