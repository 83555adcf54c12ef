"""An article of Factiva without field codes: a head whose lines are told apart by their order and form, then the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .dates import instant
from .factiva_fields import is_word_count, parse_word_count
from .vendor_words import byline_authors, language_code, words_of_kind

__all__ = ["values_of_uncoded"]

# « 14:30 » in a line of its own
_CLOCK_LINE = re.compile(r"\d\d:\d\d(?::\d\d)?")
# Lines after the word count among which the rights stand: date, time, source, code, page, language. Chosen.
_MAX_DETAIL_LINES = 12


def values_of_uncoded(lines: Sequence[str]) -> dict[str, Any] | None:
    """
    Read an article without codes: title and author, words, date, source, code, language and rights, then the text.

    None if the lines are not in this form.
    """
    count_position = _first_position(lines, is_word_count)
    if count_position is None:
        return None
    before = [line.strip() for line in lines[:count_position] if line.strip()]
    after = range(count_position + 1, len(lines))
    positions = [position for position in after if lines[position].strip()]
    details = [lines[position].strip() for position in positions]
    if not before or not details or instant(details[0]) is None:
        return None
    # « 2 mars 2026 », then perhaps the time: the source stands after both.
    has_clock = len(details) > 1 and _CLOCK_LINE.fullmatch(details[1])
    source = 2 if has_clock else 1
    rights = _first_position(details[:_MAX_DETAIL_LINES], _is_rights)
    # Between date and rights stand at least the source and its code.
    if rights is None or rights < source + 1:
        return None
    return {
        "text": "\n".join(lines[positions[rights] + 1 :]).strip(),
        "title": before[0],
        # A single line above the word count is the title; authors stand in the last of several.
        "authors": byline_authors(before[-1]) if len(before) > 1 else None,
        "published": " ".join(details[:source]),
        "outlet": details[source],
        "language": _first_language(details[source + 1 : rights]),
        "word_count": parse_word_count(lines[count_position]),
        "rights": details[rights],
    }


def _first_position(
    lines: Sequence[str], is_of_kind: Callable[[str], bool]
) -> int | None:
    """Return the position of the first line of a kind; None if there is none."""
    for position, line in enumerate(lines):
        if is_of_kind(line):
            return position
    return None


def _is_rights(line: str) -> bool:
    """Say whether a line states the rights: « Tous droits réservés », "Copyright 2026"."""
    return line.startswith(tuple(words_of_kind("copyright")))


def _first_language(lines: Sequence[str]) -> str | None:
    """Return the code of the first line that names a language; None if none does."""
    for line in lines:
        if code := language_code(line):
            return code
    return None
