"""Fixed phrases in a text: gazetteers, titles, roles and names found before are all looked up here."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from pressmark.annotators.grammar.written_forms import straighten

__all__ = ["PhraseMatcher", "has_word_borders"]

# What a phrase stands for: a label, a gender.
V = TypeVar("V")

# A letter or digit, and what goes on with it, accents in a decomposed text among them.
_MATCHED_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
# « pro- », « ex- », at the end of what stands before a name
_PREFIX = re.compile(r"(?<![\w-])[^\W\d_]+-\Z")
# « contre- », « ex- », « pro- »: chosen, not measured
_MAX_PREFIX_CHARACTERS = 20
# grave, acute, circumflex, diaeresis: those of French capitals
_ACCENTS = "\u0300\u0301\u0302\u0308"


class PhraseMatcher(Generic[V]):
    """
    Phrases and what each stands for; `find` gives the longest at each place, none inside another.

    A phrase ends at word borders: `Paris` is found in « pro-Paris », not in « Parisien » or « Paris-Match ».

    >>> list(PhraseMatcher({"Ann Lee": "PER", "Ann": "PER"}).find("Ann Lee and Anna"))
    [(0, 7, 'PER')]
    """

    def __init__(self, entries: Mapping[str, V], *, any_case: bool = False) -> None:
        self._any_case = any_case
        # First word → length → phrase. Of one word the longest phrases come first: the first that fits is the longest.
        self._by_first_word: dict[str, dict[int, dict[str, V]]] = {}
        forms: dict[str, V] = {}
        for phrase, value in entries.items():
            forms |= dict.fromkeys(_encodings(phrase), value)
        for form in sorted(forms, key=len, reverse=True):
            key = self._key(form)
            first_word = _MATCHED_WORD.match(key)
            if first_word is None:
                continue
            by_length = self._by_first_word.setdefault(first_word.group(), {})
            phrases = by_length.setdefault(len(key), {})
            phrases.setdefault(key, forms[form])

    def __bool__(self) -> bool:
        """Tell whether there is any phrase to look for."""
        return bool(self._by_first_word)

    def find(self, text: str) -> Iterator[tuple[int, int, V]]:
        """Find every phrase in `text`: its start, end (offsets in code points, end-exclusive) and value, in order."""
        straight, word_starts = _index_words(text, self._any_case)
        words = word_starts.keys() & self._by_first_word.keys()
        end_of_last = 0
        starts_and_words: list[tuple[int, str]] = []
        for word in words:
            starts_and_words += [(start, word) for start in word_starts[word]]
        for start, first_word in sorted(starts_and_words):
            # Within the phrase that was found last.
            if start < end_of_last:
                continue
            for length, phrases in self._by_first_word[first_word].items():
                end = start + length
                phrase = self._key(straight[start:end])
                if phrase in phrases and has_word_borders(straight, start, end):
                    yield start, end, phrases[phrase]
                    end_of_last = end
                    break

    def _key(self, text: str) -> str:
        """Return `text` as phrases are compared: in lower case where the case does not matter."""
        return text.lower() if self._any_case else text


@lru_cache(maxsize=4)
def _index_words(text: str, any_case: bool) -> tuple[str, dict[str, list[int]]]:
    """Return the straightened text and where each of its words begins; a dozen matchers ask for the same article."""
    word_starts: defaultdict[str, list[int]] = defaultdict(list)
    if any_case:
        straight, cased_starts = _index_words(text, False)
        for word, starts in cased_starts.items():
            word_starts[word.lower()] += starts
        return straight, word_starts
    straight = straighten(text)
    for word_match in _MATCHED_WORD.finditer(straight):
        word_starts[word_match.group()].append(word_match.start())
    return straight, word_starts


def _encodings(phrase: str) -> set[str]:
    """Return a phrase as it may be encoded: composed or decomposed, « Élysée » also as « Elysée »."""
    straight = straighten(phrase)
    if straight.isascii():
        return {straight}
    decomposed = unicodedata.normalize("NFD", straight)
    unaccented = decomposed
    if decomposed[:1].isupper():
        unaccented = decomposed[:1] + decomposed[1:].lstrip(_ACCENTS)
    return {
        unicodedata.normalize("NFC", straight),
        decomposed,
        unicodedata.normalize("NFC", unaccented),
    }


def has_word_borders(text: str, start: int, end: int) -> bool:
    """
    Tell whether the stretch from `start` to `end` of a straightened text stands at word borders.

    A prefix in lower case may stand before it (« ex-Yougoslavie »).

    >>> has_word_borders("Paris-Match", 0, 5), has_word_borders("pro-Paris", 4, 9)
    (False, True)
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    # « Parisien »
    if before.isalnum() or before == "_" or after.isalnum():
        return False
    if after and unicodedata.combining(after):
        # an accent that belongs to the last letter
        return False
    # « Cergy-Paris » is another place, « pro-Paris » is Paris
    if before == "-" and not _follows_prefix(text, start):
        return False
    # « Paris-Match », but « Paris-même »
    return after != "-" or not text[end + 1 : end + 2].isupper()


def _follows_prefix(text: str, start: int) -> bool:
    """Tell whether the hyphen before `start` ends a prefix in lower case."""
    first_offset = max(0, start - _MAX_PREFIX_CHARACTERS)
    prefix = _PREFIX.search(text, first_offset, start)
    if prefix is None:
        return False
    return prefix.group().islower()
