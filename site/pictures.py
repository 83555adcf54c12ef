"""The pictures of a corpus: over time, who is quoted, where it happens, who is named with whom. Each has its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .charts import AxisGap, ColumnChart, bars, columns, find_gaps, periods
from .index import Index
from .network import lay_out_network
from .paths import (
    article_month_path,
    explored_choices,
    explored_path,
    facet_path,
)
from .worldmap import draw_map

__all__ = ["Picture", "Pictures", "Share", "SmallChart"]

# Chosen, not measured: what a reader can take in without scrolling through a picture.
MAX_SPEAKERS = 20
MAX_EVENT_TYPES = 9
MAX_MAP_PLACES = 200


@dataclass(frozen=True)
class Picture:
    """
    A picture: its name in the words of the interface, how it is drawn, its shapes, and the table behind it.

    `head` are words of the interface; `first_column_words` names the list of words that the first column's values are
    of; `undated` is how many articles it cannot show, for want of a date.
    """

    name: str
    drawn: str
    shapes: Any
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    first_column_words: str | None = None
    undated: int = 0


class Share(NamedTuple):
    """A part of a whole bar: its value and number, and where it begins and how long it is, in hundredths."""

    value: str
    number: int
    start: float
    length: float


class SmallChart(NamedTuple):
    """One of several charts on a common time axis: the type that it counts, the type's page, and its columns."""

    label: str
    path: str
    chart: ColumnChart


class Pictures:
    """The pictures of the corpus that an index was made of."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def all(self) -> tuple[Picture, ...]:
        """Return every picture that there is something for, in the order of the page."""
        pictures = self._each()
        return tuple(picture for picture in pictures if picture.rows)

    def _each(self) -> Iterator[Picture]:
        """Yield the pictures in the order of the page, those too that there is nothing for."""
        yield self._articles_over_time()
        yield self._most_quoted()
        yield self._quotes_by_gender()
        yield self._events_over_time()
        yield self._map()
        yield self._network()

    def _articles_over_time(self) -> Picture:
        """Draw the articles by day, month or year, as long a time as the corpus has."""
        rows = periods(self._index.articles.counts_by_day())
        undated = self._index.articles.count_undated()
        head = ("period", "articles")
        return Picture(
            "articles_over_time",
            "columns",
            columns(rows, path_of=article_month_path),
            head,
            tuple(rows),
            undated=undated,
        )

    def _most_quoted(self) -> Picture:
        """Draw who is quoted most, of the names of the corpus."""
        names = self._index.names.most_quoted(MAX_SPEAKERS)
        explored = [explored_choices("quotes", speaker=name.id) for name in names]
        rows = [(name.name, name.path, name.quote_count) for name in names]
        shapes = bars(rows, explored)
        table = tuple(
            (name.name, name.quote_count, name.article_count) for name in names
        )
        return Picture(
            "most_quoted", "bars", shapes, ("name", "quotes", "articles"), table
        )

    def _quotes_by_gender(self) -> Picture:
        """Draw what share of people's quotes women and men have, as far as the gender is known."""
        rows = self._index.quotes.by_gender()
        shares = _shares([(row.gender, row.quote_count) for row in rows])
        table = tuple((row.gender, row.quote_count, row.person_count) for row in rows)
        head = ("gender_word", "quotes", "people")
        return Picture(
            "quotes_by_gender",
            "shares",
            shares,
            head,
            table,
            first_column_words="gender",
        )

    def _events_over_time(self) -> Picture:
        """Draw the most frequent types of events, each as a small chart on a time axis that all types share."""
        counts_by_day = self._index.events.counts_by_day()
        totals = periods((day, number) for _, day, number in counts_by_day)
        axis = [period for period, _ in totals]
        labels = [label for label, _ in self._index.events.types()[:MAX_EVENT_TYPES]]
        numbers_by_label = {label: dict.fromkeys(axis, 0) for label in labels}
        period_length = len(axis[0]) if axis else 0
        for label, day, number in counts_by_day:
            if label in numbers_by_label:
                numbers_by_label[label][day[:period_length]] += number
        gaps = find_gaps(totals)
        shapes = [
            _small_chart(label, numbers, gaps)
            for label, numbers in numbers_by_label.items()
        ]
        table = tuple(_rows_of_numbers(numbers_by_label))
        head = ("type", "period", "events")
        undated = self._index.articles.count_undated()
        return Picture(
            "events_over_time",
            "small",
            shapes,
            head,
            table,
            first_column_words="event_types",
            undated=undated,
        )

    def _map(self) -> Picture:
        """Draw the places that have coordinates."""
        names = self._index.names.with_coordinates(MAX_MAP_PLACES)
        table = tuple(
            (
                name.name,
                name.country or "",
                name.latitude,
                name.longitude,
                name.mention_count,
            )
            for name in names
        )
        head = ("name", "country", "latitude", "longitude", "mention_word")
        return Picture("map", "map", draw_map(names), head, table)

    def _network(self) -> Picture:
        """Draw who is named with whom."""
        network = lay_out_network(self._index.names)
        table = tuple(
            (tie.name, tie.other_name, tie.article_count) for tie in network.ties
        )
        return Picture(
            "network", "network", network, ("name", "name", "articles"), table
        )


def _small_chart(
    label: str, numbers: Mapping[str, int], gaps: Sequence[AxisGap]
) -> SmallChart:
    """Return the chart of one type of events; 420 by 34 units is the shape of its row in the page."""

    def path_of(period: str) -> str | None:
        """Return where the events of this type and month are explored."""
        if len(period) != len("2026-03"):
            return None
        return explored_path("events", type=label, month=period)

    rows = list(numbers.items())
    chart = columns(rows, width=420, height=34, gaps=gaps, path_of=path_of)
    return SmallChart(label, facet_path("events", "type", label), chart)


def _rows_of_numbers(
    numbers_by_label: Mapping[str, Mapping[str, int]],
) -> Iterator[tuple[str, str, int]]:
    """Yield label, period and number, without the zeros."""
    for label, numbers in numbers_by_label.items():
        for period, number in numbers.items():
            if number:
                yield label, period, number


def _shares(rows: Sequence[tuple[str, int]]) -> tuple[Share, ...]:
    """
    Return values and their numbers as parts of one whole bar.

    >>> _shares([("f", 1), ("m", 3)])
    (Share(value='f', number=1, start=0.0, length=25.0), Share(value='m', number=3, start=25.0, length=75.0))
    """
    total = sum(number for _, number in rows) or 1
    start, shares = 0.0, []
    for value, number in rows:
        length = 100 * number / total
        shares.append(Share(value, number, round(start, 2), round(length, 2)))
        start += length
    return tuple(shares)
