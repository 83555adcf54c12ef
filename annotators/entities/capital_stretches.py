"""Sentences in capitals within a text, where a capital says nothing: « Hier. SÉISME EN TURQUIE : LE BILAN MONTE. »."""

from __future__ import annotations

import re

__all__ = ["find_capital_stretches"]

# « SÉISME EN TURQUIE : LE PRÉSIDENT »: at least four words, with a mark between two of them or none; no comma, as lists
# of initials have, and no end of a line.
_CAPITAL_WORD = r"[^\W\d_a-zà-öø-ÿ][^\W_a-zà-öø-ÿ'-]*(?:['-][^\W_a-zà-öø-ÿ'-]+)*"
_CAPITAL_WORDS = re.compile(
    rf"(?<![\w'-]){_CAPITAL_WORD}(?:\ ?[:;!?]?\ {_CAPITAL_WORD}){{3,}}(?![\w'-])"
)
# « UNSA », « FIFA »: initials, as most are. Both are chosen, not measured.
_ACRONYM_LETTERS = 4
_MIN_LONG_WORDS = 2


def find_capital_stretches(text: str) -> list[tuple[int, int]]:
    """
    Find the offsets, start and end, of four words in capitals at least, two of them too long for initials, in order.

    >>> find_capital_stretches("He left. STORM HITS THE COAST. UN, NATO and EU met.")
    [(9, 29)]
    """
    stretches: list[tuple[int, int]] = []
    for match in _CAPITAL_WORDS.finditer(text):
        words = match.group().split()
        long_words = [word for word in words if len(word) > _ACRONYM_LETTERS]
        # The pattern knows the small letters of Latin alone.
        if len(long_words) >= _MIN_LONG_WORDS and match.group().isupper():
            stretches.append(match.span())
    return stretches
