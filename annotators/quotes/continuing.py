"""Quotes across frames: announced by the sentence before them, or going on behind their attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .cues import cues
from .finds import Find, Said
from .frames import Frame
from .phrases import SUBJECTS, Phrases, Source
from .words import Words

__all__ = ["introduced", "resumed"]

_MARKED = ("direct", "mixed")
_SAYS = frozenset({"reporting", "beside", "opinion", "writing", "asking"})


def introduced(find: Find, before: Frame, words: Words, phrases: Phrases) -> Find:
    """The find with the cue and the source of the frame before it, which ends with a colon."""
    tokens = before.outside
    said = [cue for cue in cues(tokens, words) if cue.classes & _SAYS and (cue.is_verb or cue.finite)]
    if said:
        source = phrases.of(said[-1], tokens, inverted=said[-1].pronoun is not None)
        cue: Said | None = Said.of(said[-1], tokens)
    else:
        source, cue = _subject(before, phrases), None
    return replace(find, said=cue, source=source, rule="introduced", floats=source is None)


def _subject(frame: Frame, phrases: Phrases) -> Source | None:
    """The last subject of a frame, else all of it where it has no verb (« Jean Martin : »)."""
    tokens = frame.outside
    places = [at for at, token in enumerate(tokens) if token.dep_ in SUBJECTS]
    if places:
        return phrases.around(tokens, places[-1])
    if any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return None
    return phrases.behind(tokens, 0)


def resumed(found: Sequence[Find], text: str) -> list[Find]:
    """The finds, marks that follow an attribution in its paragraph joined to the quote that it stands in."""
    kept: list[Find] = []
    for find in found:
        at = next((at for at in range(len(kept) - 1, -1, -1) if kept[at].label in _MARKED), None)
        if at is not None and _goes_on(kept[at], find, text):
            kept[at] = replace(kept[at], pieces=(*kept[at].pieces, *find.pieces))
        else:
            kept.append(find)
    return kept


def _goes_on(kept: Find, find: Find, text: str) -> bool:
    """Whether a floating quote stands behind an incise, in the same paragraph."""
    if find.rule != "floating" or kept.rule != "incise" or kept.said is None:
        return False
    behind = max(kept.pieces[-1][1], kept.said.end)
    between = text[behind : find.pieces[0][0]]
    return find.pieces[0][0] > behind and len(between.splitlines()) <= 1
