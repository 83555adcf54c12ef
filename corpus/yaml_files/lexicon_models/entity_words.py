"""The form of `entities.<language>.yaml`: each key with what it says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict

from pressmark.yaml_files.lexicon_types import (
    LexiconModel,
    Phrase,
    Words,
    WordSet,
    described,
)

__all__ = ["EntityWords", "GenderedWords", "Label"]

Label = Literal["PER", "LOC", "ORG", "MISC"]


class GenderedWords(LexiconModel):
    """Words by the gender that they state: `any` states none."""

    model_config = ConfigDict(ignored_types=(cached_property,))

    m: Words = described("Words that state a man, or a masculine noun")
    f: Words = described("Words that state a woman, or a feminine noun")
    any: Words = described("Words that state no gender")

    @cached_property
    def genders(self) -> dict[str, str | None]:
        """Each word with its gender."""
        return {
            **dict.fromkeys(self.any, None),
            **dict.fromkeys(self.m, "m"),
            **dict.fromkeys(self.f, "f"),
        }


class EntityWords(LexiconModel):
    """
    What makes names, roles and gender. Words are in lower case unless a capital is part of them; plurals are written out.

    A language may begin with `labels`, `titles`, `roles` and `determiners`: names come from its model besides.
    """

    model_config = ConfigDict(ignored_types=(cached_property,))

    labels: Mapping[Phrase, Label] = described(
        "The model's labels → ours; one that is not here is dropped", {}
    )
    territories: Mapping[Phrase, Words] = described(
        "Territories of CLDR by code → what a newspaper says in place of the official name; an empty list drops one",
        {},
    )
    places: Words = described(
        "Places that everybody names without saying what they are"
    )
    organisations: Words = described(
        "Bodies that everybody names without saying what they are"
    )
    miscellaneous: Words = described("Names that are neither: events, works, products")
    given_names: WordSet = described(
        "Given names: a name that opens with one is a person's, in every language",
        frozenset(),
    )
    common_given_names: WordSet = described(
        "Those of them that are common words, too: alone in a line of capitals they name nobody",
        frozenset(),
    )
    leading_surnames: WordSet = described(
        "Surnames of East Asia, which stand before the given name, in every language: « Kim Jong-un »",
        frozenset(),
    )
    articles: WordSet = described(
        "Words that open a model's span and are no part of the name", frozenset()
    )
    possessives: WordSet = described(
        "What is left of a possessive at a name's end: \"'s\"", frozenset()
    )
    particles: WordSet = described(
        'Words in lower case within a person\'s name: « de », "van"', frozenset()
    )
    joining_particles: WordSet = described(
        'Those that stand within names alone, so that they join the words beside them: « dos », "von"',
        frozenset(),
    )
    not_names: WordSet = described(
        "Words that no name consists of, though they carry a capital in places",
        frozenset(),
    )
    period_codes: WordSet = described(
        'Letters that with digits are a part of a year or a fiscal year, and no name: "Q3", "FY2025"',
        frozenset(),
    )
    titles: GenderedWords = described(
        "Titles of courtesy, which stand before a person's name and are no part of it",
        GenderedWords(),
    )
    roles: GenderedWords = described(
        "What people are: nouns that make the name beside them a person's, and head a role",
        GenderedWords(),
    )
    role_ends: GenderedWords = described(
        "Ends of compounds that are roles: „ministerin“ of „Gesundheitsministerin“",
        GenderedWords(),
    )
    capital_nouns: bool = described(
        "Whether every noun has a capital: a name is told by a given name or a role before it, whatever the tagger says",
        False,
    )
    role_openers: WordSet = described(
        "Words that belong to a role on its left: « ancien ministre »", frozenset()
    )
    role_compounds: WordSet = described(
        'Parts of speech that do: "Ukrainian President" → ADJ', frozenset()
    )
    determiners: GenderedWords = described(
        "Determiners, with the gender that they give a role", GenderedWords()
    )
    plural_determiners: WordSet = described(
        "Words before an inhabitant in the plural: « les »", frozenset()
    )
    inhabitant_endings: Words = described(
        "How words for the people of a place end: « ais »"
    )
    peoples: WordSet = described(
        "Peoples: as a noun the inhabitant is MISC, as an adjective it is no name",
        frozenset(),
    )
    adjectives: WordSet = described(
        'Peoples\' names that are only adjectives: "Dutch"', frozenset()
    )
    nouns: Mapping[Label, Words] = described(
        "Common nouns that say what the name after them is: « la ville de » → LOC", {}
    )
    institutions: Words = described(
        "Common nouns that, with their place, name one body: « tribunal de Metz »"
    )
    institution_adjectives: WordSet = described(
        "Adjectives between the two: « tribunal correctionnel de Metz »", frozenset()
    )
    institutions_with_adjective: WordSet = described(
        "Those of `institutions` that need one", frozenset()
    )
    facilities: Words = described(
        "Common nouns that, with a name, name one building or spot: « hôpital Bichat »"
    )
    facilities_bare: WordSet = described(
        "Those of them that take a name only without « de »: « place Vendôme »",
        frozenset(),
    )
    portfolios: Words = described(
        "Roles that what follows « de » belongs to: « ministre de la Défense »"
    )
    ministries: Words = described("Bodies that what follows « de » belongs to")
    forces: WordSet = described(
        "Forces of a state: with its adjective they are a name, « armée danoise »",
        frozenset(),
    )
    far_links: WordSet = described(
        "Links within a body's name that a capital alone may follow", frozenset()
    )
    conjunctions: WordSet = described(
        "Words that join the last two names of a list", frozenset()
    )
    name_articles: WordSet = described(
        "Articles and possessives before a mention, which belong to it", frozenset()
    )
    age_ends: WordSet = described("The word behind a person's age", frozenset())
    street_titles: WordSet = described(
        "Words in lower case within a street's name: « rue du général Leclerc »",
        frozenset(),
    )
    streets: WordSet = described(
        "Kinds of street: with what follows they are one place", frozenset()
    )
    opening: Mapping[Label, WordSet] = described(
        "Words with a capital that open a name of several words, and say what it is: « Fédération »",
        {},
    )
    closing: Mapping[Label, WordSet] = described(
        'Words that close one: "River" → LOC', {}
    )
    closing_either: WordSet = described(
        "Those of `closing` that are a body where the model says so", frozenset()
    )
    closing_surnames: WordSet = described(
        "Those of `closing` that are surnames: where the model sees a person, it is one: « Ann Hall »",
        frozenset(),
    )
    numbered: WordSet = described(
        "Things counted in Roman numbers: what stands before one otherwise is a ruler",
        frozenset(),
    )
    name_suffixes: WordSet = described(
        'What may follow a person\'s name: "Jr."', frozenset()
    )
    links: WordSet = described(
        "Links within a name of several words: « de la »", frozenset()
    )
    reporting: WordSet = described(
        "Forms of verbs of speech: the name beside one is a speaker", frozenset()
    )
    place_joints: WordSet = described(
        "Prepositions that join the parts of a place's name: « Châlons-sur-Marne »",
        frozenset(),
    )
    plural_endings: Words = described("What makes a plural")
    team_determiners: WordSet = described(
        "Determiners of a team's name: « les Canadiens de Montréal »", frozenset()
    )
    place_before: WordSet = described(
        "Words right before a name that a place alone has", frozenset()
    )
    person_before: WordSet = described(
        "Words right before a name that a person alone has", frozenset()
    )
    organisation_before: WordSet = described(
        'Phrases of up to three words right before a name that a body alone has: "founder of"',
        frozenset(),
    )
    organisation_after: WordSet = described(
        'Phrases of up to two words right behind the name of a body: "news agency"',
        frozenset(),
    )
    lower_closing: Mapping[Label, WordSet] = described(
        'What a name is, in lower case behind it: "Dover council" → ORG', {}
    )
    place_openers: WordSet = described(
        'Words with a capital that open the name of a part of a listed place: "East" → "East Kent"',
        frozenset(),
    )
    currencies: WordSet = described(
        'Words of money right behind a country that is none then: "US dollars"',
        frozenset(),
    )
    place_after: WordSet = described(
        'Words right behind a place\'s name: "province"', frozenset()
    )
    person_after: WordSet = described(
        'Words right behind a person\'s name: "himself"', frozenset()
    )
