"""
Quotation marks, paired per paragraph with a typed stack that survives stray, unclosed and foreign marks.

A mark's side is its kind's (« „ open, » closes) or the side where white space is. A quote that is open at a paragraph's
end and reopens at the next one's start is one, with a piece for each paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

__all__ = ["QuotedSpan", "pair_marks"]

_CLOSERS: Mapping[str, tuple[str, ...]] = {
    "«": ("»",), "“": ("”",), "„": ("“", "”"), "‟": ("”",), "‹": ("›",), '"': ('"',), "‘": ("’",), "'": ("'",),
    "”": ("”",), "''": ("''",), "``": ("''",),
}  # fmt: skip
_OPEN_ONLY, _CLOSE_ONLY = ("«", "„", "‟", "‹", "``"), ("»", "›")
_EITHER = "\"“”‘’'"
_SINGLE = ("‘", "’", "'")
_MARK = re.compile("''|``|[«»„‟‹›\"“”‘’']")
_DASH = re.compile(r"[—–―]\s*|-\s+")
_BEFORE_OPENING = "([{—–-:/"
_BEHIND_CLOSING = ".,;:!?…)"


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """
    A stretch between marks: `start` and `end` with the marks, `pieces` without them and without white space.

    `depth` is 0 for an outermost one. `kind` is its opening mark; a dialogue dash for a turn of dialogue.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    depth: int
    kind: str

    @property
    def inner(self) -> tuple[int, int]:
        """From the first piece's start to the last one's end."""
        return self.pieces[0][0], self.pieces[-1][1]


@dataclass(slots=True)
class _Open:
    kind: str
    at: int
    start: int  # of the current piece: behind the mark
    pieces: list[tuple[int, int]]


