"""Views: what each kind of page about many articles shows, read from the index. A page is a function of its view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .charts import bars, columns, periods
from .drawing import Pictures
from .fulltext import FILTERS
from .planning import KINDS, LINES, NAMES, SECTIONS, SHOWN, article_facets, speaker_path
from .reading import Index
from .slugs import facet_path, name_path

__all__ = ["Views"]

_OF_NAME = {"said": "s.name = ?", "about": "x.name = ?", "events": "x.name = ?", "mentions": "s.name = ?"}
_QUOTE = {"all": "1", "type": "s.label = ?", "source": "s.kind = ?", "status": "s.status = ?"}
_QUOTE |= {"unattributed": "s.speaker is null", "speaker": "s.name is null and s.speaker = ?"}
_EVENT = {"type": "s.label = ?", "month": "s.month = ?", "place": "s.place = ?"}
_ARTICLE = {"all": "1", "outlet": "outlet = ?", "month": "substr(published, 1, 7) = ?", "language": "language = ?"}
_MOST = 12


class Views:
    """One method for each kind of page; the arguments are the page's key, the result what its template is given."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def home(self) -> Mapping[str, Any]:
        """The first page."""
        index = self._index
        rows = index.rows(
            "select substr(published, 1, 10), count(*) from articles where published is not null group by 1"
        )
        return {
            "latest": index.cards(limit=8),
            "quoted": bars(self._speakers(8)),
            "named": bars([(one.name, one.path, one.mentions) for one in self._most_named(8)]),
            "types": bars(self._types()[:8]),
            "over_time": columns(periods(rows), width=1160, height=80),
            "undated": index.number("select count(*) from articles where published is null"),
            "happenings": index.happenings("articles > 1", limit=6),
        }

    def articles(self, facet: str, value: str, page: int, pages: int) -> Mapping[str, Any]:
        """A page of a list of articles."""
        values = (value,) if value else ()
        cards = self._index.cards(_ARTICLE[facet], *values, limit=LINES, offset=(page - 1) * LINES)
        facets = article_facets(self._index) if facet == "all" else {}
        return {"facet": facet, "value": value, "cards": cards, "facets": facets, "page": page, "pages": pages}

    def names(self, kind: str, order: str, page: int, pages: int) -> Mapping[str, Any]:
        """A page of a list of names, A to Z or by count."""
        by = "mentions desc, sort, id" if order == "count" else "letter = '#', sort, id"
        names = self._index.names("label = ?", KINDS[kind], order=by, limit=NAMES, offset=(page - 1) * NAMES)
        return {
            "kind": kind, "order": order, "rows": names, "page": page, "pages": pages, "letters": self._letters(kind)
        }  # fmt: skip

    def name(self, id: str) -> Mapping[str, Any]:
        """A name and everything that the corpus says of it."""
        name = self._index.name(id)
        dates = "select substr(published, 1, 10), sum(times) from mentions join articles on place = article"
        rows = self._index.rows(f"{dates} where name = ? and published is not null group by 1", id)
        sections = {
            section: self._index.lines(lines, _OF_NAME[section], id, limit=SHOWN) for section, lines in SECTIONS.items()
        }
        of = (name.said, name.about, name.events, name.articles)
        totals = dict(zip(SECTIONS, of, strict=True))
        return {
            "name": name, "beside": self._beside(id), "over_time": columns(periods(rows), height=60),
            "sections": sections, "totals": totals, "outlets": self._outlets(id),
        }  # fmt: skip

    def name_lines(self, id: str, section: str, page: int, pages: int) -> Mapping[str, Any]:
        """A page of one section of a name."""
        offset = (page - 1) * LINES
        lines = self._index.lines(SECTIONS[section], _OF_NAME[section], id, limit=LINES, offset=offset)
        return {"name": self._index.name(id), "section": section, "lines": lines, "page": page, "pages": pages}

    def speakers(self, page: int, pages: int) -> Mapping[str, Any]:
        """Who is quoted, the most quoted first, and the ways into the quotes."""
        facets = {
            facet: self._counted("quotes", facet, column)
            for facet, column in (("source", "kind"), ("type", "label"), ("status", "status"))
        }
        rows = self._speakers(NAMES, (page - 1) * NAMES)
        none = self._index.number("select count(*) from quotes where speaker is null")
        return {"rows": rows, "facets": facets, "unattributed": none, "page": page, "pages": pages}

    def quotes(self, facet: str, value: str, page: int, pages: int) -> Mapping[str, Any]:
        """A page of quotes of one kind, newest first."""
        values = (value,) if value else ()
        lines = self._index.lines("quotes", _QUOTE[facet], *values, limit=LINES, offset=(page - 1) * LINES)
        return {"facet": facet, "value": value, "lines": lines, "page": page, "pages": pages}

    def events_index(self) -> Mapping[str, Any]:
        """The types of events, and the ways into them."""
        months = self._index.rows(
            "select month, count(*) from events where month is not null group by 1 order by 1 desc"
        )
        return {
            "types": bars(self._types()),
            "months": [(month, facet_path("events", "month", month), count) for month, count in months],
            "happenings": self._index.happenings(limit=_MOST),
            "places": self._places(_MOST),
        }

    def events(self, facet: str, value: str, page: int, pages: int) -> Mapping[str, Any]:
        """A page of events of one type, month or place."""
        lines = self._index.lines("events", _EVENT[facet], value, limit=LINES, offset=(page - 1) * LINES)
        place = self._index.name(value) if facet == "place" else None
        return {"facet": facet, "value": value, "place": place, "lines": lines, "page": page, "pages": pages}

    def places(self, page: int, pages: int) -> Mapping[str, Any]:
        """Where events take place, by count."""
        return {"rows": self._places(NAMES, (page - 1) * NAMES), "page": page, "pages": pages}

    def happenings(self, page: int, pages: int) -> Mapping[str, Any]:
        """What is told of more than once."""
        rows = self._index.happenings(limit=LINES, offset=(page - 1) * LINES)
        return {"rows": rows, "page": page, "pages": pages}

    def happening(self, id: str, page: int, pages: int) -> Mapping[str, Any]:
        """A happening with all its mentions."""
        (happening,) = self._index.happenings("id = ?", id)
        lines = self._index.lines("events", "s.happening = ?", id, limit=LINES, offset=(page - 1) * LINES)
        names = {row[0]: row[1] for row in self._index.rows(_NAMED, id)}
        return {"happening": happening, "lines": lines, "names": names, "page": page, "pages": pages}

    def pictures(self) -> Mapping[str, Any]:
        """The pictures of the corpus, each with its table."""
        return {"pictures": Pictures(self._index).all()}

    def search(self) -> Mapping[str, Any]:
        """The page that searches; without JavaScript it shows the lists."""
        return {"letters": {kind: self._letters(kind) for kind in KINDS}, "filters": FILTERS}

    def corpus(self) -> Mapping[str, Any]:
        """What made the corpus, how much there is, how to load and cite it."""
        sql = "select language, count(*), min(published), max(published) from articles group by 1 order by 2 desc"
        return {"languages": self._index.rows(sql)}

    def _speakers(self, limit: int, offset: int = 0) -> list[tuple[str, str, int]]:
        rows = self._index.rows(_SPEAKERS, limit, offset)
        return [(speaker, path or speaker_path(speaker), count) for speaker, path, count in rows]

    def _most_named(self, limit: int) -> list[Any]:
        return self._index.names(order="mentions desc, sort, id", limit=limit)

    def _types(self) -> list[tuple[str, str, int]]:
        rows = self._index.rows("select label, count(*) from events group by 1 order by 2 desc, 1")
        return [(label, facet_path("events", "type", label), count) for label, count in rows]

    def _places(self, limit: int, offset: int = 0) -> list[tuple[str, str, int]]:
        sql = (
            "select n.name, n.id, count(*) from events join names n on n.id = place group by n.id order by 3 desc, sort"
        )
        rows = self._index.rows(f"{sql} limit ? offset ?", limit, offset)
        return [(name, facet_path("events", "place", id), count) for name, id, count in rows]

    def _counted(self, table: str, facet: str, column: str) -> list[tuple[str, str, int]]:
        sql = f"select {column}, count(*) from {table} where {column} is not null group by 1 order by 2 desc, 1"
        return [(value, facet_path(table, facet, value), count) for value, count in self._index.rows(sql)]

    def _letters(self, kind: str) -> list[tuple[str, int]]:
        """The letters of a list and the page each begins on."""
        sql = "select letter, count(*) from names where label = ? group by 1 order by letter = '#', min(sort)"
        found, before = [], 0
        for letter, count in self._index.rows(sql, KINDS[kind]):
            found.append((letter, before // NAMES + 1))
            before += count
        return found

    def _beside(self, id: str) -> list[tuple[str, str, int]]:
        rows = self._index.rows(_BESIDE, id, id, _MOST)
        return [(name, name_path(other), count) for name, other, count in rows]

    def _outlets(self, id: str) -> list[tuple[str, str, int]]:
        sql = (
            "select outlet, count(*) from mentions join articles on place = article where name = ? and outlet not null"
        )
        rows = self._index.rows(f"{sql} group by 1 order by 2 desc, 1 limit ?", id, _MOST)
        return [(outlet, facet_path("by", "outlet", outlet), count) for outlet, count in rows]


_SPEAKERS = """
select coalesce(n.name, q.speaker), n.path, count(*) from quotes q left join names n on n.id = q.name
where q.speaker is not null or q.name is not null
group by coalesce(n.id, 'speaker ' || q.speaker) order by 3 desc, coalesce(n.sort, lower(q.speaker)), 1
limit ? offset ?
"""
_BESIDE = """
select n.name, n.id, count(*) from mentions a join mentions b on b.article = a.article join names n on n.id = b.name
where a.name = ? and b.name <> ? group by n.id order by 3 desc, n.sort limit ?
"""
_NAMED = """
select distinct n.name, n.path from events e join parts p on p.event = e.id join names n on n.id = p.name
where e.happening = ? order by n.sort
"""
