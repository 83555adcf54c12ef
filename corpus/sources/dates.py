"""The instant of a publication, from the ways that sources write it. What is ambiguous is not guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

__all__ = ["instant"]

# 20260302; any other run of digits may be a page or a price
_COMPACT_DAY = re.compile(r"\d{8}")
# Names of zones that European feeds write and RFC 2822 does not know: `Mon, 02 Mar 2026 14:30:00 CET`.
_ZONE_OFFSETS = {
    "WET": "+0000",
    "WEST": "+0100",
    "BST": "+0100",
    "CET": "+0100",
    "CEST": "+0200",
    "EET": "+0200",
}
_ZONE_NAME = re.compile(rf"\b(?:{'|'.join(_ZONE_OFFSETS)})$")
# The languages in which we know archives to write months.
_LOCALES = ("fr", "en", "de", "es", "it", "nl", "pt")
# « lundi 2 mars 2026 », « 1er mars 2026 », "2 de marzo de 2026"; or "March 2nd, 2026"
_MONTH_IN_WORDS = re.compile(
    r"\b(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,}\.?)\s+(?:de\s+)?(?P<year>\d{4})\b"
    r"|(?P<word>\b[^\W\d_]{3,}\.?)\s+(?P<number>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<after>\d{4})\b"
)
# « 14 h 30 », "14:30:05 +01:00"
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])\s?[:h]\s?([0-5]\d)(?::([0-5]\d))?(?:\s*([+-]\d\d:?\d\d))?"
)


def instant(value: Any) -> datetime | None:
    """
    Return the instant of a date or time, in UTC and whole milliseconds; None if there is none or it is ambiguous.

    Read are ISO 8601 (a day alone is its midnight), RFC 2822, and a day whose month is a word (`lundi 2 mars 2026`,
    `March 2, 2026`). A time without a zone is taken as UTC. `03/04/2026` is not read: it is March in one country and
    April in another (`numeric_dates` decides it from other dates).

    >>> instant("lundi 2 mars 2026 à 14h30").isoformat()
    '2026-03-02T14:30:00+00:00'
    >>> instant("03/04/2026") is None
    True
    """
    if isinstance(value, datetime):
        return _to_utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    text = str(value).strip() if isinstance(value, str) else ""
    parsed = _parse_iso(text) or _parse_mail_date(text) or _parse_month_in_words(text)
    return _to_utc(parsed) if parsed else None


def _parse_iso(text: str) -> datetime | None:
    if text.isdigit() and not _COMPACT_DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _parse_mail_date(text: str) -> datetime | None:
    if not any(letter.isalpha() for letter in text):
        return None
    try:
        return parsedate_to_datetime(
            _ZONE_NAME.sub(lambda match: _ZONE_OFFSETS[match.group()], text)
        )
    except (ValueError, TypeError, IndexError):
        return None


def _parse_month_in_words(text: str) -> datetime | None:
    """Read a date with its month in a word, and the time beside it; None if the text holds two different days."""
    days = set(filter(None, map(_parse_day, _MONTH_IN_WORDS.finditer(text))))
    # "2 March 2026, updated 4 March 2026" does not say which one the article is of
    if len(days) != 1:
        return None
    midnight = time(tzinfo=UTC)
    clock = _CLOCK.search(text)
    try:
        return datetime.combine(days.pop(), _clock_time(clock) if clock else midnight)
    except ValueError:
        return None


def _clock_time(clock: re.Match[str]) -> time:
    """Return the time of a clock in its zone, UTC where it has none. Raises ValueError for a zone that cannot be."""
    hour, minute, seconds, offset = clock.groups()
    zone = timezone(_zone_offset(offset)) if offset else UTC
    return time(int(hour), int(minute), int(seconds or 0), tzinfo=zone)


def _parse_day(match: re.Match[str]) -> date | None:
    """Return the day of a match of `_MONTH_IN_WORDS`; None for a word that is no month, or a day that is none."""
    parts = match.groupdict()
    month = _months().get(_fold(parts["month"] or parts["word"]))
    if month is None:
        return None
    year, day = parts["year"] or parts["after"], parts["day"] or parts["number"]
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _zone_offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))


@cache
def _months() -> dict[str, int]:
    """
    Return month names and their short forms in the languages that archives write, folded, each with its number.

    A form that means two months in two languages is left out.
    """
    from babel.dates import get_month_names

    numbers_by_name: dict[str, set[int]] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                numbers_by_name.setdefault(_fold(name), set()).add(number)
    return {
        name: numbers.pop()
        for name, numbers in numbers_by_name.items()
        if len(numbers) == 1
    }


def _fold(word: str) -> str:
    """Return a word in small letters, without accents and its final dot: « févr. » is `fevr`."""
    letters = unicodedata.normalize("NFKD", word.casefold().rstrip("."))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _to_utc(when: datetime) -> datetime | None:
    try:
        in_utc = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except OverflowError:
        return None
    # Parquet's `timestamp[ms]` holds no more
    return in_utc.replace(microsecond=in_utc.microsecond // 1000 * 1000)