def pair_marks(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[QuotedSpan]:
    """All stretches between marks, sorted by start, the outer before the inner, in time in proportion to the text."""
    found: list[QuotedSpan] = []
    carried: _Open | None = None
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        carried = _paragraph(text, start, end, carried, following, found)
    return list(_nested(sorted(found, key=lambda one: (one.start, -one.end))))


def _nested(found: Sequence[QuotedSpan]) -> Iterator[QuotedSpan]:
    """Each with its depth: how many of the others stand around it."""
    around: list[int] = []
    for one in found:
        while around and around[-1] <= one.start:
            around.pop()
        yield replace(one, depth=len(around))
        around.append(one.end)


def _paragraph(
    text: str,
    start: int,
    end: int,
    carried: _Open | None,
    following: tuple[int, int] | None,
    found: list[QuotedSpan],
) -> _Open | None:
    """Pair the marks of a paragraph; gives the quote that goes on in the next one, if any."""
    stack: list[_Open] = []
    at = start
    if carried is not None:
        carried.start = at = _behind(text, start, carried.kind)
        stack.append(carried)
    elif (dash := _DASH.match(text, start, end)) and not _MARK.match(
        text, dash.end(), end
    ):
        _close(
            text, _Open(dash.group().strip(), start, dash.end(), []), end, end, found
        )
        following = None  # a turn ends with its paragraph, and so do the marks within
    for mark in _MARK.finditer(text, at, end):
        _meet(text, mark.start(), mark.end(), start, end, stack, found)
    return _left_open(text, start, end, stack, following, found)


def _behind(text: str, start: int, kind: str) -> int:
    """Where a reopened quote goes on: behind the mark that the paragraph repeats."""
    return start + len(kind) if text.startswith(kind, start) else start


def _meet(
    text: str,
    at: int,
    behind: int,
    start: int,
    end: int,
    stack: list[_Open],
    found: list[QuotedSpan],
) -> None:
    mark = text[at:behind]
    opens, closes = _sides(text, at, behind, start, end)
    partner = _partner(mark, stack) if closes else None
    if (
        partner is not None
        and (not opens or _is_open(mark, stack))
        and not (mark == "“" and opens)
    ):
        while len(stack) > partner + 1:
            stack.pop()  # inner marks that were never closed are stray
        _close(text, stack.pop(), at, behind, found)
    elif opens and (mark not in _SINGLE or _has_closer(text, at, end)):
        stack.append(_Open(mark, at, behind, []))


def _sides(text: str, at: int, stop: int, start: int, end: int) -> tuple[bool, bool]:
    """Whether a mark can open, and whether it can close, by its kind and the white space around it."""
    mark = text[at:stop]
    before = text[at - 1] if at > start else " "
    behind = text[stop] if stop < end else " "
    if mark in _OPEN_ONLY:
        return True, False
    if mark in _CLOSE_ONLY:
        return False, True
    if mark in _SINGLE and before.isalnum() and behind.isalnum():
        return False, False  # an apostrophe
    if mark in ("'", '"', "''") and before.isdigit() and not behind.isalnum():
        return False, mark != "'"  # inches or a closing mark; never an opening one
    opens = (
        before.isspace() or before in _BEFORE_OPENING or before in _EITHER + "«"
    ) and not behind.isspace()
    closes = not before.isspace()
    if before.isspace() and (behind.isspace() or behind in _BEHIND_CLOSING):
        return mark in ('"', "“", "''") and behind.isspace(), mark in ('"', "”", "''")
    if mark in ("‘", "’"):
        return mark == "‘" and opens, mark == "’"
    return (opens, closes) if mark in _SINGLE else (opens or not closes, closes)


def _partner(mark: str, stack: list[_Open]) -> int | None:
    """The innermost open mark that this one closes; the innermost of all when none is of its style."""
    for position in range(len(stack) - 1, max(-1, len(stack) - 5), -1):
        if mark in _CLOSERS[stack[position].kind]:
            return position
    strange = mark not in (*_SINGLE, *_OPEN_ONLY)
    return (
        len(stack) - 1 if stack and strange and stack[-1].kind not in _SINGLE else None
    )


def _is_open(mark: str, stack: list[_Open]) -> bool:
    return any(mark in _CLOSERS[one.kind] for one in stack[-4:])


def _has_closer(text: str, at: int, end: int) -> bool:
    """Whether a single mark is closed soon, so that it is a mark and not an apostrophe."""
    closer = _CLOSERS[text[at]][0]
    for found in re.finditer(closer, text[at + 1 : min(end, at + 400)]):
        place = at + 1 + found.start()
        behind = text[place + 1] if place + 1 < end else " "
        if not behind.isalnum() and not text[place - 1].isspace():
            return place - at > 2
    return False


def _close(
    text: str, one: _Open, end: int, behind: int, found: list[QuotedSpan]
) -> None:
    piece = _trimmed(text, one.start, end)
    pieces = (*one.pieces, *([piece] if piece else []))
    if pieces:
        found.append(QuotedSpan(one.at, behind, pieces, 0, one.kind))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _is_firm(text: str, one: _Open, start: int) -> bool:
    """Whether a mark opens for certain: by its kind, at a paragraph's start, or right before a word."""
    if one.at <= start or one.kind in (*_OPEN_ONLY, "“"):
        return True
    return one.kind not in _SINGLE and not text[one.start : one.start + 1].isspace()


def _reopens(text: str, kind: str, following: tuple[int, int]) -> bool:
    """Whether the next paragraph begins with the same mark, and with one that opens."""
    start, end = following
    return (
        text.startswith(kind, start)
        and _sides(text, start, start + len(kind), start, end)[0]
    )


def _left_open(
    text: str,
    start: int,
    end: int,
    stack: list[_Open],
    following: tuple[int, int] | None,
    found: list[QuotedSpan],
) -> _Open | None:
    """What becomes of marks that are open at a paragraph's end: one goes on, or ends here, or was stray."""
    if not stack:
        return None
    first = stack[0]
    if not _is_firm(text, first, start):
        return None
    if (
        following
        and first.kind not in _SINGLE
        and _reopens(text, first.kind, following)
    ):
        if piece := _trimmed(text, first.start, end):
            first.pieces.append(piece)
        return first
    _close(text, first, end, end, found)
    return None
