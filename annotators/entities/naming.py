"""What the article calls a bearer at its fullest: surname, first name, title and acronym lead to the full name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from .labels import without_kind
from .phrases import plain
from .reading import Name, Reading

__all__ = ["full_names"]


def full_names(reading: Reading, names: Sequence[Name], genders: Mapping[Name, str | None]) -> dict[Name, str]:
    """
    The fullest name of each name's bearer.

    Namesakes stay apart: a bare surname takes the nearest full name before it, else the first after it, and never
    one whose gender is known to be the other.
    """
    people = [name for name in names if name.label == "PER"]
    expansions = _expansions(reading, names)
    found = {}
    for name in names:
        if name.full is not None:
            found[name] = name.full
        elif name.label == "PER":
            found[name] = _cased(_fullest(reading, name, people, genders))
        else:
            own = _lowered(reading, name, names)
            found[name] = expansions.get(_key(reading.surface(name)), own)
    return found


def _fullest(reading: Reading, name: Name, people: Sequence[Name], genders: Mapping[Name, str | None]) -> str:
    parts = _parts(reading, name)
    fuller = [
        other
        for other in people
        if len(_parts(reading, other)) > len(parts) and _is_part(parts, _parts(reading, other))
    ]
    fitting = [other for other in fuller if not _at_odds(name, other, reading, people, genders)]
    by_surname = [other for other in fitting if _parts(reading, other)[-len(parts) :] == parts]
    candidates = by_surname or _if_one(reading, fitting)
    before = [other for other in candidates if other.start < name.start]
    chosen = before[-1] if before else candidates[0] if candidates else name
    return chosen.full or _clean(reading.text[chosen.start : chosen.end])


def _if_one(reading: Reading, candidates: list[Name]) -> list[Name]:
    """A first name leads to its bearer only when nobody else in the article has it."""
    return candidates if len({tuple(_parts(reading, name)) for name in candidates}) == 1 else []


def _is_part(parts: list[str], full: list[str]) -> bool:
    return full[-len(parts) :] == parts or full[: len(parts)] == parts


def _at_odds(
    name: Name, other: Name, reading: Reading, people: Sequence[Name], genders: Mapping[Name, str | None]
) -> bool:
    mine, surface = genders.get(name), reading.surface(other)
    theirs = {genders.get(one) for one in people if reading.surface(one) == surface} - {None}
    return mine is not None and bool(theirs) and mine not in theirs


def _parts(reading: Reading, name: Name) -> list[str]:
    return _key(name.full or reading.surface(name)).split()


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


def _lowered(reading: Reading, name: Name, names: Sequence[Name]) -> str:
    """The name; a place in capitals as the article writes it elsewhere, else with only first letters in capitals."""
    surface = reading.surface(name)
    if not surface.isupper() or name.label != "LOC" or len(surface) < 4:
        return _clean(reading.text[name.start : name.end])
    others = (other for other in names if _key(reading.surface(other)) == _key(surface))
    same = next((other for other in others if not reading.surface(other).isupper()), None)
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
