"""Which days an expression of time means, a function for each rule of the lexicon; `DAY_RULES` names them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from .calendar import (
    DayRange,
    feast_of,
    month_of,
    season_of,
    single_day,
    valid_day,
    weekday_of,
    year_of,
    years_of,
)
from .context import (
    Context,
    edge_of,
    first_value,
    nearest_occurrence,
    step_of,
    year_in,
    year_of_short,
)
from .parts_of_year import PART_OF_YEAR_RULES
from .patterns import Slots
from .relative_days import RELATIVE_DAY_RULES, DayRule, day_rule

__all__ = ["DAY_RULES"]

_MAX_DAYS_AWAY = 45
"""How far from the publication « mardi 8 » is looked for: more than a month, since February has no Tuesday 30.
Chosen, not measured."""


def _resolve_calendar(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « le 3 mars 1987 », « mardi 8 », « en août », "in 2019"."""
    year = year_in(slots, context)
    month, day = (
        first_value(slots, "month", "month_word"),
        first_value(slots, "day", "nth"),
    )
    # « en 2019 », "in 2019"
    if month is None and day is None:
        return edge_of(slots, year_of(year)) if year is not None else None
    if month is None:
        return _nearest_weekday_and_day(slots["weekday"][0], day, context)

    def range_in(year: int) -> DayRange | None:
        if day:
            return valid_day(year, month, day)
        return month_of(year, month)

    if year is not None:
        return range_in(year)
    nearest = nearest_occurrence(slots, context, range_in)
    # The weekday is the surer witness of the year.
    if nearest is not None and day and "weekday" in slots:
        return _agree_with_weekday(nearest, range_in, slots["weekday"][0])
    return nearest


def _agree_with_weekday(
    nearest: DayRange, day_in: Callable[[int], DayRange | None], weekday: int
) -> DayRange:
    """Resolve « samedi 18 mai »: the 18th of May of the year before or after, where only that one is a Saturday."""
    nearest_year = nearest.first.year
    for year in (nearest_year, nearest_year - 1, nearest_year + 1):
        day = day_in(year)
        if day is None:
            continue
        if day.first.weekday() == weekday:
            return day
    return nearest


def _nearest_weekday_and_day(
    weekday: int, day_of_month: int, context: Context
) -> DayRange | None:
    """Resolve « mardi 8 »: the day nearest to publication that is both a Tuesday and an eighth."""
    publication = context.publication_day
    if publication is None:
        return None
    steps = range(-_MAX_DAYS_AWAY, _MAX_DAYS_AWAY + 1)
    for step in sorted(steps, key=abs):
        day = publication + timedelta(step)
        if day.day == day_of_month and day.weekday() == weekday:
            return single_day(day)
    return None


def _resolve_days(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « du 3 au 5 mai », « du 30 décembre au 2 janvier »: from one day to the other."""
    months = slots.get("month", ()) + slots.get("month_word", ())
    days = slots["day"]
    years = slots.get("year", ())

    def range_in(year: int) -> DayRange | None:
        # « du 30 décembre au 2 janvier » begins in the year before; a year is that of the day beside it.
        first_year = year - 1 if months[0] > months[-1] else year
        if len(years) > 1:
            first_year = years[0]
        first = valid_day(first_year, months[0], days[0])
        last = valid_day(year, months[-1], days[-1])
        if first is None or last is None:
            return None
        # « du 30 au 2 mai »: no days run backwards within a month.
        if first.first >= last.first:
            return None
        return DayRange(first.first, last.last, "day")

    year = years[-1] if years else year_in(slots, context)
    return (
        range_in(year)
        if year is not None
        else nearest_occurrence(slots, context, range_in)
    )


def _resolve_digits(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « 12/05/1999 », "2023-04-07"."""
    if "iso" in slots:
        year, month, day = slots["iso"][0]
        return valid_day(year, month, day)
    day, month, year = slots["slashed"][0]
    if year < 100:
        year = year_of_short(year, context)
    # American articles write the month first: it is read so where the other order is no day.
    return valid_day(year, month, day) or valid_day(year, day, month)


def _resolve_weekday(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « mardi », « jeudi dernier »."""
    publication = context.publication_day
    if publication is None:
        return None
    step, weekday = step_of(slots), slots["weekday"][0]
    # « mardi dernier », written on a Tuesday, is a week ago
    if step < 0:
        day_before = publication - timedelta(1)
        return weekday_of(day_before, weekday, is_ahead=False)
    is_ahead = step > 0 or context.is_ahead()
    if is_ahead is None and weekday in context.weekdays:
        # A headline has no tense (« Anne Morel à Vello samedi »): the text below it dates its Saturday.
        return single_day(context.weekdays[weekday])
    return weekday_of(publication, weekday, is_ahead=bool(is_ahead))


def _resolve_season(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « l'été dernier », "in the spring of 2019"."""
    month, year = slots["season"][0], year_in(slots, context)
    if year is not None:
        return season_of(year, month)
    return nearest_occurrence(slots, context, lambda year: season_of(year, month))


def _resolve_decade(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « les années 60 », "the 1990s", "the sixties": of two digits those of the twentieth century."""
    year = int(
        first_value(
            slots, "decade_digits", "decade_word", "decade_short", "digits", "number"
        )
        or 0
    )
    if year < 100:
        year += 1900
    return years_of(year, 10, "decade") if year % 10 == 0 else None


def _resolve_century(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « le XVIIIe siècle », "the 18th century": 1701 to 1800."""
    number = first_value(slots, "roman", "nth", "nth_word")
    # There is no year 0: the first century is 1 to 100.
    first_year = 100 * (number - 1) + 1
    return years_of(first_year, 100, "century")


def _resolve_feast(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « à Noël 2022 », "on Good Friday"."""
    definition, year = str(slots["feast"][0]), first_value(slots, "year")
    if year is not None:
        return feast_of(definition, year)
    return nearest_occurrence(slots, context, lambda year: feast_of(definition, year))


DAY_RULES: tuple[DayRule, ...] = (
    *RELATIVE_DAY_RULES,
    *PART_OF_YEAR_RULES,
    day_rule("calendar", "Elle part le 3 mars 1987.", _resolve_calendar),
    day_rule("days", "Elle reste du 3 au 5 mai.", _resolve_days),
    day_rule("digits", "Née le 12/05/1999, elle vote.", _resolve_digits),
    day_rule("weekday", "Elle part mardi.", _resolve_weekday),
    day_rule("season", "Elle est partie l'été dernier.", _resolve_season),
    day_rule("decade", "Elle chantait dans les années 60.", _resolve_decade),
    day_rule("century", "Le phare date du XVIIIe siècle.", _resolve_century),
    day_rule("feast", "Elle part à Noël.", _resolve_feast),
)
"""The rules of days, by the names that the lexicon's orders have."""
