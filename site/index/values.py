"""Read: the rows of the index as the values that pages show, a page at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["Card", "Happening", "Index", "Line", "Name"]

_LINE = "a.place, a.id, a.path, a.title, a.outlet, a.published, a.language"
_FROM = {
    "mentions": "mentions s join articles a on a.place = s.article",
    "quotes": "quotes s join articles a on a.place = s.article left join names n on n.id = s.name",
    "about": "about x join quotes s on s.id = x.quote join articles a on a.place = s.article "
    "left join names n on n.id = s.name",
    "events": "events s join articles a on a.place = s.article left join happenings h on h.id = s.happening",
    "parts": "parts x join events s on s.id = x.event join articles a on a.place = s.article "
    "left join happenings h on h.id = s.happening",
}
_COLUMNS = {
    "mentions": "s.anchor, s.before, s.text, s.behind, s.times",
    "quotes": "s.anchor, '', s.text, '', s.label, s.status, s.kind, s.cue, s.speaker, n.name, n.path",
    "events": "s.anchor, s.before, s.text, s.behind, s.label, s.status, s.time, s.parts, h.path, h.mentions",
}
_COLUMNS |= {"about": _COLUMNS["quotes"], "parts": _COLUMNS["events"]}


@dataclass(frozen=True)
class Card:
    """
    An article in a list. The counts are of its names, quotes and events; None where a list shows none.

    Its copies are outlet, title and path of each.
    """

    id: str
    path: str
    title: str
    outlet: str | None
    published: datetime | None
    language: str | None
    counts: tuple[int, int, int] | None = None
    copies: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """
    A mention, quote or event in a list, in its sentence: the words before it, itself, the words behind it, its article.

    `more` is what its kind says further: times; label, status, kind of speaker, cue, speaker, the speaker's name and
    page; label, status, time, arguments, happening and its mentions.
    """

    kind: str
    path: str
    before: str
    text: str
    behind: str
    more: tuple[Any, ...]
    card: Card


@dataclass(frozen=True)
class Name:
    """A person, place or organisation: its row in the corpus, its page, and how much there is of it."""

    id: str
    label: str
    name: str
    path: str
    letter: str
    aliases: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, str | None, str | None, int], ...]
    gender: str | None
    ambiguous: bool
    wikidata: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    articles: int
    mentions: int
    said: int
    about: int
    events: int


@dataclass(frozen=True)
class Happening:
    """Something that happened, as several mentions tell of it."""

    id: str
    path: str
    label: str
    status: str
    time: str | None
    place: str | None
    participants: tuple[str, ...]
    triggers: tuple[str, ...]
    articles: int
    mentions: int


class Index:
    """The index of a corpus, opened for reading."""

    def __init__(self, file: Path) -> None:
        self._index = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._index.execute(sql, values).fetchall()

    def number(self, sql: str, *values: Any) -> int:
        """The number that a query counts."""
        return int(self._index.execute(sql, values).fetchone()[0])

    def cards(self, where: str = "1", *values: Any, limit: int, offset: int = 0) -> list[Card]:
        """Articles, newest first."""
        sql = f"select place,id,path,title,outlet,published,language,names,quotes,events from articles where {where}"
        rows = self.rows(f"{sql} order by place limit ? offset ?", *values, limit, offset)
        return [_card(row[1:7], (row[7], row[8], row[9]), self.copies(row[1])) for row in rows]

    def copies(self, id: str) -> tuple[tuple[str, str, str], ...]:
        """Outlet, title and path of each copy of an article."""
        sql = "select coalesce(outlet, ''), title, path from copies where original = ? order by published, id"
        return tuple((outlet, title, path) for outlet, title, path in self.rows(sql, id))

    def original(self, id: str) -> Card:
        """The article that others copy."""
        return _card(self.rows("select id,path,title,outlet,published,language from articles where id = ?", id)[0])

    def beside(self, place: int) -> tuple[Card | None, Card | None]:
        """The article before and the one after, in the order of the lists: no more of them than their titles."""
        sql = "select id,path,title,null,null,language from articles where place = ?"
        found = [self.rows(sql, place + step) for step in (-1, 1)]
        before, after = (_card(rows[0]) if rows else None for rows in found)
        return before, after

    def lines(
        self, kind: str, where: str = "1", *values: Any, limit: int = -1, offset: int = 0, order: str = "a.place, s.id"
    ) -> list[Line]:
        """Mentions, quotes, events, quotes about a name (`about`) or events it takes part in (`parts`)."""
        order = order.replace("s.id", "s.anchor") if kind == "mentions" else order
        sql = f"select {_COLUMNS[kind]}, {_LINE} from {_FROM[kind]} where {where} order by {order} limit ? offset ?"
        return [_line(kind, row) for row in self.rows(sql, *values, limit, offset)]

    def name(self, id: str) -> Name:
        """A name by its id."""
        return self.names("id = ?", id)[0]

    def names(
        self, where: str = "1", *values: Any, order: str = "sort, id", limit: int = -1, offset: int = 0
    ) -> list[Name]:
        """Names, in alphabetical order unless another is given."""
        columns = "id,label,name,path,letter,aliases,roles,gender,ambiguous,wikidata,country,latitude,longitude"
        sql = f"select {columns},articles,mentions,said,about,events from names where {where} order by {order}"
        return [_name(row) for row in self.rows(f"{sql} limit ? offset ?", *values, limit, offset)]

    def happenings(self, where: str = "1", *values: Any, limit: int = -1, offset: int = 0) -> list[Happening]:
        """Happenings with several mentions, the most told first."""
        columns = "id,path,label,status,time,place,participants,triggers,articles,mentions"
        sql = f"select {columns} from happenings where {where} order by articles desc, mentions desc, id"
        rows = self.rows(f"{sql} limit ? offset ?", *values, limit, offset)
        return [_happening(*row) for row in rows]

    def stream(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, for what is too long to hold."""
        yield from self._index.execute(sql, values)


def _card(
    row: tuple[Any, ...],
    counts: tuple[int, int, int] | None = None,
    copies: tuple[tuple[str, str, str], ...] = (),
) -> Card:
    id, path, title, outlet, published, language = row
    return Card(
        id, path, title, outlet, datetime.fromisoformat(published) if published else None, language, counts, copies
    )


def _line(kind: str, row: tuple[Any, ...]) -> Line:
    anchor, before, text, behind, *more = row[:-7]
    card = _card(row[-6:])
    if kind in ("events", "parts"):
        more[3] = tuple(tuple(part) for part in json.loads(more[3]))
    kind = {"about": "quotes", "parts": "events"}.get(kind, kind)
    return Line(kind, f"{card.path}#{anchor}", before, text, behind, tuple(more), card)


def _happening(
    id: str, path: str, label: str, status: str, time: str | None, place: str | None, *rest: Any
) -> Happening:
    people, triggers, articles, mentions = rest
    told = tuple(json.loads(people)), tuple(json.loads(triggers))
    return Happening(id, path, label, status, time, place, *told, articles, mentions)


def _name(row: tuple[Any, ...]) -> Name:
    id, label, name, path, letter, aliases, roles, gender, ambiguous, *rest = row
    spelt = tuple((one["text"], one["mentions"]) for one in json.loads(aliases))
    known = tuple((one["text"], one["first"], one["last"], one["mentions"]) for one in json.loads(roles))
    return Name(id, label, name, path, letter, spelt, known, gender, bool(ambiguous), *rest)
