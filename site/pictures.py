"""The pictures of a corpus: over time, who is quoted, where it happens, who is named with whom. Each has its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .charts import bars, columns, periods
from .index import Index
from .network import network
from .paths import facet_path
from .worldmap import points

__all__ = ["Picture", "Pictures"]

_MOST = 20
_TYPES = 9


@dataclass(frozen=True)
class Picture:
    """
    A picture: its name in the words of the interface, how it is drawn, its shapes, and the table behind it.

    The table's head are words of the interface; `known` names the list of words that the first column's values are of;
    `undated` is how many articles it cannot show, for want of a date.
    """

    name: str
    drawn: str
    shapes: Any
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    known: str | None = None
    undated: int = 0


class Pictures:
    """Draws the pictures of the corpus that an index was made of."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def all(self) -> tuple[Picture, ...]:
        """Every picture that there is something for."""
        return tuple(picture for picture in self._each() if picture.rows)

    def _each(self) -> Iterator[Picture]:
        yield self._articles()
        yield self._quoted()
        yield self._gender()
        yield self._events()
        yield self._map()
        yield self._network()

    def _articles(self) -> Picture:
        sql = (
            "select substr(published, 1, 10), count(*) from articles where published is not null group by 1 order by 1"
        )
        rows = periods(self._index.rows(sql))
        head, undated = ("period", "articles"), self._undated()
        return Picture("articles_over_time", "columns", columns(rows), head, tuple(rows), undated=undated)

    def _undated(self) -> int:
        return self._index.number("select count(*) from articles where published is null")

    def _quoted(self) -> Picture:
        sql = "select name, path, said, articles from names where said > 0 order by said desc, sort limit ?"
        rows = self._index.rows(sql, _MOST)
        drawn = bars((name, path, said) for name, path, said, _ in rows)
        table = tuple((name, said, articles) for name, _, said, articles in rows)
        return Picture("most_quoted", "bars", drawn, ("name", "quotes", "articles"), table)

    def _gender(self) -> Picture:
        sql = """select coalesce(n.gender, 'unknown'), count(*), count(distinct n.id) from quotes q
            join names n on n.id = q.name where n.label = 'PER' group by 1 order by 1"""
        rows = self._index.rows(sql)
        total = sum(number for _, number, _ in rows) or 1
        shares = _shares([(gender, number) for gender, number, _ in rows], total)
        stated = tuple((gender, number, people) for gender, number, people in rows)
        return Picture(
            "quotes_by_gender", "shares", shares, ("gender_word", "quotes", "people"), stated, known="gender"
        )

    def _events(self) -> Picture:
        types = self._index.rows("select label, count(*) from events group by 1 order by 2 desc, 1 limit ?", _TYPES)
        sql = """select label, substr(published, 1, 10), count(*) from events e join articles a on a.place = e.article
            where published is not null group by 1, 2"""
        counted = self._index.rows(sql)
        frame = [period for period, _ in periods((day, 0) for _, day, _ in counted)]
        width = len(frame[0]) if frame else 0
        rows = []
        for label, _ in types:
            numbers = dict.fromkeys(frame, 0)
            for other, day, number in counted:
                if other == label:
                    numbers[day[:width]] += number
            rows.append((label, numbers))
        drawn = [(one, facet_path("events", "type", one), _small(numbers)) for one, numbers in rows]
        table = tuple(
            (label, period, number) for label, numbers in rows for period, number in numbers.items() if number
        )
        head, undated = ("type", "period", "events"), self._undated()
        return Picture("events_over_time", "small", drawn, head, table, known="types", undated=undated)

    def _map(self) -> Picture:
        sql = "latitude is not null and longitude is not null and label = 'LOC'"
        names = self._index.names(sql, order="mentions desc, sort, id", limit=200)
        table = tuple((one.name, one.country or "", one.latitude, one.longitude, one.mentions) for one in names)
        head = ("name", "country", "latitude", "longitude", "mention_word")
        return Picture("map", "map", points(names), head, table)

    def _network(self) -> Picture:
        drawn = network(self._index)
        table = tuple((one.a, one.b, one.articles) for one in drawn.ties)
        return Picture("network", "network", drawn, ("name", "name", "articles"), table)


def _small(numbers: Mapping[str, int]) -> Any:
    return columns(list(numbers.items()), width=420, height=34)


def _shares(rows: Sequence[tuple[str, int]], total: int) -> tuple[tuple[str, int, float, float], ...]:
    """Value, number, and where its part of a whole bar begins and how long it is, in hundredths."""
    at, found = 0.0, []
    for value, number in rows:
        long = 100 * number / total
        found.append((value, number, round(at, 2), round(long, 2)))
        at += long
    return tuple(found)
