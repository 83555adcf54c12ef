"""
Which entity a phrase of an event is, and from where to where its words go.

Shared by the rules of `arguments.py`, which ask it of every word that may be an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pressmark.annotators.grammar.noun_phrases import adposition_of
from pressmark.annotators.grammar.participants import oblique_phrases
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Tree, Word
from pressmark.annotators.shared_reading import SharedReading
from pressmark.spans import Argument, Entity

from .lexicon import EventLexicon

__all__ = ["NamePhrases"]

_MODIFIERS = frozenset(
    {
        Relation.ADJECTIVE,
        Relation.COMPOUND,
        Relation.NAME_PART,
        Relation.NUMERAL,
        Relation.FIXED,
        Relation.FOREIGN_PART,
    }
)
"""What belongs to the words of an argument: « vieux pont », "oil company"."""
# Places act, too: « Metz a porté plainte ».
_ACTING_LABELS = ("ORG", "LOC", "PER")
MAX_NAME_TOKENS = 3
"""How many tokens after its title a person's name may stand: « le maire de Metz Paul Roy »; chosen, not measured."""


@dataclass(frozen=True)
class NamePhrases:
    """The entities of one article by their tokens, and what a phrase is by its name or its noun."""

    text: str
    lexicon: EventLexicon
    # token index → the entity that holds it
    entities: Mapping[int, Entity]
    # a title's head → the person who bears it: « secrétaire national du parti »
    bearers: Mapping[int, Entity]

    @classmethod
    def of(cls, reading: SharedReading, lexicon: EventLexicon) -> NamePhrases:
        """Return the phrases of one article."""
        entities = reading.entities_by_token
        bearers = _find_bearers(reading.tree, entities.values())
        return cls(reading.text, lexicon, entities, bearers)

    def entity_of(self, token: Word) -> Entity | None:
        """Return the entity that a phrase is: its head is in the name, or the name is joined to the head's title."""
        # « le secrétaire national du parti, Paul Roy »: the head of the title stands for the person.
        entity = self.entities.get(token.i) or self.bearers.get(token.i)
        if entity is not None:
            return entity
        for child in token.children:
            if child.relation not in (
                Relation.APPOSITION,
                Relation.NAME_PART,
                Relation.NOUN_MODIFIER,
            ):
                continue
            entity = self.entities.get(child.i)
            if entity is not None and _is_joined(token, child, entity):
                return entity
        return None

    def is_place(self, token: Word) -> bool:
        """Return whether a phrase is a place, by its name or its noun: « Metz », « la gare »."""
        entity = self.entity_of(token)
        if entity is None:
            return self.is_place_noun(token)
        return entity.label == "LOC"

    def is_place_noun(self, noun: Word) -> bool:
        """Return whether `noun` is one of places: « stade », "harbour"."""
        places = self.lexicon.sets["place_nouns"]
        if noun.form in places:
            return True
        return noun.lemma in places

    def is_actor(self, noun: Word) -> bool:
        """Return whether a phrase is a person or body that can act: by name, or by a noun of people."""
        entity = self.entity_of(noun)
        if entity is not None and entity.label in _ACTING_LABELS:
            return True
        actors = self.lexicon.sets["actors"]
        return noun.lemma in actors or noun.form in actors

    def is_person(self, noun: Word) -> bool:
        """Return whether a phrase is a person, by a noun of people: « retraité », "teacher"."""
        persons = self.lexicon.persons
        return noun.lemma in persons or noun.form in persons

    def is_people(self, token: Word) -> bool:
        """Return whether an adjective is one of a people, which acts: « attaque russe », « sommet franco-russe »."""
        peoples = self.lexicon.peoples
        _, _, last_part = token.form.rpartition("-")
        return token.form in peoples or last_part in peoples

    def is_of_class(self, token: Word, name: str) -> bool:
        """Return whether the class `name` of the lexicon holds a phrase, by its lemma, its form or its name's label."""
        words = self.lexicon.classes[name]
        if token.lemma in words or token.form in words:
            return True
        entity = self.entity_of(token)
        return entity is not None and entity.label in words

    def argument(self, role: str, token: Word) -> Argument | None:
        """
        Return the argument that a phrase is: the name alone, or the head with its close modifiers, without determiner.

        Of a place it is the name within the phrase: « la gare de Metz » happens in « Metz ». None for a phrase
        without text.
        """
        entity = self.entity_of(token)
        # « la gare de Metz » happens in Metz.
        if entity is None and role == "place":
            entity = self._place_within(token)
        if entity is None:
            return self.argument_of_words(role, token)
        if entity.start >= entity.end:
            return None
        return Argument(
            role=role,
            start=entity.start,
            end=entity.end,
            text=self.text[entity.start : entity.end],
            entity_id=entity.id,
        )

    def argument_of_words(self, role: str, token: Word) -> Argument | None:
        """Return the argument that the words of a phrase are, whatever name is in it; None for one without text."""
        start, end = self._bounds(token)
        if start >= end:
            return None
        return Argument(role=role, start=start, end=end, text=self.text[start:end])

    def stands_apart_from_name(self, noun: Word, place: Argument) -> bool:
        """Return whether a noun of place has its town after a preposition of place: « la rue du Port, à *Metz* »."""
        if place.entity_id is None or noun.i in self.entities:
            return False
        if not self.is_place_noun(noun) or not noun.idx < place.start:
            return False
        name = noun.doc.between(place.start, place.end)
        adposition = adposition_of(noun.doc.root(place.start, place.end) or name[0])
        return adposition is not None and adposition.form in self.lexicon.sets["inside"]

    def _place_within(self, token: Word) -> Entity | None:
        """Return the first named place below `token`."""
        for word in token.subtree:
            entity = self.entities.get(word.i)
            if entity is not None and entity.label == "LOC":
                return entity
        return None

    def _bounds(self, token: Word) -> tuple[int, int]:
        """Return the offsets of `token` with its close modifiers and the complement right after them: « chef de parti »."""
        first, last = self._close_words(token)
        first_word, last_word = token.doc[first], token.doc[last]
        end = last_word.idx + len(last_word)
        return first_word.idx, self._end_of_complement(token, last) or end

    def _close_words(self, token: Word) -> tuple[int, int]:
        """Return the first and the last of `token` and the modifiers that stand beside it without a gap."""
        modifiers = {token.i}
        for child in token.children:
            if child.relation in _MODIFIERS and child.pos_ != "PUNCT":
                modifiers.update(
                    word.i for word in child.subtree if word.relation in _MODIFIERS
                )
        first = last = token.i
        while first - 1 in modifiers:
            first -= 1
        while last + 1 in modifiers:
            last += 1
        return first, last

    def _end_of_complement(self, noun: Word, last: int) -> int | None:
        """Return where the complement ends that follows the `last` word of a noun: « maire *de Metz* »; None without one."""
        following = noun.doc[last + 1 : last + 2]
        if (
            not following
            or self.lexicon.noun_prepositions.get(following[0].form) != "owner"
        ):
            return None
        for _, complement in oblique_phrases(noun):
            adposition = adposition_of(complement)
            if adposition is following[0]:
                entity = self.entities.get(complement.i)
                if entity is not None:
                    return entity.end
                word = noun.doc[self._close_words(complement)[1]]
                return word.idx + len(word)
        return None


