"""
Where a stretch of another tool's text stands in the article's: line ends, white space and Unicode forms may differ.

Texts that differ in these alone are mapped character by character; else a stretch is searched by its own words, then
told apart by what stands around them, or not found at all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

__all__ = ["Anchors", "bare", "without_controls"]

# Byte order mark and soft hyphen: tools drop them when a text is pasted or saved.
_INVISIBLE_CHARACTERS = frozenset("\ufeff\u00ad")
CONTEXT_CHARACTERS = 24  # compared on each side: some four words; chosen, not measured
# What XML 1.0 cannot hold: C0 controls but tab, line feed and return, and two non-characters.
_REPLACED_CONTROLS = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), 0xFFFD
)


def bare(text: str) -> str:
    """
    Return `text` decomposed, without white space: equal for texts that differ in form alone.

    >>> bare("l’été\\r\\n") == bare(" l’e\\u0301te\\u0301")
    True
    """
    return _letters(text)[0]


def without_controls(text: str) -> str:
    """Return `text` with U+FFFD, one for one, in place of each character that XML cannot hold; offsets stay true."""
    return text.translate(_REPLACED_CONTROLS)


class Anchors:
    """
    A map from stretches of `theirs`, the text of a file, to stretches of `ours`, the article's.

    >>> Anchors("Ann  Lee spoke.", "Ann Lee spoke.").locate(5, 8)
    (4, 7)
    """

    def __init__(self, theirs: str, ours: str) -> None:
        self._theirs = theirs
        self._ours = ours
        self._same = theirs == ours or (
            without_controls(theirs) == without_controls(ours)
        )
        self._offset_maps: tuple[list[int], list[int]] | None = None
        if not self._same:
            their_letters, their_offsets = _letters(theirs)
            our_letters, our_offsets = _letters(ours)
            if their_letters == our_letters:
                self._offset_maps = their_offsets, our_offsets

    def locate(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `theirs[start:end]` stands in our text; None if nowhere, or at several spots that fit alike."""
        # Whatever a file says: offsets beyond the text are no place.
        if not 0 <= start < end <= len(self._theirs):
            return None
        if self._same:
            return start, end
        if self._offset_maps:
            return self._mapped_stretch(start, end, *self._offset_maps)
        return self._search(start, end)

    def _mapped_stretch(
        self, start: int, end: int, theirs: list[int], ours: list[int]
    ) -> tuple[int, int] | None:
        """Return the stretch by the offsets that each letter has in both texts; None if it is white space alone."""
        first, last = bisect_left(theirs, start), bisect_left(theirs, end) - 1
        if first > last:
            return None
        after = ours[last + 1] if last + 1 < len(ours) else len(self._ours)
        stop = ours[last] + 1
        # A stretch may end with "é" in theirs where ours has "e" and a combining accent: it belongs to the letter.
        while stop < after and unicodedata.combining(self._ours[stop]):
            stop += 1
        return ours[first], stop

    def _search(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the one stretch where the words stand, or of several the one whose surroundings fit best."""
        words = self._theirs[start:end].split()
        if not words:
            return None
        # Any white space between the words: another line end is the most frequent change.
        pattern = r"\s+".join(map(re.escape, words))
        stretches = [match.span() for match in re.finditer(pattern, self._ours)]
        fits = [self._context_fit(start, end, *stretch) for stretch in stretches]
        best_fit = max(fits, default=0)
        best = [
            stretch
            for stretch, fit in zip(stretches, fits, strict=True)
            if fit == best_fit
        ]
        # Two places that fit alike: better none than the wrong one.
        return best[0] if len(best) == 1 else None

    def _context_fit(self, start: int, end: int, our_start: int, our_end: int) -> int:
        """Count the letters before and after that both texts share, from the stretch outwards."""
        their_before = self._theirs[max(0, start - CONTEXT_CHARACTERS) : start]
        our_before = self._ours[max(0, our_start - CONTEXT_CHARACTERS) : our_start]
        their_after = self._theirs[end : end + CONTEXT_CHARACTERS]
        our_after = self._ours[our_end : our_end + CONTEXT_CHARACTERS]
        # Reversed, so that what stands nearest is compared first.
        before = _shared_prefix_length(their_before[::-1], our_before[::-1])
        return before + _shared_prefix_length(their_after, our_after)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the decomposed characters of `text` that are no white space, and the offset that each comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        if letter.isspace() or letter in _INVISIBLE_CHARACTERS:
            continue
        decomposed = unicodedata.normalize("NFD", letter)
        if unicodedata.category(letter) == "Cc":
            decomposed = "\ufffd"  # as `without_controls` has it
        letters.append(decomposed)
        # One for each letter of the decomposed form: « é » are two, of one offset.
        offsets += [offset] * len(decomposed)
    return "".join(letters), offsets


def _shared_prefix_length(theirs: str, ours: str) -> int:
    """Count how many letters two strings have in common from their start on, white space aside."""
    # Bare, as the context may differ in the very line ends that the search looks past.
    their_letters, our_letters = bare(theirs), bare(ours)
    length = 0
    for their_letter, our_letter in zip(their_letters, our_letters, strict=False):
        if their_letter != our_letter:
            break
        length += 1
    return length
