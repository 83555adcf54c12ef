"""
Words that a person looks for, as patterns: `greve` finds « Grève », `grev*` « grévistes », `premier ministre` both words.

A pattern finds places in the text as it is stored. The text is never folded, which would move every offset after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache

from pressmark.errors import InputError

__all__ = ["plain_letters", "word_pattern"]

_MARKS = "\u0300-\u036f"
"""Accents that stand behind their letter as characters of their own, as files of a Mac have them."""

_LETTER_OF_WORD = rf"[\w{_MARKS}]"

# Letters with accents: Latin, Greek and Cyrillic, and what was added to them later.
_ACCENTED_BLOCKS = (range(0xC0, 0x530), range(0x1E00, 0x2000))

_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
"""Letters that are written as two, and stand for them."""

_LIKE_PUNCTUATION = {mark: f"[{marks}]" for marks in ("'’ʼ‘", "‐‑-") for mark in marks}
"""Apostrophes and hyphens, each with all that are typed in its place."""


def word_pattern(
    words: str, *, exact: bool = False, regex: bool = False
) -> re.Pattern[str]:
    """
    Return the pattern that finds `words` as whole words; `*` stands for any further letters, a blank for white space.

    Case and accents do not count, unless `exact` says so. With `regex`, `words` are a regular expression, whose accents
    count. Raises `InputError` for no word, and for a regular expression that is none.

    >>> text = "La Grève, les grévistes, l’œuvre"
    >>> [word_pattern(words).findall(text) for words in ("greve", "grev*", "l'oeuvre")]
    [['Grève'], ['Grève', 'grévistes'], ['l’œuvre']]
    """
    if not words.replace("*", "").strip():
        raise InputError(
            f"{words!r} is no word to look for; write a word, the beginning of one (`strik*`) or several"
        )
    flags = re.NOFLAG if exact else re.IGNORECASE
    if not regex:
        pieces = [_pattern_of_word(word, exact=exact) for word in words.split()]
        return re.compile(_whole_words(r"\s+".join(pieces), words.strip()), flags)
    try:
        return re.compile(words, flags)
    except re.error as error:
        raise InputError(
            f"{words!r} is no regular expression ({error}); without --regex it is taken as words"
        ) from None


def plain_letters(text: str) -> str:
    """
    Return a text without accents, case and ligatures, to compare names by; its offsets are not those of the text.

    >>> plain_letters("Œuvre d'Élodie")
    "oeuvre d'elodie"
    """
    folded = "".join(_LIGATURES.get(letter, letter) for letter in text.casefold())
    decomposed = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _whole_words(pattern: str, words: str) -> str:
    """Return the pattern so that it begins and ends no word in the middle."""
    # A dollar sign or a mark is no letter: what stands beside it does not go on with it.
    if words[0].isalnum() or words[0] == "*":
        pattern = f"(?<!{_LETTER_OF_WORD}){pattern}"
    if words[-1].isalnum() or words[-1] == "*":
        pattern = f"{pattern}(?!{_LETTER_OF_WORD})"
    return pattern


def _pattern_of_word(word: str, *, exact: bool) -> str:
    """Return the pattern of a word without white space in it."""
    if exact:
        return f"{_LETTER_OF_WORD}*".join(map(re.escape, word.split("*")))
    return f"{_LETTER_OF_WORD}*".join(map(_without_accents, word.split("*")))


def _without_accents(word: str) -> str:
    """Return the pattern of letters whose accents and ligatures do not count."""
    letters = plain_letters(word)
    ligatures = {two: ligature for ligature, two in _LIGATURES.items()}
    pieces: list[str] = []
    position = 0
    while position < len(letters):
        two = letters[position : position + 2]
        if two in ligatures:
            pair = "".join(map(_letter_pattern, two))
            pieces.append(f"(?:{pair}|{ligatures[two]})")
            position += 2
        else:
            pieces.append(_letter_pattern(letters[position]))
            position += 1
    return "".join(pieces)


def _letter_pattern(letter: str) -> str:
    """Return the pattern of a letter with any accent, or of a mark with those that are typed in its place."""
    if letter in _LIKE_PUNCTUATION:
        return _LIKE_PUNCTUATION[letter]
    if not letter.isalpha():
        return re.escape(letter)
    return f"[{letter}{_accented_letters().get(letter, '')}][{_MARKS}]*"


@cache
def _accented_letters() -> dict[str, str]:
    """Return each plain letter with those that are it with an accent; small ones, as case does not count."""
    accented: defaultdict[str, str] = defaultdict(str)
    for block in _ACCENTED_BLOCKS:
        for code in block:
            letter = chr(code)
            decomposed = unicodedata.normalize("NFD", letter)
            base, marks = decomposed[0], decomposed[1:]
            is_accented = marks and all(map(unicodedata.combining, marks))
            if is_accented and letter.islower():
                accented[base] += letter
    return dict(accented)
