"""Charts: numbers as the shapes that a template draws. A chart is values; the page writes the SVG and the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, zip_longest
from typing import NamedTuple

__all__ = [
    "AxisGap",
    "Bar",
    "Column",
    "ColumnChart",
    "Cut",
    "Tick",
    "bars",
    "columns",
    "find_gaps",
    "periods",
]

# A chart of more columns than these is read as a block; chosen by eye at the width of a page.
MAX_DAYS = 62
MAX_MONTHS = 120

# Periods of nothing in a row that an axis leaves out, and the part of the axis that they take at least: an archive's
# stray article of ten years before would press all others into a tenth of the width.
MIN_GAP_PERIODS = 12
MIN_GAP_PART = 0.25

# What stands in the place of what is left out: so many columns wide.
GAP_COLUMNS = 2

# Letters beneath an axis, in the units of the chart; so much room is left between two labels. By eye, at 12 px.
LETTER_WIDTH = 6.5
LABEL_GAP = 12

# The longest label of a period, « 28 septembre 2026 », and that of a year.
LABEL_LETTERS = {"2026-09-28": 17, "2026-09": 14, "2026": 4}

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
    """
    A column of a chart over time: its period (an ISO day, month or year), its number and its rectangle.

    `path` is the page of what it counts, below the site's folder; None where there is none.
    """

    period: str
    number: int
    x: float
    y: float
    width: float
    height: float
    path: str | None = None


class AxisGap(NamedTuple):
    """Periods that an axis leaves out: the places of the first and of the last in the rows of the chart."""

    first: int
    last: int


class Cut(NamedTuple):
    """Where an axis leaves something out: the middle of the cut, and the first and last period that are not shown."""

    x: float
    first: str
    last: str


class Tick(NamedTuple):
    """A mark of an axis: where it stands, the ISO period that begins there, and whether there is room to write it."""

    x: float
    period: str
    has_room: bool


@dataclass(frozen=True)
class ColumnChart:
    """A chart over time: its columns, the highest number, how wide and high it is, and the marks of its axis."""

    columns: tuple[Column, ...]
    highest: int
    width: float = CHART_WIDTH
    height: float = CHART_HEIGHT
    ticks: tuple[Tick, ...] = ()
    cuts: tuple[Cut, ...] = ()


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

    Two months are told by the day, ten years by the month, more by the year. What an axis leaves out (`find_gaps`) does
    not count: a year of articles and one from long before are told by the month.

    >>> periods([("2025-11-30", 2), ("2026-02-01", 1)])
    [('2025-11', 2), ('2025-12', 0), ('2026-01', 0), ('2026-02', 1)]
    """
    numbers = [(date.fromisoformat(day), int(number)) for day, number in rows]
    if not numbers:
        return []
    days = [day for day, _ in numbers]
    if (max(days) - min(days)).days <= MAX_DAYS:
        return _totals(numbers, DAY_LENGTH)
    months = _totals(numbers, MONTH_LENGTH)
    gap_length = sum(gap.last - gap.first + 1 for gap in find_gaps(months))
    if len(months) - gap_length <= MAX_MONTHS + 1:
        return months
    return _totals(numbers, YEAR_LENGTH)


def find_gaps(rows: Sequence[tuple[str, int]]) -> tuple[AxisGap, ...]:
    """
    Return the runs of periods without anything that are so long that an axis should leave them out; none of days.

    All days of a chart have room: there are MAX_DAYS at most.

    >>> find_gaps([("2001", 1), *[(str(year), 0) for year in range(2002, 2020)], ("2020", 5)])
    (AxisGap(first=1, last=18),)
    """
    gaps: list[AxisGap] = []
    if not rows or len(rows[0][0]) == DAY_LENGTH:
        return ()
    position = 0
    for has_any, run in groupby(rows, key=lambda row: row[1] > 0):
        length = sum(1 for _ in run)
        is_long = length >= max(MIN_GAP_PERIODS, MIN_GAP_PART * len(rows))
        if not has_any and is_long:
            gaps.append(AxisGap(position, position + length - 1))
        position += length
    return tuple(gaps)


