"""The words that coreference knows of a language, loaded into frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pressmark.annotators.entities.lexicon import load_lexicon as load_entity_lexicon
from pressmark.yaml_files.lexicon_models.coreference_words import (
    CoreferenceWords,
    PronounEntry,
)
from pressmark.yaml_files.lexicon_models.inflection import Inflection, load_inflection
from pressmark.yaml_files.lexicon_models.quote_words import NounsByGender, QuoteWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .referents import PronounTraits

__all__ = ["CoreferenceLexicon", "load_lexicon"]

_BODY_LISTS = ("documents", "organisations", "groups")
"""The keys of the quote lexicon that hold nouns of bodies and texts, which can speak though they are no people."""


@dataclass(frozen=True, slots=True)
class CoreferenceLexicon:
    """
    A language's words for coreference, loaded by `load_lexicon`; the file says what each list is for.

    `pronouns` maps a pronoun to what it asks of its referent, `objects` those that are an object alone. `people` maps a
    noun of people to the gender that it states; `bodies` are nouns of those that speak and are no people.
    `determiners` maps what opens a description to the gender that it states.
    """

    pronouns: Mapping[str, PronounTraits]
    objects: Mapping[str, PronounTraits]
    generic: frozenset[str]
    nobody: frozenset[str]
    latter: frozenset[str]
    relative: frozenset[str]
    possessives: frozenset[str]
    impersonal: frozenset[str]
    impersonal_verbs: frozenset[str]
    clausal_verbs: frozenset[str]
    clausal_predicates: frozenset[str]
    fixed_verbs: Mapping[str, frozenset[str]]
    people: Mapping[str, str | None]
    bodies: frozenset[str]
    determiners: Mapping[str, str | None]
    role_openers: frozenset[str]
    age_nouns: Mapping[str, tuple[int, int]]
    age_descriptions: re.Pattern[str] | None
    ages: re.Pattern[str] | None

    def traits(self, form: str) -> PronounTraits | None:
        """
        Return what a pronoun, normalized and with or without its hyphen, asks; None for any other word.

        >>> load_lexicon("fr").traits("-elle").gender
        'f'
        """
        bare = form.removeprefix("-t").removeprefix("-")
        return self.pronouns.get(bare) or self.objects.get(bare)


@cache
def load_lexicon(language: str, lexicons: Lexicons = OURS) -> CoreferenceLexicon:
    """
    Load the lexicon of `language`; without words when it has none.

    >>> load_lexicon("tlh").pronouns
    {}
    """
    words = read_lexicon("coreference", language, CoreferenceWords, lexicons)
    words = words or CoreferenceWords()
    quotes = read_lexicon("quotes", language, QuoteWords, lexicons) or QuoteWords()
    entities = load_entity_lexicon(language, lexicons)
    inflection = load_inflection(language, lexicons)
    determiners = dict.fromkeys(quotes.determiners)
    return CoreferenceLexicon(
        pronouns=_read_traits(words.pronouns),
        objects=_read_traits(words.objects),
        generic=frozenset(words.generic),
        nobody=frozenset(words.nobody),
        latter=frozenset(words.latter),
        relative=frozenset(words.relative),
        possessives=frozenset(words.possessives),
        impersonal=frozenset(words.impersonal),
        impersonal_verbs=_all_forms(words.impersonal_verbs, inflection),
        clausal_verbs=_all_forms(words.clausal_verbs, inflection),
        clausal_predicates=frozenset(words.clausal_predicates),
        fixed_verbs={
            word: _all_forms(verbs, inflection)
            for word, verbs in words.fixed_verbs.items()
        },
        people=_read_people(quotes.people, entities.roles.genders, inflection),
        bodies=frozenset(noun for key in _BODY_LISTS for noun in getattr(quotes, key)),
        determiners={**determiners, **quotes.genders},
        role_openers=entities.role_openers,
        age_nouns=words.age_nouns,
        age_descriptions=_compile_ages(words.age_descriptions),
        ages=_compile_ages(words.ages),
    )


def _read_traits(entries: Mapping[str, PronounEntry]) -> dict[str, PronounTraits]:
    """Return the traits of each pronoun of a list."""
    return {
        pronoun: PronounTraits(entry.gender, entry.plural, entry.person, entry.thing)
        for pronoun, entry in entries.items()
    }


def _all_forms(verbs: Iterable[str], inflection: Inflection) -> frozenset[str]:
    """Return every form of some verbs."""
    forms = map(inflection.verb_forms_of_all_persons, verbs)
    return frozenset(form for verb_forms in forms for form in verb_forms)


def _read_people(
    people: NounsByGender, roles: Mapping[str, str | None], inflection: Inflection
) -> dict[str, str | None]:
    """Return the nouns of people with the gender that they state; « témoin » of both states none, like most roles."""
    genders: dict[str, str | None] = {}
    for role, gender in roles.items():
        # « ministre des affaires » is found by its first word in French, "prime minister" by its last in English
        for form in inflection.noun_forms(role):
            genders[form] = gender
    for gender, nouns in (("m", people.m), ("f", people.f)):
        for noun in nouns:
            is_of_both = genders.get(noun, gender) != gender
            genders[noun] = None if is_of_both else gender
    return genders


def _compile_ages(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Compile a pattern that finds an age in any of `phrases`, whose braces stand for its number."""
    alternatives = []
    for phrase in phrases:
        before, after = map(re.escape, phrase.split("{}"))
        alternatives.append(rf"{before}(\d{{1,3}}){after}".replace(r"\ ", r"\s+"))
    return re.compile("|".join(alternatives)) if alternatives else None
