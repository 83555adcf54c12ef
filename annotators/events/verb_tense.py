"""The tense that a verb stands in with its auxiliaries: whether an event is told as past, or as present."""

from __future__ import annotations

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_past_form

__all__ = ["is_past", "is_present"]


_AUXILIARIES = frozenset(
    {Relation.AUXILIARY, Relation.TENSE_AUXILIARY, Relation.PASSIVE_AUXILIARY}
)


def _verb_with_auxiliaries(token: Word) -> list[Word]:
    """Return the verb that `token` is or stands under, with its auxiliaries; the token when it stands under none."""
    verb = token
    if not is_verb(token):
        # « a mené une attaque »: a noun is told in the tense of the verb above.
        verb = next((word for word in token.ancestors if word.pos_ == "VERB"), token)
    return [verb, *(child for child in verb.children if child.relation in _AUXILIARIES)]


def is_past(token: Word) -> bool:
    """Return whether `token`, or the verb that it stands under, is told as past: « a arrêté », "left"."""
    return any(is_past_form(word) for word in _verb_with_auxiliaries(token))


def is_present(token: Word) -> bool:
    """Return whether a verb is in the present tense, and not a perfect, whose auxiliary is: « quitte », not « a quitté »."""
    return has_feature(token, "Tense", "Pres") and not is_past(token)
