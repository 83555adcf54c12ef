"""
Dates in numbers alone (`13/03/2026`, `3.4.26`), which one country reads day first and another month first.

A value with one reading is read. One with two is read as the values around it are: those of the same outlet in the
file, of the file, of the outlet anywhere. A single value that has one reading decides, two that disagree decide
nothing. Where no value decides, a language does whose every country puts the day first. English is no such language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Literal

from pressmark.articles import Origin

from .dates import instant

__all__ = [
    "DateInterpretations",
    "DatedRow",
    "DayHabits",
    "Order",
    "certain_instant",
    "epoch_instant",
    "interpret_date",
    "stated_date",
]

Order = Literal["day-first", "month-first"]

_MIN_DATE_CHARACTERS = 6  # 3.4.26
_MAX_DATE_CHARACTERS = 80  # characters of a value that is still a date and no sentence
# 2026/03/02, or 02.03.2026 and 2-3-26: the same mark twice, and no third
_NUMERIC_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<year>\d{4})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?P<last>\d{4}|\d{2}))(?![\d/-]|\.\d)"
)
# "14:30", « 14 h 30 », "2:30 p.m.", "14:30:05.123 +01:00"
_CLOCK = re.compile(
    r"(?<![\d:+-])(?P<hour>[01]?\d|2[0-3])\s?[:h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?:\s*(?P<zone>Z\b|[+-]\d\d:?\d\d))?",
    re.I,
)
# `39` is 2039, `70` is 1970; what lies between may be of either century.
_LAST_SHORT_YEAR_OF_2000S = 39
_FIRST_SHORT_YEAR_OF_1900S = 70
# Of these CLDR has the day first in every country where they are written. It has not of English, nor of Chinese.
_DAY_FIRST_LANGUAGES = frozenset(
    {
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "es",
        "fi",
        "fr",
        "gl",
        "it",
        "nl",
        "nb",
        "pl",
        "pt",
        "ro",
        "ru",
        "tr",
        "uk",
    }
)
# Seconds from 1990 to 2030: later ones would be 2026030214, an hour that is written in numbers.
_EPOCH_SECONDS = range(631_152_000, 1_900_000_000)
_MAX_EPOCH_VALUE = 10**15  # beyond it a count is neither seconds nor milliseconds


@dataclass(frozen=True, slots=True)
class DateInterpretations:
    """What a date in numbers can mean: the instant with the day first, with the month first; None if impossible."""

    day_first: datetime | None
    month_first: datetime | None

    @property
    def only(self) -> datetime | None:
        """The instant, if there is one interpretation or both are the same; else None."""
        if self.day_first and self.month_first:
            return self.day_first if self.day_first == self.month_first else None
        return self.day_first or self.month_first

    @property
    def decides(self) -> Order | None:
        """The order of day and month that this value must be in; None if both or neither are possible."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return "day-first" if self.day_first else "month-first"

    def in_order(self, order: Order | None) -> datetime | None:
        """Return the instant in an order of day and month; the only one there is, whatever the order."""
        return (
            self.only
            or {
                "day-first": self.day_first,
                "month-first": self.month_first,
                None: None,
            }[order]
        )


def interpret_date(value: Any) -> DateInterpretations | None:
    """
    Return what a text that holds one date in numbers can mean; None for a text with none, or with two different ones.

    >>> interpret_date("13/03/26").only
    datetime.datetime(2026, 3, 13, 0, 0, tzinfo=datetime.timezone.utc)
    >>> interpret_date("03/04/2026").only is None
    True
    """
    text = value.strip() if isinstance(value, str) else ""
    if not _MIN_DATE_CHARACTERS <= len(text) <= _MAX_DATE_CHARACTERS:
        return None
    # A date that stands there twice is one.
    matches = {match.group(): match for match in _NUMERIC_DATE.finditer(text)}
    if len(matches) != 1:
        return None
    (match,) = matches.values()
    clock = _CLOCK.search(text, match.end()) or _CLOCK.search(text[: match.start()])
    part = match.groupdict()
    if part["year"]:
        day = _instant(part["year"], part["month"], part["day"], clock)
        return DateInterpretations(day, day) if day else None
    interpretations = DateInterpretations(
        _instant(part["last"], part["two"], part["one"], clock),
        _instant(part["last"], part["one"], part["two"], clock),
    )
    if interpretations.day_first or interpretations.month_first:
        return interpretations
    return None


