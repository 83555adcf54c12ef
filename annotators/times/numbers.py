"""Numbers in expressions of time: digits that may be a year or a decade, Roman numbers, composed number words."""

from __future__ import annotations

import re

__all__ = [
    "MAX_DAY",
    "composes",
    "decimal_value",
    "is_decade",
    "is_recent_year",
    "is_year",
    "roman_number",
]

MAX_DAY = 31
# « xviii », « xviiie », "xixth": up to 29, since centuries have no more.
_ROMAN = re.compile(r"(?=[xvi])(x{0,2})(ix|iv|v?i{0,3})(?:e|ème|eme|er|th|st)?")
_ROMAN_UNITS = {
    "": 0,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
}
# chosen, not measured: four digits outside are a price or a crowd more often than a year
_YEARS = range(1200, 2101)
# chosen, not measured: those that news name without « en »
_RECENT_YEARS = range(1900, 2051)


def is_year(value: int) -> bool:
    """Tell whether `value`, written in four digits, may be a year."""
    return value in _YEARS


def is_recent_year(value: int) -> bool:
    """
    Tell whether `value` may be a year though no « en » or "in" stands before it.

    >>> is_recent_year(1998), is_recent_year(1789)
    (True, False)
    """
    return value in _RECENT_YEARS


def is_decade(value: int) -> bool:
    """
    Tell whether `value`, with an "s" after it, may be a decade ("the 1990s").

    >>> is_decade(1990), is_decade(1995)
    (True, False)
    """
    return value % 10 == 0 and value in _YEARS


def decimal_value(key: str) -> float:
    """
    Return the value of digits with a comma or point; 0, which counts nothing, for several of them.

    >>> decimal_value("1,5"), decimal_value("60.082.000")
    (1.5, 0)
    """
    # « 60.082.000 » is no year and no count of days
    separators = key.count(",") + key.count(".")
    if separators != 1:
        return 0
    return float(key.replace(",", "."))


def roman_number(key: str) -> int | None:
    """
    Return the number, 1 to 29, that a key is in Roman letters, an ordinal's ending after it or not; None for another.

    >>> roman_number("xviiie"), roman_number("xx"), roman_number("vite")
    (18, 20, None)
    """
    # The cheap question first: most words are no number.
    if key[0] not in "xvi":
        return None
    letters = _ROMAN.fullmatch(key)
    if letters is None:
        return None
    return 10 * len(letters[1]) + _ROMAN_UNITS[letters[2]]


def composes(total: float, value: float) -> bool:
    """
    Tell whether a number word of this `value` goes on with the number words before it, which make `total`.

    A smaller one follows tens (« vingt et un »), hundred and thousand follow a smaller one (« trois cents »).

    >>> composes(20, 1), composes(80, 10), composes(3, 100), composes(3, 4)
    (True, True, True, False)
    """
    # « trois cents », not « mille cent », which the lexicon has as a year's words only
    if value >= 100:
        return 1 < total < value
    # « dix-huit »
    if total == 10 and 7 <= value <= 9:
        return True
    is_after_tens = total >= 20 and total % 10 == 0 and value < 20 and value != total
    # Ten to nineteen follow sixty and eighty alone: « soixante-douze », « quatre-vingt-dix ».
    return is_after_tens and (value < 10 or total in (60, 80))
