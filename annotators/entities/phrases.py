"""Fixed phrases in a text: gazetteers, titles, roles and names found before are all looked up here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

__all__ = ["Phrases", "is_whole", "plain"]

V = TypeVar("V")

_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_PREFIX = re.compile(r"(?<![\w-])[^\W\d_]+-\Z")
_SAME = {"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"}  # one character for one


def plain(text: str) -> str:
    """The text with one kind of apostrophe, space and hyphen, as long as it was: offsets hold."""
    if text.isascii():
        return text
    for written, straight in _SAME.items():  # much faster than `translate`, which looks at every character
        text = text.replace(written, straight)
    return text


class Phrases(Generic[V]):
    """
    Phrases and what each stands for; `find` gives the longest at each place, none inside another.

    A phrase ends at word borders: `Paris` is found in « pro-Paris », not in « Parisien » or « Paris-Match ».
    """

    def __init__(self, entries: Mapping[str, V], *, any_case: bool = False) -> None:
        self._any_case = any_case
        self._by_word: dict[str, dict[int, dict[str, V]]] = {}  # first word → length → phrase
        forms = {form: value for phrase, value in entries.items() for form in _forms(phrase)}
        for phrase in sorted(forms, key=len, reverse=True):
            if word := _WORD.match(self._key(phrase)):
                key = self._key(phrase)
                of_length = self._by_word.setdefault(word.group(), {}).setdefault(len(key), {})
                of_length.setdefault(key, forms[phrase])

    def __bool__(self) -> bool:
        return bool(self._by_word)

    def find(self, text: str) -> Iterator[tuple[int, int, V]]:
        """Start, end and value of every phrase in `text`, in order."""
        straight, begins = _begins(text, self._any_case)
        reached = 0
        known = begins.keys() & self._by_word.keys()
        for start, word in sorted((at, form) for form in known for at in begins[form]):
            if start < reached:
                continue
            for length, phrases in self._by_word[word].items():
                end = start + length
                phrase = self._key(straight[start:end])
                if phrase in phrases and is_whole(straight, start, end):
                    yield start, end, phrases[phrase]
                    reached = end
                    break

    def _key(self, text: str) -> str:
        return text.lower() if self._any_case else text


@lru_cache(maxsize=4)
def _begins(text: str, any_case: bool) -> tuple[str, dict[str, list[int]]]:
    """The plain text, its words and where each begins; an article is asked for many lists, one after the other."""
    begins: dict[str, list[int]] = {}
    if any_case:
        straight, cased = _begins(text, False)
        for word, starts in cased.items():
            begins.setdefault(word.lower(), []).extend(starts)
        return straight, begins
    straight = plain(text)
    for found in _WORD.finditer(straight):
        begins.setdefault(found.group(), []).append(found.start())
    return straight, begins


def _forms(phrase: str) -> set[str]:
    """A phrase as it may be encoded: composed or decomposed, its first capital perhaps bare of its accent."""
    decomposed = unicodedata.normalize("NFD", plain(phrase))
    bare = (
        decomposed[:1] + decomposed[1:].lstrip("\u0300\u0301\u0302\u0308") if decomposed[:1].isupper() else decomposed
    )
    return {unicodedata.normalize("NFC", plain(phrase)), decomposed, unicodedata.normalize("NFC", bare)}


def _behind_prefix(text: str, start: int) -> bool:
    """Whether the hyphen before `start` ends a prefix in lower case (« ex-Yougoslavie »)."""
    prefix = _PREFIX.search(text, max(0, start - 20), start)
    return prefix is not None and prefix.group().islower()


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch of plain text ends at word borders; a prefix in lower case may stand before it."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before.isalnum() or before == "_" or after[:1].isalnum() or unicodedata.combining(after[:1] or " "):
        return False
    if before == "-" and not _behind_prefix(text, start):
        return False
    return not (after[:1] == "-" and after[1:].isupper())
