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
from pressmark.yaml_files.lexicon_models.event_entries import (
    EventTraits,
    OwnLanguage,
    SwitchedOff,
    TypeEntry,
)
from pressmark.yaml_files.lexicon_models.event_words import (
    Bounds,
    EventTypes,
    EventWords,
)
from pressmark.yaml_files.lexicon_models.inflection import Inflection, load_inflection
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .lexicon_triggers import Trigger, resolve_classes, triggers_by_form
from .own_lexicon import read_own_lexicon
from .participant_words import read_participant_words

__all__ = ["EventLexicon", "load_lexicon", "type_entries"]

_VERB_LISTS = (
    "light", "carrying", "going", "modals", "occurring", "yielding", "failing", "awaited", "controlling", "handing",
    "performing", "placing", "enabling", "planned", "hypothetical", "denied", "states", "endings", "verbs_alone",
    "causing", "rumoured", "announcing", "shifting",
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
    persons: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    # the words that an entry may be found at
    first_words: frozenset[str]
    # the words of phrases that name no event
    everyday_words: frozenset[str]
    # those that an entry of several words begins with
    first_of_several: frozenset[str]
    # the words that tell who does what: verbs of control, the prepositions of agents and of datives
    control: ControlWords


@cache
def type_entries(language: str, lexicons: Lexicons = OURS) -> Mapping[str, TypeEntry]:
    """
    Return the types of the lexicon of `language` with their traits, in its order; none for a language without one.

    Raises `ConfigError` where a file is wrong.

    >>> type_entries("de")
    {}
    """
    words = read_lexicon("events", language, EventWords, lexicons)
    if words is None:
        return {}
    types = read_lexicon("event_types", "und", EventTypes, lexicons) or EventTypes()
    entries: dict[str, TypeEntry] = {}
    for label, entry in words.types.items():
        traits = _with_own_traits(types.types.get(label, EventTraits()), entry.traits)
        entries[label] = entry.model_copy(update={"traits": traits})
    return entries


def _with_own_traits(traits: EventTraits, own: EventTraits) -> EventTraits:
    """Return `traits` with those that `own` states: one that it leaves out stays."""
    return traits.model_copy(
        update={name: getattr(own, name) for name in own.model_fields_set}
    )


def load_lexicon(
    language: str, own: Path | None = None, lexicons: Lexicons = OURS
) -> EventLexicon | None:
    """
    Return the event lexicon of `language`, with a user's `own` file on top; None when we have none for the language.

    Raises `ConfigError` with all mistakes of the user's file. A file that changed is read again.
    """
    modified_ns = own.stat().st_mtime_ns if own else 0
    return _load(language, own, modified_ns, lexicons)


@cache
def _load(
    language: str, own: Path | None, _modified_ns: int, lexicons: Lexicons
) -> EventLexicon | None:
    """Return what `load_lexicon` does; `_modified_ns` is there for the cache alone."""
    words = read_lexicon("events", language, EventWords, lexicons)
    if words is None:
        return None
    inflection = load_inflection(language, lexicons)
    own_language = read_own_lexicon(own, lexicons).get(language) if own else None
    # A user's types go on top of ours, and their list of what to switch off takes from both.
    types, off = _add_own_types(type_entries(language, lexicons), own_language)
    verbs, nouns, adjectives = (
        triggers_by_form(types, kind, off, words.classes, inflection)
        for kind in _TRIGGER_KINDS
    )
    first_tokens = {form: _first_tokens(form) for form in (*verbs, *nouns, *adjectives)}
    # « grand prix » is found at « prix », which it ends with: `TriggerFinder` tries the words before a noun.
    last_words = (form.split()[-1] for form in nouns if " " in form)
    sets = _load_sets(words, inflection)
    participants = read_participant_words(language, lexicons, inflection)
    # The tagger may not know a plural's singular: the forms themselves are looked up, too.
    for key in ("actors", "place_nouns"):
        sets[key] |= {
            form for word in sets[key] for form in inflection.noun_forms(word)
        }
    sets["actors"] |= participants.persons | participants.bodies
    sets["place_nouns"] |= participants.places
    return EventLexicon(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        first_words=frozenset[str]().union(*first_tokens.values(), last_words),
        everyday_words=frozenset(
            word for phrase in sets["everyday"] for word in _TOKEN_ENDS[0].split(phrase)
        ),
        first_of_several=frozenset[str]().union(
            *(tokens - {form} for form, tokens in first_tokens.items())
        ),
        control=ControlWords(
            agentive=sets["passive_by"],
            controlling=sets["controlling"],
            datives=sets["datives"],
            enabling=sets["enabling"],
        ),
        sets=sets,
        noun_prepositions=words.noun_prepositions,
        contractions=words.contractions,
        bounds={bound: getattr(words.bounds, bound) for bound in Bounds.model_fields},
        numbers=words.numbers,
        ranges={
            word: (float(low), float(high))
            for word, (low, high) in words.ranges.items()
        },
        peoples=participants.peoples,
        persons=participants.persons,
        classes={
            name: resolve_classes(class_words, words.classes)
            for name, class_words in words.classes.items()
        },
    )


def _first_tokens(form: str) -> set[str]:
    """Return the tokens that `form` may begin with; one with a hyphen may be one token or several."""
    return {ends.split(form, maxsplit=1)[0] for ends in _TOKEN_ENDS}


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
        changes["traits"] = _with_own_traits(ours.traits, own.traits)
    return ours.model_copy(update=changes)


def _load_sets(words: EventWords, inflection: Inflection) -> dict[str, frozenset[str]]:
    """Return the lists of words by key, with every form of verbs."""
    sets: dict[str, frozenset[str]] = {}
    for key in EventWords.model_fields:
        value = getattr(words, key)
        if isinstance(value, tuple):
            sets[key] = frozenset(_listed_forms(value, key, inflection))
    return sets


def _listed_forms(
    words: Iterable[str], key: str, inflection: Inflection
) -> Iterator[str]:
    """Yield the `words` of the list `key`, with every form of verbs."""
    for word in words:
        yield word
        if key in _VERB_LISTS:
            yield from inflection.verb_forms_of_all_persons(word)
