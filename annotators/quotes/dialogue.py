"""Turns of dialogue: paragraphs that a dash opens, as in novels and long interviews."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_participle

from .candidates import CueSpan, Piece, QuoteCandidate, trim
from .cues import Cue, find_cues
from .frames import MAX_FRAME_TOKENS, Frame
from .incises import skip_clitics
from .lexicon import SAYING_CLASSES, QuoteLexicon
from .noun_phrases import SourcePhrase
from .positions import end_of
from .quote_reading import QuoteReading

__all__ = ["cut_out_incises", "read_turn"]

# What a post is signed with: « (@annemorel) ».
_HANDLE = re.compile(r"\(@\w{1,30}\)")
_SENTENCE_ENDS = (".", "!", "?", "…")
_MAX_CLITIC_TOKENS = 12
"""How many tokens before a cue are read, for its clitics and the punctuation before them: chosen, not measured."""
_PAUSES = (",", ":", ";")
_INCISE_OPENERS = (",", "!", "?", "…", "—", "–", ".")


class _TurnIncise(NamedTuple):
    """An incise within a turn: its offsets, its cue and its source."""

    start: int
    end: int
    cue: CueSpan
    source: SourcePhrase


_incise_start = attrgetter("start")


def read_turn(frame: Frame, reading: QuoteReading) -> Iterator[QuoteCandidate]:
    """
    Yield the turn of dialogue that a frame is: its words without the incises in them.

    A hyphen also opens an item of a list (« - du pain »), and so makes a turn only with an incise in it. A dash before a
    handle signs a post that stands in the article, and is no turn: « — Anne Morel (@annemorel) ».
    """
    turn = frame.quoted_spans[0]
    if _HANDLE.search(reading.text, *turn.inner):
        return
    words = QuoteCandidate(turn.pieces, "direct", None, None, "dialogue", floats=True)
    candidate = cut_out_incises(words, reading)
    if turn.opening != "-" or candidate.source is not None:
        yield candidate


def cut_out_incises(candidate: QuoteCandidate, reading: QuoteReading) -> QuoteCandidate:
    """
    Return a candidate without a source with that of the incises within its marks.

    « Partons, dit Paul, il est tard. » has two pieces then. The candidate itself where it has none.
    """
    incises: list[_TurnIncise] = []
    for piece in candidate.pieces:
        tokens = [token for token in reading.tree.between(*piece) if not token.is_space]
        incises += _find_turn_incises(tokens, reading)
    pieces: list[Piece] = []
    for start, end in candidate.pieces:
        pieces += _cut_out(reading.text, start, end, incises)
    # Marks of nothing but an incise, « dit-il », are left as they are.
    if not incises or not pieces:
        return candidate
    return replace(
        candidate,
        pieces=tuple(pieces),
        cue=incises[0].cue,
        source=incises[0].source,
        content="the words without the incises",
        floats=False,
    )


def _find_turn_incises(
    tokens: Sequence[Word], reading: QuoteReading
) -> Iterator[_TurnIncise]:
    """Find the stretches of a turn that tell who speaks: « …, dit-il en riant, … », « … ! reprit Paul. »."""
    for cue_in_turn in find_cues(tokens, reading.lexicon):
        near_tokens, cue = _near_cue(tokens, cue_in_turn)
        # « …, lui dit-il »: « lui » belongs to the incise.
        first = skip_clitics(near_tokens, cue.first, reading.lexicon)
        if not cue.finite or not cue.classes & SAYING_CLASSES or first == 0:
            continue
        # « Il me dit que non » within a turn is no incise: nothing parts it from what stands before.
        opener = near_tokens[first - 1].text
        if opener not in _INCISE_OPENERS:
            continue
        source = reading.sources.of_cue(cue, near_tokens, inverted=True)
        if source is None:
            continue
        clitics = near_tokens[first : cue.first]
        is_within_words = opener not in _SENTENCE_ENDS and _is_of_speaker(
            clitics, source, reading
        )
        # « Viens ! Dit-elle vrai ? »: with a capital a sentence of the turn begins.
        if not is_within_words and near_tokens[cue.first].text[:1].islower():
            start = near_tokens[first].idx
            end = _incise_end(near_tokens, cue, source, reading.lexicon)
            yield _TurnIncise(start, end, CueSpan.of(cue, near_tokens), source)


def _near_cue(tokens: Sequence[Word], cue: Cue) -> tuple[Sequence[Word], Cue]:
    """
    Return the tokens around a cue of a turn, as many as a frame may have, and the cue as it stands among them.

    A turn may be as long as a chapter: rules that read all tokens of each cue would cost the square of it.
    """
    first = max(0, cue.first - _MAX_CLITIC_TOKENS)
    near_tokens = tokens[first : cue.first + MAX_FRAME_TOKENS]
    moved = replace(cue, first=cue.first - first, last=cue.last - first)
    if cue.pronoun is not None:
        moved = replace(moved, pronoun=cue.pronoun - first)
    return near_tokens, moved


def _is_of_speaker(
    clitics: Sequence[Word], source: SourcePhrase, reading: QuoteReading
) -> bool:
    """Return whether a verb of saying is one of the turn's own words: « , me disait mon père, », « , dis-je, »."""
    if reading.lexicon.has_any("own", clitics):
        return True
    return not reading.can_speak(source)


def _incise_end(
    tokens: Sequence[Word], cue: Cue, source: SourcePhrase, lexicon: QuoteLexicon
) -> int:
    """Return where an incise ends: at its sentence's end, or at the comma after which the words go on."""
    end = max(source.end, end_of(tokens[cue.last]))
    for position, token in enumerate(tokens):
        if token.idx < end:
            continue
        # « — Bien ! reprit Paul. Alors partons. »: the full stop is the incise's.
        if token.text in _SENTENCE_ENDS:
            return end_of(token)
        if token.text in _PAUSES and _ends_before(tokens, position + 1, lexicon):
            return token.idx
    return end_of(tokens[-1])


def _ends_before(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> bool:
    """Return whether words go on at `position`, after a pause, and no incise: it does in « , qui riait », « , levant »."""
    if position >= len(tokens):
        return False
    token = tokens[position]
    return not (lexicon.has("tails", token) or is_participle(token))


def _cut_out(
    text: str, start: int, end: int, incises: Sequence[_TurnIncise]
) -> Iterator[Piece]:
    """Yield what remains of a stretch without the incises in it."""
    position = start
    first = bisect_left(incises, start, key=_incise_start)
    after = bisect_left(incises, end, key=_incise_start)
    for incise in incises[first:after]:
        yield from _trim_words(text, position, incise.start, end)
        position = incise.end
    yield from _trim_words(text, position, end, end)


def _trim_words(text: str, start: int, end: int, limit: int) -> Iterator[Piece]:
    """Yield a stretch without its edges; a full stop stays, as it does between marks."""
    piece = trim(text, start, end)
    if piece is None:
        return
    first, last = piece
    if text.startswith(".", last, limit):
        last += 1
    yield first, last
