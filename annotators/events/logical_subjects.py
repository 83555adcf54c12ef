"""
Who does what a verb says: its own subject, the agent of a passive, or the subject that it shares with a word above.

`syntax.py` has what hangs on a verb itself.
"""

from __future__ import annotations

from pressmark.annotators.tree import Word

from .lexicon import EventLexicon
from .syntax import (
    OBJECT,
    SUBJECT,
    VERBAL,
    antecedent,
    children_by,
    conjuncts,
    has_feature,
    is_passive,
    objects,
    oblique,
)

__all__ = ["subjects"]

# « a promis de venir », « est venu et a vu », « l'homme chargé d'enquêter »: the subject stands with the word
# above.
_SHARES_SUBJECT = frozenset(
    {
        "conj",
        "xcomp",
        "advcl",
        "aux",
        "ccomp",
        "acl",
        "obl",
        "obl:mod",
        "obl:arg",
        "pcomp",
        "prep",
    }
)


MAX_SHARING_STEPS = 4
"""How many words up a verb's subject is looked for: « il a promis de venir aider à chercher »; chosen, not measured."""


def subjects(verb: Word, lexicon: EventLexicon) -> list[Word]:
    """
    Return the logical subjects of `verb`: an active verb's own, or a passive's agent phrase.

    A verb without one has that of the verb it is joined to or hangs on, or its object where the lexicon lists that
    verb as controlling: « accuse l'armée d'avoir bombardé », « demande au juge de sévir ».
    """
    if is_passive(verb):
        # « arrêtés par la police »
        agents = [
            noun
            for preposition, noun in oblique(verb)
            if preposition in lexicon.sets["passive_by"]
        ]
        return conjuncts(agents)
    candidates = children_by(verb, SUBJECT)
    # The present participle of a reduced clause: its noun acts.
    if not candidates and verb.dep_ == "acl" and verb.tag_ == "VBG":
        # "the men carrying the flag"
        candidates = [verb.head]
    if not candidates:
        candidates = _shared_subjects(verb, lexicon)
    return conjuncts([antecedent(candidate, verb) for candidate in candidates])


def _shared_subjects(verb: Word, lexicon: EventLexicon) -> list[Word]:
    """Return the subjects that a verb without one shares with a word above it."""
    word = verb
    for _ in range(MAX_SHARING_STEPS):
        if not _shares_subject(word):
            return []
        word = word.head
        # « oblige la ville à payer », « la décision du maire de partir »: who acts hangs on the noun.
        if word.pos_ not in VERBAL and word.pos_ != "ADJ":
            nouns = _owners_of_will(word, verb, lexicon)
            if nouns:
                return nouns
            continue
        if word.form in lexicon.sets["controlling"]:
            controllers = _controllers(word, verb, lexicon)
            if controllers:
                return controllers
        # « le maire a démissionné et quitté la ville »
        subjects_above = children_by(word, SUBJECT)
        if subjects_above:
            return [antecedent(subject, word) for subject in subjects_above]
    return []


def _shares_subject(word: Word) -> bool:
    """Return whether `word` may have the subject of its head; a content clause only where its verb is an infinitive."""
    if word.dep_ not in _SHARES_SUBJECT or word.head is word:
        return False
    return word.dep_ != "ccomp" or _is_infinitive_clause(word)


def _owners_of_will(noun: Word, verb: Word, lexicon: EventLexicon) -> list[Word]:
    """Return who does what a noun above `verb` speaks of: « oblige la ville à payer », « la décision du maire de »."""
    if noun.dep_ in OBJECT and noun.head.form in lexicon.sets["controlling"]:
        return [noun]
    if noun.pos_ != "NOUN":
        return []
    owners = [owner for _, owner in oblique(noun) if owner is not verb]
    return owners[:1]


def _controllers(head: Word, verb: Word, lexicon: EventLexicon) -> list[Word]:
    """Return the dative or object of a controlling verb, which does what `verb` says: « demande au juge de sévir »."""
    datives = [
        noun
        for preposition, noun in oblique(head)
        if preposition in lexicon.sets["datives"]
    ]
    return [noun for noun in datives or objects(head) if noun is not verb]


def _is_infinitive_clause(verb: Word) -> bool:
    """Return whether `verb` or a word that hangs on it is an infinitive: « affirme avoir vu », « dit être menacé »."""
    if has_feature(verb, "VerbForm", "Inf"):
        return True
    return any(has_feature(child, "VerbForm", "Inf") for child in verb.children)