def _instant(
    year: str, month: str, day: str, clock: re.Match[str] | None
) -> datetime | None:
    """Return the instant of year, month and day as written; None for a day that does not exist."""
    full_year = _year(year)
    if not full_year:
        return None
    try:
        midnight = datetime(full_year, int(month), int(day), tzinfo=UTC)
        return midnight + _since_midnight(clock)
    except (ValueError, OverflowError):
        return None


def _year(text: str) -> int | None:
    number = int(text)
    if len(text) == 4:
        return number
    if number <= _LAST_SHORT_YEAR_OF_2000S:
        return 2000 + number
    return 1900 + number if number >= _FIRST_SHORT_YEAR_OF_1900S else None


def _since_midnight(clock: re.Match[str] | None) -> timedelta:
    """Return the time since midnight in UTC that a clock shows; none without a clock."""
    if clock is None:
        return timedelta()
    hour = int(clock["hour"])
    # 12 a.m. is midnight, 12 p.m. noon; « 14:30 p.m. » is half past two.
    if clock["half"] and hour <= 12:
        hour %= 12
        if clock["half"].casefold() == "p":
            hour += 12
    on_clock = timedelta(
        hours=hour, minutes=int(clock["minute"]), seconds=int(clock["second"] or 0)
    )
    zone = clock["zone"]
    if not zone or zone in "zZ":
        return on_clock
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return on_clock + offset if zone[0] == "-" else on_clock - offset


def epoch_instant(value: Any) -> datetime | None:
    """
    Return the instant of a count of seconds or milliseconds since 1970, if it lies between 1990 and 2030; else None.

    A day of a spreadsheet (46083) is none: nothing tells it from a page or a price.

    >>> epoch_instant("1772461802").isoformat()
    '2026-03-02T14:30:02+00:00'
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and not re.fullmatch(
        r"\d{9,13}(?:\.\d{1,6})?", value.strip()
    ):
        return None
    # `float` of a huge one would overflow.
    if isinstance(value, int) and abs(value) >= _MAX_EPOCH_VALUE:
        return None
    number = float(value)
    if not abs(number) < _MAX_EPOCH_VALUE:  # NaN is not smaller, either
        return None
    for seconds in (number, number / 1000):
        if int(seconds) in _EPOCH_SECONDS:
            return datetime.fromtimestamp(seconds, UTC)
    return None


@dataclass(frozen=True, slots=True)
class DatedRow:
    """What decides how a date is read besides the date: where it stands, the outlet and the language of its article."""

    origin: Origin
    outlet: str | None = None
    language: str | None = None

    @property
    def column(self) -> str:
        """The file of a row; all files of one ending, where a file is one article."""
        if self.origin.place:
            return self.origin.file
        return f"*{PurePosixPath(self.origin.file).suffix.lower()}"

    @property
    def circles(self) -> tuple[tuple[str | None, str | None], ...]:
        """The rows around this one that may decide, the nearest first, as (column, outlet)."""
        circles = ((self.column, self.outlet), (self.column, None), (None, self.outlet))
        return circles if self.outlet else ((self.column, None),)


@dataclass(slots=True)
class DayHabits:
    """Which order the dates of a source are written in, as far as its values show it."""

    orders: dict[tuple[str | None, str | None], Counter[Order]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, dated: Iterable[tuple[DatedRow, Any]]) -> DayHabits:
        """Collect the habits of a source from all its dates, each with its row."""
        habits = cls()
        for row, value in dated:
            interpretations = interpret_date(value)
            if interpretations and interpretations.decides:
                for circle in row.circles:
                    habits.orders.setdefault(circle, Counter())[
                        interpretations.decides
                    ] += 1
        return habits

    def order(self, row: DatedRow) -> Order | None:
        """Return the order of the dates around a row; None where nothing shows it, or values disagree."""
        for circle in row.circles:
            counts: Mapping[Order, int] = self.orders.get(circle, {})
            if counts:
                return next(iter(counts)) if len(counts) == 1 else None
        return "day-first" if row.language in _DAY_FIRST_LANGUAGES else None


def stated_date(values: Mapping[str, Any]) -> Any:
    """Return a row's date as it stands: `published`, else `date`; None if both are empty."""
    for name in ("published", "date"):
        if values.get(name) not in (None, ""):
            return values[name]
    return None


def certain_instant(value: Any) -> datetime | None:
    """Return the instant of a date that has one reading, whatever stands around it; None for any other."""
    interpretations = interpret_date(value)
    return (
        instant(value)
        or epoch_instant(value)
        or (interpretations.only if interpretations else None)
    )
