"""The files that `explore.html` loads: what can be chosen, the rows by year, and their words by the thousand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import Any

from pressmark.site.index import Index
from pressmark.site.index.values import ExploredRow
from pressmark.site.interface import Interface
from pressmark.site.packed_values import packed_script
from pressmark.site.site_file import SiteFile, file_with_content

from .facets import MAX_OWN_VALUES, ArticleFacets, NameNumbers, Numbers, doubt_of
from .packing import MAX_PACKED, pack, pack_lists

__all__ = ["explore_files"]

LINES_IN_FILE = 1000
"""Rows whose words stand in one file: about 200 kB, which a browser reads in an instant. `explore.js` has the same."""

TITLES_IN_FILE = 1000
"""Articles whose titles stand in one file. `explore.js` has the same."""

CONTEXT_CHARACTERS = 60
"""How much of the text stands before and after a row's own words; shorter than in the lists, as there are more."""

MAX_WORDS_CHARACTERS = 300
"""How much of a quote a row shows: four lines. Chosen by eye."""

MAX_NAMES_OF_ROW = 12
"""Names of one quote or event that it can be found by; more are in an enumeration. Chosen, not measured."""


_FACET_WORDS = {"source": "sources", "doubt": "doubts", "verdict": "verdicts"}
_FACET_WORDS_OF_LAYER = {
    "quotes": {"type": "quote_types", "status": "quote_statuses"},
    "events": {"type": "event_types", "status": "statuses"},
}
"""The lists of the interface that have the words of a facet; what a layer that is not ours says is shown as it is."""


def explore_files(index: Index, ui: Interface) -> Iterator[SiteFile]:
    """Yield the files of `explore/`, the one that says what there is last."""
    articles = list(index.explored.articles())
    article_facets = ArticleFacets(articles)
    names = NameNumbers(index)
    layers = {}
    explored = index.explored
    rows_by_layer = {"quotes": explored.quotes(), "events": explored.events()}
    for layer, _ in index.third_party.layers():
        rows_by_layer[layer] = explored.annotations(layer)
    for layer, rows in rows_by_layer.items():
        facts = _facts_to_choose(explored.annotations(layer))
        files = _LayerFiles(layer, article_facets.parts, names, ui, facts)
        yield from files.write(rows)
        layers[layer] = files.described()
    titles = [
        (article.path, article.title, article.outlet or "", article.day or "")
        for article in articles
    ]
    for number, start in enumerate(range(0, len(titles), TITLES_IN_FILE)):
        titles_of_file = titles[start : start + TITLES_IN_FILE]
        yield _packed_script(
            f"titles-{number}", "titles", number, packed=titles_of_file
        )
    about = {
        "layers": layers,
        "articles": article_facets.described(ui),
        "article_count": len(articles),
        "names": names.described(),
        "words": ui.words["explore"],
        "genders": ui.words["gender"],
        "locale": ui.language,
    }
    yield _script("about", "about", about)


