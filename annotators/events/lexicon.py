"""The event lexicon of a language, read into frozen values: types, triggers with their conditions, small words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pressmark.annotators.inflection import noun_forms, verb_forms_of_all_persons
from pressmark.yaml_files.lexicons import lexicon

from .lexicon_schema import Entry, Off, OwnLanguage, TypeEntry, read_own

__all__ = ["CONDITIONS", "FLAGS", "Lexicon", "Trigger", "read", "said", "type_entries"]

CONDITIONS = ("object", "subject", "prep", "complement", "content", "head", "of", "modifier")
"""What a condition may ask of, besides `prep`: the words that hang on a trigger, or what it hangs on."""
FLAGS = ("reflexive", "passive", "plural", "counted", "noun_only", "quoted", "future")
_SETS = (
    "light", "auxiliaries", "reflexive", "perhaps_reflexive", "passive_by", "participles", "holders", "planned",
    "planned_nouns", "hypothetical", "hypothetical_nouns", "denied", "denied_nouns", "negations", "conditions",
    "infinitive_marks", "half_negations", "restrictions", "going", "modals", "measures", "occurring",
    "occurring_objects", "yielding", "failing", "awaited", "demonstratives", "controlling", "inside", "actors",
    "third", "datives", "handing", "acts", "states", "deed_endings", "endings", "conditional_endings",
    "future_endings", "places", "place_nouns", "subsets", "until", "charges",
)  # fmt: skip
_SPLITS = (re.compile(r"(?<=')| "), re.compile(r"(?<=')| |-"))
_LISTS = ("verbs", "nouns", "adjectives")
_VERBAL = (
    "light", "auxiliaries", "going", "modals", "occurring", "yielding", "failing", "awaited", "controlling", "handing",
    "planned", "hypothetical", "denied", "states", "endings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    A word that can name an event of a type, and under which conditions.

    `asked` maps each of `CONDITIONS` to words of which one must be there, `barred` to words of which none may;
    `flags` says what else must hold (reflexive, passive …) or must not. `roles` says what grammatical places mean:
    subject, object, or a preposition → role.
    """

    lemma: str
    label: str
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)  # a class of words → the role that such a word has
    plover: str | None = None
    cameo: str | None = None
    written: str = ""  # the conditions as the lexicon writes them

    @property
    def conditions(self) -> int:
        """How much it asks: the trigger that asks most is tried first, and what must be there weighs more."""
        return 3 * len(self.asked) + 2 * len(self.flags) + len(self.barred)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Written forms of verbs and nouns → their triggers, the most conditioned first; and the lists of small words."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    adjectives: Mapping[str, tuple[Trigger, ...]]
    sets: Mapping[str, frozenset[str]]
    noun_prepositions: Mapping[str, str]
    contractions: Mapping[str, str]
    bounds: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, float]
    ranges: Mapping[str, tuple[float, float]]
    peoples: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    firsts: frozenset[str]  # the words that an entry begins with
    longer: frozenset[str]  # those that an entry of several words begins with


@cache
def type_entries(language: str) -> Mapping[str, TypeEntry]:
    """The types of our own lexicon of a language, in its order; raises pydantic's error where the file is wrong."""
    found = lexicon("events", language)
    return {label: TypeEntry.model_validate(about) for label, about in found["types"].items()} if found else {}


def read(language: str, own: Path | None = None) -> Lexicon | None:
    """
    The event lexicon of a language, with a user's `own` file on top; None when we have none for the language.

    Raises `ConfigError` with all mistakes of the user's file. A file that changed is read again.
    """
    return _read(language, own, own.stat().st_mtime_ns if own else 0)


