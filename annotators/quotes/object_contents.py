"""Contents that are no clause: "called for a vote", "called him a liar", in languages that count them as attributed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pressmark.annotators.tree import Word

from .candidates import is_titled
from .content_bounds import DASHES
from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon

__all__ = ["find_object"]

_COMPLEMENTS = ("dobj", "obj", "oprd", "ccomp", "xcomp", "attr", "pcomp")


def find_object(frame: Frame, cue: Cue, words: QuoteLexicon) -> tuple[int, int] | None:
    """The offsets of what a verb of the class `objects` takes behind it, marks within it taken in; None else."""
    if (
        "objects" not in cue.classes
        or not cue.is_verb
        or cue.passive
        or not _tells(cue)
    ):
        return None
    if words.has("naming", cue.verb.text) and _is_named(frame, cue):
        return None
    held = [
        one for one in cue.verb.children if one.i > cue.verb.i and _is_taken(one, words)
    ]
    if not held:
        return None
    first = min(one.left_edge.i for one in held)
    last = max(one.right_edge.i for one in held)
    doc = cue.verb.doc
    start = doc[max(first, cue.verb.i + 1)].idx
    end = min(
        _stop([token for token in frame.outside if first <= token.i <= last], words),
        frame.end,
    )
    for one in frame.marked:
        if one.start < end <= one.end or doc[last].idx in range(one.start, one.end):
            end = one.end
        if one.start <= start < one.end:
            start = one.start
    return (start, end) if start < end else None


def _is_named(frame: Frame, cue: Cue) -> bool:
    """Whether marks with capitals stand right behind the verb: "called “The Gulls”"."""
    doc = cue.verb.doc
    behind = next((one for one in frame.marked if one.start >= cue.verb.idx), None)
    if behind is None or any(
        cue.verb.idx < token.idx < behind.start for token in frame.outside
    ):
        return False
    inside = doc.between(*behind.inner)
    return bool(inside) and is_titled(
        doc.parse.text[inside[0].idx : inside[-1].idx + len(inside[-1])]
    )


def _stop(tokens: Sequence[Word], words: QuoteLexicon) -> int:
    """Where an object ends: with its words, or before a dash, or a comma and a relative clause."""
    for before, token in pairwise(tokens):
        if before.text == "," and words.has("relative", token.text):
            return before.idx
        if token.text in DASHES and before.whitespace_ and token.whitespace_:
            return token.idx
    return tokens[-1].idx + len(tokens[-1]) if tokens else 0


def _is_taken(one: Word, words: QuoteLexicon) -> bool:
    return one.dep_ in _COMPLEMENTS or (
        one.dep_ == "prep" and words.has("governed", one.text)
    )


def _tells(cue: Cue) -> bool:
    """Whether a verb reports: finite, an infinitive or "citing", but not in "voters supporting X" or "called X"."""
    form, tense = cue.verb.morph.get("VerbForm", []), cue.verb.morph.get("Tense", [])
    return (
        cue.finite or form == ["Inf"] or (tense == ["Pres"] and cue.verb.dep_ != "acl")
    )
