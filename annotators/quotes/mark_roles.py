"""
What each double mark of a paragraph does: it opens, it closes, it opens again, or it is stray.

A straight mark does not say which, and a mark that its writer forgot to close would swallow all that follows it. So
all marks of a paragraph are read together: of all ways to read them, the cheapest is taken, where what white space
and punctuation around a mark speak against costs most (Viterbi, A. J., 1967, over three states: outside of marks,
within, within marks that stand within marks).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

__all__ = ["MarkReading", "MarkRole", "find_unclosed_end", "read_marks"]

_MARKS = re.compile("\"|''|``|[«»]")
_FAMILIES = {'"': '"', "''": "''", "``": "''", "«": "«", "»": "«"}
_BEFORE_OPENING = "([{—–-:/«“‘"
_AFTER_CLOSING = ".,;:!?…)]}»”’—–-"
_SENTENCE_END = re.compile(r"[.!?…]+[)\]]*(?=\s+[^\sa-z])")

# Costs, chosen so that one doubtful mark is never read at the price of two clear ones; not measured.
_NEVER = 99.0
_AGAINST = 4.0
_STRAY = 3.0
_STRAY_INCHES = 0.8  # « un tuyau de 12" »
_REOPENED = 2.5  # a mark that opens while another is open
_REOPENED_AFTER_SENTENCE = 1.3  # the same where a paragraph may have begun
_NESTED = 1.5
_LEFT_OPEN = 2.5
_GOES_ON = 0.5  # left open, and the next paragraph opens with the same mark
_NESTED_LEFT_OPEN = 6.0

MAX_UNCLOSED_CHARACTERS = 600
"""How far a quote without a closing mark reaches when no incise ends it: nine paragraphs of news in ten are shorter."""
MAX_SENTENCE_CHARACTERS = 2000
"""How far the end of a sentence is looked for; chosen, not measured."""
MAX_REOPENED_CHARACTERS = 400
"""How far apart two opening marks of one quote may stand; chosen, not measured."""
MAX_REOPENED_SENTENCES = 2
"""How many sentences may end between two opening marks of one quote; chosen, not measured."""


class MarkRole(Enum):
    """What a mark does."""

    OPEN = "open"
    CLOSE = "close"
    BREAK = "break"  # opens, and what was open before it has ended at `MarkReading.end_before`
    STRAY = "stray"


class MarkReading(NamedTuple):
    """The role of a mark; with `BREAK`, the offset where the stretch that was open before it ends."""

    role: MarkRole
    end_before: int = -1


class _Path(NamedTuple):
    """A way to read the marks so far: its cost, its last reading and the way before, where the open stretch began."""

    cost: float
    opened: int
    reading: MarkReading | None = None
    before: _Path | None = None

    def step(self, cost: float, role: MarkRole, opened: int, end: int = -1) -> _Path:
        """Return the path that goes on with a mark of this role; `end` is where a stretch ends that it breaks."""
        return _Path(self.cost + cost, opened, MarkReading(role, end), self)


def read_marks(
    text: str,
    start: int,
    end: int,
    incise_commas: Sequence[int],
    *,
    goes_on: str,
    opened: str,
) -> dict[int, MarkReading]:
    """
    Return the reading of each straight mark and guillemet between `start` and `end`, by its offset.

    `incise_commas` are the offsets, in order, of the commas that an incise follows (« …, dit Anne »). `goes_on` is the mark
    that the next paragraph opens with, `opened` the one that is open from the paragraph before; empty where none.
    """
    readings: dict[int, MarkReading] = {}
    families: dict[str, list[re.Match[str]]] = {}
    for mark in _MARKS.finditer(text, start, end):
        families.setdefault(_FAMILIES[mark.group()], []).append(mark)
    for family, marks in families.items():
        readings |= _read_family(
            text,
            (start, end),
            marks,
            incise_commas,
            goes_on=_FAMILIES.get(goes_on) == family,
            opened=_FAMILIES.get(opened) == family,
        )
    return readings


def _read_family(
    text: str,
    paragraph: tuple[int, int],
    marks: Sequence[re.Match[str]],
    incise_commas: Sequence[int],
    *,
    goes_on: bool,
    opened: bool,
) -> dict[int, MarkReading]:
    start, end = paragraph
    nowhere = _Path(_NEVER, -1)
    outside = nowhere if opened else _Path(0, -1)
    within = _Path(0, start) if opened else nowhere
    nested = nowhere
    for mark in marks:
        opening, closing, stray = _costs(text, mark, start, end)
        outside, within, nested = (
            _cheapest(
                outside.step(stray, MarkRole.STRAY, -1),
                within.step(closing, MarkRole.CLOSE, -1),
            ),
            _cheapest(
                outside.step(opening, MarkRole.OPEN, mark.start()),
                within.step(stray, MarkRole.STRAY, within.opened),
                nested.step(closing, MarkRole.CLOSE, nested.opened),
                _reopen(text, within, mark, opening, incise_commas),
            ),
            _cheapest(
                within.step(opening + _NESTED, MarkRole.OPEN, within.opened),
                nested.step(stray, MarkRole.STRAY, nested.opened),
            ),
        )
    left_open = _GOES_ON if goes_on else _LEFT_OPEN
    path: _Path | None = min(
        (outside.cost, 0, outside),
        (within.cost + left_open, 1, within),
        (nested.cost + _NESTED_LEFT_OPEN, 2, nested),
    )[2]
    readings = []
    while path is not None and path.reading is not None:
        readings.append(path.reading)
        path = path.before
    pairs = zip(marks, reversed(readings), strict=True)
    return {mark.start(): reading for mark, reading in pairs}


def _cheapest(*paths: _Path) -> _Path:
    """Return the first of the cheapest."""
    return min(paths, key=lambda path: path.cost)


def _reopen(
    text: str,
    within: _Path,
    mark: re.Match[str],
    opening: float,
    incise_commas: Sequence[int],
) -> _Path:
    """
    Return the path on which a mark opens while another is open.

    The two are one quote where little stands between them (« "Il est tard. "On y va", dit-il »), else the first one
    was never closed.
    """
    if within.opened < 0:
        return within.step(_NEVER, MarkRole.STRAY, -1)
    first, here = within.opened, mark.start()
    # « "Il est tard. "On y va. "Vite", dit-il »: archives that lost their paragraphs open again at each of them.
    begins = text[first:here].rstrip().endswith((".", "!", "?", "…"))
    cost = opening + (_REOPENED_AFTER_SENTENCE if begins else _REOPENED)
    ends = (
        len(_SENTENCE_END.findall(text, first, here))
        if here - first <= MAX_REOPENED_CHARACTERS
        else 99
    )
    if ends <= MAX_REOPENED_SENTENCES and not _first_incise(incise_commas, first, here):
        return within.step(cost, MarkRole.STRAY, here)
    return within.step(
        cost, MarkRole.BREAK, here, find_unclosed_end(text, first, here, incise_commas)
    )


def _first_incise(incise_commas: Sequence[int], start: int, end: int) -> int | None:
    """Return the offset of the first incise's comma between two offsets."""
    number = bisect_left(incise_commas, start)
    if number < len(incise_commas) and incise_commas[number] < end:
        return incise_commas[number]
    return None


def find_unclosed_end(
    text: str, start: int, end: int, incise_commas: Sequence[int]
) -> int:
    """
    Return where a stretch ends that a mark at `start` opens and none closes before `end`.

    It ends at its first incise (« "Je fais cela pour eux, explique Anne. Il faut du temps. »), else at `end` where that
    is near, else with its first sentence.
    """
    incise = _first_incise(incise_commas, start, end)
    if incise is not None:
        return incise
    if end - start <= MAX_UNCLOSED_CHARACTERS:
        return end
    # A text without full stops costs no more than other text.
    limit = min(end, start + MAX_SENTENCE_CHARACTERS)
    sentence = _SENTENCE_END.search(text, start, limit)
    return sentence.end() if sentence else limit


def _costs(
    text: str, mark: re.Match[str], start: int, end: int
) -> tuple[float, float, float]:
    """Return what it costs to read a mark as opening, as closing, and as stray."""
    if mark.group() in ("«", "``"):
        return 0.0, _NEVER, _STRAY
    if mark.group() == "»":
        return _NEVER, 0.0, _STRAY
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    stray = _STRAY_INCHES if before.isdigit() and not after.isalpha() else _STRAY
    if before.isspace() and after.isspace():
        # A mark in the middle of white space: punctuation after it shows that it closes. « " Oui " , dit-il »
        rest = text[mark.end() : min(end, mark.end() + 3)].lstrip()
        closed = mark.end() >= end or (bool(rest) and rest[0] in ".,;:!?…)")
        return (2.0, 0.2, stray) if closed else (0.6, 0.6, stray)
    if before.isspace() or before in _BEFORE_OPENING:
        return (0.0, 1.0 if after in _AFTER_CLOSING else _AGAINST, stray)
    if after.isspace() or after in _AFTER_CLOSING:
        return (_AGAINST, 0.0, stray)
    if before in "'’":
        return (0.2, 2.0, stray)  # « l'"Eco" »
    if before in ".!?…,":
        return (2.0, 0.5, stray)  # « "Oui."Il part. »
    return (1.5, 0.8, stray)
