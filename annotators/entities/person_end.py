"""Where a person's name ends: over particles, numbers and suffixes, up to the last capital that is a name's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .candidates import NameCandidate
from .peoples import is_people
from .reading import MAX_NAME_TOKENS, Reading

__all__ = ["extend_persons", "is_name_capital", "last_of_person"]

# « Henry VIII », « Jean Paul II. »
_NUMERAL = re.compile(r"[IVX]{1,5}\.?")
# « de la » in « Ann de la Tour »
_MAX_PARTICLES = 2


def extend_persons(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """Return `names`, those of persons with the capitals after them that the model left out (« Martine » DUVAL)."""
    positions = {reading.position_at(name.start) for name in names}
    return [_extend_person(reading, name, positions) for name in names]


def _extend_person(
    reading: Reading, name: NameCandidate, name_positions: set[int]
) -> NameCandidate:
    """Return a person's name up to its last capital, unless another name begins on the way, and with its suffix."""
    # « ANNE ROUVRAY QUITTE LYON »: where all words are capitals, none ends a name.
    if name.label != "PER" or reading.is_headline(name.start):
        return name
    last = reading.position_from(name.end) - 1
    # « les Ukrainiens Ann et Jan »: a people is no first name.
    extended_last = last if name.rule == "people" else last_of_person(reading, last)
    # « Ann Lee, Jan Roe » run together by a missing comma: the second stays its own.
    if not name_positions.isdisjoint(range(last + 1, extended_last + 1)):
        return name
    extended_last = _past_suffix(reading, extended_last)
    return (
        name
        if extended_last == last
        else replace(name, end=reading.end_of(extended_last))
    )


def _past_suffix(reading: Reading, last: int) -> int:
    """Return the position of a suffix after a person's name ("Jr.", also after a comma), else of its last token."""
    suffix = last + 1
    if reading.form(suffix) == ",":
        suffix += 1
    if reading.form(suffix) in reading.lexicon.name_suffixes:
        return suffix
    return last


def last_of_person(reading: Reading, position: int) -> int:
    """Return the last position of the capitals and particles that go on with a name after `position`; else itself."""
    limit = position + MAX_NAME_TOKENS
    while True:
        following = position + 1
        while following - position <= _MAX_PARTICLES:
            if reading.form(following) not in reading.lexicon.particles:
                break
            following += 1
        # A particle counts only with the capital after it: « Ann Lee de Metz » ends at « Lee » where Metz is
        # another name.
        if following > limit or not _continues_person(reading, following):
            return position
        position = following


def _continues_person(reading: Reading, position: int) -> bool:
    """Tell whether a person's name goes on with a token: a capital after a space, in the same sentence."""
    token = reading.token(position)
    before = reading.token(position - 1)
    if token is None or before is None:
        return False
    if not before.whitespace_ or not reading.has_capital(position):
        return False
    # « [Ann Lee]. Roe est venue »: a bracket ends the name.
    if not before.text.rstrip(".")[-1:].isalnum():
        return False
    # The parse may begin a sentence within a name, but after a particle no sentence begins.
    if token.is_sent_start and not before.text.islower():
        return False
    if _NUMERAL.fullmatch(token.text):
        # « Henry I », but in « Ann I Lee » it is an initial
        return len(token.text) > 1 or not reading.has_capital(position + 1)
    # « Ann Lee Mardi »: the tagger reads a noun; capitals throughout are a surname.
    if not reading.may_be_name(position) and not token.text.isupper():
        return False
    return len(token.text) > 1 and is_name_capital(reading, position)


def is_name_capital(reading: Reading, position: int) -> bool:
    """Tell whether a capital is a name's: no day or month, no title, role or people, no word for a kind of body."""
    answers = reading.name_capitals
    if position not in answers:
        answers[position] = _has_no_meaning(reading, position)
    return answers[position]


def _has_no_meaning(reading: Reading, position: int) -> bool:
    """Tell whether the lexicon knows no common meaning of a word."""
    lexicon = reading.lexicon
    word = reading.form(position)
    if lexicon.is_no_name(word) or lexicon.is_role(word):
        return False
    text = reading.tokens[position].text
    if text in lexicon.titles.genders or text in lexicon.kind_words:
        return False
    return not is_people(reading, position)
