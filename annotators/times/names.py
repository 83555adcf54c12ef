"""Which expressions of time are names: a street's (« rue du 4 Septembre »), a person's ("April Lee"), a title's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .patterns import TimeMatch
from .reading import TimeReading

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["is_name"]

_PERSON_LABELS = frozenset({"PER", "PERSON"})
"""What models call the names of people."""
_MIN_NAME_TOKENS = 2
"""A person's name that a month is part of has so many words at least: a month alone is a month."""
_MAX_TITLE_TOKENS = 8
"""How many tokens before an expression the mark that opens its title is looked for. Chosen, not measured."""
_OPENING_MARKS = frozenset("«“\"‘'")
_CLOSING_MARKS = frozenset("»”\"’'")
_DATED_RULES = frozenset({"calendar", "weekday", "digits", "part", "season"})
"""The rules of expressions that names are made of."""
_DATING_CLASSES = frozenset(
    {"day", "nth", "year", "recent", "short", "edge", "last", "next", "this", "weekday"}
)
"""Classes beside a month that make it a date and no name."""


def is_name(text: str, reading: TimeReading, match: TimeMatch, doc: Doc) -> bool:
    """Tell whether an expression is no time, but the name of a street or person, or within a title."""
    if match.rule not in _DATED_RULES:
        return False
    if _is_street(text, reading, match) or _is_in_title(reading, match):
        return True
    is_bare_month = _DATING_CLASSES.isdisjoint(match.slots) and (
        "month" in match.slots or "month_word" in match.slots
    )
    return is_bare_month and (
        _has_name_around(text, reading, match) or _is_in_person(match, doc)
    )


def _is_street(text: str, reading: TimeReading, match: TimeMatch) -> bool:
    """Tell whether a street or the like is named so: « place du 8 mai 1945 », "March Street"."""
    first, end = match.first_token, match.end_token
    # « à la gare le 3 mai » is a day; « place du 3 mai » is a name
    if "of" in reading.pieces(first) and reading.ends_before(first, "street"):
        return True
    if "street_after" not in reading.pieces(end):
        return False
    return text[reading.starts[end]].isupper()


def _is_in_title(reading: TimeReading, match: TimeMatch) -> bool:
    """Tell whether an expression stands in marks that open after the noun of a work: le film « Un dimanche »."""
    lowest = max(1, match.first_token - _MAX_TITLE_TOKENS)
    for position in range(match.first_token, lowest - 1, -1):
        key = reading.keys[position - 1]
        if key in _OPENING_MARKS and reading.ends_before(position - 1, "work"):
            return True
        if key in _CLOSING_MARKS or key == "\n":
            return False
    return False


def _has_name_around(text: str, reading: TimeReading, match: TimeMatch) -> bool:
    """Tell whether a bare month begins or ends a name: "said April Lee", « Avril Roy », « Anne Mars »."""
    is_alone = match.end_token - match.first_token == 1
    if not is_alone or not text[match.start].isupper():
        return False
    before, after = match.first_token - 1, match.end_token
    # "In April Parliament voted": a word that leads to a month leads to no given name.
    if before >= 0 and "in" in reading.pieces(before):
        return False
    if _is_name_word(text, reading, after, touching=match.end):
        return True
    # A language whose months have a small letter: a capital after a capital is a name.
    return reading.lexicon.has_small_months and _is_name_word(text, reading, before)


def _is_name_word(
    text: str, reading: TimeReading, position: int, *, touching: int | None = None
) -> bool:
    """Tell whether a token is written as part of a name, `touching` an offset but for a blank where that is asked."""
    if not 0 <= position < len(reading):
        return False
    start, end = reading.starts[position], reading.ends[position]
    word = text[start:end]
    if touching is not None and text[touching:start] != " ":
        return False
    if not word.isalpha() or not word[0].isupper() or word.isupper():
        return False
    return reading.is_plain(position) or "month" in reading.pieces(position)


def _is_in_person(match: TimeMatch, doc: Doc) -> bool:
    """Tell whether the model takes a month for a part of somebody's name: "met May Lee"."""
    return any(
        entity.label_ in _PERSON_LABELS
        and len(entity) >= _MIN_NAME_TOKENS
        and entity.start_char <= match.start
        and match.end <= entity.end_char
        for entity in doc.ents
    )
