"""The words of texts as the search compares them; the script compares what a reader types in the same way."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain

__all__ = ["searched_words", "words"]

_SEARCH_WORD = re.compile(r"[^\W_]+")

# Letters that Unicode takes for letters of their own, as people type them: `oeuvre` finds « œuvre ».
# Apostrophes that are letters to Unicode part words as the others do. `letters.js` has the same.
_TYPED_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | dict.fromkeys("ʼʻʽˮ", " ")
)

# Beside marks (accents): soft hyphens, joiners, marks of direction. A blank of no width parts words and stays.
_UNSEEN_CATEGORIES = ("Mn", "Mc", "Me", "Cf")
_ZERO_WIDTH_SPACE = "\u200b"


def words(text: str) -> list[str]:
    """
    Return the words of a text as the search compares them: without case, accents and ligatures.

    The script does the same with what a reader types.

    >>> words("L’Œuvre d’Émile")
    ['l', 'oeuvre', 'd', 'emile']
    """
    return list(chain.from_iterable(map(_words_of_token, text.split())))


@lru_cache(100_000)
def _words_of_token(token: str) -> tuple[str, ...]:
    """Return the words of what stands between blanks; a corpus says most of its words again and again."""
    # Most tokens, and nothing in them is accented, unseen or typed otherwise.
    if token.isascii():
        return tuple(_SEARCH_WORD.findall(token.lower()))
    decomposed = unicodedata.normalize("NFKD", token)
    letters = [letter for letter in decomposed if not _is_unseen(letter)]
    # The typed letters last: « Œ » is one of them only when it is small.
    typed = "".join(letters).casefold().translate(_TYPED_LETTERS)
    return tuple(_SEARCH_WORD.findall(typed))


def _is_unseen(letter: str) -> bool:
    """Tell whether nothing is compared of a character: an accent, or what is not seen within a word."""
    if letter == _ZERO_WIDTH_SPACE:
        return False
    return unicodedata.category(letter) in _UNSEEN_CATEGORIES


def searched_words(text: str) -> str:
    """
    Return the words that an article is found by, each once, in alphabetical order with blanks between.

    >>> searched_words("Le port, le quai")
    'le port quai'
    """
    return " ".join(sorted(set(words(text))))
