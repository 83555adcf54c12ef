"""Where the content of a cue ends, when it goes on to what the narrator says himself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pressmark.annotators.tree import Word

from .cues import Cue, is_finite
from .frames import Frame
from .lexicon import QuoteLexicon
from .source_phrases import SUBJECTS

__all__ = ["DASHES", "content_end"]

DASHES = ("—", "–", "―", "-", "--")
"""Dashes that stand between words, white space on both sides."""


def content_end(
    frame: Frame, tokens: Sequence[Word], cue: Cue, start: int, words: QuoteLexicon
) -> int:
    """
    The offset where the content that begins at a position ends.

    That is the end of its frame, or earlier: before a verb that is joined to the cue, a participle that reports on
    (", adding that"), a clause about the saying (« alors qu'il annonçait »), a semicolon, or a colon with marks.
    """
    stops = [
        *_stops(frame, tokens, cue, start, words),
        *_behind_clause(tokens, cue, start, words),
    ]
    return min(stops, default=frame.end)


def _behind_clause(
    tokens: Sequence[Word], cue: Cue, start: int, words: QuoteLexicon
) -> Iterator[int]:
    """Where the clause that a cue stands in ends, when the main clause follows: « S'il dit que c'est sûr, … »."""
    first = next(
        (at for at in range(cue.first) if words.has("conditions", tokens[at].text)),
        None,
    )
    if first is not None and not any(map(is_finite, tokens[first : cue.first])):
        last_finite = _last(tokens, is_finite)
        yield from (
            tokens[at].idx
            for at in range(start, last_finite + 1)
            if tokens[at].text == ","
        )
    head = cue.verb.head
    if cue.verb.dep_ == "advcl" and head.i > tokens[start].i:
        comma = _last_comma(tokens, head)
        yield from (token.idx for token in tokens[start:] if token.i == comma)


def _last(tokens: Sequence[Word], asked: Callable[[Word], bool]) -> int:
    """The position of the last token of a kind; -1 where there is none."""
    return next((at for at in range(len(tokens) - 1, -1, -1) if asked(tokens[at])), -1)


def _last_comma(tokens: Sequence[Word], head: Word) -> int:
    return max(
        (token.i for token in tokens if token.text == "," and token.i < head.i),
        default=-1,
    )


def _stops(
    frame: Frame, tokens: Sequence[Word], cue: Cue, start: int, words: QuoteLexicon
) -> Iterator[int]:
    last_finite, last_dash = _last(tokens, is_finite), _last(tokens, _is_dash)
    verbs = {cue.verb.i, *(word.i for word in cue.verb.conjuncts)}
    for at in range(start + 1, len(tokens)):
        token = tokens[at]
        if _breaks(frame, tokens, at, last_finite, last_dash):
            yield token.idx
        elif token.dep_ == "conj" and token.head.i in verbs:
            if (stop := _joined(tokens, at, start, words)) is not None:
                yield stop
        elif (stop := _reports_again(tokens, at, words)) is not None:
            yield stop
        elif tokens[at - 1].text == "," and _reports_on(tokens, at, cue, words):
            yield tokens[at - 1].idx


def _breaks(
    frame: Frame, tokens: Sequence[Word], at: int, last_finite: int, last_dash: int
) -> bool:
    """
    Whether a semicolon, a colon with marks behind it, a dash, or a comma behind closing marks ends the content.

    `last_finite` and `last_dash` are the positions of the last finite verb and the last dash.
    """
    token = tokens[at]
    if token.text == "," and any(
        tokens[at - 1].idx < one.start < one.end <= token.idx for one in frame.marked
    ):
        return last_finite < at
    if token.text == ":":
        return any(one.start > token.idx for one in frame.marked)
    if (
        at == last_dash
    ):  # white space on both sides of it: it sets off what stands behind it to the end
        return bool(tokens[at - 1].whitespace_ and token.whitespace_)
    return token.text == ";"


def _is_dash(token: Word) -> bool:
    return token.text in DASHES


def _joined(
    tokens: Sequence[Word], at: int, start: int, words: QuoteLexicon
) -> int | None:
    """Where a verb that is joined to the cue begins, with its subject and conjunction; « et que » goes on instead."""
    verb = tokens[at]
    own = any(one.dep_ in SUBJECTS for one in verb.children)
    if verb.pos_ not in ("VERB", "AUX") or not (
        own or words.classes(verb.text) or _has_comma(tokens, at, start)
    ):
        return None
    if any(
        one.dep_ in SUBJECTS and one.pos_ == "PRON" and one.text == tokens[start].text
        for one in verb.children
    ):
        return None  # "said she was late, but she would come"
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


def _has_comma(tokens: Sequence[Word], at: int, start: int) -> bool:
    """Whether a comma stands before the conjunction of a verb."""
    place = next(
        (back for back in range(at - 1, start, -1) if tokens[back].pos_ == "CCONJ"),
        None,
    )
    return place is not None and tokens[place - 1].text == ","


def _reports_again(tokens: Sequence[Word], at: int, words: QuoteLexicon) -> int | None:
    """« …, et a révélé que … »: a verb of saying behind a comma and a conjunction, without a subject of its own."""
    if not words.classes(tokens[at].text) & {"reporting", "opinion"} or tokens[
        at
    ].pos_ not in (
        "VERB",
        "AUX",
    ):
        return None
    first = at
    while first > 1 and (
        words.has("auxiliaries", tokens[first - 1].text)
        or tokens[first - 1].pos_ == "ADV"
    ):
        first -= 1
    joined = (
        first > 1
        and tokens[first - 1].pos_ == "CCONJ"
        and tokens[first - 2].text == ","
    )
    return tokens[first - 2].idx if joined else None


def _reports_on(tokens: Sequence[Word], at: int, cue: Cue, words: QuoteLexicon) -> bool:
    """Whether a participle or a clause behind a comma tells of the saying, not of what was said."""
    token = tokens[at]
    if token.morph.get("VerbForm", []) == ["Part"] and words.classes(token.text) & {
        "reporting",
        "writing",
        "wording",
    }:
        return token.head == cue.verb or token.morph.get("Tense", []) != ["Past"]
    return words.has("narrates", token.text)
