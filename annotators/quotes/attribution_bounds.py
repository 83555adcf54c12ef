"""Where an attribution that stands beside its content ends, and whether the content goes on after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_participle

from .candidates import CueSpan
from .frames import Frame
from .noun_phrases import SourcePhrase
from .positions import position_of
from .quote_reading import QuoteReading

__all__ = [
    "PAUSES",
    "Attribution",
    "end_after_marks",
    "end_after_source",
    "end_between_commas",
    "introduces_marks",
]

PAUSES = (",", ";", ":", ".", "—", "–", "--", "…", "!", "?")
"""Punctuation after which a content goes on or another clause begins."""
_SUBORDINATE_RELATIONS = frozenset(
    {Relation.ADVERBIAL_CLAUSE, Relation.NOUN_CLAUSE, Relation.RELATIVE_CLAUSE}
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """
    Offsets of an attribution in its frame, its cue and its source; `rule` names how it was found.

    `resumes` says that what stands after it goes on with the content; `beside_marks` that its content is in marks.
    """

    start: int
    end: int
    cue: CueSpan
    source: SourcePhrase | None
    rule: str
    resumes: bool
    beside_marks: bool = False


def introduces_marks(frame: Frame, end: int) -> bool:
    """
    Return whether a colon and marks follow an attribution that ends at `end`, adverbs left aside.

    „Auf die Frage, woran sie arbeite, antwortete sie knapp: „An nichts.““: what stands before the verb is not said.
    """
    for token in frame.tokens_from(end):
        if token.text == ":":
            return any(quoted.start > token.idx for quoted in frame.quoted_spans)
        if token.pos_ not in ("ADV", "ADJ", "ADP", "DET", "NOUN", "PRON"):
            return False
    return False


def end_after_marks(frame: Frame, end: int, reading: QuoteReading) -> tuple[int, bool]:
    """
    Return where an incise beside marks ends whose words end at `end`, and whether the content goes on after it.

    Only marks that follow it go on; anything else belongs to the attribution.
    """
    # “We sail,” said Ann Lee, “at noon.”
    next_start = _next_marks(frame, end)
    if next_start is None:
        return frame.end, False
    between = [t for t in frame.tokens_from(end) if t.idx < next_start]
    # “We sail,” said Ann Lee, who called it “a test”: another verb has these marks.
    if any(_opens_report(token, reading) for token in between):
        return frame.end, False
    if not between:
        return next_start, True
    # “We sail,” said Ann Lee and “we win”.
    last = between[-1]
    is_joined = last.text in PAUSES or last.pos_ == "CCONJ"
    return (next_start, True) if is_joined else (frame.end, False)


def _next_marks(frame: Frame, offset: int) -> int | None:
    """Return the offset of the first quoted span that starts at `offset` or after it; None without one."""
    for quoted in frame.quoted_spans:
        if quoted.start >= offset:
            return quoted.start
    return None


def _opens_report(token: Word, reading: QuoteReading) -> bool:
    """Return whether a token is a finite verb, « que », or a cue."""
    if is_finite(token) or reading.lexicon.has("that", token):
        return True
    return bool(reading.lexicon.cue_classes(token.text))


def end_between_commas(
    frame: Frame, start: int, end: int, reading: QuoteReading
) -> tuple[int, bool]:
    """
    Return where an incise from `start` to `end` ends, and whether the content goes on after it.

    It goes on after a comma, unless what follows tells of the saying.
    """
    has_clause = _has_main_clause(frame, start)
    after = frame.tokens_from(end)
    if not after or after[0].text != ",":
        # « Le pont, dit-il mardi, sera fermé »: without a clause before it, the content goes on at the comma.
        comma = position_of(after, ",")
        if comma is None or has_clause:
            return frame.end, False
        return after[comma].idx, True
    if len(after) < 2:
        return frame.end, False
    # « Le pont ferme, dit Ana Vidal, qui s'en désole » / « , interrogée par la radio ».
    is_told = _tells_of_saying(after[1], reading) and not _cuts_verb(frame, start)
    if has_clause and is_told:
        return frame.end, False
    # « Le pont ferme, dit Ana Vidal, présidente du port » tells who she is; « Il est, dit-elle, la clé » is one clause.
    if has_clause and not (
        _cuts_clause(frame, start, reading) or _goes_on(frame, end, after[1:])
    ):
        return frame.end, False
    return after[0].idx, True


def _cuts_verb(frame: Frame, start: int) -> bool:
    """Return whether an auxiliary stands right before an attribution: « Ils auraient, selon elle, volé la barque »."""
    before = [token for token in frame.tokens_before(start) if not token.is_punct]
    return bool(before) and before[-1].pos_ == "AUX" and is_finite(before[-1])


def _tells_of_saying(token: Word, reading: QuoteReading) -> bool:
    """Return whether what begins after a comma belongs to the attribution: « , qui », « , interrogée »."""
    if reading.lexicon.has("tails", token):
        return True
    return token.pos_ == "VERB" and is_participle(token)


def end_after_source(
    frame: Frame, start: int, end: int, reading: QuoteReading
) -> tuple[int, bool]:
    """
    Return where a source phrase from `start` to `end` ends, and whether the content goes on after it.

    It ends with what is told of the source between commas, and at the head of a sentence at the first comma.
    """
    is_first = not any(map(str.isalnum, reading.text[frame.start : start]))
    after = frame.tokens_from(end)
    # « Selon les travaux menés à Lurs depuis juin, le quai est sûr »
    if is_first and (rest := _count_rest(after, reading)):
        after, end = after[rest:], after[rest - 1].idx + len(after[rest - 1])
    # « Selon un voisin qui préfère se taire, le quai est sûr »
    if is_first and after and reading.lexicon.has("relative", after[0]):
        comma = position_of(after, ",")
        return (frame.end, False) if comma is None else (after[comma].idx, True)
    # « Selon la Ligue (LPL), le quai est sûr »
    if bracket_length := _count_bracket(after):
        after, end = after[bracket_length:], after[bracket_length - 1].idx + 1
    if len(after) < 2 or after[0].text != ",":
        # « Le quai est sûr, selon la correspondante de Lurs à Kiev »
        is_over = bool(after) and _has_main_clause(frame, start)
        # „Das Urteil wird nach Angaben der Stadt im Mai erwartet“: the last word of the verb is still to come.
        is_over = is_over and not reading.lexicon.verb_bracket
        return (
            (end, True)
            if not is_over or _goes_on(frame, end, after)
            else (frame.end, False)
        )
    # « Le quai est sûr, selon Ana Vidal, interrogée mardi »
    if _has_main_clause(frame, start):
        return end_between_commas(frame, start, end, reading)
    # « Selon Ana Vidal, qui dirige le port, le quai est sûr ».
    if reading.lexicon.has("relative", after[1]):
        comma = position_of(after, ",", 2)
        return (frame.end, False) if comma is None else (after[comma].idx, True)
    return end, True


def _count_rest(tokens: Sequence[Word], reading: QuoteReading) -> int:
    """
    Return how many tokens before the first comma still tell of the source: « effectués à Lurs depuis juin, »; 0 for none.

    A subject or a finite verb among them begins the content: « Selon Ana Vidal le quai est sûr, … ».
    """
    lexicon = reading.lexicon
    for position, token in enumerate(tokens):
        if token.text == ",":
            return position
        if position and token.i - tokens[position - 1].i > 1:
            return 0
        if token.text in PAUSES or is_finite(token) or token.text == "(":
            return 0
        if token.relation in SUBJECTS_OF_ANY_KIND or lexicon.has("relative", token):
            return 0
    return 0


def _count_bracket(tokens: Sequence[Word]) -> int:
    """Return how many tokens a bracket at their head holds: « (SCS) » after « le Service civil »; 0 without one."""
    if not tokens or tokens[0].text != "(":
        return 0
    closing = position_of(tokens, ")")
    return 0 if closing is None else closing + 1


def _cuts_clause(frame: Frame, start: int, reading: QuoteReading) -> bool:
    """
    Return whether a clause cannot end before an attribution that begins at `start`.

    It cannot after a finite verb or a conjunction: « Il est, dit-elle, la clé », « un remède qui, selon lui, guérit ».
    """
    before = [token for token in frame.tokens_before(start) if not token.is_punct]
    if not before:
        return False
    last = before[-1]
    is_open = last.pos_ in ("CCONJ", "SCONJ") or reading.lexicon.has("relative", last)
    return is_open or is_finite(last)


def _goes_on(frame: Frame, end: int, after: Sequence[Word]) -> bool:
    """Return whether what stands `after` an attribution that ends at `end` is content: marks, a conjunction, a verb."""
    if _next_marks(frame, end) is not None:
        return True
    if after and after[0].pos_ == "CCONJ":
        return True
    return any(
        is_finite(token) and token.relation not in _SUBORDINATE_RELATIONS
        for token in after
    )


def _has_main_clause(frame: Frame, offset: int) -> bool:
    """Return whether a finite verb of a main clause stands before `offset`."""
    before = frame.tokens_before(offset)
    relations = {token.relation for token in before if is_finite(token)}
    return not relations.issubset(_SUBORDINATE_RELATIONS)
