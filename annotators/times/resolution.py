"""What an expression of time means, its days, period and hour, against the publication and what was said before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .calendar import Reach, day_of, feast, month_of, season_of, stepped, unit_of, weekday_of, year_of, years_of

__all__ = ["Context", "Meaning", "meaning"]

Slots = Mapping[str, tuple[Any, ...]]
_PERIODS = {
    "second": "PT{n}S", "minute": "PT{n}M", "hour": "PT{n}H", "day": "P{n}D", "week": "P{n}W", "month": "P{n}M",
    "year": "P{n}Y",
}  # fmt: skip
_MADE_OF = {
    "fortnight": (2, "week"), "quarter": (3, "month"), "half": (6, "month"), "decade": (10, "year"),
    "century": (100, "year"), "weekend": (2, "day"),
}  # fmt: skip
_NOON = 12
_PIVOT = 2040
"""What « 98 » is told from where nothing is known of the publication: 1951 to 2050."""


@dataclass(frozen=True, slots=True)
class Context:
    """
    What an expression is resolved against: the day of publication and the day spoken of last, where they are known.

    `ahead` says whether its sentence speaks of what is to come (True), of what was (False), or leaves it open (None);
    `weekdays` are the days that the article gives its weekdays where it does not leave that open.
    """

    published: date | None
    spoken: date | None
    ahead: Callable[[], bool | None]
    weekdays: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The label of an expression and what is known: a stretch of days, a period, an hour."""

    label: str
    reach: Reach | None = None
    period: str | None = None
    clock: str | None = None


def meaning(said: str, slots: Slots, context: Context) -> Meaning | None:
    """What an order of the lexicon, `said` by its name, means with these words; None when it can be no time."""
    if said in _KINDS:
        return _KINDS[said](slots, context)
    reach = _DAYS[said](slots, context)
    return Meaning("time" if "part" in slots or "noon" in slots else "date", reach)


def _one(slots: Slots, *kinds: str) -> Any:
    return next((slots[kind][0] for kind in kinds if kind in slots), None)


def _step(slots: Slots) -> int:
    return 1 if "next" in slots else -1 if "last" in slots else 0


