"""What the page that combines filters is made of: quotes and events with all that they can be filtered by."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .rows import Queries
from .values import ExploredArticle, ExploredName, ExploredRow

__all__ = ["ExploreQueries"]

_ARTICLES = """
select path, title, outlet, substr(published, 1, 10), language, own_columns from articles order by article_no
"""

# Most mentioned first: what stands early in a list takes the fewest bytes.
_NAMES = """
select name_id, name, label, gender, path from names
where article_count > 1 or quote_count > 0 or event_count > 1
order by mention_count desc, sort_key, name_id
"""

# The names of a row are joined by a line end, which no id has.
_QUOTES = """
select article_no, anchor, text_before, text, text_after, label, status, speaker_kind, speaker_name_id, null, score, verdict,
  (select group_concat(name_id, char(10)) from names_in_quotes where names_in_quotes.quote_no = quotes.quote_no)
from quotes order by article_no, quote_no
"""
_EVENTS = """
select article_no, anchor, text_before, text, text_after, label, status, null, null, place_name_id, score, verdict,
  (select group_concat(name_id, char(10)) from names_in_events where names_in_events.event_no = events.event_no)
from events order by article_no, event_no
"""


class ExploreQueries(Queries):
    """Quotes, events, articles and names, in the order of the lists, for `explore.html`."""

    def articles(self) -> Iterator[ExploredArticle]:
        """Yield the articles, newest first, with what their quotes and events can be filtered by."""
        for row in self._stream(_ARTICLES):
            path, title, outlet, day, language, own_columns = row
            yield ExploredArticle(
                path, title, outlet, day, language, json.loads(own_columns)
            )

    def names(self) -> Iterator[ExploredName]:
        """Yield the names that more than one article, a quote or several events have, the most mentioned first."""
        for row in self._stream(_NAMES):
            yield ExploredName(*row)

    def quotes(self) -> Iterator[ExploredRow]:
        """Yield the quotes of the lists, article by article."""
        yield from self._explored(_QUOTES)

    def events(self) -> Iterator[ExploredRow]:
        """Yield the events of the lists, article by article."""
        yield from self._explored(_EVENTS)

    def _explored(self, sql: str) -> Iterator[ExploredRow]:
        """Yield the rows of a query, the ids of their names as a list."""
        for row in self._stream(sql):
            name_ids = tuple(row[-1].split("\n")) if row[-1] else ()
            yield ExploredRow._make((*row[:-1], name_ids))
