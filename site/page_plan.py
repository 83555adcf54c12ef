"""Which pages a site has, each by its path and what is on it. The index is asked only how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .index import Index
from .index.values import Facet
from .paths import facet_path, layer_path, name_path, paged_path

__all__ = [
    "LABELS",
    "LINES_OF_PAGE",
    "LINES_OF_SECTION",
    "MAX_LINES_OF_LIST",
    "NAMES_OF_PAGE",
    "SECTIONS",
    "Page",
    "article_facets",
    "plan_pages",
]

LINES_OF_PAGE = 100
"""Lines on a page of a list: a page stays below 150 kB, which a test holds it to."""

MAX_LINES_OF_LIST = 200
"""Lines of a list in all, the newest. Who wants more asks `explore.html`, which has all. Chosen, not measured."""

NAMES_OF_PAGE = 500
"""Names on a page of a list; one takes a fifth of a line's markup."""

LINES_OF_SECTION = 25
"""Lines of each section on a name's own page; the others stand on pages of their own. Chosen, not measured."""

LABELS = {"people": "PER", "places": "LOC", "organisations": "ORG", "others": "MISC"}
"""The lists of names and the label of each."""

SECTIONS = ("said", "about", "events", "mentions")
"""The sections of a name's page: what it said, what is said about it, what it takes part in, where it is named."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to make: its path, its kind, and what tells it from others of its kind: the arguments of its view."""

    path: str
    kind: str
    key: tuple[Any, ...] = ()


def plan_pages(index: Index, *, has_search: bool = True) -> Iterator[Page]:
    """Yield every page of the site; articles come shard by shard, as they are stored."""
    yield Page("index.html", "home")
    yield Page("corpus.html", "corpus")
    yield Page("explore.html", "explore")
    yield Page("pictures.html", "pictures")
    yield Page("counts.html", "counts")
    if has_search:
        yield Page("search.html", "search")
    yield from _plan_articles(index)
    yield from _plan_names(index)
    yield from _plan_quotes(index)
    yield from _plan_events(index)
    for layer, count in index.third_party.layers():
        yield from _plan_list(layer_path(layer), "layer", (layer,), count)


def article_facets(index: Index) -> dict[str, list[Facet]]:
    """Return the ready-made lists of articles, by outlet, month and language."""
    facets: dict[str, list[Facet]] = {}
    for facet in index.articles.FACETS:
        values = index.articles.facet_values(facet)
        facets[facet] = [
            Facet(value, facet_path("by", facet, value), count)
            for value, count in values
        ]
    return facets


def _plan_articles(index: Index) -> Iterator[Page]:
    """Yield the lists of articles, then each article and each copy."""
    yield from _plan_list(
        "articles/index.html", "articles", ("all", ""), index.articles.count()
    )
    for facet, lists in article_facets(index).items():
        for value, path, count in lists:
            yield from _plan_list(path, "articles", (facet, value), count)
    for path, *key in index.articles.stored():
        yield Page(path, "article", tuple(key))
    for path, *key in index.articles.stored_copies():
        yield Page(path, "copy", tuple(key))


def _plan_names(index: Index) -> Iterator[Page]:
    """Yield the lists of names, then each name, with further pages for sections that its own page cuts."""
    for kind, label in LABELS.items():
        total = index.names.count_of_label(label)
        yield from _plan_list(
            f"names/{kind}.html", "names", (kind, "letter"), total, NAMES_OF_PAGE
        )
        yield from _plan_list(
            f"names/{kind}-by-count.html",
            "names",
            (kind, "count"),
            total,
            NAMES_OF_PAGE,
        )
    for name_id, *counts in index.names.totals():
        yield Page(name_path(name_id), "name", (name_id,))
        for section, count in zip(SECTIONS, counts, strict=True):
            if count > LINES_OF_SECTION:
                path = name_path(name_id).removesuffix(".html") + f".{section}.html"
                yield from _plan_newest(path, "name_lines", (name_id, section), count)


def _plan_quotes(index: Index) -> Iterator[Page]:
    """Yield the list of speakers and the lists of quotes: all, by facet, of nobody, of speakers without a name."""
    yield from _plan_list(
        "quotes/index.html",
        "speakers",
        (),
        index.quotes.count_speakers(),
        NAMES_OF_PAGE,
    )
    yield from _plan_newest(
        "quotes/all.html", "quotes", ("all", ""), index.quotes.count()
    )
    for facet in index.quotes.FACETS:
        for value, count in index.quotes.facet_values(facet):
            yield from _plan_newest(
                facet_path("quotes", facet, value), "quotes", (facet, value), count
            )
    unattributed = index.quotes.count_unattributed()
    yield from _plan_newest(
        "quotes/unattributed.html", "quotes", ("unattributed", ""), unattributed
    )
    unnamed = index.quotes.count_unnamed()
    yield from _plan_newest("quotes/unnamed.html", "quotes", ("unnamed", ""), unnamed)


def _plan_events(index: Index) -> Iterator[Page]:
    """Yield the lists of events by type, month and place, and what is told more than once."""
    yield Page("events/index.html", "events_index")
    for label, count in index.events.types():
        yield from _plan_newest(
            facet_path("events", "type", label), "events", ("type", label), count
        )
    for month, count in index.events.months():
        yield from _plan_newest(
            facet_path("events", "month", month), "events", ("month", month), count
        )
    yield from _plan_list(
        "events/places.html", "places", (), index.events.count_places(), NAMES_OF_PAGE
    )
    for name_id, count in index.events.place_counts(more_than=LINES_OF_SECTION):
        yield from _plan_newest(
            facet_path("events", "place", name_id), "events", ("place", name_id), count
        )
    yield from _plan_list(
        "events/happenings.html", "happenings", (), index.events.count_happenings()
    )
    for happening_id, path, count in index.events.happening_pages():
        yield from _plan_list(path, "happening", (happening_id,), count)
    for path in index.events.happening_lists():
        yield Page(path, "happening_list", (path,))


def _plan_newest(
    path: str, kind: str, key: tuple[Any, ...], total: int
) -> Iterator[Page]:
    """
    Yield the pages of a list of `total` lines, the newest of them where there are many.

    Every line stands in its article and, with its sentence, on the pages of its names: complete lists of each kind would
    hold it four times more, and are what `explore.html` and the tables are for.
    """
    shown = min(total, MAX_LINES_OF_LIST)
    yield from _plan_list(path, kind, (*key, total), shown)


def _plan_list(
    path: str, kind: str, key: tuple[Any, ...], total: int, size: int = LINES_OF_PAGE
) -> Iterator[Page]:
    """Yield the pages of a list of `total` rows, `size` on each; one empty page when there are none."""
    # Divided and rounded up; a list that is empty has a page that says so, as menus and lists link to it.
    pages = max(1, -(-total // size))
    for page in range(1, pages + 1):
        yield Page(paged_path(path, page), kind, (*key, page, pages))
