"""
The words that put an event ahead or leave it open: a future, a conditional, « va », « prévu ».

The rules of `event_status.py` ask for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.clauses import (
    is_participle_clause,
    is_relative_clause,
    mark_of_infinitive,
)
from pressmark.annotators.grammar.features import has_feature, is_noun, is_verb
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    auxiliaries,
    is_future,
    is_infinitive,
    is_past_participle,
)

from .governing_words import has_in_list
from .lexicon import EventLexicon

__all__ = ["find_announcement", "find_future_word", "is_conditional"]

MIN_STEM_LETTERS = 3
"""A stem to which an ending is added has at least so many letters; chosen, not measured."""


def find_future_word(token: Word, lexicon: EventLexicon) -> Word | None:
    """Return the word that puts a verb ahead; None when nothing does."""
    helpers = auxiliaries(token)
    if _is_future(token, lexicon):
        return token
    for helper in helpers:
        if _is_future(helper, lexicon):
            return helper
        # « doit être évacué » is ahead, « a dû être évacué » is done
        if helper.form in lexicon.sets["planned"] and not is_realised(helper, helpers):
            return helper
    # « vont être frappés »: a participle has « vont » beside its « être ». One auxiliary alone is a past, « est allé ».
    if len(helpers) > 1:
        going = next((helper for helper in helpers if _is_going(helper, lexicon)), None)
        if going is not None:
            return going
    # "a contract to supply", "Airline to buy jets", and not "the first to win"
    if (mark := _aiming_mark(token, lexicon)) is not None:
        return mark
    # « va frapper », « pour frapper »
    if is_infinitive(token):
        is_complement = token.relation is Relation.OPEN_COMPLEMENT
        if is_complement and _is_going(token.head, lexicon):
            # « va frapper »
            return token.head
        return mark_of_infinitive(token, lexicon.sets["infinitive_marks"])
    return None


_AIMS = frozenset({Relation.NOUN_CLAUSE, Relation.ROOT})
"""How an English infinitive hangs that is ahead: "a plan to buy", the headline "Firm to buy jets"."""


def _aiming_mark(verb: Word, lexicon: EventLexicon) -> Word | None:
    """Return the "to" of an infinitive that is an aim or a headline's future; None for "the first to win"."""
    if verb.relation not in _AIMS:
        return None
    mark = next((child for child in verb.children if child.tag_ == "TO"), None)
    if mark is None or verb.relation is not Relation.NOUN_CLAUSE:
        return mark
    counted = lexicon.sets["achieving"]
    return None if any(word.form in counted for word in verb.head.subtree) else mark


def is_realised(modal: Word, helpers: Sequence[Word]) -> bool:
    """Return whether a modal stands in the perfect, so that what it governs was done: « a dû », « a pu »."""
    if not is_past_participle(modal):
        return False
    verbs = (*helpers, *auxiliaries(modal))
    return not any(has_feature(verb, "Mood", "Cnd") for verb in verbs)


def _is_future(word: Word, lexicon: EventLexicon) -> bool:
    """Return whether a word is in the future: « démissionnera »."""
    return is_future(word) or _has_ending(word, "future_endings", lexicon)


def is_conditional(word: Word, lexicon: EventLexicon) -> bool:
    """Return whether a word is in the conditional: « démissionnerait »."""
    return has_feature(word, "Mood", "Cnd") or _has_ending(
        word, "conditional_endings", lexicon
    )


def _has_ending(token: Word, key: str, lexicon: EventLexicon) -> bool:
    """Return whether a form is the infinitive with an ending: « rencontrer-ait », perhaps tagged as a past."""
    if not is_verb(token):
        return False
    # « vendre », « vend-rait »: verbs in -re lose their last letter before these endings.
    stem = token.lemma.removesuffix("e")
    # A stem of two letters begins too many other forms.
    if len(stem) < MIN_STEM_LETTERS or not token.form.startswith(stem):
        return False
    return token.form[len(stem) :] in lexicon.sets[key]


def _is_going(token: Word, lexicon: EventLexicon) -> bool:
    """Return whether a verb is one like « va frapper », « allait frapper », and not « est allé »."""
    if not has_in_list(lexicon, "going", token):
        return False
    return not is_past_participle(token)


def find_announcement(token: Word, lexicon: EventLexicon) -> Word | None:
    """Return what puts a noun ahead, a participle or clause: « la grève prévue », « la visite qui aura lieu »."""
    if not is_noun(token):
        return None
    planned = lexicon.sets["planned"]
    for child in token.children:
        # « la grève prévue », "the planned strike"
        if is_participle_clause(child) and child.form in planned:
            return child
        # « la visite qui aura lieu lundi », "the march that will follow"
        if not is_relative_clause(child):
            continue
        if word := find_future_word(child, lexicon):
            return word
        # « les travaux qui vont être exécutés »
        if _is_going(child, lexicon) and any(
            verb.relation is Relation.OPEN_COMPLEMENT for verb in child.children
        ):
            return child
    return None
