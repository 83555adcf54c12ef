"""Contents that hang on their cue: « a dit que … », "said that …", « dit vouloir … », « a demandé de … »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from .attributions import complementizer
from .cues import Cue, cues
from .frames import Frame
from .phrases import Phrases
from .words import Words, plain

__all__ = ["Complement", "complements"]

_WITH_THAT = frozenset({"reporting", "beside", "opinion", "writing", "asking", "requesting", "claiming"})
_ZERO_THAT = frozenset({"reporting", "opinion"})


@dataclass(frozen=True, slots=True)
class Complement:
    """A content's offsets, its cue's, and its source's (None in « il a été annoncé que »)."""

    start: int
    end: int
    cue: tuple[int, int]
    source: tuple[int, int] | None
    rule: str
    opinion: bool


def complements(frame: Frame, text: str, words: Words, phrases: Phrases) -> Iterator[Complement]:
    """The contents of a frame's cues, in order; cues within a content are left to it."""
    tokens = frame.outside
    found = list(cues(tokens, words))
    reach = -1
    for number, cue in enumerate(found):
        if tokens[cue.first].idx < reach:
            continue
        start, rule = _start(cue, tokens, words)
        if start is None:
            continue
        source = phrases.of(cue, tokens, inverted=False)
        said = plain(text[slice(*source)]) if source else ""
        if said in words.sets["not_speakers"] and said:
            continue
        if source is not None and said in words.sets["impersonal"] and cue.passive:
            source = None
        end = _end(frame, tokens, cue, found[number + 1 :], tokens[start].idx, rule)
        hull = tokens[cue.first].idx, tokens[cue.last].idx + len(tokens[cue.last])
        opinion = "opinion" in cue.classes and "reporting" not in cue.classes
        yield Complement(_from(frame, tokens, start), end, hull, source, rule, opinion)
        reach = end


def _start(cue: Cue, tokens: Sequence[Token], words: Words) -> tuple[int | None, str]:
    """Where the content begins, as a position in the tokens, and the rule that says so."""
    behind = (cue.pronoun if cue.pronoun is not None and cue.pronoun > cue.last else cue.last) + 1
    if not cue.is_verb and not cue.classes & {"reporting"}:
        return None, ""
    if cue.classes & _WITH_THAT and (at := complementizer(tokens, behind, words, "that")) is not None:
        return (at + 1, "that") if at + 1 < len(tokens) else (None, "")
    if "asking" in cue.classes and (at := complementizer(tokens, behind, words, "whether")) is not None:
        return (at + 1, "whether") if at + 1 < len(tokens) else (None, "")
    return _infinitive(cue, tokens, behind, words) or _clause(cue, tokens) or (None, "")


def _infinitive(cue: Cue, tokens: Sequence[Token], behind: int, words: Words) -> tuple[int, str] | None:
    """« dit vouloir partir », « a demandé au juge de ne pas partir »."""
    while behind < len(tokens) and tokens[behind].pos_ == "ADV":
        behind += 1
    if behind < len(tokens) and "claiming" in cue.classes and _is_infinitive(tokens[behind]):
        return behind, "infinitive"
    if "requesting" not in cue.classes:
        return None
    at = complementizer(tokens, behind, words, "to")
    while at is not None and at + 1 < len(tokens):
        verb = next((p for p in range(at + 1, min(at + 5, len(tokens))) if _is_infinitive(tokens[p])), None)
        between = tokens[at + 1 : verb] if verb else ()
        if verb is not None and all(token.pos_ in ("ADV", "PRON", "PART") for token in between):
            return at + 1, "infinitive"
        at = complementizer(tokens, at + 1, words, "to")
    return None


def _is_infinitive(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) == ["Inf"]


def _clause(cue: Cue, tokens: Sequence[Token]) -> tuple[int, str] | None:
    """A clause that the parse hangs on the verb without a conjunction, as English allows."""
    if not cue.classes & _ZERO_THAT:
        return None
    for child in cue.verb.children:
        subject = any(one.dep_ in ("nsubj", "nsubjpass", "expl") for one in child.children)
        marked = any(one.dep_ == "mark" for one in child.children)
        if child.dep_ == "ccomp" and child.i > cue.verb.i and subject and not marked:
            first = child.left_edge.i
            return next(((at, "clause") for at, token in enumerate(tokens) if token.i >= first), None)
    return None


def _from(frame: Frame, tokens: Sequence[Token], start: int) -> int:
    """The content begins with the marks that stand between the conjunction and its first word, if any."""
    previous = tokens[start - 1].idx
    opened = [one.start for one in frame.marked if previous < one.start < tokens[start].idx]
    return opened[0] if opened else tokens[start].idx


def _end(frame: Frame, tokens: Sequence[Token], cue: Cue, later: Sequence[Cue], start: int, rule: str) -> int:
    """The content ends where another report of the same speaker begins, else with the frame."""
    for other in later:
        joined = other.verb.dep_ == "conj" and (other.verb.head == cue.verb or other.verb.head in cue.verb.conjuncts)
        if joined and tokens[other.first].idx > start:
            own = [one.i for one in other.verb.children if one.dep_ in ("cc", "nsubj") and one.i < other.verb.i]
            first = min([tokens[other.first].i, *own])
            return next(token.idx for token in tokens if token.i >= first)
    colon = next(
        (t.idx for t in tokens if t.text == ":" and t.idx > start and any(m.start > t.idx for m in frame.marked)), None
    )
    return frame.end if colon is None else colon
