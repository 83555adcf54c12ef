"""Contents that are no clause: "called for a vote", "called him a liar", in languages that count them as attributed."""

from __future__ import annotations

from spacy.tokens import Token

from .cues import Cue
from .frames import Frame
from .words import Words

__all__ = ["objects"]

_COMPLEMENTS = ("dobj", "obj", "oprd", "ccomp", "xcomp", "attr", "pcomp")


def objects(frame: Frame, cue: Cue, words: Words) -> tuple[int, int] | None:
    """The offsets of what a verb of the class `objects` takes behind it, marks within it taken in; None else."""
    if "objects" not in cue.classes or not cue.is_verb or cue.passive or not (cue.finite or _is_present(cue.verb)):
        return None
    held = [one for one in cue.verb.children if one.i > cue.verb.i and _is_taken(one, words)]
    if not held:
        return None
    first = min(one.left_edge.i for one in held)
    last = max(one.right_edge.i for one in held)
    doc = cue.verb.doc
    start = doc[max(first, cue.verb.i + 1)].idx
    end = min(doc[last].idx + len(doc[last]), frame.end)
    for one in frame.marked:
        if one.start < end <= one.end:
            end = one.end
        if one.start <= start < one.end:
            start = one.start
    return (start, end) if start < end else None


def _is_taken(one: Token, words: Words) -> bool:
    return one.dep_ in _COMPLEMENTS or (one.dep_ == "prep" and words.has("governed", one.text))


def _is_present(verb: Token) -> bool:
    return verb.morph.get("Tense", []) == ["Pres"] or verb.morph.get("VerbForm", []) == ["Inf"]
