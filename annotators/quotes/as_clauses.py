"""Clauses of saying that a word opens and their verb ends: „…, wie die Stadt am Montag mitteilte“."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.rules import Rule, conclude_first

from .attribution_bounds import PAUSES, Attribution
from .candidates import CueSpan
from .cues import Cue
from .frames import Frame
from .lexicon import SAYING_CLASSES
from .positions import end_of
from .quote_reading import QuoteReading

__all__ = ["AS_CLAUSE_RULES", "find_as_clauses"]

_MAX_CLAUSE_TOKENS = 20
"""How many tokens the verb may stand after the word that opens its clause: chosen, not measured."""


class _FinalVerb(NamedTuple):
    """A cue in its frame that may end a clause of saying."""

    frame: Frame
    cue: Cue
    reading: QuoteReading


def find_as_clauses(frame: Frame, reading: QuoteReading) -> Iterator[Attribution]:
    """Find the clauses of saying of `frame` that the lexicon's `as_words` open, in order; none where it has no such word."""
    if not reading.lexicon.sets["as_words"]:
        return
    for cue in frame.cues:
        if not cue.finite or not cue.classes & SAYING_CLASSES:
            continue
        case = _FinalVerb(frame, cue, reading)
        clause = conclude_first(AS_CLAUSE_RULES, case, reading.without)
        if clause is not None:
            yield clause


def _read_as_clause(case: _FinalVerb) -> Attribution | None:
    """Return the clause that a cue ends; None where no word opens one, or its subject cannot speak."""
    frame, cue, reading = case
    tokens = frame.tokens
    if cue.after < len(tokens) and not tokens[cue.after].is_punct:
        return None
    opener = _find_opener(tokens, cue, reading)
    if opener is None or not _opens_clause(frame, opener):
        return None
    source = reading.noun_phrases.starting_at(tokens[: cue.first], opener + 1)
    if source is None or not reading.can_speak(source):
        return None
    is_followed = cue.after < len(tokens) and tokens[cue.after].text == ","
    end = tokens[cue.after].idx if is_followed else frame.end
    return Attribution(
        tokens[opener].idx,
        end,
        CueSpan.of(cue, tokens),
        source,
        "clause of saying",
        resumes=is_followed,
    )


def _find_opener(tokens: Sequence[Word], cue: Cue, reading: QuoteReading) -> int | None:
    """Return the position of the word that opens the clause of a cue; None where a pause comes first."""
    lowest = max(-1, cue.first - _MAX_CLAUSE_TOKENS)
    for position in range(cue.first - 1, lowest, -1):
        token = tokens[position]
        if reading.lexicon.has("as_words", token):
            return position
        if token.text in PAUSES or tokens[position + 1].i - token.i > 1:
            return None
    return None


def _opens_clause(frame: Frame, opener: int) -> bool:
    """
    Return whether a clause of saying may begin at a position: at the head of its frame, after a comma or marks.

    „Sie fragte, wie er das meinte“ asks how: what stands before the comma is a verb of saying.
    """
    if opener == 0:
        return True
    before = frame.tokens[opener - 1]
    if before.text != ",":
        return any(
            end_of(before) <= quoted.start and quoted.end <= frame.tokens[opener].idx
            for quoted in frame.quoted_spans
        )
    return not any(cue.last == opener - 2 for cue in frame.cues)


AS_CLAUSE_RULES: tuple[Rule[_FinalVerb, Attribution], ...] = (
    Rule(
        "clause of saying",
        "Die Brücke bleibt gesperrt, wie Anna Roth am Montag mitteilte.",
        _read_as_clause,
    ),
)
"""Clauses of saying whose verb ends them."""
