"""The verbs that carry an event's noun: who acts in « la police a mené une opération », « les tirs lancés par l'armée »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.noun_phrases import holder, is_owned
from pressmark.annotators.grammar.participants import enumeration
from pressmark.annotators.grammar.tree import Word

from .lexicon import EventLexicon
from .phrases_around import PhrasesAround
from .role_meanings import RoleMeanings
from .triggers import Hit

__all__ = ["CarryingVerbs", "RoleWords"]

RoleWords = Iterator[tuple[str, Word]]
"""Pairs of a role and the head of the phrase that has it."""


@dataclass(frozen=True)
class CarryingVerbs:
    """Reads what stands with the verbs that carry the nouns of one article."""

    lexicon: EventLexicon
    around: PhrasesAround
    meanings: RoleMeanings

    def roles_at(self, hit: Hit, roles: Mapping[str, str]) -> RoleWords:
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
            role = self.meanings.role_after(preposition, word, roles)
            if role:
                yield role, word


def _verb_above(noun: Word) -> Word | None:
    """Return the verb that `noun` is subject, object or complement of; None when it hangs on none."""
    head = holder(noun)
    return head if is_verb(head) and head is not noun else None
