"""Lists of mentions, quotes and events, in their sentences, newest article first: a question for each kind of list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .articles import card_of
from .rows import Queries
from .values import EntityLine, EventArgument, EventLine, QuoteLine

__all__ = ["LineQueries"]

_CARD = """articles.article_id, articles.path, articles.title, articles.outlet, articles.published, articles.language"""

_ENTITIES = f"""
select {_CARD}, anchor, text_before, text, text_after, mention_count
from mentions join articles using (article_no)
where name_id = ? order by article_no, anchor limit ? offset ?
"""

_QUOTES = f"""
select {_CARD}, quotes.anchor, quotes.text, quotes.label, quotes.status, quotes.speaker_kind, quotes.cue,
  quotes.speaker, names.name, names.path
from {{source}} join articles on articles.article_no = quotes.article_no
left join names on names.name_id = quotes.speaker_name_id
where {{condition}} order by articles.article_no, quotes.quote_no limit ? offset ?
"""

_EVENTS = f"""
select {_CARD}, events.anchor, events.text_before, events.text, events.text_after, events.label, events.status,
  events.time, events.arguments, happenings.path, happenings.mention_count
from {{source}} join articles on articles.article_no = events.article_no
left join happenings on happenings.happening_id = events.happening_id
where {{condition}} order by articles.article_no, events.event_no limit ? offset ?
"""

_QUOTES_ABOUT = (
    "names_in_quotes join quotes on quotes.quote_no = names_in_quotes.quote_no"
)
_EVENTS_WITH = (
    "names_in_events join events on events.event_no = names_in_events.event_no"
)

_QUOTE_CONDITIONS = {
    "all": "true",
    "type": "quotes.label = ?",
    "source": "quotes.speaker_kind = ?",
    "status": "quotes.status = ?",
    "unattributed": "quotes.speaker is null",
    "speaker": "quotes.speaker_name_id is null and quotes.speaker = ?",
}
_EVENT_CONDITIONS = {
    "type": "events.label = ?",
    "month": "events.month = ?",
    "place": "events.place_name_id = ?",
}


class LineQueries(Queries):
    """Questions that are answered with lines; `limit` and `offset` cut a page out of the list."""

    def mentions(
        self, name_id: str, *, limit: int, offset: int = 0
    ) -> Sequence[EntityLine]:
        """Return the first mention of a name in each article."""
        return [
            _entity_line(row) for row in self._rows(_ENTITIES, name_id, limit, offset)
        ]

    def quotes(
        self, facet: str, value: str, *, limit: int, offset: int = 0
    ) -> Sequence[QuoteLine]:
        """
        Return the quotes of a list.

        `facet` is `all`, `unattributed`, or what the list's quotes share: `type`, `source`, `status`, or a `speaker`
        who is no name of the corpus. `value` is empty for the first two.
        """
        return self._quotes(
            "quotes",
            _QUOTE_CONDITIONS[facet],
            *([value] if value else []),
            limit,
            offset,
        )

    def quotes_by(
        self, name_id: str, *, limit: int, offset: int = 0
    ) -> Sequence[QuoteLine]:
        """Return what a name said."""
        return self._quotes(
            "quotes", "quotes.speaker_name_id = ?", name_id, limit, offset
        )

    def quotes_about(
        self, name_id: str, *, limit: int, offset: int = 0
    ) -> Sequence[QuoteLine]:
        """Return what others said that names a name."""
        return self._quotes(
            _QUOTES_ABOUT, "names_in_quotes.name_id = ?", name_id, limit, offset
        )

    def events(
        self, facet: str, value: str, *, limit: int, offset: int = 0
    ) -> Sequence[EventLine]:
        """Return the events of a `type`, a `month` or a `place` (a name's id)."""
        return self._events("events", _EVENT_CONDITIONS[facet], value, limit, offset)

    def events_with(
        self, name_id: str, *, limit: int, offset: int = 0
    ) -> Sequence[EventLine]:
        """Return the events that a name takes part in, or that take place there."""
        return self._events(
            _EVENTS_WITH, "names_in_events.name_id = ?", name_id, limit, offset
        )

    def events_of_happening(
        self, happening_id: str, *, limit: int, offset: int = 0
    ) -> Sequence[EventLine]:
        """Return the events that tell of a happening."""
        return self._events(
            "events", "events.happening_id = ?", happening_id, limit, offset
        )

    def _quotes(self, source: str, condition: str, *values: Any) -> list[QuoteLine]:
        sql = _QUOTES.format(source=source, condition=condition)
        return [_quote_line(row) for row in self._rows(sql, *values)]

    def _events(self, source: str, condition: str, *values: Any) -> list[EventLine]:
        sql = _EVENTS.format(source=source, condition=condition)
        return [_event_line(row) for row in self._rows(sql, *values)]


def _entity_line(row: tuple[Any, ...]) -> EntityLine:
    *card_row, anchor, before, text, after, mention_count = row
    card = card_of(tuple(card_row))
    path = f"{card.path}#{anchor}"
    return EntityLine(
        path=path,
        before=before,
        text=text,
        after=after,
        mention_count=mention_count,
        card=card,
    )


def _quote_line(row: tuple[Any, ...]) -> QuoteLine:
    (
        *card_row,
        anchor,
        text,
        label,
        status,
        speaker_kind,
        cue,
        speaker,
        speaker_name,
        speaker_path,
    ) = row
    card = card_of(tuple(card_row))
    return QuoteLine(
        path=f"{card.path}#{anchor}",
        text=text,
        label=label,
        status=status,
        speaker_kind=speaker_kind,
        cue=cue,
        speaker=speaker,
        speaker_name=speaker_name,
        speaker_path=speaker_path,
        card=card,
    )


def _event_line(row: tuple[Any, ...]) -> EventLine:
    (
        *card_row,
        anchor,
        before,
        text,
        after,
        label,
        status,
        time,
        arguments,
        happening_path,
        happening_mentions,
    ) = row
    card = card_of(tuple(card_row))
    return EventLine(
        path=f"{card.path}#{anchor}",
        before=before,
        text=text,
        after=after,
        label=label,
        status=status,
        time=time,
        arguments=tuple(EventArgument(*argument) for argument in json.loads(arguments)),
        happening_path=happening_path,
        happening_mention_count=happening_mentions,
        card=card,
    )
