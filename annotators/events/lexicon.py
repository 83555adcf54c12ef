"""
The event lexicon of a language as the rules ask it: written forms → triggers with conditions, and lists of words.

Made once for each language from `events.<language>.yaml`, `event_types.und.yaml` and a user's own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pressmark.annotators.inflection import noun_forms, verb_forms_of_all_persons
from pressmark.yaml_files.lexicons import lexicon as lexicon_file

from .lexicon_schema import (
    EventTraits,
    OwnLanguage,
    SwitchedOff,
    TriggerEntry,
    TypeEntry,
    read_own_lexicon,
)

__all__ = ["CONDITIONS", "FLAGS", "UNTYPED", "EventLexicon", "Trigger", "load_lexicon", "type_entries",
           "written_conditions"]  # fmt: skip

CONDITIONS = (
    "object",
    "subject",
    "prep",
    "complement",
    "content",
    "head",
    "of",
    "modifier",
)
"""What a condition may ask of, besides `prep`: the words that hang on a trigger, or what it hangs on."""
FLAGS = ("reflexive", "passive", "plural", "counted", "noun_only", "quoted", "future")
UNTYPED = "OTHER"
"""The label of what happens and is of no type of the lexicon; a setting asks for it."""
_WORD_LISTS = (
    "light", "reflexive", "perhaps_reflexive", "passive_by", "participles", "holders", "planned",
    "planned_nouns", "hypothetical", "hypothetical_nouns", "denied", "denied_nouns", "negations", "conditions",
    "infinitive_marks", "half_negations", "restrictions", "going", "modals", "measures", "occurring",
    "occurring_objects", "yielding", "failing", "awaited", "demonstratives", "controlling", "inside", "actors",
    "third", "datives", "handing", "acts", "states", "deed_endings", "endings", "conditional_endings",
    "future_endings", "places", "place_nouns", "subsets", "until", "charges",
)  # fmt: skip
_VERB_LISTS = (
    "light", "going", "modals", "occurring", "yielding", "failing", "awaited", "controlling", "handing",
    "planned", "hypothetical", "denied", "states", "endings",
)  # fmt: skip
"""The lists of infinitives: every form of their verbs is in the set."""
_TOKEN_ENDS = (re.compile(r"(?<=')| "), re.compile(r"(?<=')| |-"))
"""Where a form is cut into tokens; with and without the hyphen, as the tokenizers of the languages differ."""
_KINDS = ("verbs", "nouns", "adjectives")


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    A word that can name an event of a type, and under which conditions.

    `required` maps each of `CONDITIONS` to words of which one must be there, `barred` to words of which none may;
    `flags` says what else must hold (reflexive, passive …) or must not. `roles` says what grammatical places mean:
    subject, object, or a preposition → role.
    """

    lemma: str
    label: str
    traits: EventTraits = field(default_factory=EventTraits)
    required: Mapping[str, frozenset[str]] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    # a class of words → the role that such a word has
    kinds: Mapping[str, str] = field(default_factory=dict)
    plover: str | None = None
    cameo: str | None = None
    # the conditions as the lexicon writes them
    written: str = ""

    @property
    def strictness(self) -> int:
        """How much it asks: the trigger that asks most is tried first, and what must be there weighs more."""
        # The weights are chosen, not measured: a word that must be there says most about the sense, a flag less.
        return 3 * len(self.required) + 2 * len(self.flags) + len(self.barred)


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Written forms of verbs, nouns and adjectives → their triggers, the strictest first; and the lists of words."""

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
    # the words that an entry may be found at
    first_words: frozenset[str]
    # those that an entry of several words begins with
    first_of_several: frozenset[str]


@cache
def type_entries(language: str) -> Mapping[str, TypeEntry]:
    """
    Return the types of our own lexicon of `language` with their traits, in its order; none for another language.

    Raises pydantic's error where one of our files is wrong.

    >>> type_entries("de")
    {}
    """
    content = lexicon_file("events", language)
    if not content:
        return {}
    traits = lexicon_file("event_types", "und")["types"]
    entries = {}
    for label, entry in content["types"].items():
        entries[label] = TypeEntry.model_validate(
            {**entry, "traits": traits.get(label, {})}
        )
    return entries


def load_lexicon(language: str, own: Path | None = None) -> EventLexicon | None:
    """
    Return the event lexicon of `language`, with a user's `own` file on top; None when we have none for the language.

    Raises `ConfigError` with all mistakes of the user's file. A file that changed is read again.
    """
    modified_ns = own.stat().st_mtime_ns if own else 0
    return _load(language, own, modified_ns)


@cache
def _load(language: str, own: Path | None, _modified_ns: int) -> EventLexicon | None:
    """Return what `load_lexicon` does; `_modified_ns` is there for the cache alone."""
    content = lexicon_file("events", language)
    if not content:
        return None
    own_language = read_own_lexicon(own).get(language) if own else None
    types, off = _add_own_types(type_entries(language), own_language)
    classes = content.get("classes", {})
    verbs, nouns, adjectives = (
        _triggers_by_form(types, kind, off, classes, language) for kind in _KINDS
    )
    forms = [*verbs, *nouns, *adjectives]
    # « grand prix » is found at « prix », which it ends with: `TriggerFinder` tries the word before a noun.
    second_words = (form.split()[1] for form in nouns if form.count(" ") == 1)
    return EventLexicon(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        first_words=frozenset[str]().union(*map(_first_tokens, forms), second_words),
        first_of_several=frozenset[str]().union(
            *(_first_tokens(form) - {form} for form in forms)
        ),
        sets={
            key: frozenset(_listed_forms(content.get(key, ()), key, language))
            for key in _WORD_LISTS
        },
        noun_prepositions=content["noun_prepositions"],
        contractions=content.get("contractions", {}),
        bounds={bound: tuple(phrases) for bound, phrases in content["bounds"].items()},
        numbers=content["numbers"],
        ranges={
            word: (float(low), float(high))
            for word, (low, high) in content["ranges"].items()
        },
        peoples=frozenset(_people_forms(language)),
        classes={
            name: _resolve_classes(map(str, words), classes)
            for name, words in classes.items()
        },
    )


def _first_tokens(form: str) -> set[str]:
    """Return the tokens that `form` may begin with; one with a hyphen may be one token or several."""
    return {ends.split(form)[0] for ends in _TOKEN_ENDS}


def _add_own_types(
    types: Mapping[str, TypeEntry], own: OwnLanguage | None
) -> tuple[Mapping[str, TypeEntry], SwitchedOff]:
    """Return `types` with a user's own, without those that are switched off; and the words that are."""
    if own is None:
        return types, SwitchedOff()
    all_types = dict(types)
    for label, entry in own.types.items():
        ours = all_types.get(label)
        all_types[label] = entry if ours is None else _add_to_type(ours, entry)
    return {
        label: entry for label, entry in all_types.items() if label not in own.off.types
    }, own.off


