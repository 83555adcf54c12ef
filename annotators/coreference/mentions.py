"""What a pronoun may stand for: the subjects and objects of an article, each with what is known of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pressmark.annotators.grammar.features import has_feature, is_noun, is_pronoun
from pressmark.annotators.grammar.noun_phrases import (
    adposition_of,
    determiners,
    phrase_offsets,
)
from pressmark.annotators.grammar.participants import enumeration
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.spans import Entity

from .reading import CoreferenceReading
from .referents import Referent

__all__ = ["Mention", "Mentions"]

_SUBJECTS = frozenset({Relation.SUBJECT, Relation.PASSIVE_SUBJECT})
_OBJECTS = frozenset({Relation.OBJECT, Relation.APPOSITION, Relation.AGENT})
_MENTIONED = _SUBJECTS | _OBJECTS
_GENDERS = {"Masc": "m", "Fem": "f"}
_NAME_RELATIONS = frozenset({Relation.APPOSITION, Relation.NAME_PART})
"""How a name hangs on the noun before it; the models also call it a modifier or an adjective."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun or pronoun that a later pronoun may stand for. `sentence` counts the sentences outside of marks."""

    word: Word
    sentence: int
    is_subject: bool

    @property
    def is_main(self) -> bool:
        """Whether it is the subject of its sentence's first clause: « le *maire* part quand Anne vient »."""
        return self.is_subject and self.word.head.head is self.word.head


