"""The verbs that carry an event's noun: who acts in « la police a mené une opération », « les tirs lancés par l'armée »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.noun_phrases import adposition_of, holder, is_owned
from pressmark.annotators.grammar.participants import enumeration
from pressmark.annotators.grammar.participants import subjects as subjects_of_predicate
from pressmark.annotators.grammar.relations import OBJECTS, SUBJECTS, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_passive

from .lexicon import EventLexicon
from .phrases_around import PhrasesAround
from .role_meanings import RoleMeanings
from .triggers import Hit

__all__ = ["CarryingVerbs", "RoleWords"]

RoleWords = Iterator[tuple[str, Word]]
"""Pairs of a role and the head of the phrase that has it."""

_CLAUSES_OF_NOUN = frozenset(
    {Relation.NOUN_CLAUSE, Relation.RELATIVE_CLAUSE, Relation.ADJECTIVE}
)
"""How the verb of a clause hangs on the noun that it tells of."""


@dataclass(frozen=True)
class CarryingVerbs:
    """Reads what stands with the verbs that carry the nouns of one article."""

    lexicon: EventLexicon
    around: PhrasesAround
    meanings: RoleMeanings

    def roles_at(self, hit: Hit, roles: Mapping[str, str]) -> RoleWords:
        """Yield what stands with the verbs of a noun: « l'armée a mené un raid », « les tirs lancés par l'armée »."""
        noun = hit.token
        verb = _verb_above(noun)
        if verb is not None:
            yield from self._roles_at_verb_above(noun, verb, roles)
        for child in noun.children:
            if child.relation in _CLAUSES_OF_NOUN and is_verb(child):
                yield from self._roles_at_verb_below(noun, child, roles)
        yield from self._roles_as_predicate(noun, verb, roles)

    def _roles_as_predicate(
        self, noun: Word, verb: Word | None, roles: Mapping[str, str]
    ) -> RoleWords:
        """Yield of whom a noun is said: « la raffinerie est en grève », « mis en examen », « victime d'une attaque »."""
        sets, adposition = self.lexicon.sets, adposition_of(noun)
        if adposition is None:
            return
        if adposition.form in sets["engaged_in"]:
            # "the team is in talks": the English model hangs it on the verb
            is_predicate = verb is not None and verb.pos_ == "AUX"
            for subject in subjects_of_predicate(
                verb if verb is not None and is_predicate else noun
            ):
                yield roles.get("subject", "agent"), subject
            if verb is not None and verb.form in sets["placing"]:
                for patient in self.around.objects(verb):
                    yield roles.get("object", "target"), patient
        sufferer = holder(noun)
        if sufferer.lemma in sets["sufferers"]:
            for subject in subjects_of_predicate(sufferer):
                yield "victim", subject

    def _roles_at_verb_above(
        self, noun: Word, verb: Word, roles: Mapping[str, str]
    ) -> RoleWords:
        """Yield what stands with the verb that a noun hangs on: « la police a mené une opération contre les pêcheurs »."""
        is_light = self._is_light(verb)
        # « annonce sa démission »: the subject resigns. Not so of « remet sa médaille », whose subject hands it on.
        has_its_subject = is_light or is_owned(noun)
        if (
            has_its_subject and verb.form not in self.lexicon.sets["handing"]
        ) or self._is_done_by_subject(noun, verb):
            yield from self._subjects_of(noun, verb, roles)
        if is_light:
            yield from self._obliques_of(noun, verb, roles)

    def _roles_at_verb_below(
        self, noun: Word, verb: Word, roles: Mapping[str, str]
    ) -> RoleWords:
        """Yield what stands with the verb of a clause of a noun: « l'appel lancé hier par l'opposition »."""
        is_light = self._is_light(verb)
        if is_light or is_passive(verb):
            yield from self._subjects_of(noun, verb, roles)
        if is_light:
            yield from self._obliques_of(noun, verb, roles)

    def _is_light(self, verb: Word) -> bool:
        """Return whether a verb says no more than that its noun is done or happens."""
        sets = self.lexicon.sets
        return verb.form in sets["light"] or verb.form in sets["occurring"]

    def _is_done_by_subject(self, noun: Word, verb: Word) -> bool:
        """Return whether the subject of a verb does what its object names: « intensifie ses frappes », "plan an attack"."""
        sets = self.lexicon.sets
        is_performing = verb.form in sets["performing"]
        # « l'opération programmée par la mairie »
        if is_passive(verb):
            is_performing = is_performing or verb.form in sets["planned"]
            return is_performing and noun.relation in SUBJECTS
        return is_performing and noun.relation in OBJECTS

    def _subjects_of(
        self, noun: Word, verb: Word, roles: Mapping[str, str]
    ) -> RoleWords:
        """Yield who does what a verb says, as who does what its noun names."""
        role_of_subject = roles.get("subject", "agent")
        for subject in self.around.subjects(verb):
            # « les grèves et les blocages ont lieu »: none of the joined nouns is another's agent
            if noun not in enumeration([subject]):
                yield role_of_subject, subject

    def _obliques_of(
        self, noun: Word, verb: Word, roles: Mapping[str, str]
    ) -> RoleWords:
        """Yield what hangs on a light verb by prepositions: it is its noun's."""
        for adposition, word in self.around.obliques(verb):
            if word is noun:
                continue
            role = self.meanings.role_after(adposition.form, word, roles)
            if role:
                yield role, word


def _verb_above(noun: Word) -> Word | None:
    """Return the verb that `noun` is subject, object or complement of; None when it hangs on none."""
    head = holder(noun)
    return head if is_verb(head) and head is not noun else None
