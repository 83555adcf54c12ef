"""Persons in lines of capitals (« JEANNE ROUVRAY QUITTE LA MAIRIE »), read through the title case of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .candidates import NameCandidate
from .person_end import is_name_capital
from .reading import Reading

__all__ = ["find_persons_in_capitals"]

_MIN_SURNAME_LETTERS = 3
"""A shorter word in capitals is an acronym or an article: « ANNE ET », « JEAN AU ». Chosen, not measured."""
# « O'DOWD » is three tokens at most, « D'ESTAING » two.
_APOSTROPHE = "'"


def find_persons_in_capitals(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """
    Find a given name in capitals with the surname behind it, where all words around them are capitals, too.

    The surname is one word: what follows may be a verb. A given name that is a common word as well begins none.
    """
    position = 0
    while position < len(reading.tokens):
        last = _last_of_given_name(reading, position)
        if last is None or not reading.is_headline(reading.starts[position]):
            position += 1
            continue
        surname = _last_of_surname(reading, last + 1)
        if surname is not None:
            given_name = reading.surface_forms[position].title()
            yield reading.candidate(position, surname, "PER", "given_name", given_name)
        position = (surname or last) + 1


def _last_of_given_name(reading: Reading, first: int) -> int | None:
    """Return the last position of the given name that begins here, with those behind its hyphens; None for none."""
    if not _is_given_name(reading, first):
        return None
    last = first
    while reading.form(last + 1) == "-" and _is_given_name(reading, last + 2):
        last += 2
    return last


def _is_given_name(reading: Reading, position: int) -> bool:
    """Tell whether a word in capitals is a given name and nothing else, a compound included: « JEAN-PIERRE »."""
    token = reading.token(position)
    if token is None or not token.text.isupper():
        return False
    words = token.text.title().split("-")
    if not set(words) <= reading.lexicon.given_names:
        return False
    return len(words) > 1 or words[0] not in reading.lexicon.common_given_names


def _last_of_surname(reading: Reading, first: int) -> int | None:
    """Return the last position of the surname that begins here, with its particles and hyphens; None where none does."""
    position = first
    while reading.form(position) in reading.lexicon.particles:
        position += 1
    if not _is_word(reading, position) or not is_name_capital(reading, position):
        return None
    token = reading.tokens[position]
    # « ROUVRAY » has a meaning where the article writes « rouvray ».
    is_common = reading.form(position) in reading.lower_words
    if is_common or len(token.text) < _MIN_SURNAME_LETTERS:
        return None
    while _is_joined(reading, position):
        position += 1
    return position


def _is_word(reading: Reading, position: int) -> bool:
    """Tell whether a token is a word in capitals, in the line of the word before it."""
    token = reading.token(position)
    return token is not None and token.text.isupper() and token.text[0].isalpha()


def _is_joined(reading: Reading, position: int) -> bool:
    """Tell whether the next token goes on with a word without a blank: the hyphen and « SMITH » of « DOWD-SMITH »."""
    token, following = reading.tokens[position], reading.token(position + 1)
    if token.whitespace_ or following is None:
        return False
    is_mark = following.text == "-"
    is_behind_mark = token.text == "-" or token.text.endswith(_APOSTROPHE)
    return is_mark or (is_behind_mark and following.text.isupper())
