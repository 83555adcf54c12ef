"""Where the content of a cue ends, when it goes on to what the narrator says himself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from .cues import Cue, is_finite
from .frames import Frame
from .words import Words

__all__ = ["content_end"]


def content_end(frame: Frame, tokens: Sequence[Token], cue: Cue, start: int, words: Words) -> int:
    """
    The offset where the content that begins at a position ends.

    That is the end of its frame, or earlier: before a verb that is joined to the cue, a participle that reports on
    (", adding that"), a clause about the saying (« alors qu'il annonçait »), a semicolon, or a colon with marks.
    """
    return min(_stops(frame, tokens, cue, start, words), default=frame.end)


def _stops(frame: Frame, tokens: Sequence[Token], cue: Cue, start: int, words: Words) -> Iterator[int]:
    for at in range(start + 1, len(tokens)):
        token = tokens[at]
        if token.text == ";":
            yield token.idx
        elif token.text == ":" and any(one.start > token.idx for one in frame.marked):
            yield token.idx
        elif token.dep_ == "conj" and token.head in (cue.verb, *cue.verb.conjuncts):
            if (stop := _joined(tokens, at, start, words)) is not None:
                yield stop
        elif tokens[at - 1].text == "," and _reports_on(tokens, at, cue, words):
            yield tokens[at - 1].idx


def _joined(tokens: Sequence[Token], at: int, start: int, words: Words) -> int | None:
    """Where a verb that is joined to the cue begins, with its subject and conjunction; « et que » goes on instead."""
    verb = tokens[at]
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    first = at
    for back in range(at - 1, start, -1):
        token = tokens[back]
        if token.pos_ == "CCONJ" or token.text == ",":
            first = back
            break
        if is_finite(token) and token.head != verb:
            return None
        first = back
    if any(words.has("that", token.text) for token in tokens[first : at + 1]):
        return None
    return tokens[first].idx


def _reports_on(tokens: Sequence[Token], at: int, cue: Cue, words: Words) -> bool:
    """Whether a participle or a clause behind a comma tells of the saying, not of what was said."""
    token = tokens[at]
    if token.morph.get("VerbForm", []) == ["Part"] and words.classes(token.text) & {"reporting", "writing", "wording"}:
        return token.head == cue.verb or token.morph.get("Tense", []) != ["Past"]
    return words.has("narrates", token.text)