class Mentions:
    """The mentions of one article, in the order of the text."""

    def __init__(self, reading: CoreferenceReading) -> None:
        self._reading = reading
        self._referents: dict[int, Referent] = {}

    @cached_property
    def _mentions(self) -> list[Mention]:
        """The nouns and pronouns that a later pronoun may stand for."""
        return [
            Mention(word, self.sentence_numbers[word.i], word.relation in _SUBJECTS)
            for word in self._reading.tree
            if word.relation in _MENTIONED and self._can_be_meant(word)
        ]

    @cached_property
    def _offsets(self) -> list[int]:
        """Where they begin, to find those before a pronoun by halving."""
        return [mention.word.idx for mention in self._mentions]

    @cached_property
    def sentence_numbers(self) -> list[int]:
        """
        The number of every word's sentence.

        The models cut within marks: a sentence that holds nothing outside of them counts as part of the one before.
        """
        numbers: list[int] = []
        number, has_begun, quote_at = 0, False, self._reading.quote_at
        for word in self._reading.tree:
            has_begun = has_begun or word.is_sent_start
            if has_begun and word.is_alpha and quote_at(word.idx) is None:
                number, has_begun = number + 1, False
            numbers.append(number)
        return numbers

    def before(self, offset: int) -> Iterator[Mention]:
        """Yield the mentions that begin before an offset, the nearest first."""
        # a slice would copy all mentions of a long text for each pronoun
        for number in range(bisect_left(self._offsets, offset) - 1, -1, -1):
            yield self._mentions[number]

    def _can_be_meant(self, word: Word) -> bool:
        """Return whether a word is a noun that takes part in something, or a pronoun that does it."""
        # « Personne n'était là. « J'avais peur », dit-elle »
        if word.form in self._reading.lexicon.nobody and not determiners(word):
            return False
        if word.relation in _SUBJECTS:
            return is_noun(word) or self._reading.lexicon.traits(word.form) is not None
        return is_noun(word)

    def referent(self, word: Word) -> Referent:
        """Return whom or what a noun names, with all that is joined to it: « *Anne* et Paul »."""
        referent = self._referents.get(word.i)
        if referent is None:
            referent = self._referents[word.i] = self._read_referent(word)
        return referent

    def _read_referent(self, word: Word) -> Referent:
        """Return what `referent` does, read from the parse and the names."""
        joined = [noun for noun in enumeration([word]) if not is_pronoun(noun)]
        if len(joined) > 1:
            return self._read_group(joined)
        entity = self.entity_of(word)
        if entity is not None:
            return self.referent_of_entity(entity, word)
        start, end = phrase_offsets(word)
        noun_gender = self._gender_of_noun(word)
        return Referent(
            start,
            end,
            self._words(start, end),
            gender=noun_gender,
            is_plural=_is_plural(word),
            is_person=self._is_person(word),
        )

    def _read_group(self, joined: list[Word]) -> Referent:
        """Return several that are named together; they are women where all are: « Anne et Marie »."""
        parts = [self._read_single(word) for word in joined]
        start = min(part.start for part in parts)
        end = max(part.end for part in parts)
        genders = {part.gender for part in parts}
        gender = genders.pop() if len(genders) == 1 else None
        if "m" in genders:
            gender = "m"
        are_people = {part.is_person for part in parts}
        is_person = are_people.pop() if len(are_people) == 1 else None
        name = self._words(start, end)
        return Referent(
            start, end, name, gender=gender, is_plural=True, is_person=is_person
        )

    def _read_single(self, word: Word) -> Referent:
        """Return whom one noun of several names."""
        entity = self.entity_of(word)
        if entity is not None:
            return self.referent_of_entity(entity, word)
        end = word.idx + len(word)
        gender, is_person = self._gender_of_noun(word), self._is_person(word)
        return Referent(word.idx, end, word.text, gender=gender, is_person=is_person)

    def referent_of_entity(self, entity: Entity, head: Word | None = None) -> Referent:
        """Return what a name means; of what is no person, `head` says gender and number: « *la* Croix-Rouge »."""
        is_person = entity.label == "PER"
        gender = self._reading.entities.gender(entity.id)
        is_plural = False
        if head is not None and not is_person:
            gender = gender or self._gender_of_noun(head)
            is_plural = head.pos_ == "NOUN" and _is_plural(head)
        return Referent(
            entity.start, entity.end, entity.name, entity, gender, is_plural, is_person
        )

    def entity_of(self, word: Word) -> Entity | None:
        """Return the entity that a noun is or is called by: « la *maire*, Ana Vidal »."""
        mentioned = self._reading.entities.mentioned(word.idx, word.idx + len(word))
        people = [entity for entity in mentioned if entity.label == "PER"]
        named = self._named(word)
        if people or named:
            return (people or named)[0]
        for child in word.children:
            if child.i > word.i and _is_name_of(child):
                for entity in self._named(child):
                    # « le gouvernement *Vidal* » is no person, « le maire *Vidal* » is
                    if (entity.label == "PER") == bool(self._is_person(word)):
                        return entity
        return None

    def _named(self, word: Word) -> list[Entity]:
        """Return the entities whose name a word is part of."""
        return self._reading.entities.touching(word.idx, word.idx + len(word))

    def _gender_of_noun(self, noun: Word) -> str | None:
        """Return the gender of a noun by what stands before it, else by the parse; a model guesses that of names."""
        stated = self._reading.lexicon.people.get(noun.form)
        if stated is not None:
            return stated
        for determiner in determiners(noun):
            gender = self._reading.lexicon.determiners.get(determiner.form)
            if gender is not None:
                return gender
        if noun.pos_ != "NOUN":
            return None
        (value,) = noun.morph.get("Gender", [""])[:1]
        return _GENDERS.get(value)

    def _is_person(self, noun: Word) -> bool | None:
        """Return whether a noun means a person; None for a name of which nothing is known."""
        people = self._reading.lexicon.people
        if noun.form in people or noun.lemma in people:
            return True
        return None if noun.pos_ == "PROPN" else False

    def _words(self, start: int, end: int) -> str:
        """Return the text between two offsets with single blanks."""
        return " ".join(self._reading.text[start:end].split())


def _is_plural(noun: Word) -> bool:
    """Return whether a noun names several: its determiner says it, else the parse: « *l'* ONG » is one."""
    for determiner in determiners(noun):
        if has_feature(determiner, "Number", "Sing"):
            return False
    return has_feature(noun, "Number", "Plur")


def _is_name_of(word: Word) -> bool:
    """Return whether a name is what its head is called: « l'ONG *Greenpeace* », not « la directrice de *Greenpeace* »."""
    if word.relation in _NAME_RELATIONS:
        return True
    return word.pos_ == "PROPN" and adposition_of(word) is None
