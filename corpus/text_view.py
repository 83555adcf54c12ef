"""
A text as it is read: white space within a paragraph made single, words that a line end cuts put together.

White space is no language. Texts of e-mail, PDF and old wire files break their lines anywhere ("3 / March 2026"), and
justified ones hold several blanks in a row; models and lexicons know neither. So the parse and our layers read a view,
and their offsets are moved back to the stored text, which is never touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from .paragraphs import find_paragraphs

__all__ = ["TextView", "collapse", "single_spaced", "view_of"]

_LINE_END = (
    r"[^\S\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*"
)
_CHANGED = re.compile(
    # A word that a soft hyphen cuts at the line's end: "gouver\u00ad / neur".
    rf"(?P<soft>\u00ad{_LINE_END}(?=\w))"
    # A line that ends in a hyphen within a word: "Jean- / Luc". Its hyphen stays: which words have one is not known.
    rf"|(?<=\w[-\u2010\u2011])(?P<hyphen>{_LINE_END}(?=\w))"
    # Several blanks, or a tab, or a line end; one no-break space is what it is, and so is a thin one: « 3\u00a0mars ».
    # A line end that an export has escaped twice stands as two characters: "closed.\n\nThe next day"; "C:\new" is none.
    r"|(?P<blank>\s{2,}|[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]|(?:\\[nrt])+\s*(?![a-z\u00df-\u00ff]))"
)


@dataclass(frozen=True, slots=True, eq=False)
class TextView:
    """
    A `text` as it is read, and the `stored` one that it is a view of.

    `offsets` holds, for each character of `text`, the offset of its own in `stored`; it is empty where the two are
    the same text. All offsets count code points.
    """

    text: str
    stored: str
    offsets: tuple[int, ...] = ()

    @property
    def is_stored_text(self) -> bool:
        """Whether nothing had to be changed: an offset is the same in both."""
        return not self.offsets

    def stored_bounds(self, start: int, end: int) -> tuple[int, int]:
        """
        Return where the characters from `start` to `end` of the view stand in the stored text, end-exclusive.

        >>> view_of("on 3\\nMarch  2026").stored_bounds(3, 15)
        (3, 16)
        """
        if self.is_stored_text or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def view_bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to `end` of the stored text stand in the view, end-exclusive."""
        if self.is_stored_text:
            return start, end
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)


def single_spaced(words: str) -> str:
    """
    Return words of a text as they are read: on one line, with single blanks; no-break spaces stay.

    >>> single_spaced("Jean-\\nLuc\\tMélenchon")
    'Jean-Luc Mélenchon'
    """
    # Nothing to search: of all white space a blank alone is printable, and an escaped line end has a backslash.
    if words.isprintable() and "  " not in words and "\\" not in words:
        return words
    return _CHANGED.sub(_replacement, words)


def collapse(words: str) -> str:
    """Return words of a text on one line, with plain blanks alone: what columns hold that are compared as words."""
    return " ".join(single_spaced(words).split())


@lru_cache(maxsize=8)  # all layers of an article ask for it, one after the other
def view_of(text: str) -> TextView:
    """
    Return the view of `text`; white space between its paragraphs stays, for it is what parts them.

    >>> view_of("Mary\\tAnn  Palmer\\n\\nTalks").text
    'Mary Ann Palmer\\n\\nTalks'
    """
    bounds = find_paragraphs(text)
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end in bounds:
        for match in _CHANGED.finditer(text, start, end):
            replacement = _replacement(match)
            pieces += text[position : match.start()], replacement
            offsets += range(position, match.start() + len(replacement))
            position = match.end()
    if not position:
        return TextView(text, text)
    pieces.append(text[position:])
    offsets += range(position, len(text))
    view = TextView("".join(pieces), text, tuple(offsets))
    # The layers ask for paragraphs again. If they would be cut elsewhere in the view, the text is read as it is.
    if find_paragraphs(view.text) != [view.view_bounds(*pair) for pair in bounds]:
        return TextView(text, text)
    return view


def _replacement(match: re.Match[str]) -> str:
    """Return what is read in the place of a match: a blank between words, nothing within one."""
    return " " if match.lastgroup == "blank" else ""
