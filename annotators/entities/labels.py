"""One label for one name: what the document as a whole, and the words around a name, say of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .reading import Name, Reading

__all__ = ["consistent", "in_context", "without_kind"]

_CAMEL = re.compile(r"[A-Z]\w*[a-z](?:[A-Z]\w*)+")
_DOTTED = re.compile(r"(?:[A-Z]\.){3,}")  # of two letters it is a state (« N.C. »)
_WEIGHTS = {"gazetteer": 100, "model": 1, "subject": 1, "repeat": 0}
_YIELDING = ("model", "repeat", "subject")
_SURE = 3
_ACTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "poss", "conj"})


def in_context(reading: Reading, names: Iterable[Name]) -> list[Name]:
    """The model's names with the label that the words right beside them ask for."""
    return [_by_context(reading, name) if name.rule == "model" else name for name in names]


def _by_context(reading: Reading, name: Name) -> Name:
    tokens = reading.tokens_of(name)
    if _is_named_person(reading, name):
        return replace(name, label="PER", rule="given_name", detail=tokens[0].text)
    if len(tokens) > 1:
        return name
    if reading.is_acronym(tokens[0].i) or _DOTTED.fullmatch(tokens[0].text):
        return name if name.label == "ORG" else replace(name, label="ORG", rule="acronym", detail=None)
    if _CAMEL.fullmatch(tokens[0].text) and name.label != "ORG" and not _opens_surname(reading, tokens[0].text):
        return replace(name, label="ORG", rule="camel", detail=None)
    if _is_in_place(reading, tokens[0].i):
        beside = reading.word(tokens[0].i - 1), reading.word(tokens[0].i + 1)
        detail = beside[1] if beside[1] in reading.words.place_after else beside[0]
        return name if name.label == "LOC" else replace(name, label="LOC", rule="preposition", detail=detail)
    if name.label != "PER" and _is_speaker(reading, name):
        return replace(name, label="PER", rule="speaker", detail=None)
    return replace(name, label="PER", rule="subject", detail=tokens[0].dep_) if _acts(reading, name) else name


def _opens_surname(reading: Reading, word: str) -> bool:
    """Whether the capital within a word follows a particle ("McCarthy", "DeMarco")."""
    first = re.match(r"[A-Z][a-z]*", word)
    return first is not None and first.group().lower() in (reading.words.particles | reading.words.joined_particles)


def _is_in_place(reading: Reading, number: int) -> bool:
    """Whether a preposition of place stands before the word, or a word like "region" behind it."""
    following = reading.word(number + 1)
    before = reading.is_behind(number, reading.words.place_before) and following not in reading.words.possessives
    return (before and following != "/") or following in reading.words.place_after


def _is_named_person(reading: Reading, name: Name) -> bool:
    """Whether the name opens with a given name, and a surname or nothing follows."""
    first, *others = reading.tokens_of(name)
    if first.text not in reading.words.given_names:
        return False
    if not others and reading.word(first.i - 1) in reading.words.determiner_words:
        return False  # « un Oscar »
    kinds = reading.words.closing_kinds
    surnames = (token for token in others if token.text not in "-." and token.text not in reading.words.particles)
    return all(token.text[:1].isupper() and token.text not in kinds for token in surnames)


def _is_speaker(reading: Reading, name: Name) -> bool:
    """Whether a single unknown name stands right behind a verb of speech (« a déclaré Untel »)."""
    before, after = reading.word(reading.at(name.start) - 1), reading.word(reading.after(name.end))
    if before in reading.words.person_before and reading.surface(name) not in reading.words.known_places:
        return True
    return (before in reading.words.reporting and name.label != "ORG") or after in reading.words.person_after


def _acts(reading: Reading, name: Name) -> bool:
    """Whether a lone word with a doubted label is a subject, an owner or the like, without a determiner."""
    number = reading.at(name.start)
    if name.label not in reading.words.doubted or reading.word(number - 1) in reading.words.determiner_words:
        return False
    return reading.tokens[number].dep_ in _ACTS and reading.word(number + 1) not in reading.words.organisation_after


def without_kind(reading: Reading, name: Name) -> str:
    """The name without the word that says what it is ("Boltworks" for "Boltworks Corporation")."""
    return reading.surface(name).rpartition(" ")[0]


def consistent(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """The names with one label for each surface, by weight of evidence; parts of a person's full name are persons."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[reading.surface(name).casefold()][name.label] += _WEIGHTS.get(name.rule, _SURE)
        if name.rule == "closing":
            votes[without_kind(reading, name).casefold()][name.label] += _SURE
    surnames = {
        surface.split()[-1].casefold()
        for name in names
        if name.label == "PER" and " " in (surface := reading.surface(name))
    }
    return [_with_label(reading, name, votes, surnames) for name in names]


def _may_be_surname(reading: Reading, name: Name) -> bool:
    """Whether a surname stands for its bearer here; a place's name behind a preposition is the place."""
    if name.rule in ("country", "place"):
        before = reading.token(reading.at(name.start) - 1)
        return before is None or before.pos_ not in ("ADP", "DET")
    return name.rule in (*_YIELDING, "people")


def _with_label(reading: Reading, name: Name, votes: dict[str, Counter[str]], surnames: set[str]) -> Name:
    surface = reading.surface(name)
    if surface.casefold() in surnames and _may_be_surname(reading, name):
        return replace(name, label="PER", rule="surname", detail=None)
    if name.rule not in _YIELDING:
        return name
    label, _ = votes[surface.casefold()].most_common(1)[0]
    if label == name.label:
        return name
    return replace(name, label=label, detail=f"{name.label} by itself, {label} elsewhere in the article")
