"""Lists of mentions, quotes and events, in their sentences, newest article first: a question for each kind of list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from .articles import card_of
from .rows import Queries
from .values import EntityLine, EventArgument, EventLine, Line, QuoteLine

__all__ = ["LineQueries", "LineRows"]

_CARD = "articles.article_id, articles.path, articles.title, articles.outlet, articles.published, articles.language"
_CARD_WIDTH = len(_CARD.split(", "))

# The fields of a line, in any order, and where each comes from; `anchor` becomes a part of its path.
_ENTITY_FIELDS = {
    "anchor": "anchor",
    "before": "text_before",
    "text": "text",
    "after": "text_after",
    "mention_count": "mention_count",
}
_QUOTE_FIELDS = {
    "anchor": "quotes.anchor",
    "before": "quotes.text_before",
    "text": "quotes.text",
    "pieces": "quotes.pieces",
    "after": "quotes.text_after",
    "label": "quotes.label",
    "status": "quotes.status",
    "speaker_kind": "quotes.speaker_kind",
    "cue": "quotes.cue",
    "speaker": "quotes.speaker",
    "speaker_name": "names.name",
    "speaker_path": "names.path",
}
_EVENT_FIELDS = {
    "anchor": "events.anchor",
    "before": "events.text_before",
    "text": "events.text",
    "after": "events.text_after",
    "label": "events.label",
    "status": "events.status",
    "time": "events.time",
    "arguments": "events.arguments",
    "happening_path": "happenings.path",
    "happening_mention_count": "happenings.mention_count",
}

_ENTITIES_SQL = f"""
select {_CARD}, {", ".join(_ENTITY_FIELDS.values())}
from mentions join articles using (article_no)
where name_id = ? order by article_no, anchor limit ? offset ?
"""

# `left join`: a speaker who is no name of the corpus (« un témoin ») has a quote all the same, and most events are told
# once and so of no happening.
_QUOTES_SQL = f"""
select {_CARD}, {", ".join(_QUOTE_FIELDS.values())}
from {{source}} join articles on articles.article_no = quotes.article_no
left join names on names.name_id = quotes.speaker_name_id
where {{condition}} order by articles.article_no, quotes.quote_no limit ? offset ?
"""

_EVENTS_SQL = f"""
select {_CARD}, {", ".join(_EVENT_FIELDS.values())}
from {{source}} join articles on articles.article_no = events.article_no
left join happenings on happenings.happening_id = events.happening_id
where {{condition}} order by articles.article_no, events.event_no limit ? offset ?
"""

# What stands before `join articles`: the rows that are asked for, or the pairs of names and rows that lead to them.
_QUOTES_ABOUT = (
    "names_in_quotes join quotes on quotes.quote_no = names_in_quotes.quote_no"
)
_EVENTS_WITH = (
    "names_in_events join events on events.event_no = names_in_events.event_no"
)

# As `QuoteQueries.by_gender` counts them: of people with a name.
_OF_GENDER = """
quotes.speaker_name_id in (
  select name_id from names where label = 'PER' and coalesce(gender, 'unknown') = ?)
