"""Which words of a model's span make no name: addresses, letters of groups, common words with a capital."""

from __future__ import annotations

import re

from .reading import Reading

__all__ = ["COMMON_TAGS", "NO_NAME_TAGS", "holds_capital", "is_no_name"]

# « XIV », « XIVe »
_ROMAN_NUMBER = re.compile(r"[IVX]{2,}\w{0,3}")
NO_NAME_TAGS = frozenset(
    {"VERB", "AUX", "ADV", "INTJ", "PRON", "DET", "ADP", "CCONJ", "SCONJ"}
)
"""The parts of speech of words that make no name by themselves."""
COMMON_TAGS = NO_NAME_TAGS | {"ADJ", "NOUN"}
"""Those of words that have a capital where a sentence begins."""


def is_no_name(reading: Reading, first: int, last: int) -> bool:
    """Tell whether no word is left that a name could rest on."""
    positions = range(first, last + 1)
    if any("@" in reading.tokens[position].text for position in positions):
        return True  # "newsroom@vello.example", "@VelloNews"
    if _is_numbered(reading, first, last):
        return True
    capitals = [
        position
        for position in positions
        if holds_capital(reading.tokens[position].text)
    ]
    if all(_is_no_word_of_a_name(reading, position) for position in capitals):
        return True
    # « GRÈVE À METZ »: in a line of capitals a capital says nothing.
    if reading.is_headline(reading.starts[first]):
        return True
    token = reading.tokens[first]
    # « Trois missiles »
    if last > first:
        return capitals == [first] and token.pos_ == "NUM" and reading.is_opening(first)
    if _is_thing_by_given_name(reading, first):
        return True
    return len(token.text) == 1 or _is_only_opening(reading, first)


def _is_numbered(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a word that is counted stands before a letter, with it or alone: « Groupe B », "Group A"."""
    if reading.form(first) not in reading.lexicon.numbered or last - first > 2:
        return False
    letter = reading.token(first + 1)
    if letter is None or letter.is_space:
        return False
    # « le Groupe B. » takes its full stop into the token.
    is_letter = len(letter.text.rstrip(".")) == 1 and letter.text[0].isupper()
    return is_letter and all(
        reading.tokens[position].is_punct for position in range(first + 2, last + 1)
    )


def _is_thing_by_given_name(reading: Reading, position: int) -> bool:
    """Tell whether a given name stands after a determiner, as what is called after somebody (« un Oscar »)."""
    if reading.tokens[position].text not in reading.lexicon.given_names:
        return False
    before = reading.token(position - 1)
    return before is not None and before.pos_ == "DET"


def holds_capital(text: str) -> bool:
    """Tell whether any letter is a capital (« iPhone »)."""
    return any(map(str.isupper, text))


def _is_no_word_of_a_name(reading: Reading, position: int) -> bool:
    """Tell whether the word never makes a name by itself: the lexicon says so, a role, a Roman number."""
    lexicon = reading.lexicon
    word = reading.form(position)
    if lexicon.is_no_name(word) or word in lexicon.role_openers:
        return True
    if word in lexicon.roles.genders:
        return True
    text = reading.tokens[position].text
    return _ROMAN_NUMBER.fullmatch(text) is not None


def _is_only_opening(reading: Reading, position: int) -> bool:
    """Tell whether the word owes its capital to where it stands: a common word that opens a sentence or a quotation."""
    token = reading.tokens[position]
    if not reading.is_opening(position):
        return False
    if token.text in reading.lexicon.given_names or token.text.isupper():
        return False
    # « Grande affluence à Metz », « Beaucoup sont venus »
    if token.pos_ in COMMON_TAGS:
        return True
    return reading.form(position) in reading.lower_words
