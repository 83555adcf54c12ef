"""Signs of a status around a trigger: a rumour's conditional, an adjective, a phrase before it, a demonstrative."""

from __future__ import annotations

from pressmark.annotators.grammar.features import is_noun
from pressmark.annotators.grammar.noun_phrases import adposition_of
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import auxiliaries

from .governing_words import has_in_list
from .lexicon import EventLexicon

__all__ = ["adjective_in_list", "is_rumour", "open_phrase_before", "takes_up"]

MAX_OPEN_PHRASE_TOKENS = 4
"""How many tokens « en cas de », "in the event of" take at most."""


def is_rumour(word: Word, verb: Word, lexicon: EventLexicon) -> bool:
    """Return whether a conditional reports what is said to have happened: « le maire aurait démissionné »."""
    # « serait fermée » tells of no past, as « aurait fermé » does
    is_of_past = word.relation is Relation.TENSE_AUXILIARY
    if not is_of_past or word.form not in lexicon.sets["rumoured"]:
        return False
    # « aurait dû partir », « aurait pu frapper » did not happen
    helpers = auxiliaries(verb)
    if any(has_in_list(lexicon, "modals", helper) for helper in helpers):
        return False
    # « s'il avait plu, le maire aurait démissionné »
    conditions = lexicon.sets["conditions"]
    return not any(token.form in conditions for token in verb.sent)


def adjective_in_list(noun: Word, key: str, lexicon: EventLexicon) -> Word | None:
    """Return the adjective of a noun that the list `key` holds: « prochaine » of « la prochaine élection »."""
    for child in noun.children:
        if child.relation is Relation.ADJECTIVE and has_in_list(lexicon, key, child):
            return child
    return None


def open_phrase_before(noun: Word, lexicon: EventLexicon) -> str | None:
    """Return the phrase before a noun and what modifies it that leaves it open: « en cas de »; None without one."""
    # Such a phrase ends with the noun's own preposition; most nouns have none.
    if adposition_of(noun) is None:
        return None
    first = noun.left_edge.i
    for start in range(max(0, first - MAX_OPEN_PHRASE_TOKENS), first + 1):
        words = noun.doc[start : start + MAX_OPEN_PHRASE_TOKENS]
        for end in range(1, len(words) + 1):
            phrase = " ".join(word.form for word in words[:end])
            if words[end - 1].i < noun.i and phrase in lexicon.sets["open_phrases"]:
                return phrase
    return None


def takes_up(noun: Word, lexicon: EventLexicon) -> bool:
    """Return whether a noun takes up what was told, which no wish governs: « il demande la fin de ces violences »."""
    if not is_noun(noun):
        return False
    demonstratives = lexicon.sets["demonstratives"]
    return any(child.form in demonstratives for child in noun.children)
