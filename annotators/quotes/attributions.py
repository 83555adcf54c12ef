"""
Attributions that stand beside their content: incises (« …, a-t-il ajouté », "…," said Ann Lee) and source phrases
(« selon le maire »). Cutting them out of a frame leaves what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from .cues import Cue, cues
from .frames import Frame
from .phrases import Phrases
from .words import Words, plain

__all__ = ["Attribution", "attributions", "complementizer"]

_BESIDE = frozenset({"reporting", "beside", "opinion", "writing", "asking"})
_FARTHEST = 14


@dataclass(frozen=True, slots=True)
class Attribution:
    """Offsets of an attribution in its frame, of its cue and of its source; `rule` names how it was found."""

    start: int
    end: int
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    rule: str


def attributions(frame: Frame, text: str, words: Words, phrases: Phrases) -> list[Attribution]:
    """The attributions of a frame, in order, none overlapping another."""
    found = sorted(
        [*_incises(frame, text, words, phrases), *_sources(frame, text, words, phrases)], key=lambda one: one.start
    )
    kept: list[Attribution] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def complementizer(tokens: Sequence[Token], position: int, words: Words, key: str) -> int | None:
    """The position of « que » (or of another list's word) behind a verb, with no finite verb between; None else."""
    for at in range(position, min(len(tokens), position + _FARTHEST)):
        token = tokens[at]
        if words.has(key, token.text) and plain(tokens[at - 1].text) not in words.sets["that_blockers"]:
            return at
        if token.text in ":;.!?" or (token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) == ["Fin"]):
            return None
    return None


def _incises(frame: Frame, text: str, words: Words, phrases: Phrases) -> Iterator[Attribution]:
    tokens = frame.outside
    for cue in cues(tokens, words):
        if not cue.finite or not cue.classes & _BESIDE or complementizer(tokens, cue.last + 1, words, "that"):
            continue
        opened = _opened(frame, tokens, cue.first)
        if cue.pronoun is not None or opened:
            source = phrases.of(cue, tokens, inverted=True)
            first: int | None = cue.first
        else:
            source = phrases.of(cue, tokens, inverted=False)
            first = _position(tokens, source[0]) if source else None
            if first is None or first >= cue.first or not _opened(frame, tokens, first) or _has_object(cue):
                continue
        if source is None or first is None or plain(text[slice(*source)]) in words.sets["not_speakers"]:
            continue
        yield _incise(frame, tokens, cue, tokens[first].idx, source, text)


def _incise(
    frame: Frame, tokens: Sequence[Token], cue: Cue, start: int, source: tuple[int, int], text: str
) -> Attribution:
    hull = tokens[cue.first].idx, tokens[cue.last].idx + len(tokens[cue.last])
    end = _tail(frame, tokens, start, max(hull[1], source[1]))
    return Attribution(min(start, source[0]), end, hull, source, "incise")


def _opened(frame: Frame, tokens: Sequence[Token], position: int) -> bool:
    """Whether a comma or closing marks stand right before a position, with content before them."""
    at = tokens[position].idx
    before = max((one.end for one in frame.marked if one.end <= at), default=None)
    previous = tokens[position - 1] if position else None
    if before is not None and (previous is None or previous.idx < before):
        return True
    if previous is None or previous.text not in (",", "!", "?", "…", "—", "–"):
        return False
    return position > 1 or before is not None


def _has_object(cue: Cue) -> bool:
    """Whether the parse gives the verb a clause or an object behind it, so that nothing before it is its content."""
    return any(one.dep_ in ("ccomp", "obj", "dobj", "xcomp") and one.i > cue.verb.i for one in cue.verb.children)


def _position(tokens: Sequence[Token], offset: int) -> int | None:
    return next((at for at, token in enumerate(tokens) if token.idx <= offset < token.idx + len(token)), None)


def _tail(frame: Frame, tokens: Sequence[Token], start: int, end: int) -> int:
    """An attribution ends at marks behind it, at a comma when nothing complete stands before, else with the frame."""
    behind = next((one.start for one in frame.marked if one.start >= end), None)
    if behind is not None:
        return behind
    complete = any(one.end <= start for one in frame.marked) or any(
        token.pos_ in ("VERB", "AUX") and token.idx < start for token in tokens
    )
    comma = next((token for token in tokens if token.idx >= end and token.text == ","), None)
    return frame.end if complete or comma is None else comma.idx


def _sources(frame: Frame, text: str, words: Words, phrases: Phrases) -> Iterator[Attribution]:
    for pattern, headed in ((words.sources, False), (words.headed, True)):
        for match in pattern.finditer(text, frame.start, frame.end) if pattern else ():
            position = _position(frame.outside, match.end() - 1)
            if position is None or (headed and text[frame.start : match.start()].strip()):
                continue
            if one := _source(frame, text, words, phrases, match.span(), position + 1, headed=headed):
                yield one


def _source(
    frame: Frame, text: str, words: Words, phrases: Phrases, cue: tuple[int, int], position: int, *, headed: bool
) -> Attribution | None:
    """The phrase behind « selon », unless what it names is no source (« selon la loi »)."""
    tokens = frame.outside
    phrase = phrases.behind(tokens, position)
    if phrase is None:
        return None
    held = [token for token in tokens if phrase[0] <= token.idx < phrase[1]]
    nouns = [token for token in held if not words.has("determiners", token.text)]
    if not nouns or words.has("not_sources", nouns[0].text) or words.has("not_sources", held[0].text):
        return None
    behind = text[phrase[1] : frame.end].lstrip()[:1]
    people = [one for one in phrases.entities if one.start < phrase[1] and phrase[0] < one.end]
    if headed and (behind != "," or not any(one.label in ("PER", "ORG") for one in people)):
        return None
    return Attribution(cue[0], phrase[1], cue, phrase, "source phrase")
