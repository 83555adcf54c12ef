"""The words that coreference knows of a language, loaded into frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pressmark.annotators.entities.lexicon import load_lexicon as load_entity_lexicon
from pressmark.annotators.inflection import noun_forms, verb_forms_of_all_persons
from pressmark.yaml_files.lexicons import lexicon

from .referents import PronounTraits

__all__ = ["CoreferenceLexicon", "load_lexicon"]

_BODY_LISTS = ("documents", "organisations", "groups")
"""The keys of the quote lexicon that hold nouns of bodies and texts, which can speak though they are no people."""

_MAPPINGS = ("pronouns", "objects", "fixed_verbs", "age_nouns")
_LISTS = (
    "generic", "latter", "possessives", "impersonal", "impersonal_verbs", "clausal_verbs",
    "clausal_predicates", "age_descriptions", "ages",
)  # fmt: skip
_NO_CONTENT: Mapping[str, Any] = {
    **{key: {} for key in _MAPPINGS},
    **dict.fromkeys(_LISTS, ()),
}
_NO_QUOTES: Mapping[str, Any] = {
    "genders": {},
    "people": {},
    **dict.fromkeys(("determiners", *_BODY_LISTS), ()),
}


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
    latter: frozenset[str]
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
def load_lexicon(language: str) -> CoreferenceLexicon:
    """
    Load the lexicon of `language`; without words when it has none.

    >>> load_lexicon("tlh").pronouns
    {}
    """
    content = lexicon("coreference", language) or _NO_CONTENT
    quotes = lexicon("quotes", language) or _NO_QUOTES
    entities = load_entity_lexicon(language)
    determiners = dict.fromkeys(map(str, quotes["determiners"]))
    return CoreferenceLexicon(
        pronouns=_read_traits(content["pronouns"]),
        objects=_read_traits(content["objects"]),
        generic=frozenset(content["generic"]),
        latter=frozenset(content["latter"]),
        possessives=frozenset(content["possessives"]),
        impersonal=frozenset(content["impersonal"]),
        impersonal_verbs=_all_forms(content["impersonal_verbs"], language),
        clausal_verbs=_all_forms(content["clausal_verbs"], language),
        clausal_predicates=frozenset(content["clausal_predicates"]),
        fixed_verbs={
            word: _all_forms(verbs, language)
            for word, verbs in content["fixed_verbs"].items()
        },
        people=_read_people(quotes["people"], entities.roles.genders, language),
        bodies=frozenset(str(noun) for key in _BODY_LISTS for noun in quotes[key]),
        determiners={**determiners, **quotes["genders"]},
        role_openers=frozenset(map(str, entities.role_openers)),
        age_nouns={
            noun: (low, high) for noun, (low, high) in content["age_nouns"].items()
        },
        age_descriptions=_compile_ages(content["age_descriptions"]),
        ages=_compile_ages(content["ages"]),
    )


def _read_traits(
    entries: Mapping[str, Mapping[str, Any]],
) -> dict[str, PronounTraits]:
    """Return the traits of each pronoun of a list."""
    return {
        pronoun: PronounTraits(
            gender=traits.get("gender"),
            is_plural=bool(traits.get("plural")),
            is_person=bool(traits.get("person")),
            is_thing=bool(traits.get("thing")),
        )
        for pronoun, traits in entries.items()
    }


def _all_forms(verbs: Iterable[str], language: str) -> frozenset[str]:
    """Return every form of some verbs."""
    return frozenset(
        form for verb in verbs for form in verb_forms_of_all_persons(verb, language)
    )


def _read_people(
    nouns_by_gender: Mapping[str, Iterable[str]],
    roles: Mapping[str, str | None],
    language: str,
) -> dict[str, str | None]:
    """Return the nouns of people with the gender that they state; « témoin » of both states none, like most roles."""
    genders: dict[str, str | None] = {}
    for role, gender in roles.items():
        # « ministre des affaires » is found by its first word in French, "prime minister" by its last in English
        for form in noun_forms(role, language):
            genders[form] = gender
    for gender, nouns in nouns_by_gender.items():
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