@cache
def _read(language: str, own: Path | None, stamp: int) -> Lexicon | None:
    found = lexicon("events", language)
    if not found:
        return None
    types, off = _with_own(type_entries(language), read_own(own).get(language) if own else None)
    classes = found.get("classes", {})
    verbs, nouns, adjectives = (_forms(types, kind, off, classes, language) for kind in _LISTS)
    begun = [(first, form) for forms in (verbs, nouns, adjectives) for form in forms for first in _firsts(form)]
    return Lexicon(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        firsts=frozenset(
            (*(first for first, _ in begun), *(form.split()[1] for form in nouns if form.count(" ") == 1))
        ),
        longer=frozenset(first for first, form in begun if first != form),
        sets={key: frozenset(_list(found.get(key, ()), key, language)) for key in _SETS},
        noun_prepositions=found["noun_prepositions"],
        contractions=found.get("contractions", {}),
        bounds={bound: tuple(phrases) for bound, phrases in found["bounds"].items()},
        numbers=found["numbers"],
        ranges={word: (float(low), float(high)) for word, (low, high) in found["ranges"].items()},
        peoples=frozenset(_peoples(language)),
        classes={name: _resolved(map(str, words), classes) for name, words in classes.items()},
    )


def _firsts(form: str) -> set[str]:
    """The token that a form begins with; one with a hyphen may be one token or several."""
    return {split.split(form)[0] for split in _SPLITS}


def _with_own(types: Mapping[str, TypeEntry], own: OwnLanguage | None) -> tuple[Mapping[str, TypeEntry], Off]:
    if own is None:
        return types, Off()
    joined = dict(types)
    for label, more in own.types.items():
        ours = joined.get(label)
        joined[label] = more if ours is None else _added(ours, more)
    return {label: about for label, about in joined.items() if label not in own.off.types}, own.off


def _added(ours: TypeEntry, more: TypeEntry) -> TypeEntry:
    said = {name: getattr(more, name) for name in more.model_fields_set if name not in _LISTS}
    lists = {name: (*getattr(more, name), *getattr(ours, name)) for name in _LISTS}
    return ours.model_copy(update={**said, **lists})


def _peoples(language: str) -> Iterator[str]:
    """The adjectives of peoples, which the entity lexicon lists."""
    for people in lexicon("entities", language).get("peoples", ()):
        yield from noun_forms(people, language)


def _list(words: Iterable[Any], key: str, language: str) -> Iterator[str]:
    for word in map(str, words):
        yield word
        if key in _VERBAL:
            yield from verb_forms_of_all_persons(word, language)


def _forms(
    types: Mapping[str, TypeEntry], kind: str, off: Off, classes: Mapping[str, list[Any]], language: str
) -> dict[str, tuple[Trigger, ...]]:
    forms: dict[str, list[Trigger]] = {}
    written = verb_forms_of_all_persons if kind == "verbs" else noun_forms
    for label, about in types.items():
        for entry in getattr(about, kind):
            for lemma in entry.lemma:
                if lemma not in getattr(off, kind):
                    trigger = _trigger(lemma, label, entry, about, classes)
                    for form in written(lemma, language):
                        forms.setdefault(form, []).append(trigger)
    return {form: tuple(sorted(some, key=lambda one: -one.conditions)) for form, some in forms.items()}


def _trigger(lemma: str, label: str, entry: Entry, about: TypeEntry, classes: Mapping[str, list[Any]]) -> Trigger:
    asked = {kind: _resolved(words, classes) for kind in CONDITIONS if (words := getattr(entry, kind))}
    barred = {kind: _resolved(words, classes) for kind in CONDITIONS if (words := getattr(entry, f"not_{kind}"))}
    flags = {flag: value for flag in FLAGS if (value := getattr(entry, flag)) is not None}
    return Trigger(
        lemma, label, asked, barred, flags, {**about.roles, **entry.roles}, about.kinds,
        entry.plover or about.plover,
        entry.cameo or about.cameo, said(entry),
    )  # fmt: skip


def _resolved(words: Iterable[str], classes: Mapping[str, list[Any]]) -> frozenset[str]:
    """The words with every ~class replaced by its list."""
    found: set[str] = set()
    for word in words:
        if word.startswith("~"):
            found |= _resolved(map(str, classes[word[1:]]), classes)
        else:
            found.add(word)
    return frozenset(found)


def said(entry: Entry) -> str:
    """The conditions of an entry on one line: `object accord traité; not passive`."""
    parts = []
    for kind in CONDITIONS:
        for name in (kind, f"not_{kind}"):
            if words := getattr(entry, name):
                parts.append(f"{name.replace('_', ' ')} {' '.join(words)}")
    parts += [flag if value else f"not {flag}" for flag in FLAGS if (value := getattr(entry, flag)) is not None]
    return "; ".join(parts)
