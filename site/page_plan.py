"""Plan: which pages a corpus has, each by its path and what is on it. Nothing is read here but how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .index import Index
from .paths import facet_path, name_path, paged_path

__all__ = ["KINDS", "LINES", "NAMES", "SECTIONS", "SHOWN", "Page", "article_facets", "plan", "speaker_path"]

LINES, NAMES, SHOWN = 100, 500, 25
"""Lines and names on a page of a list, and how many lines of a section a name's own page shows."""

KINDS = {"people": "PER", "places": "LOC", "organisations": "ORG", "others": "MISC"}
"""The lists of names and the label of each."""

SECTIONS = {"said": "quotes", "about": "about", "events": "parts", "mentions": "mentions"}
"""The sections of a name's page and the lines of each."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to make: its path, its kind, and what tells it from others of its kind."""

    path: str
    kind: str
    key: tuple[Any, ...] = ()


def plan(index: Index, *, search: bool = True) -> Iterator[Page]:
    """Every page of the site; articles come shard by shard, as they are stored."""
    yield Page("index.html", "home")
    yield Page("corpus.html", "corpus")
    yield Page("pictures.html", "pictures")
    if search:
        yield Page("search.html", "search")
    yield from _articles(index)
    yield from _names(index)
    yield from _quotes(index)
    yield from _events(index)


def article_facets(index: Index) -> dict[str, list[tuple[str, str, int]]]:
    """The ready-made lists of articles: facet → value, path and number, by outlet, month and language."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    by = {"outlet": "2 desc, 1", "month": "1 desc", "language": "2 desc, 1"}
    for facet, order in by.items():
        column = "substr(published, 1, 7)" if facet == "month" else facet
        sql = f"select {column}, count(*) from articles where {column} is not null group by 1 order by {order}"
        found[facet] = [(value, facet_path("by", facet, value), count) for value, count in index.rows(sql)]
    return found


def speaker_path(speaker: str) -> str:
    """The quotes of a speaker who has no page of his own: « un témoin », "a spokeswoman"."""
    return facet_path("quotes", "speaker", speaker)


def _articles(index: Index) -> Iterator[Page]:
    total = index.number("select count(*) from articles")
    yield from _paged("articles/index.html", "articles", ("all", ""), total)
    for facet, values in article_facets(index).items():
        for value, path, count in values:
            yield from _paged(path, "articles", (facet, value), count)
    rows = index.stream("select path, place, id, shard, digest from articles order by shard, place")
    for path, *key in rows:
        yield Page(path, "article", tuple(key))
    for path, *key in index.stream("select path, original, id, shard, digest from copies order by shard, id"):
        yield Page(path, "copy", tuple(key))


def _names(index: Index) -> Iterator[Page]:
    for kind, label in KINDS.items():
        total = index.number("select count(*) from names where label = ?", label)
        yield from _paged(f"names/{kind}.html", "names", (kind, "letter"), total, NAMES)
        yield from _paged(f"names/{kind}-by-count.html", "names", (kind, "count"), total, NAMES)
    for id, said, about, events, articles in index.stream(
        "select id, said, about, events, articles from names order by id"
    ):
        yield Page(name_path(id), "name", (id,))
        for section, count in zip(SECTIONS, (said, about, events, articles), strict=True):
            if count > SHOWN:
                path = name_path(id).removesuffix(".html") + f".{section}.html"
                yield from _paged(path, "name_lines", (id, section), count)


def _quotes(index: Index) -> Iterator[Page]:
    speakers = index.number("select count(distinct speaker) from quotes where name is null and speaker is not null")
    speakers += index.number("select count(distinct name) from quotes")
    yield from _paged("quotes/index.html", "speakers", (), speakers, NAMES)
    yield from _paged("quotes/all.html", "quotes", ("all", ""), index.number("select count(*) from quotes"))
    for facet, column in (("type", "label"), ("source", "kind"), ("status", "status")):
        sql = f"select {column}, count(*) from quotes where {column} is not null group by 1 order by 1"
        for value, count in index.rows(sql):
            yield from _paged(facet_path("quotes", facet, value), "quotes", (facet, value), count)
    none = index.number("select count(*) from quotes where speaker is null")
    yield from _paged("quotes/unattributed.html", "quotes", ("unattributed", ""), none)
    sql = "select speaker, count(*) from quotes where name is null and speaker is not null group by 1 order by 1"
    for speaker, count in index.stream(sql):
        yield from _paged(speaker_path(speaker), "quotes", ("speaker", speaker), count)


def _events(index: Index) -> Iterator[Page]:
    yield Page("events/index.html", "events_index")
    for facet, column in (("type", "label"), ("month", "month")):
        sql = f"select {column}, count(*) from events where {column} is not null group by 1 order by 1"
        for value, count in index.rows(sql):
            yield from _paged(facet_path("events", facet, value), "events", (facet, value), count)
    places = index.number("select count(distinct place) from events")
    yield from _paged("events/places.html", "places", (), places, NAMES)
    sql = "select place, count(*) from events where place is not null group by 1 order by 1"
    for place, count in index.stream(sql):
        yield from _paged(facet_path("events", "place", place), "events", ("place", place), count)
    total = index.number("select count(*) from happenings")
    yield from _paged("events/happenings.html", "happenings", (), total)
    for id, path in index.stream("select id, path from happenings order by id"):
        count = index.number("select count(*) from events where happening = ?", id)
        yield from _paged(path, "happening", (id,), count)


def _paged(path: str, kind: str, key: tuple[Any, ...], total: int, size: int = LINES) -> Iterator[Page]:
    """The pages of a list; one empty page when there is nothing on it."""
    pages = max(1, -(-total // size))
    for page in range(1, pages + 1):
        yield Page(paged_path(path, page), kind, (*key, page, pages))
