"""
Reported words that the mood of their verb shows, in languages whose lexicon says so.

„Sie sagte, er sei krank. Er komme morgen zurück.“: the subjunctive alone tells that somebody says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pressmark.annotators.grammar.features import has_feature, is_noun
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_finite,
    is_infinitive_form,
    is_subjunctive,
)

from .candidates import QuoteCandidate, choose_label, trim
from .conjunctions import CueInFrame
from .frames import Frame
from .lexicon import QuoteLexicon
from .positions import position_of
from .quote_reading import QuoteReading

__all__ = [
    "OpenFrame",
    "find_final_infinitive",
    "find_reported_clause",
    "go_on_in_reported_mood",
]

_MAX_COMMA_TOKENS = 14
"""How many tokens after a verb its comma is looked for, as for conjunctions: chosen, not measured."""


class OpenFrame(NamedTuple):
    """A frame, the one before it, and the quotes of the article before it."""

    frame: Frame
    previous: Frame | None
    earlier: Sequence[QuoteCandidate]
    reading: QuoteReading


def find_reported_clause(case: CueInFrame) -> int | None:
    """Return the position after the comma of a cue where a clause in the subjunctive begins; None where none does."""
    start = _after_comma(case)
    if start is None:
        return None
    clause = case.tokens[start:]
    if _is_relative_clause(case.tokens[start - 2], clause, case.lexicon):
        return None
    return start if _tells_in_reported_mood(clause, case.lexicon) else None


def find_final_infinitive(case: CueInFrame) -> int | None:
    """Return the position after the comma of a cue where an infinitive clause begins that its verb ends; else None."""
    start = _after_comma(case)
    if start is None:
        return None
    words = [token for token in case.tokens[start:] if not token.is_punct]
    if not words or any(map(is_finite, words)):
        return None
    return start if is_infinitive_form(words[-1]) else None


def _after_comma(case: CueInFrame) -> int | None:
    """Return the position after the first comma that follows a cue; None where there is none near, or a verb before it."""
    limit = case.tokens[: case.cue.after + _MAX_COMMA_TOKENS]
    comma = position_of(limit, ",", case.cue.after)
    if comma is None or comma + 1 >= len(case.tokens):
        return None
    between = case.tokens[case.cue.after : comma]
    return None if any(map(is_finite, between)) else comma + 1


def _is_relative_clause(
    before: Word, clause: Sequence[Word], lexicon: QuoteLexicon
) -> bool:
    """Return whether a clause after a noun and a comma is one as „der krank sei“, which its verb ends."""
    if not lexicon.has("relative", clause[0]) or not is_noun(before):
        return False
    for position, token in enumerate(clause):
        if is_finite(token):
            after = clause[position + 1 :]
            return not after or after[0].is_punct
    return True


def _tells_in_reported_mood(clause: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether the verb of a clause is in the subjunctive: the first finite one, or the main verb behind a clause.

    „wenn der Regen anhält, *müsse* die Brücke schließen“; „ob sie komme, *wurde* sie gefragt“ is the narrator's.
    """
    verbs = [token for token in clause if is_finite(token)]
    if not verbs:
        return False
    opens_below = any(
        lexicon.has(key, clause[0]) for key in ("subordinators", "that", "whether")
    )
    if not opens_below:
        return is_subjunctive(verbs[0])
    main_verbs = [
        token
        for before, token in pairwise(clause)
        if before.text == "," and is_finite(token)
    ]
    return is_subjunctive((main_verbs or verbs)[0])


def _is_condition(clause: Sequence[Word]) -> bool:
    """
    Return whether the first verb of a clause is a subjunctive of the past that its number does not explain.

    „Das *wäre* ein Fehler“ says what might be, and nobody need have said it; „Sie *hätten* gewartet“ stands for „haben“.
    """
    verb = next(filter(is_finite, clause))
    return has_feature(verb, "Tense", "Past") and not has_feature(
        verb, "Number", "Plur"
    )


def go_on_in_reported_mood(case: OpenFrame) -> list[QuoteCandidate] | None:
    """
    Return a sentence in the subjunctive as words of whoever spoke in the sentence before; None where nobody did.

    „Das Dach sei dicht, sagte Anna Roth. Es halte noch Jahre.“
    """
    frame, reading = case.frame, case.reading
    if case.previous is None or not case.earlier:
        return None
    # A sentence of the narrator between them would end what is reported.
    if case.earlier[-1].end <= case.previous.start or case.earlier[-1].label == "scare":
        return None
    if "\n" in reading.text[case.previous.end : frame.start]:
        return None
    words = [token for token in frame.tokens if not token.is_space]
    if not words or not _tells_in_reported_mood(words, reading.lexicon):
        return None
    if _is_condition(words):
        return None
    piece = trim(reading.text, frame.start, frame.end)
    if piece is None:
        return None
    label = choose_label([piece], frame.quoted_spans)
    return [QuoteCandidate((piece,), label, None, None, "reported mood", floats=True)]
