"""Days, weeks, months, seasons and feasts: stretches of the calendar and the steps between them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

__all__ = [
    "Reach",
    "day_of",
    "feast",
    "month_of",
    "season_of",
    "stepped",
    "unit_of",
    "weekday_of",
    "year_of",
    "years_of",
]

_YEARS = {"year": 1, "decade": 10, "century": 100}
_MONTHS = {"month": 1, "quarter": 3, "half": 6}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}


@dataclass(frozen=True, slots=True)
class Reach:
    """The first and last day of a stretch, and how fine it is said."""

    first: date
    last: date
    grain: str


def day_of(year: int, month: int, day: int) -> Reach | None:
    """A day; None when there is no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Reach(found, found, "day")


def month_of(year: int, month: int, grain: str = "month", width: int = 1) -> Reach | None:
    """A month of a year, or `width` months from it on; months beyond the year count on into others."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end_year, end = year + (month + width - 2) // 12, (month + width - 2) % 12 + 1
    if not 1 <= year <= end_year <= 9999:
        return None
    return Reach(date(year, month, 1), date(end_year, end, monthrange(end_year, end)[1]), grain)


def year_of(year: int) -> Reach | None:
    """A year."""
    return years_of(year, 1, "year")


def years_of(year: int, width: int, grain: str) -> Reach | None:
    """`width` years from a year on."""
    if not 1 <= year <= year + width - 1 <= 9999:
        return None
    return Reach(date(year, 1, 1), date(year + width - 1, 12, 31), grain)


def season_of(year: int, month: int) -> Reach | None:
    """The season that begins in a month, by the three whole months of the weather services."""
    return month_of(year, month, "season", 3)


def weekday_of(day: date, weekday: int, ahead: bool) -> Reach:
    """The weekday that is next after a day, or the last one up to it, the day itself included."""
    step = (weekday - day.weekday() - 1) % 7 + 1 if ahead else -((day.weekday() - weekday) % 7)
    found = day + timedelta(step)
    return Reach(found, found, "day")


def unit_of(day: date, unit: str, step: int) -> Reach | None:
    """The week, month, quarter, year … of a day, or `step` of them on; None for hours and less."""
    if unit in _YEARS:
        width = _YEARS[unit]
        return years_of((day.year // width + step) * width, width, unit)
    if unit in _MONTHS:
        width = _MONTHS[unit]
        return month_of(day.year, ((day.month - 1) // width + step) * width + 1, unit, width)
    if unit == "day":
        return _plain(day + timedelta(step))
    if unit == "weekend":
        saturday = day + timedelta(5 - day.weekday() + 7 * step)
        return Reach(saturday, saturday + timedelta(1), "weekend")
    if unit in _DAYS:
        monday = day - timedelta(day.weekday()) + timedelta(_DAYS[unit] * step)
        return Reach(monday, monday + timedelta(_DAYS[unit] - 1), unit)
    return None


def stepped(day: date, unit: str, count: float) -> Reach | None:
    """So many units before or after a day: a day for days and weeks, a month for months, a year for years."""
    whole = int(count)
    try:
        if unit in _DAYS:
            return _plain(day + timedelta(_DAYS[unit] * whole))
        if unit in _MONTHS:
            return month_of(day.year, day.month + _MONTHS[unit] * whole)
        if unit in _YEARS:
            return year_of(day.year + _YEARS[unit] * whole)
        return _plain(day)
    except OverflowError:
        return None


def feast(said: str, year: int) -> Reach | None:
    """The day of a feast: `12-25`, or days from Easter Sunday."""
    month, dash, day = said.partition("-")
    if month and dash:
        return day_of(year, int(month), int(day))
    return _plain(easter(year) + timedelta(int(said))) if 1583 <= year <= 4099 else None


def _plain(day: date) -> Reach:
    return Reach(day, day, "day")
