"""The form of `coreference.<language>.yaml`: the pronouns and descriptions that mean somebody named elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from pressmark.messages import suggestion
from pressmark.yaml_files.lexicon_types import (
    LexiconModel,
    Phrase,
    Words,
    described,
    items_to_tuple,
)

__all__ = ["CoreferenceWords", "PronounEntry"]


def _check_order(ages: tuple[int, int]) -> tuple[int, int]:
    """Return `ages`; raise `ValueError` where the younger is not the first."""
    if ages[0] > ages[1]:
        raise ValueError("must be the youngest age and the oldest, [60, 69]")
    return ages


def _check_number_place(phrase: str) -> str:
    """Return `phrase`; raise `ValueError` where it does not have one place for its number."""
    if phrase.count("{}") != 1:
        raise ValueError("must hold {} once, where the age stands: 'aged {}'")
    return phrase


Age = Annotated[int, Field(ge=0)]
Ages = Annotated[
    tuple[Age, Age], BeforeValidator(items_to_tuple), AfterValidator(_check_order)
]
AgePhrases = Annotated[
    tuple[Annotated[Phrase, AfterValidator(_check_number_place)], ...],
    BeforeValidator(items_to_tuple),
]


class PronounEntry(LexiconModel):
    """What a pronoun asks of the word that it stands for; « qui » asks nothing: `{}`."""

    gender: Literal["m", "f"] | None = described("Its gender", None)
    plural: bool = described("It stands for several", False)
    person: bool = described("It stands for a person, and never for a thing", False)
    thing: bool = described("It stands for a thing, and never for a person", False)


class CoreferenceWords(LexiconModel):
    """
    Whom « il », "the latter" and "the 54-year-old" mean, for quotes and events alike.

    A language may begin with `pronouns`. Verbs stand in the infinitive: all their forms are found.
    """

    pronouns: Mapping[Phrase, PronounEntry] = described(
        "Pronouns that stand for somebody, each with what it asks of whom: « elle » → {gender: f}",
        {},
    )
    objects: Mapping[Phrase, PronounEntry] = described(
        "Pronouns that are an object alone, and no source of a quote: « les »", {}
    )
    generic: Words = described(
        "Those of `pronouns` that mean anybody but where they speak: « on »"
    )
    nobody: Words = described(
        "Nouns that mean nobody where no determiner stands before them: « personne »"
    )
    latter: Words = described(
        "Those that stand for what was named last, subject or not: « ce dernier »"
    )
    relative: Words = described(
        'Those that stand for the person who is named right before them: "Ann Lee, who"'
    )
    possessives: Words = described(
        'Those that may stand for the subject of their own clause: « son », "their"'
    )
    impersonal: Words = described(
        'Those that may mean nobody, beside the words below: « il », "it"'
    )
    impersonal_verbs: Words = described(
        "Verbs whose subject is never anybody: « pleuvoir »"
    )
    clausal_verbs: Words = described(
        "Verbs whose subject is nobody where a clause follows: « il semble que »"
    )
    clausal_predicates: Words = described(
        "Adjectives and participles with which it is nobody there: « il est possible que »"
    )
    fixed_verbs: Mapping[Phrase, Words] = described(
        "A small word → the verbs that mean nobody with it before them: « il y a »", {}
    )
    age_nouns: Mapping[Phrase, Ages] = described(
        "Nouns of people by their age → from and to: « sexagénaire » → [60, 69]", {}
    )
    age_descriptions: AgePhrases = described(
        'Descriptions that say an age, which {} stands for: "{}-year-old"'
    )
    ages: AgePhrases = described(
        "How an age stands behind a name, from the comma on: « , {} ans »"
    )

    def complaints(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the pronouns of the lists that say more of them and that `pronouns` does not have."""
        for key in ("generic", "latter", "relative", "possessives", "impersonal"):
            for position, pronoun in enumerate(getattr(self, key)):
                if pronoun not in self.pronouns:
                    hint = suggestion(pronoun, self.pronouns)
                    yield (key, position), f"{pronoun!r} is not in `pronouns`{hint}"
