"""Turns of dialogue: paragraphs that a dash opens, as in novels and long interviews."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressmark.annotators.tree import Tree, Word

from .attributions import BESIDE, can_speak
from .candidates import CueSpan, QuoteCandidate, trim
from .cues import Cue, find_cues
from .frames import MAX_FRAME_TOKENS, Frame
from .lexicon import QuoteLexicon
from .source_phrases import SourcePhrase, SourcePhrases

__all__ = ["DASHES", "read_turn", "take_out_incises"]

DASHES = "—–―-"
"""What opens a turn; a hyphen also opens an item of a list, and so makes a turn only with an incise in it."""

_ENDS = (".", "!", "?", "…")
_BEFORE = 12
"""How many tokens before a cue are read: its clitics and the mark before them."""
_OPENS = (",", "!", "?", "…", "—", "–", ".")


def read_turn(
    frame: Frame, doc: Tree, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Iterator[QuoteCandidate]:
    """The turn of dialogue that a frame is: its words without the incises in them."""
    turn = frame.marked[0]
    find = QuoteCandidate(turn.pieces, "direct", None, None, "dialogue", floats=True)
    told = take_out_incises(find, doc, text, words, phrases)
    if turn.kind != "-" or told.source is not None:
        yield told


def take_out_incises(
    find: QuoteCandidate,
    doc: Tree,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> QuoteCandidate:
    """A find without a source, with that of the incises within its marks: « Partons, dit Paul, il est tard. »"""
    beside = [
        one
        for piece in find.pieces
        for one in _within(piece, doc, text, words, phrases)
    ]
    if not beside:
        return find
    cut = [stretch for stretch, _, _ in beside]
    pieces = tuple(
        part for start, end in find.pieces for part in _without(text, start, end, cut)
    )
    _, said, source = beside[0]
    if not pieces:
        return find
    return replace(
        find,
        pieces=pieces,
        said=said,
        source=source,
        content="the words without the incises",
        floats=False,
    )


def _within(
    piece: tuple[int, int],
    doc: Tree,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> Iterator[tuple[tuple[int, int], CueSpan, SourcePhrase]]:
    tokens = tuple(token for token in doc.between(*piece) if not token.is_space)
    return _incises(tokens, text, words, phrases)


def _incises(
    tokens: Sequence[Word], text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Iterator[tuple[tuple[int, int], CueSpan, SourcePhrase]]:
    """Stretches of a turn that tell who speaks: « …, dit-il en riant, … », « … ! reprit Paul. »."""
    for far_cue in find_cues(tokens, words):
        near, cue = _near(tokens, far_cue)
        first = cue.first
        while first > 0 and words.has("clitics", near[first - 1].text):
            first -= 1
        if (
            not cue.finite
            or not cue.classes & BESIDE
            or first == 0
            or near[first - 1].text not in _OPENS
        ):
            continue
        source = phrases.of(cue, near, inverted=True)
        told = near[first - 1].text in _ENDS or not _is_within(
            cue, near[first : cue.first], source, text, words
        )
        if source is not None and told and near[cue.first].text[:1].islower():
            yield (
                (near[first].idx, _tail(near, cue, source, words)),
                CueSpan.of(cue, near),
                source,
            )


def _near(tokens: Sequence[Word], cue: Cue) -> tuple[Sequence[Word], Cue]:
    """The tokens around a cue of a turn, as many as a frame may have, and the cue as it stands among them."""
    begin = max(0, cue.first - _BEFORE)
    pronoun = None if cue.pronoun is None else cue.pronoun - begin
    moved = replace(
        cue, first=cue.first - begin, last=cue.last - begin, pronoun=pronoun
    )
    return tokens[begin : cue.first + MAX_FRAME_TOKENS], moved


def _is_within(
    cue: Cue,
    clitics: Sequence[Word],
    source: SourcePhrase | None,
    text: str,
    words: QuoteLexicon,
) -> bool:
    """Whether behind a comma a verb of saying is of the words themselves: « , me disait mon père, », « , dis-je, »."""
    own = any(words.has("own", token.text) for token in clitics)
    return own or source is None or not can_speak(text, source, words)


def _tail(
    tokens: Sequence[Word], cue: Cue, source: SourcePhrase, words: QuoteLexicon
) -> int:
    """An incise ends at its sentence's end, or at the comma behind which the words go on."""
    end = max(source.end, tokens[cue.last].idx + len(tokens[cue.last]))
    for at, token in enumerate(tokens):
        if token.idx < end:
            continue
        if token.text in _ENDS:
            return token.idx + len(token)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            token.text in (",", ":", ";")
            and following is not None
            and not _goes_on(following, words)
        ):
            return token.idx
    return tokens[-1].idx + len(tokens[-1])


def _goes_on(token: Word, words: QuoteLexicon) -> bool:
    """Whether an incise goes on behind its comma: « , qui riait », « , en se levant »."""
    return words.has("tails", token.text) or token.morph.get("VerbForm", []) == ["Part"]


def _without(
    text: str, start: int, end: int, beside: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    at = start
    first, behind = (bisect_left(beside, (offset, -1)) for offset in (start, end))
    for stretch in [*beside[first:behind], None]:
        piece = trim(text, at, stretch[0] if stretch else end)
        if piece:  # a full stop stays, as it does between marks
            yield piece[0], piece[1] + text.startswith(".", piece[1], end)
        at = stretch[1] if stretch else end
