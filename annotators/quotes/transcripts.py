"""Transcripts and interviews: paragraphs that a speaker's name and a colon open, « Q. : », "SMITH: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .candidates import QuoteCandidate, trim
from .entity_index import EntityIndex
from .source_phrases import SourcePhrase

__all__ = ["split_transcript"]

_NAME = re.compile(
    r"[\"“«]?\s*((?:[^\W\d_a-zà-ÿ][\w.’'-]*)(?:[ \u00a0][^\W\d_a-zà-ÿ][\w.’'-]*){0,3})\s*:(?=\s)"
)
_REOPENS = ('"', "“", "«")
_FEWEST = 2


def split_transcript(
    text: str, cut: Sequence[tuple[int, int]], named: EntityIndex
) -> tuple[list[QuoteCandidate], list[tuple[int, int]]]:
    """
    The turns of a transcript, and the paragraphs that are none.

    A turn opens with a name in capitals, initials, or a person's name, and a colon; there must be two of them. It goes
    on in paragraphs that reopen its marks.
    """
    opened = {
        start: found
        for start, end in cut
        if (found := _opening(text, start, end, named))
    }
    if len(opened) < _FEWEST:
        return [], list(cut)
    turns: list[QuoteCandidate] = []
    pieces: list[tuple[int, int]] = []  # of the last turn
    others: list[tuple[int, int]] = []
    for start, end in cut:
        found = opened.get(start)
        if found is not None:
            _close(turns, pieces)
            for turn in _turn(text, found, end):
                turns.append(turn)
                pieces = list(turn.pieces)
        elif turns and _goes_on(text, start, end, pieces[-1][1], others):
            pieces += [piece for piece in [trim(text, start + 1, end)] if piece]
        else:
            others.append((start, end))
    _close(turns, pieces)
    return turns, others


def _close(turns: list[QuoteCandidate], pieces: Sequence[tuple[int, int]]) -> None:
    """Give the last turn all pieces that were gathered for it."""
    if turns:
        turns[-1] = replace(turns[-1], pieces=tuple(pieces))


def _opening(
    text: str, start: int, end: int, named: EntityIndex
) -> re.Match[str] | None:
    found = _NAME.match(text, start, end)
    if found is None:
        return None
    capitals = found.group(1).isupper()
    person = any(one.label == "PER" for one in named.touching(*found.span(1)))
    return found if capitals or person else None


def _turn(text: str, found: re.Match[str], end: int) -> Iterator[QuoteCandidate]:
    piece = trim(text, found.end(), end)
    if piece:
        yield QuoteCandidate(
            (piece,),
            "direct",
            None,
            SourcePhrase(*found.span(1), "transcript"),
            "transcript",
            "what follows the name",
        )


def _goes_on(
    text: str, start: int, end: int, reach: int, others: Sequence[tuple[int, int]]
) -> bool:
    """Whether a paragraph reopens the marks of the turn right before it, which ends at `reach`."""
    reopens = text.startswith(_REOPENS, start) and text[end - 1 : end] != ")"
    return reopens and not (others and reach <= others[-1][0])
