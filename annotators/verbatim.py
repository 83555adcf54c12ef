"""
Words that are said to stand in a text, found there by their letters, whatever marks and white space they are written with.

A model copies words with other apostrophes, dashes and blanks than the text has. These may differ; a letter may not, nor
its case. What is returned are offsets of the text's own words.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

__all__ = ["Stretch", "VerbatimText", "trim_marks"]

Stretch = tuple[int, int]
"""Start and end in a text, in code points, end-exclusive."""

_DOUBLE_MARKS = '"“”„‟«»″'
_SINGLE_MARKS = "'’‘‚‛‹›′`´"
_DASHES = "-–—‒‑‐−"
_STRAIGHT = {
    **dict.fromkeys(_DOUBLE_MARKS, '"'),
    **dict.fromkeys(_SINGLE_MARKS, "'"),
    **dict.fromkeys(_DASHES, "-"),
}
# Byte order mark, soft hyphen, spaces and joiners without width: nobody sees them, and models leave them out.
_INVISIBLE = frozenset("\ufeff\u00ad\u200b\u200c\u200d\u2060")


@dataclass(frozen=True)
class VerbatimText:
    """
    A text that is searched for words. Offsets count the code points of `text`.

    >>> VerbatimText("L’été, dit-elle.").first("l'été") is None
    True
    >>> VerbatimText("L’été, dit-elle.").first("L'été")
    (0, 5)
    """

    text: str
    _folded: str = field(init=False, repr=False)
    _offsets: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        folded, offsets = _fold(self.text)
        # As dataclasses do in a frozen class.
        object.__setattr__(self, "_folded", folded)
        object.__setattr__(self, "_offsets", offsets)

    def occurrences(
        self, words: str, start: int = 0, end: int | None = None
    ) -> Iterator[Stretch]:
        """Yield where `words` stand between `start` and `end`, in the order of the text; nowhere for no words."""
        pattern = _fold(words)[0].strip()
        if not pattern:
            return
        first = bisect_left(self._offsets, start)
        stop = len(self._offsets)
        if end is not None:
            stop = bisect_left(self._offsets, end)
        while (index := self._folded.find(pattern, first, stop)) >= 0:
            if self._is_whole(index, index + len(pattern)):
                yield self._stretch(index, index + len(pattern))
            first = index + 1

    def first(
        self,
        words: str,
        start: int = 0,
        end: int | None = None,
        taken: Collection[Stretch] = (),
    ) -> Stretch | None:
        """Return the first place of `words` from `start` on that is not `taken`; None where there is none."""
        for stretch in self.occurrences(words, start, end):
            if stretch not in taken:
                return stretch
        return None

    def nearest(
        self, words: str, to: Stretch, within: Stretch, apart: Collection[Stretch] = ()
    ) -> Stretch | None:
        """
        Return the place of `words` nearest to the stretch `to`, of two as near the one before it; None where there is none.

        Places that overlap one of `apart` do not count: who speaks does not stand in the words that are said.
        """
        candidates = [
            stretch
            for stretch in self.occurrences(words, *within)
            if not any(_overlap(stretch, other) for other in apart)
        ]
        return min(candidates, key=lambda place: (_gap(place, to), place), default=None)

    def _is_whole(self, start: int, end: int) -> bool:
        """Say whether a stretch of the folded text begins and ends with whole words, and with whole characters."""
        folded, offsets = self._folded, self._offsets
        if start:
            # « Lee » is not in "Leeds", nor « e » in an « é » that is written as two characters.
            if offsets[start - 1] == offsets[start]:
                return False
            if folded[start].isalnum() and folded[start - 1].isalnum():
                return False
        if end < len(folded):
            if offsets[end] == offsets[end - 1] or unicodedata.combining(folded[end]):
                return False
            if folded[end].isalnum() and folded[end - 1].isalnum():
                return False
        return True

    def _stretch(self, start: int, end: int) -> Stretch:
        """Return where a stretch of the folded text stands in the text, accents of its last letter among it."""
        stop = self._offsets[end - 1] + 1
        while stop < len(self.text) and unicodedata.combining(self.text[stop]):
            stop += 1
        return self._offsets[start], stop


def trim_marks(text: str, start: int, end: int) -> Stretch:
    """
    Return a stretch without the quotation marks and white space at its ends; as it is where it holds nothing else.

    >>> trim_marks("« We march »", 0, 12)
    (2, 10)
    """
    first, last = start, end
    while first < last and _is_mark(text[first]):
        first += 1
    # A quote may end with an apostrophe that is its own, « the dogs' »: only double marks are cut off alone.
    while last > first and _is_mark(text[last - 1]):
        last -= 1
    return (first, last) if first < last else (start, end)


def _is_mark(letter: str) -> bool:
    return letter in _DOUBLE_MARKS or letter.isspace()


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text as it is compared, and the offset that each of its characters comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    is_blank = False
    for offset, letter in enumerate(text):
        if letter in _INVISIBLE:
            continue
        if letter.isspace():
            folded = "" if is_blank else " "
            is_blank = True
        else:
            is_blank = False
            folded = _fold_letter(letter)
        letters.append(folded)
        # One for each character: « … » is three, « é » two, of one offset.
        offsets += [offset] * len(folded)
    return "".join(letters), offsets


def _fold_letter(letter: str) -> str:
    if letter == "…":
        return "..."
    return _STRAIGHT.get(letter) or unicodedata.normalize("NFD", letter)


def _overlap(stretch: Stretch, other: Stretch) -> bool:
    return stretch[0] < other[1] and other[0] < stretch[1]


def _gap(stretch: Stretch, other: Stretch) -> int:
    """Return how many characters lie between two stretches; 0 where they touch or overlap."""
    return max(other[0] - stretch[1], stretch[0] - other[1], 0)
