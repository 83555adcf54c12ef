"""
What role a phrase has beside a trigger: by its preposition, by what it is, by what the type says of both.

`role_words.py` finds the phrases; what a role means to a type stands in the lexicon (`roles`, `kinds`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pressmark.annotators.grammar.features import has_feature, is_noun
from pressmark.annotators.grammar.noun_phrases import adposition_of, is_bare
from pressmark.annotators.grammar.tree import Word

from .lexicon import EventLexicon
from .name_phrases import NamePhrases
from .triggers import Hit

__all__ = ["RoleMeanings"]


@dataclass(frozen=True)
class RoleMeanings:
    """The roles that prepositions and kinds of phrases give in one article."""

    lexicon: EventLexicon
    phrases: NamePhrases

    def is_genitive(self, preposition: str) -> bool:
        """Return whether the lexicon says of a preposition that it brings in an owner."""
        meanings = self.lexicon.noun_prepositions
        meaning = meanings.get(preposition)
        return meaning == "owner"

    def _role_of_owners(self, roles: Mapping[str, str]) -> str | None:
        """Return the role that a type gives what its nouns are of: that of « de » or "of"; None where it names none."""
        return next(
            (
                roles[preposition]
                for preposition, meaning in self.lexicon.noun_prepositions.items()
                if meaning == "owner" and preposition in roles
            ),
            None,
        )

    def role_of_owner(
        self, hit: Hit, noun: Word, roles: Mapping[str, str]
    ) -> str | None:
        """Return what « de » means: « la mort de X » has a victim, « la visite de X » an agent, of a port a target."""
        role_of_type = self._role_of_owners(roles)
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
        return None if entity is None and self._is_only_a_kind(noun) else "agent"

    def _is_only_a_kind(self, noun: Word) -> bool:
        """Return whether a noun without an article says of what kind something is: « conférence de presse »."""
        adposition = adposition_of(noun)
        if adposition is None or not is_bare(noun):
            return False
        is_joined = adposition.form in self.lexicon.sets["kind_prepositions"]
        return is_joined and has_feature(noun, "Number", "Sing")

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
        # "the flight of the aircraft": what is nowhere moves
        return "agent" if role == "place" else role

    def role_of_modifier(
        self, hit: Hit, modifier: Word, roles: Mapping[str, str]
    ) -> str:
        """Return the role of a name or people before or beside a noun: « attaque russe », "NATO strike", "A380 delays"."""
        entity = self.phrases.entity_of(modifier)
        if entity is None:
            return "agent"
        # "A380 delays" are of a thing, which does nothing
        if entity.label == "MISC":
            return self._role_of_thing(hit, modifier, roles)
        # "the Malaysia visit": who moves goes to a place; « la visite russe » is the Russians'
        is_destination = entity.label == "LOC" and hit.trigger.traits.object_place
        return "place" if is_destination and is_noun(modifier) else "agent"

    def role_after(
        self, preposition: str, noun: Word, roles: Mapping[str, str]
    ) -> str | None:
        """Return the role of a `preposition`'s noun: what the type says, else a place when it is one; None for none."""
        entity = self.phrases.entity_of(noun)
        is_place = self.phrases.is_place(noun)
        # The lexicon says « à » of « au » and « aux », too.
        uncontracted = self.lexicon.contractions.get(preposition, preposition)
        role = roles.get(preposition) or roles.get(uncontracted)
        is_of_place = preposition in self.lexicon.sets["places"]
        if (
            is_place
            and is_of_place
            and role in (None, "place", "partner", "target", "topic")
        ):
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
                is_victim = role_of_class == "victim" and self.phrases.is_person(token)
                if is_victim or self.phrases.is_of_class(token, class_name):
                    return role_of_class
        # "discuss the plan": a thing is no partner
        if role == "partner" and not self._is_somebody(token):
            return "topic"
        # « critiquer le maire » has a target, « critiquer la loi » a topic
        if role == "target" and hit.trigger.traits.things == "topic":
            return role if self._is_somebody(token) else "topic"
        takes_place_as_object = hit.trigger.traits.object_place
        if role == "target" and takes_place_as_object and self.phrases.is_place(token):
            # « quitter le stade »
            return "place"
        return role

    def _is_somebody(self, noun: Word) -> bool:
        """Return whether a phrase is somebody: an actor, one of a people, or any name."""
        if self.phrases.is_actor(noun) or self.phrases.is_people(noun):
            return True
        return noun.pos_ == "PROPN" or noun.i in self.phrases.entities
