"""Steps from token to token within a name of several words: over links, adjectives and capitals. All take positions."""

from __future__ import annotations

from collections.abc import Mapping

from .candidates import NameCandidate
from .reading import MAX_NAME_TOKENS, Reading

__all__ = [
    "continues_name",
    "last_adjective",
    "last_capital_noun",
    "name_at",
    "past_link",
    "past_phrase",
]


def past_link(reading: Reading, position: int) -> int:
    """Return the position after a link (« de », « de la », "of the"); `position` itself when there is none."""
    return past_phrase(reading, position, reading.lexicon.links)


def past_phrase(reading: Reading, position: int, phrases: frozenset[str]) -> int:
    """Return the position after one of the phrases, of two words or one; `position` itself when there is none."""
    word, following_word = reading.form(position), reading.form(position + 1)
    # « de La Rochelle »: an article with a capital belongs to the name
    if f"{word} {following_word}" in phrases and not reading.has_capital(position + 1):
        return position + 2
    if word in phrases and not reading.has_capital(position):
        return position + 1
    return position


def name_at(
    reading: Reading, position: int, names_by_start: Mapping[int, NameCandidate]
) -> NameCandidate | None:
    """
    Return the name that begins at a token, else the run of capitals there as a LOC of the rule `capital`; else None.

    `names_by_start` are names by the offset that they start at.
    """
    token = reading.token(position)
    if token is None:
        return None
    if token.idx in names_by_start:
        return names_by_start[token.idx]
    last = last_capital_noun(reading, position - 1, position + MAX_NAME_TOKENS)
    if last < position:
        return None
    return reading.candidate(position, last, "LOC", "capital")


def last_capital_noun(reading: Reading, position: int, limit: int) -> int:
    """Return the last position, up to `limit`, of the capitals after `position` in a name; itself when none follows."""
    while position < limit and continues_name(reading, position + 1):
        position += 1
    return position


def continues_name(reading: Reading, position: int) -> bool:
    """Tell whether a token is a capital that a name goes on with: a noun or adjective, no article, no title."""
    token = reading.token(position)
    if token is None:
        return False
    if not token.text[:1].isupper():
        return False
    if token.pos_ not in ("PROPN", "NOUN", "ADJ"):
        return False
    # « la place M. Roe »: a title begins another name.
    if token.text in reading.lexicon.titles.genders:
        return False
    return reading.form(position) not in reading.lexicon.articles


def last_adjective(reading: Reading, position: int) -> int:
    """Return the last position of the adjectives that follow `position` in a body's name; itself when none does."""
    limit = position + MAX_NAME_TOKENS
    while position < limit and _continues_body(reading, position + 1):
        position += 1
    return position


def _continues_body(reading: Reading, position: int) -> bool:
    """Tell whether a body's name goes on with a token: an adjective, or a capital that opens no person's name."""
    token = reading.token(position)
    if token is None or token.is_space or token.is_punct:
        return False
    if token.text in reading.lexicon.given_names and reading.has_capital(position + 1):
        # « le Conseil Ann Lee »
        return False
    if token.pos_ == "ADJ":
        return True
    if not reading.may_be_name(position):
        return False
    return token.text[:1].isupper()
