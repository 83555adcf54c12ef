"""The nouns of people, bodies and places that the lexicons of the other layers list: who takes part in events, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pressmark.yaml_files.lexicon_models.entity_words import EntityWords
from pressmark.yaml_files.lexicon_models.inflection import Inflection
from pressmark.yaml_files.lexicon_models.quote_words import QuoteWords
from pressmark.yaml_files.lexicons import Lexicons, read_lexicon

__all__ = ["ParticipantWords", "read_participant_words"]


@dataclass(frozen=True, slots=True)
class ParticipantWords:
    """Written forms of nouns: of people, of bodies that act as people do, of places, and the adjectives of peoples."""

    persons: frozenset[str]
    bodies: frozenset[str]
    places: frozenset[str]
    peoples: frozenset[str]


def read_participant_words(
    language: str, lexicons: Lexicons, inflection: Inflection
) -> ParticipantWords:
    """Return the nouns of `language`; those of a lexicon that there is not are missing."""
    entities = read_lexicon("entities", language, EntityWords, lexicons)
    quotes = read_lexicon("quotes", language, QuoteWords, lexicons)
    entities, quotes = entities or EntityWords(), quotes or QuoteWords()
    roles, people = entities.roles, quotes.people
    persons = [*roles.m, *roles.f, *roles.any, *people.m, *people.f]
    bodies = [*entities.nouns.get("ORG", ()), *quotes.organisations, *quotes.groups]

    def forms(words: Iterable[str]) -> frozenset[str]:
        return frozenset(_forms(words, inflection))

    return ParticipantWords(
        persons=forms(persons),
        bodies=forms(bodies),
        places=forms([*entities.facilities, *entities.streets]),
        peoples=forms(entities.peoples),
    )


def _forms(words: Iterable[str], inflection: Inflection) -> Iterator[str]:
    """Yield the forms of nouns of one word; a phrase is found by its head alone, which stands in the lists too."""
    # Sorted: a set of words has an order of its own in each process.
    for word in sorted(set(words)):
        if " " not in word:
            yield from inflection.noun_forms(word)
