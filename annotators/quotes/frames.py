"""
Frames: sentences that a mark's inside does not break. `« Partez ! » a-t-il crié. « Vite. »` is two frames.

The parse's sentences cannot be used here: the models break them at guillemets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .cues import Cue, find_cues
from .lexicon import QuoteLexicon
from .marks import QuotedSpan

__all__ = ["MAX_FRAME_TOKENS", "Frame", "split_frames"]

_ENDS = re.compile(r"[.!?…]+[)\]]*")
_BEFORE_PAUSE = re.compile(r"[ \u00a0]+[^,;:!?…\"“”«»]+")
_WORD = re.compile(r"[\w'’-]+")
_SOLID = re.compile(r"\S")
_FARTHEST = 60
_LONGEST = 4_000
MAX_FRAME_TOKENS = 200
"""Tokens of a frame outside of its marks: the longest sentence of 320 news articles has 116 tokens."""
MAX_FRAME_MARKS = 40
"""Marked stretches in one frame: no sentence of the same articles has so many."""
_SIGNATURE = re.compile(
    r"\s*[—–―-]\s*(?=[^\W\d_a-z])[^.!?«»“”\"]{2,80}\.?\s*$", re.MULTILINE
)
_OPENERS = "«“\"„‘'’‟‹—–(["


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence: its offsets, the outermost marked stretches in it, the tokens outside of them, and their cues."""

    start: int
    end: int
    marked: tuple[QuotedSpan, ...]
    outside: tuple[Word, ...]
    cues: tuple[Cue, ...]


def split_frames(
    text: str,
    doc: Sequence[Word],
    paragraphs: Sequence[tuple[int, int]],
    found: Sequence[QuotedSpan],
    words: QuoteLexicon,
) -> Iterator[Frame]:
    """The frames of an article, in order; none crosses a paragraph, but for a quote that goes on in the next one."""
    outer = [one for one in found if one.depth == 0]
    tokens = [token for token in doc if not token.is_space]
    starts = [token.idx for token in tokens]
    outside_starts = [token.idx for token in _outside(tokens, outer)]
    number = 0
    for start, end in _stretches(text, paragraphs, outer, outside_starts, words):
        while number < len(outer) and outer[number].end <= start:
            number += 1
        inside: list[QuotedSpan] = []
        while (
            number + len(inside) < len(outer)
            and outer[number + len(inside)].start < end
        ):
            inside.append(outer[number + len(inside)])
        within = tokens[bisect_left(starts, start) : bisect_left(starts, end)]
        outside = tuple(_outside(within, inside) if inside else within)
        yield Frame(
            start, end, tuple(inside), outside, tuple(find_cues(outside, words))
        )


def _outside(tokens: Sequence[Word], inside: Sequence[QuotedSpan]) -> Iterator[Word]:
    number = 0
    for token in tokens:
        while number < len(inside) and inside[number].end <= token.idx:
            number += 1
        if number == len(inside) or token.idx < inside[number].start:
            yield token


def _stretches(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    outer: Sequence[QuotedSpan],
    outside_starts: Sequence[int],
    words: QuoteLexicon,
) -> Iterator[tuple[int, int]]:
    number = 0
    reach = 0
    ends = [end for _, end in paragraphs]
    for start, end in paragraphs:
        if end <= reach:
            continue  # the paragraph lies within a quote that goes on
        at = max(start, reach)
        while at < end:
            while number < len(outer) and outer[number].end <= at:
                number += 1
            limit = _limit(at, outer, number, outside_starts)
            stop = _short(
                at,
                _stop(text, at, ends, outer, number, limit, words),
                limit,
                outer,
                number,
            )
            yield at, stop
            reach = at = stop
            while at < end and text[at].isspace():
                at += 1


def _limit(
    start: int, outer: Sequence[QuotedSpan], number: int, outside_starts: Sequence[int]
) -> int:
    """Where a frame that begins at `start` is longer than any sentence; `number` is the first marked stretch in it."""
    limit = start + _LONGEST
    behind = bisect_left(outside_starts, start) + MAX_FRAME_TOKENS
    if behind < len(outside_starts):
        limit = min(limit, outside_starts[behind])
    if number + MAX_FRAME_MARKS < len(outer):
        limit = min(limit, max(start + 1, outer[number + MAX_FRAME_MARKS].start))
    return limit


def _short(
    start: int, stop: int, limit: int, outer: Sequence[QuotedSpan], number: int
) -> int:
    """Where a frame is cut that is longer than any sentence: text without full stops costs no more than other text."""
    if stop <= limit:
        return stop
    across = None
    while number < len(outer) and outer[number].start < limit:
        if limit < outer[number].end:
            across = outer[number]
        number += 1
    if across is None:
        return limit
    return min(stop, across.start if across.start > start else across.end)


def _stop(
    text: str,
    start: int,
    ends: Sequence[int],
    outer: Sequence[QuotedSpan],
    number: int,
    limit: int,
    words: QuoteLexicon,
) -> int:
    """
    Where the frame that begins at `start` ends: behind a full stop outside of marks, or marks that hold one.

    Marks that go on in later paragraphs take the frame with them. Where it ends behind `limit` is not looked for: the
    end of the text is returned.
    """
    at = start
    while True:
        end = ends[bisect_right(ends, at)] if ends[-1] > at else ends[-1]
        one = (
            outer[number] if number < len(outer) and outer[number].start < end else None
        )
        reach = one.start if one else end
        for found in _ENDS.finditer(text, at, min(reach, limit + 1)):
            if _is_end(text, start, found.start(), found.end(), end, words):
                return found.end()
        if one is None or reach > limit:
            return end if one is None else ends[-1]
        at, number = max(one.end, at), number + 1
        if at >= ends[-1] or ends[bisect_left(ends, at)] == at:
            return at
        behind = ends[bisect_right(ends, at)]
        if _ends_with(text, one, behind) and not _is_reported(text, one, behind, words):
            return at


def _is_end(
    text: str, start: int, at: int, behind: int, end: int, words: QuoteLexicon
) -> bool:
    """Whether punctuation ends a sentence: white space and no small letter behind it, no title or initial before it."""
    if behind < end and not text[behind].isspace():
        return False
    if (
        text[at:behind] == "."
        and words.abbreviations
        and words.abbreviations.search(text, max(start, at - 14), at)
    ):
        return False
    return not _following(text, behind, end).islower()


def _following(text: str, start: int, end: int) -> str:
    """The first character between offsets that is no white space; empty when there is none."""
    found = _SOLID.search(text, start, end)
    return found.group() if found else ""


def _ends_with(text: str, one: QuotedSpan, end: int) -> bool:
    """Whether a marked stretch closes its sentence: a full stop within, and a new beginning behind it."""
    if text[one.inner[1] - 1] not in ".!?…":
        return False
    following = _following(text, one.end, end)
    if _SIGNATURE.match(text, one.end, end):
        return False
    return (
        not following
        or following.isupper()
        or following in _OPENERS
        or following.isdigit()
    )


def _is_reported(text: str, one: QuotedSpan, end: int, words: QuoteLexicon) -> bool:
    """Whether a name and a verb of saying follow a question, as in '"Why?" Ann Lee asked', so that it goes on."""
    if not words.direct_order or text[one.inner[1] - 1] == ".":
        return False
    following = _BEFORE_PAUSE.match(text, one.end, min(end, one.end + _FARTHEST))
    said = _WORD.findall(following.group())[1:] if following else []
    return any(words.classes(word) & {"reporting", "beside"} for word in said)
