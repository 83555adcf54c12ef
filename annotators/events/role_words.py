"""
The roles around a trigger: which words are its agent, target, victim, place, by the relations of the parse.

`arguments.py` makes arguments of them; what a role means to a type stands in the lexicon (`roles`, `kinds`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.annotators.coreference import Resolver
from pressmark.annotators.grammar.features import is_noun, is_pronoun
from pressmark.annotators.grammar.participants import (
    agents,
    enumeration,
)
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_passive

from .carrying_verbs import CarryingVerbs, RoleWords
from .denials import is_nobody
from .lexicon import EventLexicon
from .name_phrases import NamePhrases
from .phrases_around import PhrasesAround
from .role_meanings import RoleMeanings
from .triggers import Hit

__all__ = ["RoleFinder"]

_MODIFIER_RELATIONS = frozenset(
    {Relation.ADJECTIVE, Relation.COMPOUND, Relation.POSSESSOR}
)
"""How an adjective or a noun hangs on the noun that it modifies: « attaque russe », "NATO strike", "Lee's visit"."""


@dataclass(frozen=True)
class RoleFinder:
    """Finds the words around the triggers of one article, each with the role that it has."""

    lexicon: EventLexicon
    around: PhrasesAround
    phrases: NamePhrases
    resolver: Resolver
    meanings: RoleMeanings
    carriers: CarryingVerbs

    @classmethod
    def of(
        cls,
        lexicon: EventLexicon,
        around: PhrasesAround,
        phrases: NamePhrases,
        resolver: Resolver,
    ) -> RoleFinder:
        """Return a finder for the triggers of one article."""
        meanings = RoleMeanings(lexicon, phrases)
        carriers = CarryingVerbs(lexicon, around, meanings)
        return cls(lexicon, around, phrases, resolver, meanings, carriers)

    def find_roles(self, hit: Hit) -> RoleWords:
        """Yield the words around a trigger with their roles, nouns in the place of pronouns."""
        find_words = self._roles_of_verb if hit.verbal else self._roles_of_noun
        for role, token in find_words(hit):
            if token is hit.token:
                continue
            nouns = self._nouns_for(token) if is_pronoun(token) else [token]
            for noun in nouns:
                if noun is hit.token:
                    continue
                yield role, self._owner_of_will(noun) if role == "agent" else noun

    def _nouns_for(self, pronoun: Word) -> list[Word]:
        """Return the heads of what a pronoun means, several for « Anne et Paul »; none where that is nobody."""
        referent = self.resolver.resolve_word(pronoun).referent
        if referent is None:
            return []
        named = referent.entity or referent
        head = pronoun.doc.root(named.start, named.end)
        if head is None:
            return []
        return enumeration([head]) if referent.is_plural else [head]

    def _roles_of_verb(self, hit: Hit) -> RoleWords:
        """Yield who does what a verb says, to whom, and what hangs on it by prepositions."""
        roles, verb = hit.trigger.roles, hit.token
        role_of_subject = roles.get("subject", "agent")
        # « tué par un tireur »: who does what a passive says is no victim, though « il est mort » has one for a subject
        if role_of_subject != "agent" and is_passive(verb):
            role_of_subject = "agent"
        for subject in self.around.subjects(verb):
            yield role_of_subject, subject
        for noun in self.around.objects(verb):
            yield roles.get("object", "target"), noun
        for adposition, noun in self.around.obliques(verb):
            preposition = adposition.form
            if preposition in self.lexicon.sets["passive_by"] and is_passive(verb):
                # who does it is among the subjects: « arrêtés par la police »
                continue
            if role := self.meanings.role_after(preposition, noun, roles):
                yield role, noun

    def _roles_of_noun(self, hit: Hit) -> RoleWords:
        """Yield what hangs on a noun, and what stands with the verb that carries it."""
        noun, roles = hit.token, hit.trigger.roles
        for adposition, word in self.around.obliques(noun):
            preposition = adposition.form
            # « de » says least of all prepositions: what it brings in decides which role that has.
            if self.meanings.is_genitive(preposition):
                role = self.meanings.role_of_owner(hit, word, roles)
            else:
                role = self.meanings.role_after(preposition, word, roles)
                role = role or self.lexicon.noun_prepositions.get(preposition)
            if role and role != "owner":
                yield role, word
            # « la destruction du pont par l'armée »: the parse may hang the army on the bridge
            for agent in agents(word, self.lexicon.sets["passive_by"]):
                yield roles.get("subject", "agent"), agent
        for child in noun.children:
            is_modifier = child.relation in _MODIFIER_RELATIONS
            if is_modifier and self._is_acting_modifier(child):
                yield self.meanings.role_of_modifier(hit, child, roles), child
            elif self._is_bare_place(child):
                # « accident rue du Port »
                yield "place", child
        yield from self.carriers.roles_at(hit, roles)

    def _is_bare_place(self, noun: Word) -> bool:
        """Return whether a noun of place hangs on another without a preposition."""
        if noun.relation is not Relation.NOUN_MODIFIER or _has_case(noun):
            return False
        return self.phrases.is_place_noun(noun)

    def _is_acting_modifier(self, token: Word) -> bool:
        """Return whether a modifier is a name or an adjective of a people, and not « grave » of « attaque grave »."""
        name = self.phrases.entities.get(token.i)
        # « le Forum mondial »: an adjective of the event's own name
        is_of_other = name is not None and name is not self.phrases.entities.get(
            token.head.i
        )
        return is_of_other or self.phrases.is_people(token)

    def _owner_of_will(self, noun: Word) -> Word:
        """Return whose act a noun of will is: of « la décision du ministre de fermer » it is « ministre »."""
        if noun.lemma not in self.lexicon.sets["acts"]:
            return noun
        for owner in self._owners(noun):
            if is_noun(owner):
                return owner
        return noun

    def measured_noun(self, noun: Word) -> Word:
        """Return what a noun or number only measures out: « 6 tonnes de déchets », « deux tiers des voix »."""
        measures, ranges = self.lexicon.sets["measures"], self.lexicon.ranges
        is_measure = noun.pos_ == "NUM" or noun.lemma in measures or noun.form in ranges
        if not is_measure and not is_nobody(noun, self.lexicon):
            return noun
        for owner in self._owners(noun):
            if owner.pos_ == "NOUN":
                return owner
        return noun

    def _owners(self, noun: Word) -> Iterator[Word]:
        """Yield the words after « de », "of"."""
        for adposition, word in self.around.obliques(noun):
            preposition = adposition.form
            if self.meanings.is_genitive(preposition):
                yield word


def _has_case(noun: Word) -> bool:
    """Return whether a preposition hangs on `noun`."""
    return any(child.relation is Relation.CASE for child in noun.children)
