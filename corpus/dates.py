"""When an article was published, from the ways that sources write it; what is ambiguous is not guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any

__all__ = ["instant"]

_COMPACT = re.compile(r"\d{8}")


def instant(value: Any) -> datetime | None:
    """
    The instant of a date or time, in UTC and whole milliseconds; None when there is none or it is ambiguous.

    Read are ISO 8601 (a day alone is its midnight) and RFC 2822. A time without a zone is taken as UTC. `03/04/2026` is
    not read: it is March in one country and April in another.
    """
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    text = str(value).strip() if isinstance(value, str) else ""
    found = _iso(text) or _mail(text)
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
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _utc(when: datetime) -> datetime | None:
    try:
        known = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except OverflowError:
        return None
    return known.replace(microsecond=known.microsecond // 1000 * 1000)
