"""Turns of dialogue: paragraphs that a dash opens, as in novels and long interviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from .attributions import BESIDE, can_speak
from .cues import Cue, cues
from .finds import Find, Said, trimmed
from .frames import Frame
from .phrases import Phrases, Source
from .words import Words

__all__ = ["DASHES", "turns"]

DASHES = "—–―-"
"""What opens a turn; a hyphen also opens an item of a list, and so makes a turn only with an incise in it."""

_ENDS = (".", "!", "?", "…")
_OPENS = (",", "!", "?", "…", "—", "–", ".")


def turns(frame: Frame, doc: Doc, text: str, words: Words, phrases: Phrases) -> Iterator[Find]:
    """The turn of dialogue that a frame is: its words without the incises in them."""
    turn = frame.marked[0]
    start, end = turn.inner
    inside = doc.char_span(start, end, alignment_mode="expand")
    tokens = tuple(token for token in inside or () if not token.is_space)
    beside = list(_incises(tokens, text, words, phrases))
    pieces = tuple(_without(text, start, end, [stretch for stretch, _, _ in beside]))
    if not pieces or (turn.kind == "-" and not beside):
        return
    _, said, source = beside[0] if beside else (None, None, None)
    yield Find(pieces, "direct", said, source, "dialogue", "the turn without its incises", floats=source is None)


def _incises(
    tokens: Sequence[Token], text: str, words: Words, phrases: Phrases
) -> Iterator[tuple[tuple[int, int], Said, Source]]:
    """Stretches of a turn that tell who speaks: « …, dit-il en riant, … », « … ! reprit Paul. »."""
    for cue in cues(tokens, words):
        first = cue.first
        while first > 0 and words.has("clitics", tokens[first - 1].text):
            first -= 1
        if not cue.finite or not cue.classes & BESIDE or first == 0 or tokens[first - 1].text not in _OPENS:
            continue
        source = phrases.of(cue, tokens, inverted=True)
        if source is not None and can_speak(text, source, words) and tokens[cue.first].text[:1].islower():
            yield (tokens[first].idx, _tail(tokens, cue, source, words)), Said.of(cue, tokens), source


def _tail(tokens: Sequence[Token], cue: Cue, source: Source, words: Words) -> int:
    """An incise ends at its sentence's end, or at the comma behind which the words go on."""
    end = max(source.end, tokens[cue.last].idx + len(tokens[cue.last]))
    for at, token in enumerate(tokens):
        if token.idx < end:
            continue
        if token.text in _ENDS:
            return token.idx + len(token)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text in (",", ":", ";") and following is not None and not _goes_on(following, words):
            return token.idx
    return tokens[-1].idx + len(tokens[-1])


def _goes_on(token: Token, words: Words) -> bool:
    """Whether an incise goes on behind its comma: « , qui riait », « , en se levant »."""
    return words.has("tails", token.text) or token.morph.get("VerbForm", []) == ["Part"]


def _without(text: str, start: int, end: int, beside: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = start
    for stretch in [*beside, None]:
        piece = trimmed(text, at, stretch[0] if stretch else end)
        if piece:
            yield piece
        at = stretch[1] if stretch else end
