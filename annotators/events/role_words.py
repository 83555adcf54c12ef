"""
The roles around a trigger: which words are its agent, target, victim, place, by the relations of the parse.

`arguments.py` makes arguments of them; what a role means to a type stands in the lexicon (`roles`, `kinds`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pressmark.annotators.coreference import Resolver
from pressmark.annotators.grammar.features import is_noun, is_pronoun, is_verb
from pressmark.annotators.grammar.noun_phrases import holder, is_owned
from pressmark.annotators.grammar.participants import (
    enumeration,
)
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_passive

from .denials import is_nobody
from .lexicon import EventLexicon
from .name_phrases import NamePhrases
from .phrases_around import PhrasesAround
from .triggers import Hit

__all__ = ["RoleFinder", "RoleWords"]

RoleWords = Iterator[tuple[str, Word]]
"""Pairs of a role and the head of the phrase that has it."""
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
            if role := self._role_after(preposition, noun, roles):
                yield role, noun

    def _roles_of_noun(self, hit: Hit) -> RoleWords:
        """Yield what hangs on a noun, and what stands with the verb that carries it."""
        noun, roles = hit.token, hit.trigger.roles
        for adposition, word in self.around.obliques(noun):
            preposition = adposition.form
            # « de » says least of all prepositions: what it brings in decides which role that has.
            if self._is_genitive(preposition):
                role = self._role_of_owner(hit, word, roles)
            else:
                role = self._role_after(preposition, word, roles)
                role = role or self.lexicon.noun_prepositions.get(preposition)
            if role and role != "owner":
                yield role, word
        for child in noun.children:
            is_modifier = child.relation in _MODIFIER_RELATIONS
            if is_modifier and self._is_acting_modifier(child):
                # « attaque russe », "NATO strike"; "A380 delays" are of a thing, which does nothing
                entity = self.phrases.entity_of(child)
                is_thing = entity is not None and entity.label == "MISC"
                yield (
                    (
                        roles.get("object", hit.trigger.traits.thing)
                        if is_thing
                        else "agent"
                    ),
                    child,
                )
            elif self._is_bare_place(child):
                # « accident rue du Port »
                yield "place", child
        yield from self._roles_at_carrier(hit, roles)

    def _is_bare_place(self, noun: Word) -> bool:
        """Return whether a noun of place hangs on another without a preposition."""
        if noun.relation is not Relation.NOUN_MODIFIER or _has_case(noun):
            return False
        return self.phrases.is_place_noun(noun)

    def _is_acting_modifier(self, token: Word) -> bool:
        """Return whether a modifier is a name or an adjective of a people, and not « grave » of « attaque grave »."""
        is_name = token.i in self.phrases.entities
        return is_name or self.phrases.is_people(token)

    def _roles_at_carrier(self, hit: Hit, roles: Mapping[str, str]) -> RoleWords:
        """Yield what stands with the verb of a noun: « la police a mené une opération », « annonce sa démission »."""
        noun, verb = hit.token, _verb_above(hit.token)
        if verb is None:
            return
        sets = self.lexicon.sets
        is_light = verb.form in sets["light"] or verb.form in sets["occurring"]
        # « annonce sa démission »: the subject resigns. Not so of « remet sa médaille », whose subject hands it on.
        has_its_subject = is_light or is_owned(noun)
        if has_its_subject and verb.form not in sets["handing"]:
            role_of_subject = roles.get("subject", "agent")
            for subject in self.around.subjects(verb):
                # « les grèves et les blocages ont lieu »: none of the joined nouns is another's agent
                if noun not in enumeration([subject]):
                    yield role_of_subject, subject
        if not is_light:
            return
        # « a mené une opération contre les pêcheurs »: what hangs on a light verb is its noun's
        for adposition, word in self.around.obliques(verb):
            preposition = adposition.form
            if word is noun:
                continue
            role = self._role_after(preposition, word, roles)
            if role:
                yield role, word

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
        is_measure = noun.pos_ == "NUM" or noun.lemma in self.lexicon.sets["measures"]
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
            if self._is_genitive(preposition):
                yield word

    def _is_genitive(self, preposition: str) -> bool:
        """Return whether the lexicon says of a preposition that it brings in an owner."""
        meanings = self.lexicon.noun_prepositions
        meaning = meanings.get(preposition)
        return meaning == "owner"

    def _role_of_owner(
        self, hit: Hit, noun: Word, roles: Mapping[str, str]
    ) -> str | None:
        """Return what « de » means: « la mort de X » has a victim, « la visite de X » an agent, of a port a target."""
        role_of_type = roles.get("de") or roles.get("of")
        entity = self.phrases.entity_of(noun)
        # « la fête du village », « la réunion de travail »
        # A name of no actor is one of a thing, too: "the launch of the A350".
        is_thing = entity is None or entity.label == "MISC"
        if is_thing and not self.phrases.is_actor(noun):
            # « la destruction du pont »: what the entry asks for is acted on, and no scene
            if self._is_what_entry_asks(hit, noun):
                return roles.get("object", hit.trigger.traits.thing)
            # « le forum de Metz » is in Metz, « le forum de la langue » about it
            if role_of_type == "place" and not self.phrases.is_place_noun(noun):
                role_of_type = None
            return role_of_type or self._role_of_thing(hit, noun, roles)
        if entity is not None and entity.label == "LOC":
            # « la visite de la France », who acts; « l'accident de Metz », where it was
            acts = hit.trigger.traits.place == "actor" and role_of_type != "place"
            return "agent" if acts else "place"
        if "owner" in roles:
            return roles["owner"]
        # « la mort de X » has a victim, and « la démission de X » an agent, since its type says nothing of « de »
        if role_of_type in ("agent", "victim", "target"):
            return role_of_type
        return "agent"

    def _is_what_entry_asks(self, hit: Hit, noun: Word) -> bool:
        """Return whether the entry of a noun is only for what `noun` names: "destruction" of a bridge."""
        asked = hit.trigger.required.get("of", frozenset())
        return noun.form in asked or noun.lemma in asked

    def _role_of_thing(self, hit: Hit, noun: Word, roles: Mapping[str, str]) -> str:
        """Return the role of a thing after « de »: « la fête du village », « réunion de travail »."""
        if self.phrases.is_place_noun(noun):
            return "place"
        role = roles.get("object", hit.trigger.traits.thing)
        # a thing is no partner
        if role == "partner":
            return "topic"
        return role

    def _role_after(
        self, preposition: str, noun: Word, roles: Mapping[str, str]
    ) -> str | None:
        """Return the role of a `preposition`'s noun: what the type says, else a place when it is one; None for none."""
        entity = self.phrases.entity_of(noun)
        is_place = self.phrases.is_place(noun)
        # The lexicon says « à » of « au » and « aux », too.
        uncontracted = self.lexicon.contractions.get(preposition, preposition)
        role = roles.get(preposition) or roles.get(uncontracted)
        is_of_place = preposition in self.lexicon.sets["places"]
        if is_place and is_of_place and role in (None, "place", "partner", "target"):
            # « victoire sur Vello » is one over Vello, and « attaque dans Vello » one within it.
            is_inside = preposition in self.lexicon.sets["inside"]
            return "place" if role is None or entity is None or is_inside else role
        # « tirer sur la foule » has a target; « tirer sur le côté » has none, since a side is nobody
        if role in ("target", "partner", "victim") and is_of_place and entity is None:
            return role if self.phrases.is_actor(noun) else None
        # « dans le calme », « à l'unanimité »: prepositions of place without a place say how
        if role == "place" and not is_place:
            return None
        return role

    def role_of_kind(self, role: str, token: Word, hit: Hit) -> str:
        """Return what `role` becomes for its filler: a car in a crash is an instrument, a person hit a victim."""
        if role in ("target", "partner", "agent"):
            for class_name, role_of_class in hit.trigger.kinds.items():
                if role_of_class in ("victim", "topic") and role == "agent":
                    # « un homme a tué »: who acts is no victim
                    continue
                if self.phrases.is_of_class(token, class_name):
                    return role_of_class
        # « critiquer le maire » has a target, « critiquer la loi » a topic
        if role == "target" and hit.trigger.traits.things == "topic":
            return role if self.phrases.is_actor(token) else "topic"
        takes_place_as_object = hit.trigger.traits.object_place
        if role == "target" and takes_place_as_object and self.phrases.is_place(token):
            # « quitter le stade »
            return "place"
        return role


def _has_case(noun: Word) -> bool:
    """Return whether a preposition hangs on `noun`."""
    return any(child.relation is Relation.CASE for child in noun.children)


def _verb_above(noun: Word) -> Word | None:
    """Return the verb that `noun` is subject, object or complement of; None when it hangs on none."""
    head = holder(noun)
    return head if is_verb(head) and head is not noun else None
