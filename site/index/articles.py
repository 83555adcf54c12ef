"""What can be asked of articles and their copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from .rows import Queries
from .values import ArticleCard, ArticleCounts, CopyLink, LanguageRow, SearchEntry

__all__ = ["ArticleQueries", "StoredArticle"]

# In the order in which `card_of` takes them.
_CARD = "article_id, path, title, outlet, published, language"

# What the articles of a ready-made list share, and the order of the lists themselves: outlets and languages by size,
# months from the newest.
_FACET_COLUMNS = {
    "outlet": "outlet",
    "month": "substr(published, 1, 7)",
    "language": "language",
}
_FACET_ORDERS = {"outlet": "2 desc, 1", "month": "1 desc", "language": "2 desc, 1"}

# A person may be quoted by a name that is no entity of the article.
_OF_NAME = """
select shown_fingerprint from articles where article_no in (
  select article_no from mentions where name_id = ? union select article_no from quotes where speaker_name_id = ?)
order by article_no
"""


class StoredArticle(NamedTuple):
    """Where the corpus holds an article: its page, its number in the lists or its original's id, and its shard."""

    path: str
    number_or_original: int | str
    article_id: str
    shard_no: int
    content_fingerprint: str


class ArticleQueries(Queries):
    """Questions about articles. Lists are newest first, articles without a date last."""

    # The facets that pages are planned for.
    FACETS = tuple(_FACET_COLUMNS)

    def count(self) -> int:
        """Count the articles, without the copies that are folded."""
        return self._number("select count(*) from articles")

    def count_undated(self) -> int:
        """Count the articles without a date."""
        return self._number("select count(*) from articles where published is null")

    def totals(self) -> dict[str, int]:
        """Count articles, and the quotes and events in them, without the copies that are folded."""
        row = self._rows(
            "select count(*), sum(quote_count), sum(event_count) from articles"
        )[0]
        return dict(zip(("articles", "quotes", "events"), row, strict=True))

    def cards(self, *, limit: int, offset: int = 0) -> list[ArticleCard]:
        """Return articles as a list shows them."""
        # Numbers are places in the list: no row before the first is walked over.
        return self._cards("article_no >= ?", offset, limit=limit)

    def cards_of_facet(
        self, facet: str, value: str, *, limit: int, offset: int = 0
    ) -> list[ArticleCard]:
        """Return the articles whose `facet` (outlet, month or language) has this value."""
        return self._cards(
            f"{_FACET_COLUMNS[facet]} = ?", value, limit=limit, offset=offset
        )

    def dated_cards(self, *, limit: int) -> list[ArticleCard]:
        """Return the newest articles that have a date."""
        return self._cards("published is not null", limit=limit)

    def _cards(
        self, condition: str, *values: Any, limit: int, offset: int = 0
    ) -> list[ArticleCard]:
        """Return the articles that meet `condition`; `values` are for its marks."""
        counts = "entity_count, quote_count, event_count"
        sql = f"select {_CARD}, {counts} from articles where {condition} order by article_no limit ? offset ?"
        rows = self._rows(sql, *values, limit, offset)
        return [
            card_of(row[:6], ArticleCounts(*row[6:]), self.copies_of(row[0]))
            for row in rows
        ]

    def copies_of(self, article_id: str) -> tuple[CopyLink, ...]:
        """Return the folded copies of an article, the oldest first."""
        sql = "select coalesce(outlet, ''), title, path from copies where original_id = ? order by published, article_id"
        return tuple(CopyLink(*row) for row in self._rows(sql, article_id))

    def copy_ids(self) -> set[str]:
        """Return the ids of all folded copies."""
        rows = self._rows("select article_id from copies")
        return {article_id for (article_id,) in rows}

    def count_copies(self) -> int:
        """Count the folded copies."""
        return self._number("select count(*) from copies")

    def original(self, article_id: str) -> tuple[ArticleCard, int]:
        """Return the article that others copy, and its number. Raises `IndexError` when there is none with this id."""
        sql = f"select {_CARD}, article_no from articles where article_id = ?"
        *card, article_no = self._rows(sql, article_id)[0]
        return card_of(tuple(card)), article_no

    def neighbours(
        self, article_no: int
    ) -> tuple[ArticleCard | None, ArticleCard | None]:
        """Return the article before and the one after in the order of the lists, without outlet and date."""
        sql = "select article_id, path, title, null, null, language from articles where article_no = ?"
        before = self._rows(sql, article_no - 1)
        after = self._rows(sql, article_no + 1)
        return (
            card_of(before[0]) if before else None,
            card_of(after[0]) if after else None,
        )

    def facet_values(self, facet: str) -> list[tuple[str, int]]:
        """Return the values of `facet` (outlet, month or language), each with its number of articles."""
        column = _FACET_COLUMNS[facet]
        order = _FACET_ORDERS[facet]
        sql = f"select {column}, count(*) from articles where {column} is not null group by 1 order by {order}"
        return self._counts(sql)

    def counts_by_day(self) -> list[tuple[str, int]]:
        """Return the ISO days that have articles, each with their number."""
        sql = "select substr(published, 1, 10), count(*) from articles where published is not null group by 1 order by 1"
        return self._counts(sql)

    def languages(self) -> list[LanguageRow]:
        """Return the languages of the articles, the most frequent first."""
        sql = "select language, count(*), min(published), max(published) from articles group by 1 order by 2 desc"
        return [LanguageRow(*row) for row in self._rows(sql)]

    def main_language(self) -> str | None:
        """Return the language of most articles; None when most have none, or there are no articles."""
        rows = self._rows(
            "select language from articles group by 1 order by count(*) desc, 1 limit 1"
        )
        return rows[0][0] if rows else None

    def stored(self) -> Iterator[StoredArticle]:
        """Yield the articles shard by shard, as the corpus holds them, so that each shard is read once."""
        columns = "path, article_no, article_id, shard_no, content_fingerprint"
        for row in self._stream(
            f"select {columns} from articles order by shard_no, article_no"
        ):
            yield StoredArticle(*row)

    def stored_copies(self) -> Iterator[StoredArticle]:
        """Yield the folded copies shard by shard, each with its original's id in place of a number."""
        columns = "path, original_id, article_id, shard_no, content_fingerprint"
        for row in self._stream(
            f"select {columns} from copies order by shard_no, article_id"
        ):
            yield StoredArticle(*row)

    def shown_fingerprints(self, name_id: str) -> list[str]:
        """Return, newest first, the fingerprint of what lists show of each article that mentions or quotes a name."""
        rows = self._rows(_OF_NAME, name_id, name_id)
        return [fingerprint for (fingerprint,) in rows]

    def paths(self, *, limit: int) -> list[str]:
        """Return the pages of the newest articles."""
        sql = "select path from articles order by article_no limit ?"
        return [path for (path,) in self._rows(sql, limit)]

    def words(self) -> Iterator[tuple[int, str]]:
        """Yield the number of each article with the words that its text is found by, parted by blanks."""
        yield from self._stream(
            "select article_no, words from article_words order by article_no"
        )

    def search_entries(self) -> Iterator[SearchEntry]:
        """Yield every article for the search, by its title."""
        day = "coalesce(substr(published, 1, 10), '')"
        sql = f"select 1, title, coalesce(outlet, ''), path, {day} from articles order by article_no"
        for row in self._stream(sql):
            yield SearchEntry(*row)


def card_of(
    row: tuple[Any, ...],
    counts: ArticleCounts | None = None,
    copies: tuple[CopyLink, ...] = (),
) -> ArticleCard:
    """Return the card of an article, given its id, path, title, outlet, ISO time of publication and language."""
    id, path, title, outlet, published, language = row
    when = datetime.fromisoformat(published) if published else None
    return ArticleCard(id, path, title, outlet, when, language, counts, copies)
