"""Charts: numbers as the shapes that a template draws. A chart is values; the page writes the SVG and the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Bar", "Column", "Columns", "bars", "columns", "periods"]

_DAYS, _MONTHS = 62, 120
_HEIGHT, _WIDTH = 120.0, 720.0


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart: its label, its page, its number, and its length in hundredths of the longest."""

    label: str
    path: str | None
    number: int
    length: float


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
class Columns:
    """A chart over time: its columns, the highest number and how wide and high it is."""

    columns: tuple[Column, ...]
    most: int
    width: float = _WIDTH
    height: float = _HEIGHT


def bars(rows: Iterable[tuple[str, str | None, int]]) -> tuple[Bar, ...]:
    """Rows of label, page and number as bars."""
    rows = list(rows)
    most = max((number for *_, number in rows), default=0) or 1
    return tuple(Bar(label, path, number, round(100 * number / most, 1)) for label, path, number in rows)


def periods(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """
    Numbers by ISO day as numbers by day, month or year, whichever shows best; the periods between have their zero.

    Two months are told by the day, ten years by the month.
    """
    counted = [(date.fromisoformat(day), int(number)) for day, number in rows]
    if not counted:
        return []
    first, last = min(counted)[0], max(counted)[0]
    months = (last.year - first.year) * 12 + last.month - first.month
    width = 10 if (last - first).days <= _DAYS else 7 if months <= _MONTHS else 4
    totals = dict.fromkeys(_between(first, last, width), 0)
    for day, number in counted:
        totals[day.isoformat()[:width]] += number
    return list(totals.items())


def columns(rows: Sequence[tuple[str, int]], *, width: float = _WIDTH, height: float = _HEIGHT) -> Columns:
    """Numbers by period as columns over a common ground."""
    most = max((number for _, number in rows), default=0)
    step = width / max(len(rows), 1)
    return Columns(
        tuple(_column(period, number, n, step, most, height) for n, (period, number) in enumerate(rows)),
        most, width, height,
    )  # fmt: skip


def _column(period: str, number: int, n: int, step: float, most: int, height: float) -> Column:
    tall = round(height * number / (most or 1), 1)
    gap = min(step * 0.2, 4)
    thick = min(step - gap, 44)
    x = n * step + (step - thick) / 2
    return Column(period, number, round(x, 1), round(height - tall, 1), round(thick, 1), tall)


def _between(first: date, last: date, width: int) -> list[str]:
    """Every period from the first day's to the last day's, in order."""
    if width == 10:
        return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    if width == 4:
        return [f"{year:04}" for year in range(first.year, last.year + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
