"""What the article calls a bearer at its fullest: surname, first name, title and acronym lead to the full name."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from .labels import without_kind
from .phrases import plain
from .reading import MAX_NAME_TOKENS, Name, Reading

__all__ = ["full_names"]

_START = attrgetter("start")
_Parts = tuple[str, ...]


def full_names(reading: Reading, names: Sequence[Name], genders: Mapping[Name, str | None]) -> dict[Name, str]:
    """
    The fullest name of each name's bearer.

    Namesakes stay apart: a bare surname takes the nearest full name before it, else the first after it, and never
    one whose gender is known to be the other.
    """
    bearers = _Bearers(reading, names, genders)
    expansions = _expansions(reading, names)
    as_written: dict[str, Name] | None = None
    found = {}
    for name in names:
        if name.full is not None:
            found[name] = name.full
        elif name.label == "PER":
            found[name] = _cased(bearers.fullest(name))
        else:
            if as_written is None and _is_in_capitals(reading, name):
                as_written = _as_written(reading, names)
            own = _lowered(reading, name, as_written or {})
            found[name] = expansions.get(_key(reading.surface(name)), own)
    return found


class _Bearers:
    """The persons of an article by the parts of their names: all that begins or ends one leads to it."""

    def __init__(self, reading: Reading, names: Sequence[Name], genders: Mapping[Name, str | None]) -> None:
        self._reading, self._genders = reading, genders
        self._by_end: defaultdict[_Parts, list[Name]] = defaultdict(list)
        self._by_beginning: defaultdict[_Parts, list[Name]] = defaultdict(list)
        self._surface_genders: defaultdict[str, set[str]] = defaultdict(set)
        self._asked: dict[tuple[_Parts, str | None], list[Name]] = {}
        for name in names:
            if name.label == "PER":
                self._take(name)

    def _take(self, name: Name) -> None:
        gender, parts = self._genders.get(name), self._parts(name)
        if gender is not None:
            self._surface_genders[self._reading.surface(name)].add(gender)
        for length in range(1, len(parts) if len(parts) <= MAX_NAME_TOKENS else 0):
            self._by_end[parts[-length:]].append(name)
            self._by_beginning[parts[:length]].append(name)

    def fullest(self, name: Name) -> str:
        """The fullest name of a person."""
        asked = self._parts(name), self._genders.get(name)
        if asked not in self._asked:
            self._asked[asked] = self._candidates(*asked)
        candidates = self._asked[asked]
        before = bisect_left(candidates, name.start, key=_START)
        chosen = candidates[max(0, before - 1)] if candidates else name
        return chosen.full or _clean(self._reading.text[chosen.start : chosen.end])

    def _candidates(self, parts: _Parts, gender: str | None) -> list[Name]:
        """
        The fuller names of a surname, else those of a first name, in their order.

        A first name leads to its bearer only when nobody else in the article has it.
        """
        by_surname = [name for name in self._by_end.get(parts, ()) if self._agrees(name, gender)]
        if by_surname:
            return by_surname
        by_first_name = [name for name in self._by_beginning.get(parts, ()) if self._agrees(name, gender)]
        return by_first_name if len({self._parts(name) for name in by_first_name}) == 1 else []

    def _agrees(self, name: Name, gender: str | None) -> bool:
        genders = self._surface_genders.get(self._reading.surface(name))
        return gender is None or not genders or gender in genders

    def _parts(self, name: Name) -> _Parts:
        return tuple(_key(name.full or self._reading.surface(name)).split())


@lru_cache(maxsize=10_000)
def _key(surface: str) -> str:
    """The surface without case and accents, to compare."""
    letters = unicodedata.normalize("NFKD", plain(surface).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _clean(surface: str) -> str:
    return unicodedata.normalize("NFC", " ".join(surface.split()))


def _cased(name: str) -> str:
    """« Martine DUVAL » as « Martine Duval »: capitals that are only typography."""
    parts = name.split()
    if name.isupper() and len(parts) < 2:
        return name
    return " ".join(part.title() if part.isupper() and len(part) > 3 else part for part in parts)


def _is_in_capitals(reading: Reading, name: Name) -> bool:
    """Whether a place is written in capitals and is no acronym."""
    surface = reading.surface(name)
    return name.label == "LOC" and len(surface) > 3 and surface.isupper()


def _as_written(reading: Reading, names: Sequence[Name]) -> dict[str, Name]:
    """The first mention of each name that is not in capitals, by its key."""
    written: dict[str, Name] = {}
    for name in names:
        if not reading.surface(name).isupper():
            written.setdefault(_key(reading.surface(name)), name)
    return written


def _lowered(reading: Reading, name: Name, as_written: Mapping[str, Name]) -> str:
    """The name; a place in capitals as the article writes it elsewhere, else with only first letters in capitals."""
    if not _is_in_capitals(reading, name):
        return _clean(reading.text[name.start : name.end])
    same = as_written.get(_key(reading.surface(name)))
    return _clean(reading.text[same.start : same.end]) if same else _clean(reading.text[name.start : name.end]).title()


def _expansions(reading: Reading, names: Sequence[Name]) -> dict[str, str]:
    """Acronyms with the name that they stand for: it stands beside them in brackets, or has their initials."""
    expansions: dict[str, str] = _by_initials(reading, names)
    for first, second in pairwise(names):
        between = reading.text[first.end : second.start].strip()
        if between != "(" or reading.text[second.end : second.end + 1] != ")" or first.label == "PER":
            continue
        short, long = sorted((first, second), key=lambda name: name.end - name.start)
        if reading.surface(short).isupper() and reading.text[long.start : long.end].count(" "):
            expansions[_key(reading.surface(short))] = _clean(reading.text[long.start : long.end])
    return expansions


def _by_initials(reading: Reading, names: Sequence[Name]) -> dict[str, str]:
    """Acronyms and first words that bodies named in full may be called by (« OMT », « la Cour »)."""
    heads = reading.words.opening.get("ORG", frozenset())
    short: dict[str, str] = {}
    for name in names:
        strong = _strong_words(reading, name) if name.label == "ORG" else []
        full = _clean(reading.text[name.start : name.end])
        if name.rule == "closing":
            short.setdefault(_key(without_kind(reading, name)), full)
        if len(strong) > 2:
            short.setdefault(_key("".join(word[0] for word in strong)), full)
        if len(strong) > 1 and strong[0] in heads:
            short.setdefault(_key(strong[0]), full)
    return short


def _strong_words(reading: Reading, name: Name) -> list[str]:
    """The words of a name without links and articles."""
    parts = re.split(r"[\s'-]+", reading.surface(name))
    return [part for part in parts if part and part.lower() not in reading.words.links_and_articles]
