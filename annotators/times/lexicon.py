"""The tokens of a text and what the lexicon of times says of each stretch of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pressmark.yaml_files.lexicons import lexicon

__all__ = ["Piece", "Reading", "Vocabulary", "read", "vocabulary"]

_TOKEN = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d+(?:[.,/\u00a0\u202f]\d+)*|[^\W\d_]+['’]?|\n|[^\w\s]|_")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
_ROMAN = re.compile(r"(?=[xvi])(x{0,2})(ix|iv|v?i{0,3})(?:e|ème|eme|er|th|st)?")
_UNITS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "": 0}
_YEARS = range(1200, 2101)
_RECENT = range(1900, 2051)
_HUNDRED = 100
_NONE: frozenset[str] = frozenset()
_PLAIN = frozenset({"word"})
_FARTHEST = 6
"""How many tokens before its first anchor an expression may begin: « au cours des trois toutes dernières années »."""


class Piece(NamedTuple):
    """A stretch of tokens that is of a class: how many tokens it takes, and its value."""

    length: int
    value: Any


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a language by their first token: the further tokens, the class, the value; the longest first."""

    entries: Mapping[str, tuple[tuple[tuple[str, ...], str, Any], ...]]
    anchors: frozenset[str]  # the first tokens of the words of which every expression has one


@cache
def vocabulary(language: str) -> Vocabulary | None:
    """The vocabulary of a language; None when there is no lexicon of times for it."""
    found = lexicon("times", language)
    if not found:
        return None
    entries: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
    for kind, words in {**found["words"], "feast": found["feasts"]}.items():
        for word, value in words.items():
            first, *more = (_key(found[0]) for found in _TOKEN.finditer(word))
            entries.setdefault(first, []).append((tuple(more), kind, value))
    anchors = {first for first, some in entries.items() if any(kind in found["anchors"] for _, kind, _ in some)}
    ordered = {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in entries.items()}
    return Vocabulary(ordered, frozenset(anchors))


def _key(form: str) -> str:
    """What a token is looked up by: small letters, plain apostrophes and dashes."""
    return form.lower().replace("’", "'").replace("–", "-").replace("—", "-")


