"""What an expression of time means: its label, and its days, its period or its hour, as far as they can be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .calendar import DayRange, single_day
from .context import Context, first_value
from .days import DAY_RULES
from .patterns import Slots

__all__ = ["Interpretation", "interpret"]

# ISO 8601: what is shorter than a day stands after a T, so that months and minutes may both be M.
_ISO_DURATIONS = {
    "second": "PT{count}S",
    "minute": "PT{count}M",
    "hour": "PT{count}H",
    "day": "P{count}D",
    "week": "P{count}W",
    "month": "P{count}M",
    "year": "P{count}Y",
}
# ISO 8601 has no letter for these
_COMPOUND_UNITS = {
    "fortnight": (2, "week"),
    "quarter": (3, "month"),
    "half": (6, "month"),
    "decade": (10, "year"),
    "century": (100, "year"),
    "weekend": (2, "day"),
}
# o'clock, and what the lexicon gives "p.m." as
_NOON = 12


@dataclass(frozen=True, slots=True)
class Interpretation:
    """
    The label of an expression and what is known of it: a range of days, a period, an hour.

    `period` is an ISO 8601 duration (`P3M`), `clock` an hour of 24 (`14:30`). Each is None where it is not known.
    """

    label: str
    days: DayRange | None = None
    period: str | None = None
    clock: str | None = None


def interpret(rule: str, slots: Slots, context: Context) -> Interpretation | None:
    """
    Interpret an expression that stands in an order of `rule`, a rule's name in the lexicon, with the words in `slots`.

    None when it can be no time (« 25 h 70 »). Raises `KeyError` for a rule that has no function here.

    >>> interpret("duration", {"number": (18,), "unit": ("month",)}, Context(None, None, lambda: None, {})).period
    'P18M'
    """
    if rule in _DAYLESS_RULES:
        return _DAYLESS_RULES[rule](slots, context)
    days = DAY_RULES[rule](slots, context)
    # « mardi soir », « hier à midi »
    is_within_day = "part" in slots or "noon" in slots
    return Interpretation("time" if is_within_day else "date", days)


def _interpret_clock(slots: Slots, context: Context) -> Interpretation | None:
    """Interpret « 14h30 », « à vingt heures », "10:30 p.m.", "noon": an hour of the day mentioned last."""
    days = single_day(context.latest_day) if context.latest_day is not None else None
    if "noon" in slots:
        return Interpretation("time", days, clock=slots["noon"][0])
    hour, *minutes = slots.get("digits", ()) or slots.get("number", ())
    minute = int(minutes[0]) if minutes else 0
    # "10:30 p.m.", but "12:30 p.m." is half an hour after noon
    is_afternoon = first_value(slots, "hour_mark") == _NOON
    if is_afternoon and hour < _NOON:
        hour += _NOON
    if not 0 <= hour <= 24:
        return None
    if not 0 <= minute < 60:
        return None
    # « 24 h » is midnight
    hour = int(hour) % 24
    return Interpretation("time", days, clock=f"{hour:02d}:{minute:02d}")


def _interpret_frequency(slots: Slots, context: Context) -> Interpretation | None:
    """Interpret « annuel », « tous les deux mois », « chaque lundi »."""
    if "often" in slots:
        period = slots["often"][0]
    elif "unit" in slots:
        period = _iso_duration(slots["unit"][0], first_value(slots, "number") or 1)
    else:
        period = "P1W"
    return Interpretation("frequency", period=period)


def _interpret_duration(slots: Slots, context: Context) -> Interpretation | None:
    """Interpret « dix-huit mois », « une demi-heure »; a unit without a number (« le mois ») is none."""
    # « plusieurs semaines » lasts, and nobody says how long.
    if "several" in slots:
        return Interpretation("duration")
    if "length" in slots:
        count, unit = slots["length"][0]
        return Interpretation("duration", period=_iso_duration(unit, count))
    count = first_value(slots, "number")
    if not count:
        return None
    return Interpretation("duration", period=_iso_duration(slots["unit"][0], count))


def _interpret_vague(slots: Slots, context: Context) -> Interpretation | None:
    """Interpret « désormais », "currently"."""
    return Interpretation("vague")


def _iso_duration(unit: str, count: float) -> str:
    """
    Return a count of units as ISO 8601 writes it: `P3M`.

    >>> _iso_duration("quarter", 2)
    'P6M'
    """
    # « une quinzaine » is `P2W`
    if unit in _COMPOUND_UNITS:
        factor, unit = _COMPOUND_UNITS[unit]
        count *= factor
    template = _ISO_DURATIONS[unit]
    return template.format(count=f"{count:g}")


_DAYLESS_RULES: Mapping[str, Callable[[Slots, Context], Interpretation | None]] = {
    "clock": _interpret_clock,
    "frequency": _interpret_frequency,
    "duration": _interpret_duration,
    "vague": _interpret_vague,
}
