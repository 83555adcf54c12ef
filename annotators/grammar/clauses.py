"""Clauses: which one a word stands in, how it hangs on what is above it, and by which mark."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .features import is_pronoun, is_verb
from .relations import CLAUSES, SUBJECTS, Relation
from .tree import Word
from .verbs import MAX_JOINED_VERBS, is_infinitive, tense_auxiliaries

__all__ = [
    "clause_of",
    "clauses_above",
    "complement_clauses",
    "has_pronoun_subject",
    "is_adverbial_clause",
    "is_bare_infinitive",
    "is_complement_clause",
    "is_independent_conjunct",
    "is_participle_clause",
    "is_relative_clause",
    "main_verb",
    "mark_of_infinitive",
    "marks",
    "participle_clauses",
    "relative_clauses",
    "words_of_clause",
]

# How the mark of an infinitive hangs: « *pour* partir », « afin *de* partir ».
_MARKS_OF_INFINITIVE = frozenset({Relation.MARK, Relation.CASE, Relation.FIXED})
_PARTICIPLE_CLAUSES = frozenset({Relation.NOUN_CLAUSE, Relation.ADJECTIVE})


def clause_of(word: Word) -> Word:
    """
    Return the head of the clause that a word stands in: the nearest clause at or above it, else the root.

    « il dit que la *grève* finit » → « finit »; « *il* » → « dit ».
    """
    while word.relation not in CLAUSES and word.head is not word:
        word = word.head
    return word


def clauses_above(word: Word) -> Iterator[Word]:
    """Yield the heads of the clauses that hold a word, the nearest first, the root last."""
    clause = clause_of(word)
    yield clause
    while clause.head is not clause:
        clause = clause_of(clause.head)
        yield clause


def main_verb(word: Word) -> Word:
    """Return the root of a word's sentence: « il *dit* que la grève finit »."""
    while word.head is not word:
        word = word.head
    return word


def is_relative_clause(word: Word) -> bool:
    """Return whether a word is the verb of a relative clause: « la ministre qui *part* »."""
    return word.relation is Relation.RELATIVE_CLAUSE


def is_complement_clause(word: Word) -> bool:
    """Return whether a word is the verb of a clause that says what: « dit que la grève *finit* »."""
    return word.relation is Relation.CLAUSAL_COMPLEMENT


def is_adverbial_clause(word: Word) -> bool:
    """Return whether a word is the verb of a clause that says when, why or if: « si la ville *paie*, ils partent »."""
    return word.relation is Relation.ADVERBIAL_CLAUSE


def relative_clauses(noun: Word) -> list[Word]:
    """Return the verbs of the relative clauses of a noun: « la ministre qui *part* »."""
    return [child for child in noun.children if is_relative_clause(child)]


def is_participle_clause(word: Word) -> bool:
    """Return whether a participle or adjective says more of its noun: « la grève *prévue* », "the *planned* strike"."""
    return word.relation in _PARTICIPLE_CLAUSES


def participle_clauses(noun: Word) -> list[Word]:
    """Return the participles and adjectives that say more of a noun: « la grève *prévue* », "the *planned* strike"."""
    return [child for child in noun.children if is_participle_clause(child)]


def complement_clauses(verb: Word) -> list[Word]:
    """Return the verbs of the clauses that say what: « dit que la grève *finit* et que tout *va* bien » has the first."""
    return [child for child in verb.children if is_complement_clause(child)]


def marks(verb: Word, forms: Collection[str] | None = None) -> list[Word]:
    """Return the words that open the clause of a verb: « *que* », "*if*"; of them those of `forms` where it is given."""
    return [
        child
        for child in verb.children
        if child.relation is Relation.MARK and (forms is None or child.form in forms)
    ]


def has_pronoun_subject(clause: Word) -> bool:
    """Return whether the subject of a clause is a pronoun: « la ministre *qui* part », and not « que la ministre lit »."""
    return any(
        child.relation is Relation.SUBJECT and is_pronoun(child)
        for child in clause.children
    )


def is_independent_conjunct(verb: Word) -> bool:
    """
    Return whether a joined verb has a subject of its own and no mark that joins it on.

    « il veut gagner, car ils ont *perdu* », and not « il veut venir et *négocier* ».
    """
    if not is_verb(verb):
        return False
    relations = {child.relation for child in verb.children}
    return not relations.isdisjoint(SUBJECTS) and Relation.MARK not in relations


def is_bare_infinitive(word: Word) -> bool:
    """Return whether an infinitive without a mark follows its verb, whose time it has: « devait se *réunir* hier »."""
    if word.relation is not Relation.OPEN_COMPLEMENT:
        return False
    return not any(
        child.relation is Relation.MARK or child.tag_ == "TO" for child in word.children
    )


def mark_of_infinitive(verb: Word, forms: Collection[str]) -> Word | None:
    """
    Return the mark of `forms` that opens an infinitive, or the one it is joined to.

    « *pour* chercher, trouver et soigner »; None for « pour avoir attaqué », which is past.
    """
    for _ in range(MAX_JOINED_VERBS):
        if tense_auxiliaries(verb) or not is_infinitive(verb):
            return None
        for child in verb.children:
            if child.relation in _MARKS_OF_INFINITIVE and child.form in forms:
                return child
        if verb.relation is not Relation.CONJUNCT or verb.head is verb:
            return None
        verb = verb.head
    return None


def words_of_clause(clause: Word) -> list[Word]:
    """Return the words of a clause in order, those of the clauses below it left out: « il dit » of « il dit qu'il part »."""
    words, stack = [clause], list(clause.children)
    while stack:
        word = stack.pop()
        if word.relation not in CLAUSES:
            words.append(word)
            stack += word.children
    return sorted(words, key=lambda word: word.i)
