"""
Times: expressions like « mardi », « en août », "last week", resolved against the publication date with their grain.

A weekday is the last one up to the publication unless the tense is future, as news writes it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from pressmark.annotators.lexicon import lexicon
from pressmark.spans import Time

__all__ = ["Timed", "times"]


@dataclass(frozen=True, slots=True)
class Timed:
    """A time expression at its offsets; `ahead` when it lies ahead if its event does (a bare weekday, a month)."""

    start: int
    end: int
    time: Time
    ahead: Time


def times(text: str, start: int, end: int, published: date | None, language: str) -> Iterator[Timed]:
    """The time expressions between two offsets; without a publication date only full dates have a value."""
    pattern = _pattern(language)
    if pattern is None:
        return
    for found in pattern.finditer(text, start, end):
        kind = found.lastgroup or ""
        yield Timed(*found.span(), *(_time(found, kind, published, language, ahead=ahead) for ahead in (False, True)))


def _time(found: re.Match[str], kind: str, published: date | None, language: str, *, ahead: bool) -> Time:
    surface = found.group()
    reach = _RESOLVE[kind](surface.lower().replace("’", "'"), published, lexicon("times", language), ahead)
    if reach is None:
        return Time(start=None, end=None, grain=None, surface=surface)
    first, last, grain = reach
    return Time(start=first.isoformat(), end=last.isoformat(), grain=grain, surface=surface)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    """One pattern with a named group for each kind of expression, the longest first."""
    words = lexicon("times", language)
    if not words:
        return None
    one = {key: _either(words[key]) for key in words}
    day = rf"(?:\d{{1,2}}(?:{one['ordinal_end']})?|{one['first']})"
    part = rf"(?:\s+(?:{one['parts']}))?"
    dated = rf"(?:{day}\s+(?:{one['months']})|(?:{one['months']})\s+{day}(?!\d))"
    span = rf"(?:{one['units']}|{one['weekdays']}|{one['months']})"
    kinds = {
        "full": rf"(?:(?:{one['weekdays']})\s+)?{dated},?\s+\d{{4}}",
        "daymonth": rf"(?:(?:{one['weekdays']})\s+)?{dated}",
        "monthyear": rf"(?:{one['months']})\s+\d{{4}}",
        "relative": rf"(?:(?:{one['last']}|{one['next']}|{one['this']})\s+{span}"
        rf"|{span}\s+(?:{one['last']}|{one['next']}))(?!\w)",
        "weekday": rf"(?:{one['weekdays']}){part}",
        "day": rf"(?:{one['days']}){part}",
        "month": rf"(?:{one['before_month']})\s+(?:{one['months']})",
        "year": rf"(?:{one['before_year']})\s+(?:19|20)\d{{2}}",
    }
    named = "|".join(f"(?P<{name}>{kind})" for name, kind in kinds.items())
    return re.compile(rf"(?<![\w-])(?:{named})(?!\w)".replace("'", "['’]"), re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


_Reach = tuple[date, date, str] | None
_Words = Mapping[str, Any]


def _full(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    year = int(re.findall(r"\d{4}", said)[-1])
    return _day_of(said, year, words)


def _daymonth(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    if published is None:
        return None
    years = [published.year, published.year + 1, published.year - 1]
    days = [found[0] for year in years if (found := _day_of(said, year, words))]
    near = min(days, key=lambda one: abs((one - published).days), default=None)
    return (near, near, "day") if near else None


def _day_of(said: str, year: int, words: _Words) -> _Reach:
    month = _index(said, words["months"])
    number = re.search(r"\d{1,2}(?!\d)", said)
    try:
        day = date(year, (month or 0) + 1, int(number.group()) if number else 1)
    except ValueError:
        return None
    return day, day, "day"


def _monthyear(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    return _month_of(int(re.findall(r"\d{4}", said)[-1]), (_index(said, words["months"]) or 0) + 1)


def _month(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    if published is None:
        return None
    number = (_index(said, words["months"]) or 0) + 1
    later = number > published.month if not ahead else number < published.month
    return _month_of(published.year + (0 if not later else -1 if not ahead else 1), number)


def _month_of(year: int, month: int) -> _Reach:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def _year(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    year = int(re.findall(r"\d{4}", said)[-1])
    return date(year, 1, 1), date(year, 12, 31), "year"


def _weekday(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    if published is None:
        return None
    behind = (published.weekday() - (_index(said, words["weekdays"]) or 0)) % 7
    day = published - timedelta(behind) if not ahead else published + timedelta((7 - behind) % 7)
    return day, day, "day"


def _day(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    if published is None:
        return None
    word = max((one for one in words["days"] if said.startswith(one)), key=len)
    day = published + timedelta(words["days"][word])
    return day, day, "day"


def _relative(said: str, published: date | None, words: _Words, ahead: bool) -> _Reach:
    if published is None:
        return None
    parts = said.split()
    step = 1 if set(parts) & set(words["next"]) else -1 if set(parts) & set(words["last"]) else 0
    if _index(said, words["weekdays"]) is not None:
        reach = _weekday(said, published, words, step > 0)
        return _shifted(reach, 7 * step) if reach and reach[0] == published and step else reach
    if _index(said, words["months"]) is not None:
        return _month(said, published, words, step > 0)
    unit = next((words["units"][part] for part in parts if part in words["units"]), None)
    return _unit(published, unit, step)


def _unit(published: date, unit: str | None, step: int) -> _Reach:
    if unit == "week":
        monday = published - timedelta(published.weekday()) + timedelta(7 * step)
        return monday, monday + timedelta(6), "week"
    if unit == "month":
        month = published.year * 12 + published.month - 1 + step
        return _month_of(month // 12, month % 12 + 1)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31), "year"
    day = published + timedelta(step)
    return (day, day, "day") if unit == "day" else None


def _shifted(reach: tuple[date, date, str], days: int) -> _Reach:
    return reach[0] + timedelta(days), reach[1] + timedelta(days), reach[2]


def _index(said: str, names: list[str]) -> int | None:
    return next((at for at, name in enumerate(names) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)), None)


_RESOLVE = {
    "full": _full, "daymonth": _daymonth, "monthyear": _monthyear, "relative": _relative, "weekday": _weekday,
    "day": _day, "month": _month, "year": _year,
}  # fmt: skip
