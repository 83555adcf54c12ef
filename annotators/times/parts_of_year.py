"""
Days that are told by a count within a year or month: quarters, years from one to another, the last Friday of March.

`days.py` has the rules for days that the calendar names by their number.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from .calendar import (
    DayRange,
    month_of,
    single_day,
    unit_of,
    valid_day,
    weekday_of,
    year_of,
)
from .context import Context, first_value, nearest_of_years, step_of
from .patterns import Slots
from .relative_days import DayRule, day_rule

__all__ = ["PART_OF_YEAR_RULES"]

_MONTHS_OF_PART = {"quarter": 3, "half": 6}
_MONTHS_OF_YEAR = 12
_MAX_YEARS_IN_PAIR = 100
"""How many years « 1914-1918 » may span; more are two numbers. Chosen, not measured."""


def _resolve_years(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « 1914-1918 », « 2025-26 », "2024/25": from the first day of the first year to the last of the last."""
    years = _years_in(slots)
    first, last = years[0], years[-1]
    # « 2025-26 » ends in the century that it begins in, « 1999-00 » in the next.
    if last < 100:
        last += first // 100 * 100
        last += 100 if last < first else 0
    if not 0 < last - first <= _MAX_YEARS_IN_PAIR:
        return None
    first_year, last_year = year_of(first), year_of(last)
    if first_year is None or last_year is None:
        return None
    return DayRange(first_year.first, last_year.last, "year")


def _years_in(slots: Slots) -> tuple[int, ...]:
    """Return the years that an expression names, in four digits or two, as they stand."""
    if "year_pair" in slots:
        pair: tuple[int, int] = slots["year_pair"][0]
        return pair
    return (
        *slots.get("year", ()),
        *slots.get("recent", ()),
        *slots.get("short", ()),
    )


class _PartOfYear(NamedTuple):
    """The `number`th stretch of so many months of a year, from 1."""

    number: int
    months: int
    grain: str

    def in_year(self, year: int) -> DayRange | None:
        """Return its days in `year`; None where a year has fewer of them."""
        count = _MONTHS_OF_YEAR // self.months
        # « dernier trimestre » is -1
        number = self.number if self.number > 0 else count + 1 + self.number
        if not 1 <= number <= count:
            return None
        return month_of(year, (number - 1) * self.months + 1, self.grain, self.months)


def _part_in(slots: Slots) -> _PartOfYear:
    """Return which part of a year an expression names: « troisième trimestre », "Q3", "H1"."""
    if "numbered_quarter" in slots:
        return _PartOfYear(slots["numbered_quarter"][0], 3, "quarter")
    if "numbered_half" in slots:
        return _PartOfYear(slots["numbered_half"][0], 6, "half")
    grain = slots["part_of_year"][0]
    number = first_value(slots, "nth_word", "nth")
    return _PartOfYear(number, _MONTHS_OF_PART[grain], grain)


def _resolve_quarter(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « le troisième trimestre 2026 », "the second half of last year", "Q3"."""
    part = _part_in(slots)
    year = first_value(slots, "year", "recent")
    if year is not None:
        return part.in_year(year)
    publication, unit = context.publication_day, first_value(slots, "unit")
    if publication is None:
        return None
    if unit == "year":
        return part.in_year(publication.year + step_of(slots))
    # "the first half of the month" is no part of a year
    if unit is not None:
        return None
    return nearest_of_years(context, part.in_year, is_ahead=context.is_ahead())


def _resolve_fiscal_year(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « l'exercice 2025 », "FY2025", "the 2024/25 financial year" by the years that name it."""
    years = _years_in(slots)
    return _resolve_years(slots, context) if len(years) > 1 else year_of(years[0])


def _resolve_fiscal_quarter(slots: Slots, context: Context) -> DayRange | None:
    """Return None: "the third quarter of fiscal 2026" is in months that only the firm's books tell."""
    return None


def _resolve_named_day(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « le 11-Septembre », "9/11": the day of history, unless the article is older than that."""
    day = date.fromisoformat(slots["named_day"][0])
    publication = context.publication_day
    if publication is None or day <= publication:
        return single_day(day)
    return nearest_of_years(
        context,
        lambda year: valid_day(year, day.month, day.day),
        is_ahead=context.is_ahead(),
    )


def _resolve_weekday_of_month(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « le premier samedi de mars », « le dernier vendredi du mois », "the last Sunday of last month"."""
    month = first_value(slots, "month", "month_word")
    year = first_value(slots, "year")
    if month is not None and year is not None:
        return _nth_weekday(month_of(year, month), slots)
    if month is not None:
        return nearest_of_years(
            context,
            lambda year: _nth_weekday(month_of(year, month), slots),
            is_ahead=context.is_ahead(),
        )
    if context.publication_day is None or slots["unit"][0] != "month":
        return None
    return _nth_weekday(
        unit_of(context.publication_day, "month", _month_step(slots)), slots
    )


def _month_step(slots: Slots) -> int:
    """Return 1 for a weekday of next month, -1 for one of last month, 0 for one of this."""
    if "next" in slots:
        return 1
    # In "the last Sunday of last month" the first "last" counts Sundays.
    is_counted_by_last = "nth_word" not in slots and "nth" not in slots
    counts = len(slots.get("last", ())) - is_counted_by_last
    return -1 if counts > 0 else 0


def _nth_weekday(month: DayRange | None, slots: Slots) -> DayRange | None:
    """Return the weekday of `month` that an expression counts, from its end for « dernier »; None without so many."""
    if month is None:
        return None
    # « premier » is 1, « dernier » is -1; "last" has a class of its own.
    nth = first_value(slots, "nth_word", "nth") or -1
    weekday = slots["weekday"][0]
    days = [month.first + timedelta(step) for step in range(month.last.day)]
    fitting_days = [day for day in days if day.weekday() == weekday]
    # A fifth Monday is in some months alone.
    if not -len(fitting_days) <= nth <= len(fitting_days):
        return None
    return single_day(fitting_days[nth - 1 if nth > 0 else nth])


def _resolve_weeks_on(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « mardi en huit », "a week from Tuesday": so many days after the next one."""
    if context.publication_day is None:
        return None
    days_on = timedelta(slots["weeks_on"][0])
    if "deictic" in slots:
        day = context.publication_day + timedelta(slots["deictic"][0])
        return single_day(day + days_on)
    weekday = slots["weekday"][0]
    day = weekday_of(context.publication_day, weekday, is_ahead=True).first
    return single_day(day + days_on)


PART_OF_YEAR_RULES: tuple[DayRule, ...] = (
    day_rule("years", "Elle l'a dirigé en 2019-2020.", _resolve_years),
    day_rule(
        "quarter", "Les ventes ont monté au troisième trimestre 2023.", _resolve_quarter
    ),
    day_rule(
        "fiscal_year",
        "Le bénéfice de l'exercice 2023 a baissé.",
        _resolve_fiscal_year,
    ),
    day_rule(
        "fiscal_quarter",
        "Le premier trimestre de l'exercice 2023 a été bon.",
        _resolve_fiscal_quarter,
    ),
    day_rule("named_day", "Les attentats du 11-Septembre.", _resolve_named_day),
    day_rule(
        "weekday_of_month",
        "Elle part le dernier vendredi du mois.",
        _resolve_weekday_of_month,
    ),
    day_rule("weeks_on", "Elle part mardi en huit.", _resolve_weeks_on),
)
"""The rules of days that are counted within a year or month."""
