"""
Reports that nobody makes in person, and words that a possessive gives to somebody.

„…, hieß es aus dem Ministerium“; „nach ihren Worten“
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pressmark.annotators.rules import Rule, conclude_first

from .attribution_bounds import PAUSES, Attribution, end_after_source
from .candidates import CueSpan
from .cues import Cue
from .frames import Frame
from .lexicon import SAYING_CLASSES
from .noun_phrases import SourcePhrase
from .positions import end_of
from .quote_reading import QuoteReading

__all__ = ["IMPERSONAL_RULES", "OWN_WORDS_RULES", "find_impersonal_reports"]

IMPERSONAL = "impersonal report"
OWN_WORDS = "own words"


class _ImpersonalVerb(NamedTuple):
    """A cue in its frame whose subject may be nobody."""

    frame: Frame
    cue: Cue
    reading: QuoteReading


class _OwnWords(NamedTuple):
    """The offsets of a phrase of the lexicon's `in_own_words` in its frame."""

    frame: Frame
    start: int
    end: int
    reading: QuoteReading


def find_impersonal_reports(
    frame: Frame, reading: QuoteReading
) -> Iterator[Attribution]:
    """Find the reports of `frame` that nobody makes in person, and what a possessive gives to somebody, in order."""
    lexicon, without = reading.lexicon, reading.without
    if lexicon.sets["channels"]:
        for cue in frame.cues:
            case = _ImpersonalVerb(frame, cue, reading)
            report = conclude_first(IMPERSONAL_RULES, case, without)
            if report is not None:
                yield report
    if lexicon.in_own_words is None:
        return
    for token in frame.tokens:
        if token.form not in lexicon.source_words:
            continue
        match = lexicon.in_own_words.match(reading.text, token.idx, frame.end)
        if match is not None:
            phrase = _OwnWords(frame, *match.span(), reading)
            words = conclude_first(OWN_WORDS_RULES, phrase, without)
            if words is not None:
                yield words


def _read_impersonal(case: _ImpersonalVerb) -> Attribution | None:
    """Return the report of a cue that ends with „es“, with what it comes from; None where the cue is another."""
    frame, cue, reading = case
    tokens, lexicon = frame.tokens, reading.lexicon
    if not lexicon.has("impersonal", tokens[cue.last]):
        return None
    if not cue.classes & SAYING_CLASSES or not _is_parted(case):
        return None
    source, end = None, end_of(tokens[cue.last])
    after = cue.after
    if after < len(tokens) and lexicon.has("channels", tokens[after]):
        source = reading.noun_phrases.starting_at(tokens, after + 1)
        end = source.end if source is not None else end
    following = frame.tokens_from(end)
    is_followed = bool(following) and following[0].text == ","
    return Attribution(
        tokens[cue.first].idx,
        following[0].idx if is_followed else frame.end,
        CueSpan.of(cue, tokens),
        source,
        IMPERSONAL,
        resumes=is_followed,
    )


def _is_parted(case: _ImpersonalVerb) -> bool:
    """Return whether a comma, or marks, stand before the verb: „Das heißt es zu verhindern“ reports nothing."""
    tokens, first = case.frame.tokens, case.cue.first
    if first == 0:
        return bool(case.frame.quoted_spans)
    before = tokens[first - 1]
    return before.text in PAUSES or tokens[first].i - before.i > 1


def _read_own_words(phrase: _OwnWords) -> Attribution | None:
    """Return the attribution to whom the possessive of a phrase means; None where the phrase has no possessive."""
    frame, start, end, reading = phrase
    for token in frame.tokens_from(start):
        if token.idx >= end:
            break
        if reading.lexicon.has("possessives", token):
            source = SourcePhrase(token.idx, end_of(token), "possessive")
            until, resumes = end_after_source(frame, start, end, reading)
            cue = CueSpan(start, end, "source")
            return Attribution(start, until, cue, source, OWN_WORDS, resumes)
    return None


IMPERSONAL_RULES: tuple[Rule[_ImpersonalVerb, Attribution], ...] = (
    Rule(
        IMPERSONAL,
        "Der Hafen sei geschlossen, hieß es aus dem Ministerium.",
        _read_impersonal,
    ),
)
"""Reports whose verb has nobody for its subject."""
OWN_WORDS_RULES: tuple[Rule[_OwnWords, Attribution], ...] = (
    Rule(
        OWN_WORDS,
        "Anna Roth war gestern da. Nach ihren Worten ist der Hafen sicher.",
        _read_own_words,
    ),
)
"""Words that a possessive gives to somebody."""
