"""What denies an event: the word that negates its trigger, or a participant who is nobody."""

from __future__ import annotations

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word

from .governing_words import negation
from .lexicon import EventLexicon

__all__ = ["denial_of", "is_nobody"]

_PARTICIPANTS = frozenset(
    {Relation.SUBJECT, Relation.PASSIVE_SUBJECT, Relation.OBJECT, Relation.AGENT}
)
"""How a participant hangs on the verb that it denies by being nobody."""


def denial_of(token: Word, lexicon: EventLexicon) -> Word | None:
    """Return the word that denies a trigger: « ne », "not", or who did it or bore it: "nobody", "no passenger"."""
    word = negation(token, lexicon)
    if word is not None or not is_verb(token):
        return word
    for participant in token.children:
        is_participant = participant.relation in _PARTICIPANTS
        if is_participant and (nobody := _nobody_in(participant, lexicon)):
            return nobody
    return None


def is_nobody(word: Word, lexicon: EventLexicon) -> bool:
    """Return whether a word stands for nobody by itself: "nobody", "no one", « aucun » of « aucun d'eux »."""
    nobody = lexicon.sets["nobody"]
    # « personne n'est venu », and not « une personne »
    if word.form in nobody and not any(child.i < word.i for child in word.children):
        return True
    first = word.i - 1
    return first >= 0 and f"{word.doc[first].form} {word.form}" in nobody


def _nobody_in(participant: Word, lexicon: EventLexicon) -> Word | None:
    """Return what makes a participant nobody: it itself, "no" of "no passenger"; None for "no fewer than ten"."""
    if is_nobody(participant, lexicon):
        return participant
    sets = lexicon.sets
    for child in participant.children:
        if child.form not in sets["nobody_determiners"] or child.i > participant.i:
            continue
        following = child.doc[child.i + 1 : child.i + 2]
        # "no fewer than ten people were hurt" counts ten
        if any(word.form in sets["countable_nobody"] for word in following):
            return None
        return child
    return None
