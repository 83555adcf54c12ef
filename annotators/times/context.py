"""What an expression of time is resolved against, and which year is meant by what comes every year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .calendar import DayRange, month_of
from .patterns import Slots

__all__ = [
    "Context",
    "edge_of",
    "first_value",
    "nearest_occurrence",
    "nearest_of_years",
    "step_of",
    "year_in",
    "year_of_short",
]

_YEAR_WITHOUT_PUBLICATION = 2040
"""The year that stands for an unknown publication: « 98 » and its like are then 1951 to 2050. Chosen, not measured."""
_SHORT_YEARS_AHEAD = 10
"""How many years ahead of the publication two digits may be: in 2024 « 34 » is 2034, « 35 » is 1935. Chosen."""
_MONTH_OF_EDGE = {"start": 1, "end": 12}
"""The month that « début 2014 » and « fin 2014 » tell; « mi-2014 » tells none."""
_MAX_YEARS_AWAY = 4
"""How many years around the publication are tried: 29 February comes every four."""


@dataclass(frozen=True, slots=True)
class Context:
    """
    What an expression is resolved against: the day of publication and the day mentioned last; None where not known.

    `is_ahead` answers whether the sentence speaks of what is to come (True), of what was (False), or leaves it open
    (None); it is a function, because most expressions need no parse. `weekdays` are the days that the article itself
    gives its weekdays (0 for Monday) where it does not leave that open.
    """

    publication_day: date | None
    latest_day: date | None
    is_ahead: Callable[[], bool | None]
    weekdays: Mapping[int, date]


def first_value(slots: Slots, *word_classes: str) -> Any:
    """
    Return the first value of the first of these classes that the expression has; None when it has none.

    >>> first_value({"day": (3, 5), "month": (5,)}, "nth", "day")
    3
    """
    for word_class in word_classes:
        if word_class in slots:
            return slots[word_class][0]
    return None


def step_of(slots: Slots) -> int:
    """Return 1 for an expression with « prochain », -1 with « dernier », 0 with neither."""
    if "next" in slots:
        return 1
    return -1 if "last" in slots else 0


def edge_of(slots: Slots, year: DayRange | None) -> DayRange | None:
    """Return the first month of a year where an expression has « début », its last with « fin », else what is given."""
    if year is None or year.grain != "year":
        return year
    month = _MONTH_OF_EDGE.get(first_value(slots, "edge"))
    return year if month is None else month_of(year.first.year, month)


def year_in(slots: Slots, context: Context) -> int | None:
    """Return the year that an expression names, in four digits or two; None when it names none."""
    if "short" in slots:
        digits = int(slots["short"][0])
        return year_of_short(digits, context)
    year: int | None = first_value(slots, "year", "recent")
    return year


def year_of_short(digits: int, context: Context) -> int:
    """Return the year that two digits mean: « 98 » is 1998 in an article of 2024, « 30 » is 2030."""
    year = _YEAR_WITHOUT_PUBLICATION
    if context.publication_day is not None:
        year = context.publication_day.year
    # In 2024: up to « 34 » this century, from « 35 » on the last.
    century = year // 100 * 100
    if digits <= year % 100 + _SHORT_YEARS_AHEAD:
        return century + digits
    return century - 100 + digits


def nearest_occurrence(
    slots: Slots, context: Context, occurrence_in: Callable[[int], DayRange | None]
) -> DayRange | None:
    """
    Return the occurrence that is meant of what comes every year: the next, the last, or the nearest to publication.

    `occurrence_in` gives that of a year, or None. A « prochain » or « dernier » decides before the tense does.
    None when no publication is known.
    """
    step = step_of(slots)
    return nearest_of_years(
        context, occurrence_in, is_ahead=step > 0 if step else context.is_ahead()
    )


def nearest_of_years(
    context: Context,
    occurrence_in: Callable[[int], DayRange | None],
    *,
    is_ahead: bool | None,
) -> DayRange | None:
    """Return the occurrence nearest to publication: from it on, up to it, or either when `is_ahead` is None."""
    publication = context.publication_day
    if publication is None:
        return None
    # « le 29 février » has an occurrence in one year of four.
    years = range(
        publication.year - _MAX_YEARS_AWAY, publication.year + _MAX_YEARS_AWAY + 1
    )
    occurrences: list[DayRange] = []
    for year in years:
        occurrence = occurrence_in(year)
        if occurrence is not None:
            occurrences.append(occurrence)
    # In 2097 no 29 February is ahead within four years, since 2100 has none: then the nearest of all is meant.
    candidates = _on_side(occurrences, publication, is_ahead=is_ahead) or occurrences
    return min(
        candidates,
        key=lambda occurrence: abs((occurrence.first - publication).days),
        default=None,
    )


def _on_side(
    occurrences: Sequence[DayRange], publication: date, *, is_ahead: bool | None
) -> list[DayRange]:
    """Return the occurrences that are not over at publication, that have begun by then, or all when that is open."""
    if is_ahead is None:
        return list(occurrences)
    if is_ahead:
        return [o for o in occurrences if o.last >= publication]
    return [o for o in occurrences if o.first <= publication]