def _is_joined(token: Word, child: Word, entity: Entity) -> bool:
    """Return whether the name at `child` is that of its head: « le président Osten », « le maire, Paul Roy »."""
    # The entity layer already joined title and name; « un membre du réseau d'Anne Morel » is not Anne Morel.
    if entity.mention_start <= token.idx < entity.mention_end:
        name = token.doc.between(entity.start, entity.end)
        return token.doc[name[0].i - 1].pos_ != "ADP"
    is_near = token.i < child.i <= token.i + MAX_NAME_TOKENS
    # « le maire de Metz » is not Metz: a preposition joins no name to a title.
    is_complement = child.relation is Relation.NOUN_MODIFIER
    if not is_near or (is_complement and adposition_of(child) is not None):
        return False
    if entity.label == "PER":
        # « le gouvernement Morel » is not Morel
        return not is_complement
    # « la fusée Vello 9 », « la société Vello »; not « la ville, Metz », which may be where it is, nor « le maire (UDF) »
    between = token.doc[token.i + 1 : child.i]
    return entity.label != "LOC" and not any(word.form == "(" for word in between)


def _find_bearers(tree: Tree, entities: Iterable[Entity]) -> dict[int, Entity]:
    """Return the first noun of the title before each person's name, by its token's index, with the person."""
    with_title = {
        entity.id: entity
        for entity in entities
        if entity.label == "PER" and entity.mention_start < entity.start
    }
    bearers: dict[int, Entity] = {}
    for entity in with_title.values():
        title = tree.between(entity.mention_start, entity.start)
        # « un membre du réseau d'Anne Morel » is not Anne Morel
        if title and title[-1].pos_ == "ADP":
            continue
        head = next(
            (word for word in title if word.pos_ == "NOUN" and word.idx < entity.start),
            None,
        )
        if head is not None:
            bearers[head.i] = entity
    return bearers
