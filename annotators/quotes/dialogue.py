"""Turns of dialogue: paragraphs that a dash opens, as in novels and long interviews."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from .attributions import Attribution, attributions
from .finds import Find, trimmed
from .frames import Frame
from .phrases import Phrases
from .words import Words

__all__ = ["turns"]


def turns(frame: Frame, doc: Doc, text: str, words: Words, phrases: Phrases) -> Iterator[Find]:
    """The turn of dialogue that a frame is: its words without the incises in them."""
    turn = frame.marked[0]
    start, end = turn.inner
    inside = tuple(token for token in doc if start <= token.idx < end and not token.is_space)
    bare = Frame(start, end, (), inside)
    beside = [one for one in attributions(bare, text, words, phrases) if one.rule == "incise"]
    pieces = tuple(_without(text, start, end, beside))
    first = beside[0] if beside else None
    if pieces:
        cue, source = (first.cue, first.source) if first else (None, None)
        yield Find(pieces, "direct", cue, source, "dialogue")


def _without(text: str, start: int, end: int, beside: list[Attribution]) -> Iterator[tuple[int, int]]:
    at = start
    for one in [*beside, None]:
        piece = trimmed(text, at, one.start if one else end)
        if piece:
            yield piece
        at = one.end if one else end