"""
_QUOTE_CONDITIONS = {
    "all": "true",
    "type": "quotes.label = ?",
    "source": "quotes.speaker_kind = ?",
    "status": "quotes.status = ?",
    "gender": _OF_GENDER,
    "unattributed": "quotes.speaker is null",
    "unnamed": "quotes.speaker_name_id is null and quotes.speaker is not null",
}
_EVENT_CONDITIONS = {
    "type": "events.label = ?",
    "month": "events.month = ?",
    "place": "events.place_name_id = ?",
}


class LineRows(NamedTuple):
    """
    The lines of a list as the index has them.

    By its `rows` a page is known that stands already; most do when an article more comes, and their lines are never made.
    """

    rows: Sequence[tuple[Any, ...]]
    make_line: Callable[[tuple[Any, ...]], Line]

    def lines(self) -> list[Line]:
        """Return the lines."""
        return list(map(self.make_line, self.rows))


class LineQueries(Queries):
    """Questions that are answered with rows of lines; `limit` and `offset` cut a page out of the list."""

    def mentions(self, name_id: str, *, limit: int, offset: int = 0) -> LineRows:
        """Return the first mention of a name in each article."""
        return LineRows(self._rows(_ENTITIES_SQL, name_id, limit, offset), _entity_line)

    def quotes(
        self, facet: str, value: str, *, limit: int, offset: int = 0
    ) -> LineRows:
        """
        Return the quotes of a list.

        `facet` is `all`, `unattributed` (nobody says it), `unnamed` (the speaker is no name of the corpus), or what the
        list's quotes share: `type`, `source`, `status`, `gender`. `value` is empty for the first three.
        """
        condition = _QUOTE_CONDITIONS[facet]
        values = (value,) if "?" in condition else ()
        return self._quotes("quotes", condition, *values, limit, offset)

    def quotes_by(self, name_id: str, *, limit: int, offset: int = 0) -> LineRows:
        """Return what a name said."""
        return self._quotes(
            "quotes", "quotes.speaker_name_id = ?", name_id, limit, offset
        )

    def quotes_about(self, name_id: str, *, limit: int, offset: int = 0) -> LineRows:
        """Return what others said that names a name."""
        return self._quotes(
            _QUOTES_ABOUT, "names_in_quotes.name_id = ?", name_id, limit, offset
        )

    def events(
        self, facet: str, value: str, *, limit: int, offset: int = 0
    ) -> LineRows:
        """Return the events of a `type`, a `month` or a `place` (a name's id)."""
        return self._events("events", _EVENT_CONDITIONS[facet], value, limit, offset)

    def events_with(self, name_id: str, *, limit: int, offset: int = 0) -> LineRows:
        """Return the events that a name takes part in, or that take place there."""
        return self._events(
            _EVENTS_WITH, "names_in_events.name_id = ?", name_id, limit, offset
        )

    def events_of_happening(
        self, happening_id: str, *, limit: int, offset: int = 0
    ) -> LineRows:
        """Return the events that tell of a happening."""
        return self._events(
            "events", "events.happening_id = ?", happening_id, limit, offset
        )

    def _quotes(self, source: str, condition: str, *values: Any) -> LineRows:
        """Return the quotes of `source` that meet `condition`; `values` are for its marks, then limit and offset."""
        sql = _QUOTES_SQL.format(source=source, condition=condition)
        return LineRows(self._rows(sql, *values), _quote_line)

    def _events(self, source: str, condition: str, *values: Any) -> LineRows:
        """Return the events of `source` that meet `condition`; `values` are for its marks, then limit and offset."""
        sql = _EVENTS_SQL.format(source=source, condition=condition)
        return LineRows(self._rows(sql, *values), _event_line)


def _entity_line(row: tuple[Any, ...]) -> EntityLine:
    """Return the line of a mention."""
    return EntityLine(**_line_fields(row, _ENTITY_FIELDS))


def _quote_line(row: tuple[Any, ...]) -> QuoteLine:
    """Return the line of a quote, its pieces read from JSON."""
    fields = _line_fields(row, _QUOTE_FIELDS)
    fields["pieces"] = tuple(json.loads(fields["pieces"]))
    return QuoteLine(**fields)


def _event_line(row: tuple[Any, ...]) -> EventLine:
    """Return the line of an event, its arguments read from JSON."""
    fields = _line_fields(row, _EVENT_FIELDS)
    arguments = json.loads(fields.pop("arguments"))
    fields["arguments"] = tuple(EventArgument(*argument) for argument in arguments)
    return EventLine(**fields)


def _line_fields(row: tuple[Any, ...], names: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a line: the card of its article, its path within it, and the fields with these `names`."""
    card = card_of(row[:_CARD_WIDTH])
    fields = dict(zip(names, row[_CARD_WIDTH:], strict=True))
    anchor = fields.pop("anchor")
    return {"card": card, "path": f"{card.path}#{anchor}", **fields}
