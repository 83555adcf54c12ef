"""What a frame holds, once its marks, attributions and complements are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from .attributions import Attribution, attributions
from .complements import Complement, complements
from .cues import Cue, cues
from .finds import Find, label_of, trimmed
from .frames import Frame
from .marks import Marked
from .phrases import Phrases
from .words import Words, plain

__all__ = ["read_frame"]

_SHORT = 4
_SAYS = frozenset({"reporting", "beside", "opinion", "writing", "asking"})


def read_frame(frame: Frame, doc: Doc, text: str, words: Words, phrases: Phrases) -> Iterator[Find]:
    """The quotes of a frame, their speakers not yet resolved."""
    beside = attributions(frame, text, words, phrases)
    if beside:
        found = list(_beside(frame, beside, text))
    else:
        hanging = (_complement(one, frame, text) for one in complements(frame, text, words, phrases))
        found = [find for find in hanging if find is not None]
    yield from found
    reached = [(find.pieces[0][0], find.pieces[-1][1]) for find in found]
    for one in frame.marked:
        if not any(start < one.end and one.start < end for start, end in reached):
            yield _left(one, frame, doc, text, words, phrases)


def _beside(frame: Frame, beside: Sequence[Attribution], text: str) -> Iterator[Find]:
    """What is left of a frame when its attributions are cut out; each piece goes to the one behind it, else before."""
    at = frame.start
    for number, one in enumerate(beside):
        pieces = [(at, one.start)]
        at = one.end
        if number == len(beside) - 1:
            pieces.append((at, frame.end))
        kept = tuple(piece for given in pieces for piece in _pieces(text, given, frame.marked))
        if kept:
            yield Find(kept, label_of(kept, frame.marked), one.cue, one.source, one.rule)


def _pieces(text: str, given: tuple[int, int], between: Sequence[Marked]) -> list[tuple[int, int]]:
    """A stretch as pieces: the inside of marks that fill it, or itself without its edges."""
    start, end = given
    colon = _behind_colon(text, start, end, between)
    piece = trimmed(text, colon, end)
    if piece is None or not any(letter.isalnum() for letter in text[slice(*piece)]):
        return []
    inside = [one for one in between if one.start < piece[1] and piece[0] < one.end]
    covered = sum(end - start for one in inside for start, end in [(max(one.start, piece[0]), min(one.end, piece[1]))])
    outside = piece[1] - piece[0] - covered
    if inside and outside <= 2 * len(inside):
        return [inner for one in inside for inner in one.pieces]
    return [piece]


def _behind_colon(text: str, start: int, end: int, between: Sequence[Marked]) -> int:
    """Where the content begins: behind « : » when marks follow it, else at the start."""
    for one in between:
        if start <= one.start < end and text[start : one.start].rstrip().endswith(":"):
            return one.start
    return start


def _complement(one: Complement, frame: Frame, text: str) -> Find | None:
    piece = trimmed(text, one.start, one.end)
    if piece is None:
        return None
    inside = [mark for mark in frame.marked if mark.start < piece[1] and piece[0] < mark.end]
    for mark in inside:  # marks that fill the content: their inside is what was said
        if mark.start <= piece[0] + 1 and piece[1] <= mark.end + 1:
            return Find(mark.pieces, "mixed", one.cue, one.source, one.rule, one.opinion)
    return Find((piece,), label_of([piece], frame.marked), one.cue, one.source, one.rule, one.opinion)


def _left(one: Marked, frame: Frame, doc: Doc, text: str, words: Words, phrases: Phrases) -> Find:
    """Marks that no attribution and no complement reached: introduced, governed by a verb, floating, or scare."""
    before = [token for token in frame.outside if token.idx < one.start]
    behind = [token for token in frame.outside if token.idx >= one.end]
    found = list(cues(frame.outside, words))
    earlier = [cue for cue in found if cue.verb.idx < one.start]
    colon = bool(before) and before[-1].text == ":"
    if colon:
        return _introduced(one, frame, earlier, before, text, words, phrases)
    if cue := _governing(one, earlier, frame, text, words):
        source = phrases.of(cue, frame.outside, inverted=False)
        return Find(
            one.pieces, _fragment(one, cue, text), _hull(cue, frame.outside), source, "governed", floats=source is None
        )
    if not any(token.is_alpha for token in (*before, *behind)):
        return Find(one.pieces, "direct", None, None, "floating", floats=True)
    if _is_scare(one, before, doc, text, words):
        return Find(one.pieces, "scare", None, None, "scare")
    return Find(one.pieces, "mixed", None, None, "fragment", floats=True)


def _introduced(
    one: Marked,
    frame: Frame,
    earlier: Sequence[Cue],
    before: Sequence[Token],
    text: str,
    words: Words,
    phrases: Phrases,
) -> Find:
    """« X a précisé : « … » », « X : « … » », « Il n'est pas optimiste : « … » »."""
    said = [cue for cue in earlier if cue.classes & _SAYS and (cue.is_verb or cue.finite)]
    if said:
        source = phrases.of(said[-1], frame.outside, inverted=said[-1].pronoun is not None)
        return Find(one.pieces, "direct", _hull(said[-1], frame.outside), source, "introduced", floats=source is None)
    subject = next((token for token in before if token.dep_ in ("nsubj", "nsubj:pass", "nsubjpass")), None)
    place = None if subject is None else next(at for at, token in enumerate(frame.outside) if token.i == subject.i)
    source = None if place is None else phrases.around(frame.outside, place)
    if source is None and not any(token.pos_ in ("VERB", "AUX") for token in before):
        source = phrases.behind(frame.outside, 0)
    return Find(one.pieces, "direct", None, source, "colon", floats=source is None)


def _governing(one: Marked, earlier: Sequence[Cue], frame: Frame, text: str, words: Words) -> Cue | None:
    """The nearest verb before the marks that can have them for its words."""
    for cue in reversed(earlier):
        if not (cue.is_verb or cue.finite):
            continue
        between = [token for token in frame.outside if cue.verb.idx < token.idx < one.start]
        if any(token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) == ["Fin"] for token in between):
            continue
        if len(between) <= 12:
            return cue
    return None


def _fragment(one: Marked, cue: Cue, text: str) -> str:
    """direct for a whole sentence right behind its verb, mixed for a part of one."""
    start, end = one.inner
    sentence = text[start].isupper() and text[end - 1] in ".!?…,"
    return "direct" if sentence and cue.classes & _SAYS else "mixed"


def _is_scare(one: Marked, before: Sequence[Token], doc: Doc, text: str, words: Words) -> bool:
    """A few words without a finite verb, or behind a word that gives names."""
    inside = doc.char_span(*one.inner, alignment_mode="expand")
    if inside is None:
        return True
    named = any(words.has("naming", plain(token.text)) for token in before[-3:])
    finite = any(token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) == ["Fin"] for token in inside)
    return named or not finite or len(inside) <= _SHORT


def _hull(cue: Cue, tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[cue.first].idx, tokens[cue.last].idx + len(tokens[cue.last])
