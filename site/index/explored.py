"""What the page that combines filters is made of: quotes, events and other layers with what they can be filtered by."""

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
select article_no, anchor, text_before, text, text_after, label, status, speaker_kind, speaker_name_id, null,
  score, verdict, '[]',
  (select group_concat(name_id, char(10)) from names_in_quotes where names_in_quotes.quote_no = quotes.quote_no)
from quotes order by article_no, quote_no
"""
_EVENTS = """
select article_no, anchor, text_before, text, text_after, label, status, null, null, place_name_id, score, verdict, '[]',
  (select group_concat(name_id, char(10)) from names_in_events where names_in_events.event_no = events.event_no)
from events order by article_no, event_no
"""
_THIRD_PARTY = """
select article_no, anchor, text_before, text, text_after, label, null, null, null, null, score, verdict, facts,
  (select group_concat(name_id, char(10)) from names_in_annotations
   where names_in_annotations.annotation_no = third_party_annotations.annotation_no)
from third_party_annotations where layer = ? order by article_no, annotation_no
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

    def annotations(self, layer: str) -> Iterator[ExploredRow]:
        """Yield the annotations of a layer that is not ours, article by article."""
        yield from self._explored(_THIRD_PARTY, layer)

    def _explored(self, sql: str, *parameters: str) -> Iterator[ExploredRow]:
        """Yield the rows of a query, the ids of their names and their facts as lists."""
        for *values, facts, joined_ids in self._stream(sql, *parameters):
            name_ids = tuple(joined_ids.split("\n")) if joined_ids else ()
            # No quote and no event has facts; they are most rows.
            plain = () if facts == "[]" else _plain_facts(facts)
            yield ExploredRow._make((*values, name_ids, plain))


def _plain_facts(facts: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values of facts in JSON; a link leads to one annotation of its article, and is no filter."""
    return tuple((name, value) for name, value, link in json.loads(facts) if not link)
