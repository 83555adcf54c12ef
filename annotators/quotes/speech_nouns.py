"""Nouns that report: « la description de l'accord par X comme un « bon compromis » », "Lee's call for “calm”"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite

from .candidates import CueSpan, QuoteCandidate, choose_label, trim
from .frames import Frame
from .marks import QuotedSpan
from .noun_phrases import SourcePhrase
from .positions import end_of
from .quote_reading import QuoteReading

__all__ = [
    "find_clauses_of_nouns",
    "read_marks_after_noun",
    "read_owner_of_words",
]

_MAX_NOUN_DISTANCE = 28
"""Tokens between a noun of saying and its marks or its source: chosen, not measured, as long as a phrase may be."""
_MAX_CONJUNCTION_TOKENS = 5
"""Tokens after a noun of saying in which « que » is looked for: « la promesse du maire de Lurs que »."""


def read_marks_after_noun(
    quoted: QuotedSpan, before: Sequence[Word], reading: QuoteReading
) -> QuoteCandidate | None:
    """
    Return the quote whose words a noun of saying among the tokens `before` the marks gives to somebody.

    None without such a noun or its source.
    """
    # « l'appel du maire à la « raison » »: back from the marks, as far as no finite verb stands between.
    lowest = max(-1, len(before) - 1 - _MAX_NOUN_DISTANCE)
    for position in range(len(before) - 1, lowest, -1):
        noun = before[position]
        if is_finite(noun):
            return None
        if not _is_speech_noun(noun, reading):
            continue
        source = _find_source(before, position, reading)
        if source is not None:
            return QuoteCandidate(
                quoted.pieces,
                "mixed",
                _cue_of(noun),
                source,
                "noun",
                "marks behind the noun",
            )
    return None


def read_owner_of_words(
    tokens: Sequence[Word], reading: QuoteReading
) -> SourcePhrase | None:
    """Return whose words the first noun of saying of a clause names, « les réponses des trois jeunes »; None without one."""
    for position, token in enumerate(tokens):
        if is_finite(token):
            return None
        if _is_speech_noun(token, reading):
            after = position + 1
            if after < len(tokens) and reading.lexicon.has("of", tokens[after]):
                return reading.noun_phrases.nearest(tokens, after + 1)
    return None


def find_clauses_of_nouns(
    frame: Frame, reading: QuoteReading
) -> Iterator[QuoteCandidate]:
    """Find what nouns of saying with a source hold: « la promesse du maire que … », "Lee's claim that …"."""
    for position, token in enumerate(frame.tokens[:-2]):
        if _is_speech_noun(token, reading):
            candidate = _read_clause(frame, position, reading)
            if candidate is not None:
                yield candidate


def _read_clause(
    frame: Frame, position: int, reading: QuoteReading
) -> QuoteCandidate | None:
    """Return the clause that the noun at `position` holds, as a quote; None where it holds none or has no source."""
    noun = frame.tokens[position]
    that = _find_that(frame.tokens, position, reading)
    clause = _clause_of_noun(noun)
    # « la promesse que le maire a faite »: there « que » is an object, and no mark of a clause.
    if that is None or clause is None or that.relation is not Relation.MARK:
        return None
    source = _find_source(frame.tokens, position, reading)
    if source is None:
        return None
    end = min(frame.end, _clause_end(clause, frame))
    piece = trim(reading.text, end_of(that), end)
    if piece is None:
        return None
    return QuoteCandidate(
        (piece,),
        choose_label([piece], frame.quoted_spans),
        _cue_of(noun),
        source,
        "clause of a noun",
        "the clause behind the noun",
    )


def _is_speech_noun(token: Word, reading: QuoteReading) -> bool:
    """Return whether a token is a noun of saying, to the parse, too: "claim" may be a verb."""
    if token.pos_ != "NOUN":
        return False
    return reading.lexicon.has("nouns", token)


def _cue_of(noun: Word) -> CueSpan:
    """Return the cue that a noun of saying is."""
    return CueSpan(noun.idx, end_of(noun), "noun")


def _find_that(
    tokens: Sequence[Word], position: int, reading: QuoteReading
) -> Word | None:
    """Return the « que » that follows the noun at `position`; None where none stands near."""
    first = position + 1
    for token in tokens[first : first + _MAX_CONJUNCTION_TOKENS]:
        if reading.lexicon.has("that", token):
            return token
    return None


def _clause_of_noun(noun: Word) -> Word | None:
    """Return the finite verb of the clause that the parse hangs on a noun; None without one."""
    for child in noun.children:
        if child.relation in (
            Relation.NOUN_CLAUSE,
            Relation.CLAUSAL_COMPLEMENT,
        ) and is_finite(child):
            return child
    return None


def _clause_end(clause: Word, frame: Frame) -> int:
    """Return where a clause ends, with the marks that it ends in: « que la ville « tiendra » »."""
    last = clause.right_edge
    end = end_of(last)
    for quoted in frame.quoted_spans:
        if quoted.start < end <= quoted.end:
            return quoted.end
    return end


def _find_source(
    tokens: Sequence[Word], position: int, reading: QuoteReading
) -> SourcePhrase | None:
    """Return whose saying it is: « par X », « de X » right after the noun, "X's" or « sa » right before it."""
    lexicon = reading.lexicon
    first = position + 1
    limit = min(len(tokens), first + _MAX_NOUN_DISTANCE)
    for index in range(first, limit):
        token = tokens[index]
        # « l'appel de la ville au calme »: « de » tells whose it is right after the noun only, and with a name.
        is_of = index == first and lexicon.has("of", token)
        if not is_of and not lexicon.has("by", token):
            continue
        source = reading.noun_phrases.nearest(tokens, index + 1)
        if source is not None and (not is_of or reading.names_speaker(source)):
            return source
    return _find_owner(tokens, position, reading)


def _find_owner(
    tokens: Sequence[Word], position: int, reading: QuoteReading
) -> SourcePhrase | None:
    """Return whose saying the noun at `position` is by what stands before it: « sa », "Lee's latest"."""
    first = position
    while first > 0 and _is_plain_adjective(tokens[first - 1], reading):
        first -= 1
    if first == 0:
        return None
    owner = tokens[first - 1]
    # « sa promesse »: the pronoun is resolved with the others.
    if reading.lexicon.has("possessives", owner):
        return SourcePhrase.of([owner], "possessive")
    if owner.tag_ != "POS":
        return None
    # "Ann Lee's claim" has a speaker, "last year's claim" has none.
    source = reading.noun_phrases.ending_at(tokens, first - 1)
    if source is None or not reading.names_speaker(source):
        return None
    return source


def _is_plain_adjective(token: Word, reading: QuoteReading) -> bool:
    """Return whether a token is an adjective and no possessive, which the models may call an adjective: « sa »."""
    if reading.lexicon.has("possessives", token):
        return False
    return token.pos_ == "ADJ"
