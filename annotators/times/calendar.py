"""Days, weeks, months, seasons and feasts: stretches of the calendar and the steps between them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from dateutil.easter import easter

__all__ = [
    "DayRange",
    "feast_of",
    "month_of",
    "season_of",
    "shift",
    "single_day",
    "unit_of",
    "valid_day",
    "weekday_of",
    "year_of",
    "years_of",
]

# How many years, months or days each unit of the lexicons takes; a week-end comes once in seven days.
_YEARS_OF_UNIT = {"year": 1, "decade": 10, "century": 100}
_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "half": 6}
_DAYS_OF_UNIT = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
# those that dateutil computes Easter for, from the Gregorian reform on
_EASTER_YEARS = range(1583, 4100)


@dataclass(frozen=True, slots=True)
class DayRange:
    """The first and last day of a stretch (inclusive), and its grain: `day`, `week`, `month`, `year` …"""

    first: date
    last: date
    grain: str


def single_day(day: date) -> DayRange:
    """Return the range of one day."""
    return DayRange(day, day, "day")


def valid_day(year: int, month: int, day: int) -> DayRange | None:
    """
    Return the range of a day; None when the calendar has no such day.

    >>> valid_day(2023, 2, 29) is None
    True
    """
    try:
        return single_day(date(year, month, day))
    except ValueError:
        return None


def month_of(
    year: int, month: int, grain: str = "month", width: int = 1
) -> DayRange | None:
    """
    Return the range of `width` months from a month on; None beyond the years that a date can have.

    A month beyond December counts on into the next year, one before January back into the last.

    >>> month_of(2023, 14).first
    datetime.date(2024, 2, 1)
    """
    # Counted from year 0, so that 14 and -3 are months like the others.
    months_to_first = 12 * year + month - 1
    first_year, first_month = divmod(months_to_first, 12)
    last_year, last_month = divmod(months_to_first + width - 1, 12)
    if not MINYEAR <= first_year <= last_year <= MAXYEAR:
        return None
    _, last_day = monthrange(last_year, last_month + 1)
    first = date(first_year, first_month + 1, 1)
    last = date(last_year, last_month + 1, last_day)
    return DayRange(first, last, grain)


def year_of(year: int) -> DayRange | None:
    """Return the range of a year; None beyond the years that a date can have."""
    return years_of(year, 1, "year")


def years_of(year: int, width: int, grain: str) -> DayRange | None:
    """
    Return the range of `width` years from `year` on; None beyond the years that a date can have.

    >>> years_of(1990, 10, "decade").last
    datetime.date(1999, 12, 31)
    """
    last_year = year + width - 1
    if not MINYEAR <= year <= last_year <= MAXYEAR:
        return None
    first, last = date(year, 1, 1), date(last_year, 12, 31)
    return DayRange(first, last, grain)


def season_of(year: int, month: int) -> DayRange | None:
    """
    Return the season that begins in `month`, by the three whole months of the weather services.

    >>> season_of(2024, 12).last
    datetime.date(2025, 2, 28)
    """
    return month_of(year, month, "season", 3)


def weekday_of(day: date, weekday: int, *, is_ahead: bool) -> DayRange:
    """
    Return the `weekday` (0 for Monday) that is next after `day`, or the last one up to it, the day itself included.

    >>> weekday_of(date(2024, 5, 15), 1, is_ahead=True).first  # the Tuesday after a Wednesday
    datetime.date(2024, 5, 21)
    """
    days_since = (day.weekday() - weekday) % 7
    step = 7 - days_since if is_ahead else -days_since
    return single_day(day + timedelta(step))


def unit_of(day: date, unit: str, step: int) -> DayRange | None:
    """
    Return the week, month, year … that holds `day`, or the one `step` of them on; None for hours and less.

    >>> unit_of(date(2024, 5, 15), "week", -1).first  # the Monday of the week before
    datetime.date(2024, 5, 6)
    """
    if unit in _YEARS_OF_UNIT:
        width = _YEARS_OF_UNIT[unit]
        # A decade begins with its 0: 2020 to 2029.
        return years_of((day.year // width + step) * width, width, unit)
    if unit in _MONTHS_OF_UNIT:
        width = _MONTHS_OF_UNIT[unit]
        units_into_year = (day.month - 1) // width + step
        return month_of(day.year, units_into_year * width + 1, unit, width)
    if unit == "day":
        return single_day(day + timedelta(step))
    if unit == "weekend":
        # On a Sunday it began the day before; on any other day it is still to come.
        saturday = day + timedelta(5 - day.weekday() + 7 * step)
        return DayRange(saturday, saturday + timedelta(1), "weekend")
    if unit in _DAYS_OF_UNIT:
        width = _DAYS_OF_UNIT[unit]
        # A week begins with its Monday, in both languages' newspapers as in ISO 8601.
        monday = day - timedelta(day.weekday()) + timedelta(width * step)
        return DayRange(monday, monday + timedelta(width - 1), unit)
    return None


def shift(day: date, unit: str, count: float) -> DayRange | None:
    """
    Return the range `count` units after `day`, or before it: a day for days and weeks, a month, a year.

    None beyond the years that a date can have. Hours and less shift nothing; a fraction of a unit is dropped.

    >>> shift(date(2024, 5, 15), "week", -2).first, shift(date(2024, 5, 15), "month", 1).first
    (datetime.date(2024, 5, 1), datetime.date(2024, 6, 1))
    """
    whole_count = int(count)
    try:
        if unit in _DAYS_OF_UNIT:
            days = timedelta(_DAYS_OF_UNIT[unit] * whole_count)
            return single_day(day + days)
        if unit in _MONTHS_OF_UNIT:
            return month_of(day.year, day.month + _MONTHS_OF_UNIT[unit] * whole_count)
        if unit in _YEARS_OF_UNIT:
            return year_of(day.year + _YEARS_OF_UNIT[unit] * whole_count)
        # « dans trois heures » is of the same day, as far as a newspaper's text can tell.
        return single_day(day)
    except OverflowError:
        return None


def feast_of(definition: str, year: int) -> DayRange | None:
    """
    Return the day of a feast in `year`: `definition` is `12-25`, or a number of days from Easter Sunday.

    >>> feast_of("39", 2024).first  # Ascension Day
    datetime.date(2024, 5, 9)
    """
    month, dash, day = definition.partition("-")
    if month and dash:
        return valid_day(year, int(month), int(day))
    if year not in _EASTER_YEARS:
        return None
    days_from_easter = timedelta(int(definition))
    return single_day(easter(year) + days_from_easter)
