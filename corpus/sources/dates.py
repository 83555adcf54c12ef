"""When an article was published, from the ways that sources write it; what is ambiguous is not guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

__all__ = ["instant"]

_COMPACT = re.compile(r"\d{8}")
_ZONES = {"WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100", "CEST": "+0200", "EET": "+0200"}
_ZONE = re.compile(rf"\b(?:{'|'.join(_ZONES)})$")
_LOCALES = ("fr", "en", "de", "es", "it", "nl", "pt")
_SPOKEN = re.compile(
    r"\b(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,}\.?)\s+(?:de\s+)?(?P<year>\d{4})\b"
    r"|(?P<word>\b[^\W\d_]{3,}\.?)\s+(?P<number>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<after>\d{4})\b"
)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])\s?[:h]\s?([0-5]\d)(?::([0-5]\d))?(?:\s*([+-]\d\d:?\d\d))?")


def instant(value: Any) -> datetime | None:
    """
    The instant of a date or time, in UTC and whole milliseconds; None when there is none or it is ambiguous.

    Read are ISO 8601 (a day alone is its midnight), RFC 2822, and a day whose month is a word (`lundi 2 mars 2026`,
    `March 2, 2026`). A time without a zone is taken as UTC. `03/04/2026` is not read: it is March in one country and
    April in another.
    """
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    text = str(value).strip() if isinstance(value, str) else ""
    found = _iso(text) or _mail(text) or _spoken(text)
    return _utc(found) if found else None


def _iso(text: str) -> datetime | None:
    if text.isdigit() and not _COMPACT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    if not any(letter.isalpha() for letter in text):
        return None
    try:
        return parsedate_to_datetime(_ZONE.sub(lambda found: _ZONES[found.group()], text))
    except (ValueError, TypeError, IndexError):
        return None


def _spoken(text: str) -> datetime | None:
    """A date with its month in a word, and the time beside it; None when the text holds two different ones."""
    days = {day for found in _SPOKEN.finditer(text) if (day := _day(found))}
    if len(days) != 1:
        return None
    clock = _CLOCK.search(text)
    hour, minute, second = (int(part or 0) for part in clock.group(1, 2, 3)) if clock else (0, 0, 0)
    try:
        zone = timezone(_offset(clock.group(4))) if clock and clock.group(4) else UTC
        return datetime.combine(days.pop(), time(hour, minute, second, tzinfo=zone))
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    month = _months().get(_plain(parts["month"] or parts["word"]))
    try:
        return (
            date(int(parts["year"] or parts["after"]), month, int(parts["day"] or parts["number"])) if month else None
        )
    except ValueError:
        return None


def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms in the languages that archives write, told apart; an ambiguous one is none."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                found.setdefault(_plain(name), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold().rstrip("."))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _utc(when: datetime) -> datetime | None:
    try:
        known = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except OverflowError:
        return None
    return known.replace(microsecond=known.microsecond // 1000 * 1000)
