"""What each kind of page about many articles shows, asked of the index. A page is a function of its view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from .charts import bars, columns, periods
from .count_tables import count_tables
from .ego_network import draw_ego_network
from .fulltext_search import FILTERS
from .index import Index
from .index.lines import LineRows
from .index.names import name_row
from .index.values import EventPlace, Facet, NameRow
from .page_plan import (
    LABELS,
    LINES_OF_PAGE,
    LINES_OF_SECTION,
    MAX_LINES_OF_LIST,
    NAMES_OF_PAGE,
    SECTIONS,
    article_facets,
)
from .paths import (
    article_month_path,
    explored_choices,
    facet_path,
    layer_path,
    section_path,
)
from .pictures import Pictures

__all__ = ["LateView", "Views"]

# How many rows of a longer list another page shows: chosen by eye, so that the parts of a page end about together.
LATEST_ARTICLES = 8
HOME_BARS = 8
HOME_HAPPENINGS = 6
SIDE_ROWS = 12


class LateView(NamedTuple):
    """A view that is gathered when its page is rendered. What has the same `causes` has the same `contents`."""

    causes: Any
    contents: Callable[[], Mapping[str, Any]]


class Views:
    """One method for each kind of page; the arguments are the page's key, the result is given to its template."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.pictures_drawn = Pictures(index)
        # Every page of a list of names shows them.
        self._letters = lru_cache(8)(self._find_letters)
        # And every page of the list of speakers these.
        self._quote_facets = cache(self._find_quote_facets)

    def home(self) -> Mapping[str, Any]:
        """Return the view of the first page."""
        index = self._index
        named = index.names.most_mentioned(HOME_BARS)
        days = index.articles.counts_by_day()
        return {
            "latest": index.articles.cards(limit=LATEST_ARTICLES),
            "quoted": bars(self._speakers(HOME_BARS), self._explored_speakers()),
            "named": bars((name.name, name.path, name.mention_count) for name in named),
            "types": bars(self._types()[:HOME_BARS], self._explored_types()),
            "over_time": columns(
                periods(days), width=1160, height=80, path_of=article_month_path
            ),
            "undated": index.articles.count_undated(),
            "happenings": index.events.happenings(limit=HOME_HAPPENINGS),
        }

    def articles(
        self, facet: str, value: str, page: int, pages: int
    ) -> Mapping[str, Any]:
        """Return the view of a page of a list of articles; `facet` is `all`, or what they share."""
        articles, offset = self._index.articles, (page - 1) * LINES_OF_PAGE
        if facet == "all":
            cards, facets = (
                articles.cards(limit=LINES_OF_PAGE, offset=offset),
                article_facets(self._index),
            )
        else:
            cards, facets = (
                articles.cards_of_facet(
                    facet, value, limit=LINES_OF_PAGE, offset=offset
                ),
                {},
            )
        return {
            "facet": facet,
            "value": value,
            "cards": cards,
            "facets": facets,
            "page": page,
            "pages": pages,
        }

    def names(self, kind: str, order: str, page: int, pages: int) -> LateView:
        """Return the view of a page of a list of names, by `letter` or by `count`."""
        offset = (page - 1) * NAMES_OF_PAGE
        rows = self._index.names.rows_of_label(
            LABELS[kind], order=order, limit=NAMES_OF_PAGE, offset=offset
        )
        view = {
            "kind": kind,
            "order": order,
            "page": page,
            "pages": pages,
            "letters": self._letters(kind),
        }
        # Rows as the index has them: most pages stand, and their lists of spellings and roles are not read.
        return LateView(
            (view, rows), lambda: {**view, "rows": list(map(name_row, rows))}
        )

    def name(self, name_id: str) -> LateView:
        """Return the view of a name: everything that the corpus says of it."""
        name = self._index.names.by_id(name_id)
        # All else on the page is of its articles, and of what the corpus says of other names in them.
        shown = self._index.articles.shown_fingerprints(name_id)
        return LateView((name, shown), lambda: self._contents_of_name(name))

    def _contents_of_name(self, name: NameRow) -> Mapping[str, Any]:
        """Return what a name's page shows."""
        name_id = name.id
        days = self._index.names.mentions_by_day(name_id)
        counts = (
            name.quote_count,
            name.about_count,
            name.event_count,
            name.article_count,
        )
        return {
            "name": name,
            "beside": self._named_beside(name_id),
            "ego": draw_ego_network(name, self._index.names, self._index.quotes),
            "over_time": columns(periods(days), height=60),
            "sections": {
                section: self._section(section, name_id, limit=LINES_OF_SECTION).lines()
                for section in SECTIONS
            },
            "totals": dict(zip(SECTIONS, counts, strict=True)),
            "most": MAX_LINES_OF_LIST,
            "outlets": self._outlets(name_id),
        }

    def name_lines(
        self, name_id: str, section: str, total: int, page: int, pages: int
    ) -> LateView:
        """Return the view of a page of one section of a name, which has `total` lines."""
        rows = self._section(
            section, name_id, limit=LINES_OF_PAGE, offset=(page - 1) * LINES_OF_PAGE
        )
        view = {
            "name": self._index.names.by_id(name_id),
            "section": section,
            "total": total,
            "newest": _newest(total),
            "page": page,
            "pages": pages,
        }
        return _view_of_lines(view, rows)

    def speakers(self, page: int, pages: int) -> Mapping[str, Any]:
        """Return the view of who is quoted, the most quoted first, with the ways into the quotes."""
        quotes = self._index.quotes
        rows = self._speakers(NAMES_OF_PAGE, (page - 1) * NAMES_OF_PAGE)
        return {
            "rows": rows,
            "facets": self._quote_facets(),
            "unattributed": quotes.count_unattributed(),
            "unnamed": quotes.count_unnamed(),
            "page": page,
            "pages": pages,
        }

    def quotes(
        self, facet: str, value: str, total: int, page: int, pages: int
    ) -> LateView:
        """Return the view of a page of quotes of one kind, newest first; there are `total`."""
        rows = self._index.lines.quotes(
            facet, value, limit=LINES_OF_PAGE, offset=(page - 1) * LINES_OF_PAGE
        )
        view = {
            "facet": facet,
            "value": value,
            "total": total,
            "newest": _newest(total),
            "page": page,
            "pages": pages,
        }
        return _view_of_lines(view, rows)

    def events_index(self) -> Mapping[str, Any]:
        """Return the view of the types of events, with the ways into them."""
        return {
            "types": bars(self._types()),
            "months": _facets("events", "month", self._index.events.months()),
            "happenings": self._index.events.happenings(limit=SIDE_ROWS),
            "places": self._places(SIDE_ROWS),
        }

    def events(
        self, facet: str, value: str, total: int, page: int, pages: int
    ) -> LateView:
        """Return the view of a page of events of one type, month or place; there are `total`."""
        rows = self._index.lines.events(
            facet, value, limit=LINES_OF_PAGE, offset=(page - 1) * LINES_OF_PAGE
        )
        view = {
            "facet": facet,
            "value": value,
            "place": self._index.names.by_id(value) if facet == "place" else None,
            "total": total,
            "newest": _newest(total),
            "page": page,
            "pages": pages,
        }
        return _view_of_lines(view, rows)

    def places(self, page: int, pages: int) -> Mapping[str, Any]:
        """Return the view of where events take place, by count."""
        return {
            "rows": self._places(NAMES_OF_PAGE, (page - 1) * NAMES_OF_PAGE),
            "page": page,
            "pages": pages,
        }

    def happenings(self, page: int, pages: int) -> Mapping[str, Any]:
        """Return the view of a page of what is told more than once."""
        rows = self._index.events.happenings(
            limit=LINES_OF_PAGE, offset=(page - 1) * LINES_OF_PAGE
        )
        return {"rows": rows, "page": page, "pages": pages}

    def happening(self, happening_id: str, page: int, pages: int) -> Mapping[str, Any]:
        """Return the view of a happening with the events that tell of it."""
        happening = self._index.events.happening(happening_id)
        offset = (page - 1) * LINES_OF_PAGE
        rows = self._index.lines.events_of_happening(
            happening_id, limit=LINES_OF_PAGE, offset=offset
        )
        names = self._index.events.participants(happening_id)
        return {
            "happening": happening,
            "lines": rows.lines(),
            "names": names,
            "reasons": self._index.events.reasons(happening_id),
            "page": page,
            "pages": pages,
        }

    def happening_list(self, list_path: str) -> Mapping[str, Any]:
        """Return the view of happenings that stand together on a page, each with all events that tell of it."""
        events, lines = self._index.events, self._index.lines
        rows = events.happenings_of_list(list_path)
        return {
            "label": rows[0].label,
            "rows": rows,
            "names": {row.id: events.participants(row.id) for row in rows},
            "reasons": {row.id: events.reasons(row.id) for row in rows},
            "lines": {
                row.id: lines.events_of_happening(
                    row.id, limit=row.mention_count
                ).lines()
                for row in rows
            },
        }

    def pictures(self) -> Mapping[str, Any]:
        """Return the view of the pictures of the corpus, each with its table."""
        tables = {table.name: table for table in count_tables(self._index)}
        return {"pictures": self.pictures_drawn.all, "counts": tables}

    def counts(self) -> Mapping[str, Any]:
        """Return the view of the counts, each number with the list of its sentences."""
        return {"tables": count_tables(self._index)}

    def explore(self) -> Mapping[str, Any]:
        """Return the view of the page that combines filters: its layers; its script brings all else that it shows."""
        return {"layers": ["quotes", "events", *self._third_party_layers()]}

    def search(self) -> Mapping[str, Any]:
        """Return the view of the page that searches; without JavaScript it shows the lists."""
        return {
            "letters": {kind: self._letters(kind) for kind in LABELS},
            "filters": FILTERS,
        }

    def corpus(self) -> Mapping[str, Any]:
        """Return what the index knows of the corpus's own page."""
        paths = {layer: layer_path(layer) for layer in self._third_party_layers()}
        return {"languages": self._index.articles.languages(), "layer_paths": paths}

    def _third_party_layers(self) -> list[str]:
        """Return the layers that are not ours and have annotations."""
        return [layer for layer, _ in self._index.third_party.layers()]

    def layer(self, layer: str, page: int, pages: int) -> Mapping[str, Any]:
        """Return the view of a page of the annotations of a layer that is not ours."""
        lines = self._index.third_party.lines(
            layer, limit=LINES_OF_PAGE, offset=(page - 1) * LINES_OF_PAGE
        )
        return {"layer": layer, "lines": lines, "page": page, "pages": pages}

    def _section(
        self, section: str, name_id: str, *, limit: int, offset: int = 0
    ) -> LineRows:
        """Return lines of a section of a name's page."""
        lines = self._index.lines
        questions: dict[str, Callable[..., LineRows]] = {
            "said": lines.quotes_by,
            "about": lines.quotes_about,
            "events": lines.events_with,
            "mentions": lines.mentions,
        }
        return questions[section](name_id, limit=limit, offset=offset)

    def _speakers(self, limit: int, offset: int = 0) -> list[Facet]:
        """Return the names that are quoted, with their pages and numbers of quotes."""
        rows = self._index.quotes.speakers(limit=limit, offset=offset)
        return [Facet(row.speaker, row.path, row.quote_count) for row in rows]

    def _explored_speakers(self) -> list[str]:
        """Return the choices of `explore.html` that show what each of the most quoted said."""
        rows = self._index.quotes.speakers(limit=HOME_BARS)
        return [explored_choices("quotes", speaker=row.name_id) for row in rows]

    def _types(self) -> list[Facet]:
        return _facets("events", "type", self._index.events.types())

    def _explored_types(self) -> list[str]:
        """Return the choices of `explore.html` that show the events of each of the most frequent types."""
        types = self._index.events.types()[:HOME_BARS]
        return [explored_choices("events", type=label) for label, _ in types]

    def _places(self, limit: int, offset: int = 0) -> list[Facet]:
        rows = self._index.events.places(limit=limit, offset=offset)
        return [
            Facet(place.name, _place_path(place), place.event_count) for place in rows
        ]

    def _find_letters(self, kind: str) -> list[tuple[str, int]]:
        """Return the letters of a list of names, each with the page that it begins on."""
        letters = []
        names_before = 0
        for letter, count in self._index.names.letter_counts(LABELS[kind]):
            letters.append((letter, names_before // NAMES_OF_PAGE + 1))
            names_before += count
        return letters

    def _find_quote_facets(self) -> dict[str, list[Facet]]:
        """Return the ready-made lists of quotes, by facet."""
        quotes = self._index.quotes
        return {
            facet: _facets("quotes", facet, quotes.facet_values(facet))
            for facet in quotes.FACETS
        }

    def _named_beside(self, name_id: str) -> list[Facet]:
        rows = self._index.names.named_beside(name_id, limit=SIDE_ROWS)
        return [Facet(row.name, row.path, row.article_count) for row in rows]

    def _outlets(self, name_id: str) -> list[Facet]:
        return _facets(
            "by", "outlet", self._index.names.outlets(name_id, limit=SIDE_ROWS)
        )


def _view_of_lines(view: Mapping[str, Any], rows: LineRows) -> LateView:
    """Return the view of a list's page: `view` and its lines, which are made from `rows` when the page is."""
    return LateView((view, rows.rows), lambda: {**view, "lines": rows.lines()})


def _newest(total: int) -> int | None:
    """Return how many of a list's lines its pages hold; None when they hold all."""
    return MAX_LINES_OF_LIST if total > MAX_LINES_OF_LIST else None


def _place_path(place: EventPlace) -> str:
    """Return where the events of a place stand: a list of their own, the page of its name, or the article that has it."""
    if place.has_page and place.event_count > LINES_OF_SECTION:
        return facet_path("events", "place", place.name_id)
    return section_path(place.path, "events")


def _facets(folder: str, facet: str, values: Iterable[tuple[str, int]]) -> list[Facet]:
    """Return the ready-made lists of the values of `facet`, with their pages below `folder`."""
    return [
        Facet(value, facet_path(folder, facet, value), count) for value, count in values
    ]