class _LayerFiles:
    """The files of a layer: a part of columns for each year, and the words of its rows."""

    def __init__(
        self,
        layer: str,
        years: Sequence[tuple[str, int]],
        names: NameNumbers,
        ui: Interface,
        facts: Sequence[str] = (),
    ) -> None:
        """Begin the files of a layer; `facts` are the columns of one that is not ours by which it can be filtered."""
        self._layer = layer
        self._years = years
        self._names = names
        self._ui = ui
        self._numbers = {
            facet: Numbers()
            for facet in ("type", "status", "source", "doubt", "verdict")
        }
        self._facts = {f"fact:{name}": Numbers() for name in facts}
        self._parts: list[tuple[str, int]] = []

    def write(self, rows: Iterable[ExploredRow]) -> Iterator[SiteFile]:
        """Yield the parts and the words of `rows`, which come article by article."""
        lines: list[tuple[str, str, str, str]] = []
        line_files = 0
        for year, rows_of_year in groupby(rows, key=self._year_of):
            part = list(rows_of_year)
            self._parts.append((year, len(part)))
            yield _script(
                f"{self._layer}-{year}", "part", self._layer, year, self._columns(part)
            )
            lines += map(_line, part)
            while len(lines) >= LINES_IN_FILE:
                yield self._line_file(line_files, lines[:LINES_IN_FILE])
                del lines[:LINES_IN_FILE]
                line_files += 1
        if lines:
            yield self._line_file(line_files, lines)

    def described(self) -> dict[str, Any]:
        """Return the parts with their numbers of rows, and the values of each facet that has several."""
        words = {**_FACET_WORDS, **_FACET_WORDS_OF_LAYER.get(self._layer, {})}
        facets = {
            facet: numbers.words(_caller(self._ui, words.get(facet)))
            for facet, numbers in {**self._numbers, **self._facts}.items()
            if len(numbers)
        }
        return {"parts": self._parts, "facets": facets}

    def _year_of(self, row: ExploredRow) -> str:
        """Return the part that a row belongs to, by its article."""
        year = self._years[0][0]
        for name, first_article in self._years:
            if first_article > row.article_no:
                break
            year = name
        return year

    def _columns(self, rows: Sequence[ExploredRow]) -> dict[str, str]:
        """Return the packed columns of some rows; articles are written as steps from one row to the next."""
        numbers, names = self._numbers, self._names
        return {
            "article": pack(_steps([row.article_no for row in rows])),
            "type": pack(numbers["type"].of(row.label) for row in rows),
            "status": pack(numbers["status"].of(row.status) for row in rows),
            "source": pack(numbers["source"].of(row.speaker_kind) for row in rows),
            "doubt": pack(numbers["doubt"].of(doubt_of(row.score)) for row in rows),
            "verdict": pack(numbers["verdict"].of(row.verdict) for row in rows),
            "speaker": pack(names.of(row.speaker_name_id) for row in rows),
            "place": pack(names.of(row.place_name_id) for row in rows),
            "name": pack_lists(map(self._name_numbers, rows)),
            **self._fact_columns(rows),
        }

    def _fact_columns(self, rows: Sequence[ExploredRow]) -> dict[str, str]:
        """Return the packed columns of what somebody else's layer says of some rows."""
        values = [dict(row.facts) for row in rows]
        return {
            facet: pack(
                numbers.of(each.get(facet.removeprefix("fact:"))) for each in values
            )
            for facet, numbers in self._facts.items()
        }

    def _name_numbers(self, row: ExploredRow) -> list[int]:
        """Return the numbers of the names of a row that can be chosen."""
        numbers = filter(None, map(self._names.of, row.name_ids))
        return list(islice(numbers, MAX_NAMES_OF_ROW))

    def _line_file(
        self, number: int, lines: Sequence[tuple[str, str, str, str]]
    ) -> SiteFile:
        """Return a file of the words of some rows."""
        name = f"{self._layer}-lines-{number}"
        return _packed_script(name, "lines", self._layer, number, packed=lines)


def _facts_to_choose(rows: Iterable[ExploredRow]) -> list[str]:
    """Return the names of the facts of some rows that have several values, and few enough to choose among."""
    values: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.facts:
            of_name = values.setdefault(name, set())
            # One more than may be chosen among: a text of its own in each row would fill the memory.
            if len(of_name) <= MAX_OWN_VALUES:
                of_name.add(value)
    return [name for name, seen in values.items() if 1 < len(seen) <= MAX_OWN_VALUES]


def _line(row: ExploredRow) -> tuple[str, str, str, str]:
    """Return anchor and words of a row: what stands before its own, they themselves, and what stands after."""
    words = " ".join(row.text.split())
    if len(words) > MAX_WORDS_CHARACTERS:
        words = f"{words[:MAX_WORDS_CHARACTERS].rpartition(' ')[0]} …"
    before, after = row.before, row.after
    if len(before) > CONTEXT_CHARACTERS:
        before = f"…{before[-CONTEXT_CHARACTERS:].partition(' ')[2]}"
    if len(after) > CONTEXT_CHARACTERS:
        after = f"{after[:CONTEXT_CHARACTERS].rpartition(' ')[0]}…"
    return row.anchor, before, words, after


def _steps(article_nos: Sequence[int]) -> list[int]:
    """
    Return ascending numbers as the steps from one to the next, the first as two numbers that a character can hold.

    >>> _steps([70000, 70000, 70002])
    [1, 6550, 0, 2]
    """
    high, low = divmod(article_nos[0], MAX_PACKED)
    steps = [after - before for before, after in pairwise(article_nos)]
    return [high, low, *steps]


def _caller(ui: Interface, words: str | None) -> Callable[[str], str]:
    """Return what calls a value by its word in a list of the interface; by itself without a list."""
    return str if words is None else lambda value: ui.one_of(words, value)


def _script(name: str, function: str, *arguments: Any) -> SiteFile:
    """Return a classic script that hands its arguments to a function of `explore.js`."""
    parts = ",".join(_json(argument) for argument in arguments)
    return file_with_content(f"explore/{name}.js", f"explorer.{function}({parts})")


def _packed_script(name: str, function: str, *arguments: Any, packed: Any) -> SiteFile:
    """Return a script whose last argument is packed: words take more room than all columns."""
    return packed_script(
        f"explore/{name}.js",
        f"explorer.{function}",
        *map(_json, arguments),
        packed=packed,
    )


def _json(value: Any) -> str:
    """Return JSON that may stand in a script: older browsers end a line at the two separators of Unicode."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")
