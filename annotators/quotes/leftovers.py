"""Marks that no attribution and no complement reached: introduced, governed by a verb, floating, or scare."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from .cues import Cue, cues, is_finite
from .finds import Find, Said
from .frames import Frame
from .marks import Marked
from .phrases import SUBJECTS, Phrases, Source
from .words import Words, plain

__all__ = ["left"]

_SHORT = 4
_NEAR = 12
_SAYS = frozenset({"reporting", "beside", "opinion", "writing", "asking"})


def left(
    one: Marked, frame: Frame, doc: Doc, text: str, words: Words, phrases: Phrases, *, given: Source | None
) -> Find:
    """The quote or scare quote that these marks are; `given` is the source of an attribution in the same frame."""
    before = [token for token in frame.outside if token.idx < one.start]
    behind = [token for token in frame.outside if token.idx >= one.end]
    earlier = [cue for cue in cues(frame.outside, words) if cue.verb.idx < one.start]
    if before and before[-1].text == ":":
        return _introduced(one, frame, earlier, before, words, phrases)
    if cue := _governing(one, earlier, frame, before, words):
        source = phrases.of(cue, frame.outside, inverted=False) or given
        said = Said.of(cue, frame.outside)
        return Find(one.pieces, _fragment(one, cue, text), said, source, "governed", floats=source is None)
    if not any(token.is_alpha for token in (*before, *behind)):
        return Find(one.pieces, "direct", None, None, "floating", floats=True)
    if _is_scare(one, before, doc, words):
        return Find(one.pieces, "scare", None, None, "scare")
    return Find(one.pieces, "mixed", None, given, "fragment", floats=given is None)


def _introduced(
    one: Marked, frame: Frame, earlier: Sequence[Cue], before: Sequence[Token], words: Words, phrases: Phrases
) -> Find:
    """« X a précisé : « … » », « X : « … » », « Il n'est pas optimiste : « … » »."""
    said = [cue for cue in earlier if cue.classes & _SAYS and (cue.is_verb or cue.finite)]
    if said:
        source = phrases.of(said[-1], frame.outside, inverted=said[-1].pronoun is not None)
        cue = Said.of(said[-1], frame.outside)
        return Find(one.pieces, "direct", cue, source, "introduced", floats=source is None)
    subject = next((token for token in before if token.dep_ in SUBJECTS), None)
    place = None if subject is None else next(at for at, token in enumerate(frame.outside) if token.i == subject.i)
    source = None if place is None else phrases.around(frame.outside, place)
    if source is None and not any(token.pos_ in ("VERB", "AUX") for token in before):
        source = phrases.behind(frame.outside, 0)
    return Find(one.pieces, "direct", None, source, "colon", floats=source is None)


def _governing(
    one: Marked, earlier: Sequence[Cue], frame: Frame, before: Sequence[Token], words: Words
) -> Cue | None:
    """The nearest verb before the marks that can have them for its words."""
    if any(words.has("naming", token.text) for token in before[-3:]):
        return None
    for cue in reversed(earlier):
        if not (cue.is_verb or cue.finite):
            continue
        between = [token for token in frame.outside if cue.verb.idx < token.idx < one.start]
        if any(map(is_finite, between)):
            continue
        if len(between) <= _NEAR:
            return cue
    return None


def _fragment(one: Marked, cue: Cue, text: str) -> str:
    """direct for a whole sentence right behind its verb, mixed for a part of one."""
    start, end = one.inner
    sentence = text[start].isupper() and text[end - 1] in ".!?…,"
    return "direct" if sentence and cue.classes & _SAYS else "mixed"


def _is_scare(one: Marked, before: Sequence[Token], doc: Doc, words: Words) -> bool:
    """A few words without a finite verb, or behind a word that gives names."""
    inside = doc.char_span(*one.inner, alignment_mode="expand")
    if inside is None:
        return True
    named = any(words.has("naming", plain(token.text)) for token in before[-3:])
    return named or not any(map(is_finite, inside)) or len(inside) <= _SHORT