def _year(slots: Slots, context: Context) -> int | None:
    if "short" not in slots:
        said: int | None = _one(slots, "year", "recent")
        return said
    this = context.published.year if context.published else _PIVOT
    short = int(slots["short"][0])
    return short + (this // 100 * 100 if short <= this % 100 + 10 else this // 100 * 100 - 100)


def _near(context: Context, made: Callable[[int], Reach | None], ahead: bool | None) -> Reach | None:
    """Of what comes every year, the one that is meant: the next, the last, or the nearest."""
    published = context.published
    if published is None:
        return None
    found = [one for year in range(published.year - 4, published.year + 5) if (one := made(year))]
    if ahead is True:
        found = [one for one in found if one.last >= published] or found
    if ahead is False:
        found = [one for one in found if one.first <= published] or found
    return min(found, key=lambda one: abs((one.first - published).days), default=None)


def _towards(slots: Slots, context: Context) -> bool | None:
    step = _step(slots)
    return step > 0 if step else context.ahead()


def _calendar(slots: Slots, context: Context) -> Reach | None:
    year = _year(slots, context)
    month, day = _one(slots, "month", "month_word"), _one(slots, "day", "nth")
    if month is None and day is None:
        return year_of(year) if year is not None else None
    if month is None:
        return _weekday_and_day(slots["weekday"][0], day, context)
    if year is not None:
        return day_of(year, month, day) if day else month_of(year, month)

    def made(year: int) -> Reach | None:
        return day_of(year, month, day) if day else month_of(year, month)

    near = _near(context, made, _towards(slots, context))
    return _on_weekday(near, made, slots) if near and day and "weekday" in slots else near


def _on_weekday(near: Reach, made: Callable[[int], Reach | None], slots: Slots) -> Reach:
    """A day whose weekday is said: of the year before or after, where only that year's falls on it."""
    asked = slots["weekday"][0]
    years = (near.first.year, near.first.year - 1, near.first.year + 1)
    found = [one for year in years if (one := made(year)) and one.first.weekday() == asked]
    return found[0] if found else near


def _weekday_and_day(weekday: int, day: int, context: Context) -> Reach | None:
    """« mardi 8 »: the nearest day that is both."""
    published = context.published
    if published is None:
        return None
    near = [published + timedelta(step) for step in range(-45, 46)]
    both = [one for one in near if one.day == day and one.weekday() == weekday]
    found = min(both, key=lambda one: abs((one - published).days), default=None)
    return Reach(found, found, "day") if found else None


def _days(slots: Slots, context: Context) -> Reach | None:
    """« du 3 au 5 mai »: from one day to the other."""
    months = slots.get("month", ()) + slots.get("month_word", ())
    first, last = slots["day"][0], slots["day"][-1]
    year = _year(slots, context)

    def made(year: int) -> Reach | None:
        one, two = day_of(year, months[0], first), day_of(year, months[-1], last)
        return Reach(one.first, two.last, "day") if one and two and one.first < two.last else None

    return made(year) if year is not None else _near(context, made, _towards(slots, context))


def _digits(slots: Slots, context: Context) -> Reach | None:
    if "iso" in slots:
        return day_of(*slots["iso"][0])
    day, month, year = slots["slashed"][0]
    year = year if year > 99 else _year({"short": (year,)}, context) or 0
    return day_of(year, month, day) or day_of(year, day, month)


def _weekday(slots: Slots, context: Context) -> Reach | None:
    if context.published is None:
        return None
    step, weekday = _step(slots), slots["weekday"][0]
    if "month" in slots:
        return _near(context, lambda year: _nth_weekday(year, slots), context.ahead())
    if step < 0:
        return weekday_of(context.published - timedelta(1), weekday, ahead=False)
    ahead = step > 0 or context.ahead()
    if ahead is None and (known := context.weekdays.get(weekday)):
        return Reach(known, known, "day")
    return weekday_of(context.published, weekday, ahead=bool(ahead))


def _nth_weekday(year: int, slots: Slots) -> Reach | None:
    """« le premier samedi de mars », "the last Sunday of May"."""
    month = month_of(_one(slots, "year") or year, slots["month"][0])
    if month is None:
        return None
    at = _one(slots, "nth_word", "nth")
    days = [month.first + timedelta(step) for step in range((month.last - month.first).days + 1)]
    fitting = [day for day in days if day.weekday() == slots["weekday"][0]]
    found = fitting[at - 1 if at > 0 else at] if -5 < at <= len(fitting) else None
    return Reach(found, found, "day") if found else None


def _deictic(slots: Slots, context: Context) -> Reach | None:
    return stepped(context.published, "day", slots["deictic"][0]) if context.published else None


def _anchored(slots: Slots, context: Context) -> Reach | None:
    spoken = context.spoken or context.published
    return stepped(spoken, "day", slots["anchored"][0]) if spoken else None


def _part(slots: Slots, context: Context) -> Reach | None:
    day = context.published if "this" in slots else context.spoken
    return stepped(day, "day", 0) if day else None


def _shift(slots: Slots, context: Context) -> Reach | None:
    published, unit, step = context.published, _one(slots, "unit"), _step(slots)
    if published is None:
        return None
    count = _one(slots, "number")
    if count is not None or ("these" in slots and step):
        return _stretch(published, unit, (count or 3) * step)
    if unit == "weekend" and not step:
        step = -1 if context.ahead() is False and published.weekday() < 5 else 0
    return unit_of(published, unit, step)


def _stretch(day: date, unit: str, count: float) -> Reach | None:
    """« ces trois derniers mois »: so many units up to a day, or from it on."""
    other = stepped(day, unit, count)
    if unit in ("hour", "minute", "second"):
        other = stepped(day, "day", count / 24 if unit == "hour" else 0)
    if other is None:
        return None
    return Reach(min(day, other.first), max(day, other.last if count > 0 else day), unit)


def _season(slots: Slots, context: Context) -> Reach | None:
    month, year = slots["season"][0], _year(slots, context)
    if year is not None:
        return season_of(year, month)
    return _near(context, lambda year: season_of(year, month), _towards(slots, context))


def _counted(slots: Slots) -> float:
    return _one(slots, "number") or 0


def _ago(slots: Slots, context: Context) -> Reach | None:
    if context.published is None or "several" in slots:
        return None
    return stepped(context.published, slots["unit"][0], -_counted(slots))


def _ahead(slots: Slots, context: Context) -> Reach | None:
    if context.published is None or "several" in slots:
        return None
    return stepped(context.published, slots["unit"][0], _counted(slots))


def _later(slots: Slots, context: Context) -> Reach | None:
    if context.spoken is None or "several" in slots:
        return None
    return stepped(context.spoken, slots["unit"][0], _counted(slots) * slots["after"][0])


def _decade(slots: Slots, context: Context) -> Reach | None:
    said = int(_one(slots, "decade_digits", "decade_word", "digits", "number") or 0)
    year = said if said > 99 else 1900 + said
    return years_of(year, 10, "decade") if year % 10 == 0 else None


def _century(slots: Slots, context: Context) -> Reach | None:
    return years_of(100 * (_one(slots, "roman", "nth", "nth_word") - 1) + 1, 100, "century")


def _feast(slots: Slots, context: Context) -> Reach | None:
    said, year = str(slots["feast"][0]), _one(slots, "year")
    if year is not None:
        return feast(said, year)
    return _near(context, lambda year: feast(said, year), _towards(slots, context))


def _clock(slots: Slots, context: Context) -> Meaning | None:
    reach = stepped(context.spoken, "day", 0) if context.spoken else None
    if "noon" in slots:
        return Meaning("time", reach, clock=slots["noon"][0])
    hour, *minutes = slots.get("digits", ()) or slots.get("number", ())
    minute = int(minutes[0]) if minutes else 0
    mark = _one(slots, "hour_mark")
    if mark == _NOON and hour < _NOON:
        hour += _NOON
    if not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    return Meaning("time", reach, clock=f"{int(hour) % 24:02d}:{minute:02d}")


def _period(unit: str, count: float) -> str:
    number, unit = (count * _MADE_OF[unit][0], _MADE_OF[unit][1]) if unit in _MADE_OF else (count, unit)
    return _PERIODS[unit].format(n=f"{number:g}")


def _frequency(slots: Slots, context: Context) -> Meaning | None:
    if "often" in slots:
        return Meaning("frequency", period=slots["often"][0])
    if "unit" in slots:
        return Meaning("frequency", period=_period(slots["unit"][0], _one(slots, "number") or 1))
    return Meaning("frequency", period="P1W")


def _duration(slots: Slots, context: Context) -> Meaning | None:
    if "several" in slots:
        return Meaning("duration")
    if "length" in slots:
        count, unit = slots["length"][0]
        return Meaning("duration", period=_period(unit, count))
    count = _one(slots, "number")
    return Meaning("duration", period=_period(slots["unit"][0], count)) if count else None


def _vague(slots: Slots, context: Context) -> Meaning | None:
    return Meaning("vague")


_DAYS: Mapping[str, Callable[[Slots, Context], Reach | None]] = {
    "calendar": _calendar, "days": _days, "digits": _digits, "weekday": _weekday, "deictic": _deictic,
    "anchored": _anchored, "part": _part, "shift": _shift, "season": _season, "ago": _ago, "ahead": _ahead,
    "later": _later, "decade": _decade, "century": _century, "feast": _feast,
}  # fmt: skip
_KINDS: Mapping[str, Callable[[Slots, Context], Meaning | None]] = {
    "clock": _clock, "frequency": _frequency, "duration": _duration, "vague": _vague,
}  # fmt: skip
