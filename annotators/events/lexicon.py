"""
The event lexicon of a language as the rules ask it: written forms → triggers with conditions, and lists of words.

Made once for each language from `events.<language>.yaml`, `event_types.und.yaml` and a user's own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pressmark.annotators.grammar.participants import ControlWords
from pressmark.annotators.inflection import noun_forms, verb_forms_of_all_persons
from pressmark.yaml_files.lexicons import lexicon as lexicon_file

from .lexicon_schema import OwnLanguage, SwitchedOff, TypeEntry
from .lexicon_triggers import Trigger, resolve_classes, triggers_by_form
from .own_lexicon import read_own_lexicon

__all__ = ["EventLexicon", "load_lexicon", "type_entries"]

# The keys of the file that are lists of words; the file says there what each is for.
_WORD_LISTS = (
    "light", "reflexive", "perhaps_reflexive", "passive_by", "participles", "holders", "planned",
    "planned_nouns", "hypothetical", "hypothetical_nouns", "denied", "denied_nouns", "negations", "conditions",
    "infinitive_marks", "half_negations", "restrictions", "going", "modals", "measures", "occurring",
    "occurring_objects", "yielding", "failing", "awaited", "demonstratives", "controlling", "inside", "actors",
    "datives", "handing", "acts", "states", "deed_endings", "endings", "conditional_endings",
    "future_endings", "places", "place_nouns", "event_names", "subsets", "until", "charges",
)  # fmt: skip
_VERB_LISTS = (
    "light", "going", "modals", "occurring", "yielding", "failing", "awaited", "controlling", "handing",
    "planned", "hypothetical", "denied", "states", "endings",
)  # fmt: skip
"""The lists of infinitives: every form of their verbs is in the set."""
_TOKEN_ENDS = (re.compile(r"(?<=')| "), re.compile(r"(?<=')| |-"))
"""Where a form is cut into tokens; with and without the hyphen, as the tokenizers of the languages differ."""
_TRIGGER_KINDS = ("verbs", "nouns", "adjectives")


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
    # the words that tell who does what: verbs of control, the prepositions of agents and of datives
    control: ControlWords


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
    # A user's types go on top of ours, and their list of what to switch off takes from both.
    types, off = _add_own_types(type_entries(language), own_language)
    classes = content.get("classes", {})
    verbs, nouns, adjectives = (
        triggers_by_form(types, kind, off, classes, language) for kind in _TRIGGER_KINDS
    )
    forms = [*verbs, *nouns, *adjectives]
    # « grand prix » is found at « prix », which it ends with: `TriggerFinder` tries the words before a noun.
    last_words = (form.split()[-1] for form in nouns if " " in form)
    sets = {
        key: frozenset(_listed_forms(content.get(key, ()), key, language))
        for key in _WORD_LISTS
    }
    return EventLexicon(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        first_words=frozenset[str]().union(*map(_first_tokens, forms), last_words),
        first_of_several=frozenset[str]().union(
            *(_first_tokens(form) - {form} for form in forms)
        ),
        control=ControlWords(
            agentive=sets["passive_by"],
            controlling=sets["controlling"],
            datives=sets["datives"],
        ),
        sets=sets,
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
            name: resolve_classes(map(str, words), classes)
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
    for kind in (*_TRIGGER_KINDS, "families"):
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
