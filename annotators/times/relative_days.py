"""
Days that are counted from another: from the publication (« hier », « le mois dernier »), or from the day mentioned last.

`days.py` has the rules for days that the calendar names.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pressmark.annotators.rules import Rule

from .calendar import DayRange, shift, single_day, unit_of
from .context import Context, edge_of, first_value, step_of
from .patterns import Slots

__all__ = ["RELATIVE_DAY_RULES", "DayRule", "day_rule"]

DayRule = Rule[tuple[Slots, Context], DayRange]
"""Says which days the words of an expression mean."""

_NIGHT = "NI"
"""How lexicons write the part of a day that runs into the next."""
_COUNT_OF_FEW = 3
"""What « ces derniers mois » counts, which says no number. Chosen, not measured."""


def _resolve_deictic(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « hier », "tomorrow": days from the publication."""
    return _shift_days(context.publication_day, slots["deictic"][0])


def _resolve_anchored(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « la veille », "the next day": days from the day mentioned last."""
    day = context.latest_day or context.publication_day
    return _shift_days(day, slots["anchored"][0])


def _resolve_part(slots: Slots, context: Context) -> DayRange | None:
    """
    Resolve « ce matin », which is of the publication's day, and « le matin » of the day mentioned last.

    « cette nuit » in a text that tells what was is the one before it, and so is « la nuit dernière ».
    """
    is_last = "last" in slots
    if "this" not in slots and not is_last:
        return _shift_days(context.latest_day, 0)
    day = _shift_days(context.publication_day, 0)
    is_night = first_value(slots, "part") == _NIGHT
    if day is None or not is_night:
        return day
    if not is_last and context.is_ahead() is not False:
        return day
    evening = shift(day.first, "day", -1)
    return DayRange(evening.first, day.last, "day") if evening is not None else day


def _shift_days(day: date | None, count: int) -> DayRange | None:
    """Return the day `count` days from `day`; None where that is not known."""
    if day is None:
        return None
    return shift(day, "day", count)


def _resolve_shift(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « le mois dernier », « cette semaine », « ces trois dernières années »."""
    publication, unit, step = (
        context.publication_day,
        first_value(slots, "unit"),
        step_of(slots),
    )
    if publication is None:
        return None
    count = first_value(slots, "number")
    # « ces trois dernières années », « ces dernières années »
    if count is not None or ("these" in slots and step):
        return _stretch_from(publication, unit, (count or _COUNT_OF_FEW) * step)
    is_this_weekend = unit == "weekend" and not step
    is_working_day = publication.weekday() < 5
    if is_this_weekend and is_working_day and context.is_ahead() is False:
        # « ce week-end », said on a Tuesday of what was, is the last one
        step = -1
    return edge_of(slots, unit_of(publication, unit, step))


def _stretch_from(day: date, unit: str, count: float) -> DayRange | None:
    """Resolve « ces trois derniers mois »: so many units up to `day`, or from it on."""
    if unit == "hour":
        far_end = shift(day, "day", count / 24)
    elif unit in ("minute", "second"):
        far_end = single_day(day)
    else:
        far_end = shift(day, unit, count)
    if far_end is None:
        return None
    # What lies behind ends on the day itself; what lies ahead takes the whole of its last unit.
    last = far_end.last if count > 0 else day
    return DayRange(min(day, far_end.first), max(day, last), unit)


def _resolve_ago(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « il y a trois jours », "two weeks ago"."""
    return _count_from(context.publication_day, slots, sign=-1)


def _resolve_ahead(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « dans deux semaines », "within three days"."""
    return _count_from(context.publication_day, slots, sign=1)


def _resolve_later(slots: Slots, context: Context) -> DayRange | None:
    """Resolve « deux jours plus tard », "a week earlier": from the day mentioned last."""
    # The lexicon gives « plus tôt » as -1.
    sign = first_value(slots, "after", "then")
    return _count_from(context.latest_day, slots, sign=sign)


def _count_from(day: date | None, slots: Slots, *, sign: int) -> DayRange | None:
    """Count the units of an expression from `day`; None for « il y a plusieurs jours », which says no number."""
    if day is None or "several" in slots:
        return None
    unit = slots["unit"][0]
    count = first_value(slots, "number")
    if count is None:
        count = 0
    return shift(day, unit, sign * count)


def day_rule(
    name: str, example: str, resolve: Callable[[Slots, Context], DayRange | None]
) -> DayRule:
    """Return the rule that resolves expressions in the orders of the lexicon that have its name."""
    return Rule(name, example, lambda case: resolve(*case))


RELATIVE_DAY_RULES: tuple[DayRule, ...] = (
    day_rule("deictic", "Elle part demain.", _resolve_deictic),
    day_rule("anchored", "Elle était partie la veille.", _resolve_anchored),
    day_rule("part", "Elle part ce matin.", _resolve_part),
    day_rule("shift", "Elle est partie le mois dernier.", _resolve_shift),
    day_rule("ago", "Elle est partie il y a trois jours.", _resolve_ago),
    day_rule("ahead", "Elle part dans deux semaines.", _resolve_ahead),
    day_rule("later", "Elle est partie deux jours plus tard.", _resolve_later),
    day_rule("then", "Elle est partie deux jours après.", _resolve_later),
)
"""The rules of days that are counted from another."""
