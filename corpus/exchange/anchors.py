"""
Where a stretch of another tool's text stands in the article's: line ends, white space and Unicode forms may differ.

Texts that differ in these alone are mapped character by character; else a stretch is found again by its own words, by
what stands around them, or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

__all__ = ["Anchors", "bare", "without_controls"]

_LEFT_OUT = frozenset("\ufeff\u00ad")
_AROUND = 24
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), 0xFFFD)


def bare(text: str) -> str:
    """The text decomposed, without white space: equal for texts that differ in form alone."""
    return _letters(text)[0]


def without_controls(text: str) -> str:
    """The text with U+FFFD, one for one, in place of each character that XML cannot hold."""
    return text.translate(_CONTROLS)


class Anchors:
    """Maps stretches of one text to another. `place` gives None for what cannot be found, or not told apart."""

    def __init__(self, theirs: str, ours: str) -> None:
        self._theirs = theirs
        self._ours = ours
        self._same = theirs == ours or without_controls(theirs) == without_controls(
            ours
        )
        left, right = (
            (_letters(theirs), _letters(ours))
            if not self._same
            else (("", []), ("", []))
        )
        self._maps = (left[1], right[1]) if left[0] == right[0] else None

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `theirs[start:end]` stands in our text."""
        if not 0 <= start < end <= len(self._theirs):
            return None
        if self._same:
            return start, end
        return self._mapped(start, end) if self._maps else self._found(start, end)

    def _mapped(self, start: int, end: int) -> tuple[int, int] | None:
        theirs, ours = self._maps or ([], [])
        first, last = bisect_left(theirs, start), bisect_left(theirs, end) - 1
        if first > last:
            return None
        after = ours[last + 1] if last + 1 < len(ours) else len(self._ours)
        stop = ours[last] + 1
        while stop < after and unicodedata.combining(self._ours[stop]):
            stop += 1
        return ours[first], stop

    def _found(self, start: int, end: int) -> tuple[int, int] | None:
        """The one place where the words stand, or of several the one whose surroundings fit best."""
        words = self._theirs[start:end].split()
        if not words:
            return None
        places = [
            found.span()
            for found in re.finditer(r"\s+".join(map(re.escape, words)), self._ours)
        ]
        fits = [self._fit(start, end, *place) for place in places]
        best = [
            place for place, fit in zip(places, fits, strict=True) if fit == max(fits)
        ]
        return best[0] if len(best) == 1 else None

    def _fit(self, start: int, end: int, first: int, last: int) -> int:
        before = _shared(
            self._theirs[max(0, start - _AROUND) : start][::-1],
            self._ours[max(0, first - _AROUND) : first][::-1],
        )
        return before + _shared(
            self._theirs[end : end + _AROUND], self._ours[last : last + _AROUND]
        )


def _letters(text: str) -> tuple[str, list[int]]:
    """The decomposed characters that are no white space, and the offset that each comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        if letter.isspace() or letter in _LEFT_OUT:
            continue
        whole = (
            "\ufffd"
            if unicodedata.category(letter) == "Cc"
            else unicodedata.normalize("NFD", letter)
        )
        letters.append(whole)
        offsets += [offset] * len(whole)
    return "".join(letters), offsets


def _shared(one: str, two: str) -> int:
    """How many letters two strings have in common from their start on, white space aside."""
    left, right = bare(one), bare(two)
    return next(
        (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
