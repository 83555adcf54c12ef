"""Columns of small numbers as text: one character a number, which a script reads back with `charCodeAt`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

__all__ = ["MAX_PACKED", "pack", "pack_lists"]

_FIRST = 0x23
"""The character of 0, `#`: after the space, `!` and `"`, so that JSON escapes but one of the most frequent."""

_SURROGATES = range(0xD800, 0xE000)
MAX_PACKED = 0xFFFD - _FIRST - len(_SURROGATES)
"""The largest number that a character can be; `explore.js` counts with the same two numbers."""

_LINE_SEPARATORS = {0x2028: 0xFFFE, 0x2029: 0xFFFF}
"""Characters that end a line in the scripts of older browsers, and what stands for them."""


def pack(numbers: Iterable[int]) -> str:
    """
    Return numbers of 0 to MAX_PACKED as text, a character each.

    >>> pack([0, 1, 2, 57])
    '#$%\\\\'
    """
    return "".join(map(_characters().__getitem__, numbers))


def pack_lists(lists: Iterable[Iterable[int]]) -> str:
    """
    Return lists of numbers as text: of each its length, then its numbers.

    >>> pack_lists([[], [3, 4]]) == pack([0, 2, 3, 4])
    True
    """
    numbers: list[int] = []
    for members in lists:
        row = list(members)
        numbers += [len(row), *row]
    return pack(numbers)


@cache
def _characters() -> list[str]:
    """Return the character of each number: columns are millions of numbers, and the same few again and again."""
    return [_character(number) for number in range(MAX_PACKED + 1)]


def _character(number: int) -> str:
    """Return the character of a number: no surrogate, which no file can hold, and no line separator."""
    code = number + _FIRST
    if code >= _SURROGATES.start:
        code += len(_SURROGATES)
    return chr(_LINE_SEPARATORS.get(code, code))