class Reading:
    """A text read in tokens: their keys, starts and ends. `at(i)` gives the pieces that begin at one, by class."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.keys: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        known: dict[str, tuple[str, int]] = {}
        for found in _TOKEN.finditer(text):
            form = found[0]
            if form not in known:
                known[form] = _looked_up(form, words)
            key, cut = known[form]
            self.keys.append(key)
            self.starts.append(found.start())
            self.ends.append(found.end() - cut)
        self._words = words.entries
        self._anchors = words.anchors
        self._near = self._reach()
        self._pieces = [self._read(at) for at in range(len(self.keys))]
        self._kinds = [_PLAIN if pieces is None else frozenset(pieces) for pieces in self._pieces]

    def __len__(self) -> int:
        return len(self.keys)

    def may_begin(self, at: int) -> bool:
        """Whether a token can begin anything: it is a number or in the vocabulary, and an anchor or number is near."""
        if self._near[at] > _FARTHEST:
            return False
        key = self.keys[at]
        return key in self._words or key[0].isdigit() or (key[0] in "xvi" and bool(_ROMAN.fullmatch(key)))

    def _reach(self) -> list[int]:
        """How many tokens each stands before the next that can anchor an expression."""
        near = [0] * len(self.keys)
        steps = len(self.keys) + 1
        for at in range(len(self.keys) - 1, -1, -1):
            key = self.keys[at]
            steps = 0 if key in self._anchors or key[0].isdigit() else steps + 1
            near[at] = steps
        return near

    def at(self, at: int) -> dict[str, list[Piece]]:
        """The pieces that begin at a token, by class, the longest first."""
        if at >= len(self._pieces):
            return {}
        pieces = self._pieces[at]
        return {"word": [Piece(1, self.keys[at])]} if pieces is None else pieces

    def kinds(self, at: int) -> frozenset[str]:
        """The classes of the pieces that begin at a token."""
        return self._kinds[at]

    def near(self, at: int, width: int) -> frozenset[str]:
        """The classes of the pieces that begin at one of so many tokens."""
        return _NONE.union(*self._kinds[at : at + width])

    def before(self, at: int, kind: str) -> bool:
        """Whether a piece of a class ends right before a token."""
        return any(
            piece.length == length
            for length in range(1, 5)
            if at >= length
            for piece in self._listed(at - length).get(kind, ())
        )

    def _read(self, at: int) -> dict[str, list[Piece]] | None:
        """The pieces of a token; None for a plain word, of which most texts are made."""
        key = self.keys[at]
        if key not in self._words and key[0].isalpha() and key[0] not in "xvi":
            return None
        found = self._listed(at)
        if key[0].isdigit():
            self._digits(at, found)
        elif roman := _ROMAN.fullmatch(key):
            found["roman"] = [Piece(1, 10 * len(roman[1]) + _UNITS[roman[2]])]
        if "number" in found:
            found["number"] = [self._number(at, found["number"][0])]
        for kind in ("first_day", "nth_word"):
            if kind in found and kind == "first_day":
                found.setdefault("day", []).extend(found[kind])
        if not key[0].isalnum():
            found[key] = [Piece(1, key)]
        elif not found and key[0].isalpha():
            return None
        return found

    def _listed(self, at: int) -> dict[str, list[Piece]]:
        found: dict[str, list[Piece]] = {}
        keys = self.keys
        for more, kind, value in self._words.get(keys[at], ()):
            length = 1 + len(more)
            if not more or (keys[at + 1 : at + 2] == [more[0]] and tuple(keys[at + 1 : at + length]) == more):
                found.setdefault(kind, []).append(Piece(length, value))
        return found

    def _digits(self, at: int, found: dict[str, list[Piece]]) -> None:
        key = self.keys[at]
        if whole := _ISO.fullmatch(key):
            found["iso"] = [Piece(1, tuple(map(int, whole.groups())))]
        elif whole := _SLASHED.fullmatch(key):
            found["slashed"] = [Piece(1, tuple(map(int, whole.groups())))]
        elif key.isdecimal():
            for kind, piece in self._whole(at, key):
                found.setdefault(kind, []).append(piece)
        elif "," in key or "." in key:
            found["number"] = [Piece(1, float(key.replace(",", ".")) if key.count(",") + key.count(".") == 1 else 0)]

    def _whole(self, at: int, key: str) -> Iterator[tuple[str, Piece]]:
        value = int(key) if len(key) < 10 else 0
        if self._is_close(at) and "ordinal_end" in self._listed(at + 1):
            yield "nth", Piece(2, value)
            if 1 <= value <= 31:
                yield "day", Piece(2, value)
            return
        if self._is_close(at) and self.keys[at + 1] == "s" and value % 10 == 0 and value in _YEARS:
            yield "decade_digits", Piece(2, value)
            return
        yield "digits", Piece(1, value)
        yield "number", Piece(1, value)
        if 1 <= value <= 31 and len(key) <= 2:
            yield "day", Piece(1, value)
        if len(key) == 4 and value in _YEARS:
            yield "year", Piece(1, value)
            if value in _RECENT:
                yield "recent", Piece(1, value)
        if len(key) == 2:
            yield "short", Piece(1, value)

    def _is_close(self, at: int) -> bool:
        """Whether the next token is written on to this one."""
        return at + 1 < len(self.keys) and self.starts[at + 1] == self.ends[at]

    def _number(self, at: int, first: Piece) -> Piece:
        """« vingt et un », « quatre-vingt-dix », "twenty-one": number words that make one number."""
        total, length = first.value, first.length
        while at + length < len(self.keys):
            skip = 1 if self.keys[at + length] == "-" or "number_joint" in self._listed(at + length) else 0
            if at + length + skip >= len(self.keys):
                break
            more = self._listed(at + length + skip).get("number")
            if not more or not _composes(total, more[0].value):
                break
            total = (
                total * more[0].value if more[0].value >= _HUNDRED and total < more[0].value else total + more[0].value
            )
            length += skip + more[0].length
        return Piece(length, total)


def _composes(total: float, value: float) -> bool:
    """Whether a number word goes on: a smaller one behind tens, or hundred and thousand behind a smaller one."""
    if value >= _HUNDRED:
        return 1 < total < value
    if total == 10 and 7 <= value <= 9:  # « dix-huit »
        return True
    return total >= 20 and value < 20 and (total % 10 == 0) and total != value and (value < 10 or total in (60, 80))


def _looked_up(form: str, words: Vocabulary) -> tuple[str, int]:
    """The key of a token and what is cut from its end: an apostrophe that no entry has, as in "year's"."""
    key = _key(form)
    if key.endswith("'") and key not in words.entries and key[:-1] in words.entries:
        return key[:-1], 1
    return key, 0


def read(text: str, language: str) -> Reading | None:
    """A text read with the vocabulary of a language; None when there is none."""
    words = vocabulary(language)
    return Reading(text, words) if words is not None else None
