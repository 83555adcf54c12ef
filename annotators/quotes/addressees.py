"""Whom words are said to: « a déclaré à CNN », "told reporters"."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word

from .candidates import QuoteCandidate
from .frames import Frame
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading

__all__ = ["find_addressee"]

_MAX_PREPOSITION_TOKENS = 3
"""Tokens after a cue or source in which « à » is looked for, as in « a dit hier soir à la presse »."""


def find_addressee(
    candidate: QuoteCandidate, frame: Frame, reading: QuoteReading
) -> SourcePhrase | None:
    """
    Find the person, organisation or audience after a cue (or after the source that follows it); None without one.

    After a preposition (« à », "to") it is one that has a name or is of the lexicon's `audience`, so that no place
    is taken for one; after "told" it is what stands there.
    """
    # « selon le maire » is said to nobody.
    if candidate.cue is None or candidate.cue.cue_class == "source":
        return None
    source = candidate.source
    # « a déclaré à CNN le maire », « a déclaré le maire à CNN »: after the one and after the other.
    ends = [candidate.cue.end]
    if source is not None and source.start >= candidate.cue.start:
        ends.append(source.end)
    for end in sorted(ends):
        is_before_source = source is not None and source.start > end
        stop = source.start if source and is_before_source else frame.end
        addressee = _read_addressee(frame.tokens_before(stop), end, reading)
        # "told “a friend”": what is said is not whom it is said to.
        if addressee and not candidate.touches(addressee.start, addressee.end):
            return addressee
    return None


def _read_addressee(
    tokens: Sequence[Word], end: int, reading: QuoteReading
) -> SourcePhrase | None:
    """Return the addressee that begins at the offset `end` or soon after; None where nobody is addressed."""
    after = (index for index, token in enumerate(tokens) if token.idx >= end)
    first = next(after, None)
    if first is None:
        return None
    # "told reporters", « a prévenu les élus »: the verb's object.
    if first > 0 and reading.lexicon.has("telling", tokens[first - 1]):
        phrase = reading.noun_phrases.starting_at(tokens, first)
        if phrase and _can_hear(tokens, phrase, reading, needs_name=False):
            return phrase
        return None
    limit = min(len(tokens), first + _MAX_PREPOSITION_TOKENS)
    for position in range(first, limit):
        token = tokens[position]
        preposition_end = _preposition_end(token, reading)
        if preposition_end is not None:
            return _read_phrase(tokens[position:], preposition_end, reading)
        if token.pos_ != "ADV" and not reading.lexicon.has("days", token):
            return None
    return None


def _preposition_end(token: Word, reading: QuoteReading) -> int | None:
    """Return where the « auprès de » ends that begins with `token`; None where none begins."""
    if reading.lexicon.addressing is None:
        return None
    match = reading.lexicon.addressing.match(reading.text, token.idx)
    return match.end() if match else None


def _read_phrase(
    tokens: Sequence[Word], offset: int, reading: QuoteReading
) -> SourcePhrase | None:
    """Return the addressee that begins with the first of `tokens` at `offset` or after it."""
    for position, token in enumerate(tokens):
        if token.idx >= offset:
            phrase = reading.noun_phrases.starting_at(tokens, position)
            if phrase and _can_hear(tokens, phrase, reading, needs_name=True):
                return phrase
            return None
    return None


def _can_hear(
    tokens: Sequence[Word],
    phrase: SourcePhrase,
    reading: QuoteReading,
    *,
    needs_name: bool,
) -> bool:
    """Return whether a phrase names a person, an organisation, or an audience; a pronoun will do without `needs_name`."""
    if reading.names_speaker(phrase):
        return True
    words = [token for token in tokens if phrase.start <= token.idx < phrase.end]
    # « à la presse » hears, « à Paris » and « à la nage » do not.
    if reading.lexicon.has_any("audience", words):
        return True
    if needs_name:
        return False
    return any(word.pos_ in ("PRON", "PROPN", "NOUN") for word in words)