def _add_to_type(ours: TypeEntry, own: TypeEntry) -> TypeEntry:
    """Return our type with a user's: their triggers go before ours, and what they say else takes the place of ours."""
    changes: dict[str, Any] = {
        name: getattr(own, name) for name in own.model_fields_set
    }
    for kind in _KINDS:
        changes[kind] = (*getattr(own, kind), *getattr(ours, kind))
    # trait by trait: one that they leave out stays ours
    if "traits" in changes:
        own_traits = {
            name: getattr(own.traits, name) for name in own.traits.model_fields_set
        }
        changes["traits"] = ours.traits.model_copy(update=own_traits)
    return ours.model_copy(update=changes)


def _people_forms(language: str) -> Iterator[str]:
    """Yield the adjectives of peoples, which the entity lexicon lists: « russe », "Russian"."""
    for people in lexicon_file("entities", language).get("peoples", ()):
        yield from noun_forms(people, language)


def _listed_forms(words: Iterable[Any], key: str, language: str) -> Iterator[str]:
    """Yield the `words` of the list `key`, with every form of verbs."""
    for word in map(str, words):
        yield word
        if key in _VERB_LISTS:
            yield from verb_forms_of_all_persons(word, language)


def _triggers_by_form(
    types: Mapping[str, TypeEntry],
    kind: str,
    off: SwitchedOff,
    classes: Mapping[str, list[Any]],
    language: str,
) -> dict[str, tuple[Trigger, ...]]:
    """Return the triggers of one `kind` (verbs, nouns, adjectives) by each of their written forms, strictest first."""
    triggers: dict[str, list[Trigger]] = {}
    forms_of = verb_forms_of_all_persons if kind == "verbs" else noun_forms
    for label, type_entry in types.items():
        for entry in getattr(type_entry, kind):
            for lemma in entry.lemma:
                if lemma in getattr(off, kind):
                    continue
                trigger = _make_trigger(lemma, label, entry, type_entry, classes)
                for form in forms_of(lemma, language):
                    triggers.setdefault(form, []).append(trigger)
    # The sort is stable: of two that ask as much, the one that the file has first is tried first.
    return {
        form: tuple(sorted(group, key=lambda trigger: -trigger.strictness))
        for form, group in triggers.items()
    }


def _make_trigger(
    lemma: str,
    label: str,
    entry: TriggerEntry,
    type_entry: TypeEntry,
    classes: Mapping[str, list[Any]],
) -> Trigger:
    """Return the trigger `lemma` of an entry; what the entry leaves out is its type's."""
    required, barred = {}, {}
    for condition in CONDITIONS:
        if words := getattr(entry, condition):
            required[condition] = _resolve_classes(words, classes)
        if words := getattr(entry, f"not_{condition}"):
            barred[condition] = _resolve_classes(words, classes)
    return Trigger(
        lemma=lemma,
        label=label,
        traits=type_entry.traits,
        required=required,
        barred=barred,
        flags=_flags_of(entry),
        roles={**type_entry.roles, **entry.roles},
        kinds=type_entry.kinds,
        plover=entry.plover or type_entry.plover,
        cameo=entry.cameo or type_entry.cameo,
        written=written_conditions(entry),
    )


def _flags_of(entry: TriggerEntry) -> dict[str, bool]:
    """Return the flags that `entry` sets, in the order of `FLAGS`."""
    values = {flag: getattr(entry, flag) for flag in FLAGS}
    return {flag: value for flag, value in values.items() if value is not None}


def _resolve_classes(
    words: Iterable[str], classes: Mapping[str, list[Any]]
) -> frozenset[str]:
    """Return `words` with every ~class replaced by its list."""
    resolved: set[str] = set()
    for word in words:
        if word.startswith("~"):
            resolved |= _resolve_classes(map(str, classes[word[1:]]), classes)
        else:
            resolved.add(word)
    return frozenset(resolved)


def written_conditions(entry: TriggerEntry) -> str:
    """
    Return the conditions of `entry` on one line, empty when it has none.

    >>> written_conditions(TriggerEntry(lemma=["signer"], object=["accord", "traité"], passive=False))
    'object accord traité; not passive'
    """
    parts = []
    for condition in CONDITIONS:
        for name in (condition, f"not_{condition}"):
            if words := getattr(entry, name):
                parts.append(f"{name.replace('_', ' ')} {' '.join(words)}")
    for flag, value in _flags_of(entry).items():
        parts.append(flag if value else f"not {flag}")
    return "; ".join(parts)
