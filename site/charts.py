"""Charts: numbers as the shapes that a template draws. A chart is values; the page writes the SVG and the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

__all__ = ["Bar", "Column", "ColumnChart", "bars", "columns", "periods"]

# A chart of more columns than these is read as a block; chosen by eye at the width of a page.
MAX_DAYS = 62
MAX_MONTHS = 120

# The units of a chart, which a browser scales.
CHART_WIDTH = 720.0
CHART_HEIGHT = 120.0

# The lengths of an ISO period: 2026-03-01, 2026-03, 2026.
DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH = 10, 7, 4


@dataclass(frozen=True)
class Bar:
    """
    A row of a bar chart: its label, its page, its number, and its length in hundredths of the longest.

    `explored` are the choices under which `explore.html` shows what is counted; None for no link there.
    """

    label: str
    path: str | None
    number: int
    length: float
    explored: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a chart over time: its period (an ISO day, month or year), its number and its rectangle."""

    period: str
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class ColumnChart:
    """A chart over time: its columns, the highest number and how wide and high it is."""

    columns: tuple[Column, ...]
    highest: int
    width: float = CHART_WIDTH
    height: float = CHART_HEIGHT


def bars(
    rows: Iterable[tuple[str, str | None, int]], explored: Iterable[str] = ()
) -> tuple[Bar, ...]:
    """
    Return rows of label, page and number as bars.

    `explored` are, for each row, the choices under which `explore.html` shows what is counted; none for no link there.

    >>> [bar.length for bar in bars([("PER", None, 3), ("LOC", None, 1)])]
    [100.0, 33.3]
    """
    rows = list(rows)
    highest = max((number for *_, number in rows), default=0) or 1
    return tuple(
        Bar(label, path, number, round(100 * number / highest, 1), choices)
        for (label, path, number), choices in zip_longest(rows, explored)
    )


def periods(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """
    Return numbers by ISO day as numbers by day, month or year; the periods between have their zero.

    Two months are told by the day, ten years by the month, more by the year.

    >>> periods([("2025-11-30", 2), ("2026-02-01", 1)])
    [('2025-11', 2), ('2025-12', 0), ('2026-01', 0), ('2026-02', 1)]
    """
    numbers = [(date.fromisoformat(day), int(number)) for day, number in rows]
    if not numbers:
        return []
    days = [day for day, _ in numbers]
    first, last = min(days), max(days)
    length = _period_length(first, last)
    totals = dict.fromkeys(_periods_between(first, last, length), 0)
    for day, number in numbers:
        totals[day.isoformat()[:length]] += number
    return list(totals.items())


def columns(
    rows: Sequence[tuple[str, int]],
    *,
    width: float = CHART_WIDTH,
    height: float = CHART_HEIGHT,
) -> ColumnChart:
    """Return numbers by period as columns over a common base line, in a chart of `width` by `height`."""
    highest = max((number for _, number in rows), default=0)
    step = width / max(len(rows), 1)
    shapes = [
        _column(
            period,
            number,
            step=step,
            position=position,
            height=height * number / (highest or 1),
            chart=height,
        )
        for position, (period, number) in enumerate(rows)
    ]
    return ColumnChart(tuple(shapes), highest, width, height)


def _column(
    period: str, number: int, *, step: float, position: int, height: float, chart: float
) -> Column:
    """Return the rectangle of a column in the middle of its step, which stands on the base line of the chart."""
    height = round(height, 1)
    # A fifth of the step keeps narrow columns apart, 4 units are enough for wide ones. A chart of three periods with
    # columns wider than 44 looks like a flag. All by eye.
    gap = min(step * 0.2, 4)
    width = min(step - gap, 44)
    x = position * step + (step - width) / 2
    return Column(
        period, number, round(x, 1), round(chart - height, 1), round(width, 1), height
    )


def _period_length(first: date, last: date) -> int:
    """Return the length of the ISO periods that show best what lies between two days."""
    if (last - first).days <= MAX_DAYS:
        return DAY_LENGTH
    months = (last.year - first.year) * 12 + last.month - first.month
    return MONTH_LENGTH if months <= MAX_MONTHS else YEAR_LENGTH


def _periods_between(first: date, last: date, length: int) -> Iterator[str]:
    """Yield every ISO period of this length from the first day's to the last day's, in order."""
    if length == DAY_LENGTH:
        for number in range((last - first).days + 1):
            yield (first + timedelta(days=number)).isoformat()
    elif length == YEAR_LENGTH:
        for year in range(first.year, last.year + 1):
            yield f"{year:04}"
    else:
        for month in range(
            first.year * 12 + first.month - 1, last.year * 12 + last.month
        ):
            yield f"{month // 12:04}-{month % 12 + 1:02}"