def columns(
    rows: Sequence[tuple[str, int]],
    *,
    width: float = CHART_WIDTH,
    height: float = CHART_HEIGHT,
    gaps: Sequence[AxisGap] | None = None,
    path_of: Callable[[str], str | None] | None = None,
) -> ColumnChart:
    """
    Return numbers by period as columns over a common base line, in a chart of `width` by `height`.

    The axis leaves `gaps` out, those of the rows themselves where none are named. `path_of` says for a period which
    page shows what its column counts.
    """
    gaps = find_gaps(rows) if gaps is None else gaps
    highest = max((number for _, number in rows), default=0)
    gap_length = sum(gap.last - gap.first + 1 for gap in gaps)
    slots = len(rows) - gap_length + GAP_COLUMNS * len(gaps)
    step = width / max(slots, 1)
    shapes: list[Column] = []
    cuts: list[Cut] = []
    left, position = 0.0, 0
    ends = {gap.first: gap.last for gap in gaps}
    while position < len(rows):
        if position in ends:
            last = ends[position]
            middle = round(left + step * GAP_COLUMNS / 2, 1)
            cuts.append(Cut(middle, rows[position][0], rows[last][0]))
            left, position = left + step * GAP_COLUMNS, last + 1
            continue
        period, number = rows[position]
        column_height = height * number / (highest or 1)
        path = path_of(period) if path_of else None
        shapes.append(
            _column(period, number, left, step, column_height, height, path=path)
        )
        left, position = left + step, position + 1
    ticks = tuple(_ticks(shapes, cuts, width))
    return ColumnChart(tuple(shapes), highest, width, height, ticks, tuple(cuts))


def _column(
    period: str, number: int, left: float, step: float, height: float, chart: float, *, path: str | None
) -> Column:  # fmt: skip
    """Return the rectangle of a column in the middle of its step, which stands on the base line of the chart."""
    height = round(height, 1)
    # A fifth of the step keeps narrow columns apart, 4 units are enough for wide ones. A chart of three periods with
    # columns wider than 44 looks like a flag. All by eye.
    gap = min(step * 0.2, 4)
    width = min(step - gap, 44)
    x = round(left + (step - width) / 2, 1)
    return Column(
        period, number, x, round(chart - height, 1), round(width, 1), height, path
    )


def _ticks(
    shapes: Sequence[Column], cuts: Sequence[Cut], width: float
) -> Iterator[Tick]:
    """
    Yield the marks of an axis: where a year begins (a month, a decade), and where the axis goes on after a cut.

    The first and the last period are written at the ends of the axis, so that others need room beside those.
    """
    if not shapes:
        return
    first_after_cut = {
        next((shape.period for shape in shapes if shape.x > cut.x), "") for cut in cuts
    }
    label_limit = _label_width(shapes[0].period)
    free_to = width - _label_width(shapes[-1].period) - LABEL_GAP
    for shape in shapes[1:]:
        period = (
            shape.period
            if shape.period in first_after_cut
            else _longer_period(shape.period)
        )
        if period is None:
            continue
        label_end = shape.x + _label_width(period)
        has_room = shape.x >= label_limit + LABEL_GAP and label_end <= free_to
        if has_room:
            label_limit = label_end
        yield Tick(shape.x, period, has_room)


def _label_width(period: str) -> float:
    """Return how wide a period is when it is written, in units of the chart."""
    letters = {len(example): count for example, count in LABEL_LETTERS.items()}
    return LETTER_WIDTH * letters[len(period)]


def _longer_period(period: str) -> str | None:
    """
    Return the longer period that begins with this one: the year of a January; None where none does.

    >>> _longer_period("2026-01"), _longer_period("2026-03-01"), _longer_period("2030"), _longer_period("2026-02")
    ('2026', '2026-03', '2030', None)
    """
    if len(period) == YEAR_LENGTH:
        return period if period.endswith("0") else None
    return period[:-3] if period.endswith("-01") else None


def _totals(numbers: Sequence[tuple[date, int]], length: int) -> list[tuple[str, int]]:
    """Return numbers by day as numbers by ISO periods of a length, those between with their zero."""
    days = [day for day, _ in numbers]
    totals = dict.fromkeys(_periods_between(min(days), max(days), length), 0)
    for day, number in numbers:
        totals[day.isoformat()[:length]] += number
    return list(totals.items())


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
