"""What an expression of time means: its label, and its days, its period or its hour, as far as they can be known."""

from __future__ import annotations

from dataclasses import dataclass

from pressmark.annotators.rules import Rule

from .calendar import DayRange, single_day
from .context import Context, first_value
from .days import DAY_RULES
from .patterns import Slots
from .relative_days import DayRule

__all__ = ["TIME_RULES", "Interpretation", "interpret"]

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
# o'clock, and what the lexicon gives "p.m." and "a.m." as
_NOON = 12
_MORNING = 1
_MINUTES_A_DAY = 24 * 60


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


TimeRule = Rule[tuple[Slots, Context], Interpretation]
"""Says what the words of an expression mean."""


def interpret(rule: str, slots: Slots, context: Context) -> Interpretation | None:
    """
    Interpret an expression that stands in an order of `rule`, a rule's name in the lexicon, with the words in `slots`.

    None when it can be no time (« 25 h 70 »). Raises `KeyError` for a rule that has no function here.

    >>> interpret("duration", {"number": (18,), "unit": ("month",)}, Context(None, None, lambda: None, {})).period
    'P18M'
    """
    return _RULES_BY_NAME[rule].conclude((slots, context))


def _interpret_days(rule: DayRule) -> TimeRule:
    """Return the rule that tells when the days of an expression are, and whether an hour of them is meant."""

    def interpret_days(case: tuple[Slots, Context]) -> Interpretation:
        slots, _ = case
        # « mardi soir », « hier à midi »
        is_within_day = "part" in slots or "noon" in slots
        return Interpretation("time" if is_within_day else "date", rule.conclude(case))

    return Rule(rule.name, rule.example, interpret_days)


def _interpret_clock(slots: Slots, context: Context) -> Interpretation | None:
    """Interpret « 14h30 », « à vingt heures », "10:30 p.m.", "noon": an hour of the day mentioned last."""
    days = single_day(context.latest_day) if context.latest_day is not None else None
    hour, minute = _hour_and_minute(slots)
    # "10:30 p.m.", but "12:30 p.m." is half an hour after noon
    mark = first_value(slots, "hour_mark")
    if mark == _NOON and hour < _NOON:
        hour += _NOON
    # "12:05 a.m." is after midnight
    if mark == _MORNING and hour == _NOON:
        hour = 0
    if not 0 <= hour <= 24:
        return None
    if not 0 <= minute < 60:
        return None
    # « et demie », "a quarter to"; « 24 h » is midnight
    minutes = int(hour) * 60 + minute + int(first_value(slots, "minutes_after") or 0)
    hour, minute = divmod(minutes % _MINUTES_A_DAY, 60)
    return Interpretation("time", days, clock=f"{hour:02d}:{minute:02d}")


def _hour_and_minute(slots: Slots) -> tuple[float, int]:
    """Return the hour and the minutes that an expression writes: « midi », "7.30", « 14h30 », « vingt heures »."""
    if "noon" in slots:
        hour, _, minute = slots["noon"][0].partition(":")
        return int(hour), int(minute)
    if "hour_point" in slots:
        hour, minute = slots["hour_point"][0]
        return hour, minute
    hour, *minutes = slots.get("digits", ()) or slots.get("number", ())
    return hour, int(minutes[0]) if minutes else 0


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


TIME_RULES: tuple[TimeRule, ...] = (
    *map(_interpret_days, DAY_RULES),
    Rule("clock", "Elle part à 14h30.", lambda case: _interpret_clock(*case)),
    Rule(
        "frequency",
        "Elle part tous les deux mois.",
        lambda case: _interpret_frequency(*case),
    ),
    Rule(
        "duration", "Elle reste dix-huit mois.", lambda case: _interpret_duration(*case)
    ),
    Rule("vague", "Elle part désormais seule.", lambda case: _interpret_vague(*case)),
)
"""All rules of times. The lexicon's orders say by name which one reads an expression."""
_RULES_BY_NAME = {rule.name: rule for rule in TIME_RULES}
