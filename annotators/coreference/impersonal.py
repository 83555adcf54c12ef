"""Pronouns that mean nobody: « il pleut », « il est prévu de », "it seems that"."""

from __future__ import annotations

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word

from .lexicon import CoreferenceLexicon

__all__ = ["is_impersonal"]

_CLAUSE_RELATIONS = frozenset(
    {
        Relation.CLAUSAL_COMPLEMENT,
        Relation.OPEN_COMPLEMENT,
        Relation.CLAUSAL_SUBJECT,
        Relation.ADVERBIAL_CLAUSE,
    }
)
"""How the models hang the clause that an impersonal subject announces."""
_PREDICATE_RELATIONS = frozenset({Relation.ATTRIBUTE, Relation.ADJECTIVE_COMPLEMENT})
"""How English hangs "likely" on "is"; French hangs « est » on « probable »."""
_SUBJECT_RELATIONS = frozenset(
    {Relation.SUBJECT, Relation.PASSIVE_SUBJECT, Relation.EXPLETIVE_SUBJECT}
)


def is_impersonal(pronoun: Word, lexicon: CoreferenceLexicon) -> bool:
    """
    Return whether a pronoun is the subject of a verb or predicate that has nobody for its subject.

    « il faut partir », « il y a », « il est prévu de fermer », "it seems that"; not « il est prévu jeudi », who may be he.
    """
    form = pronoun.form.removeprefix("-t").removeprefix("-")
    if form not in lexicon.impersonal or pronoun.relation not in _SUBJECT_RELATIONS:
        return False
    head = pronoun.head
    # The model takes « -il » of « a-t-il ajouté » for nobody, too: it is not believed of an inverted pronoun.
    is_inverted = form != pronoun.form
    if pronoun.relation is Relation.EXPLETIVE_SUBJECT and not is_inverted:
        return True
    if head.form in lexicon.impersonal_verbs or head.lemma in lexicon.impersonal_verbs:
        return True
    for child in head.children:
        # right before its verb: « "On y reviendra", a-t-il ajouté » is said by somebody
        if child.i == head.i - 1 and head.form in lexicon.fixed_verbs.get(
            child.form, ()
        ):
            return True
    predicates = [
        child for child in head.children if child.relation in _PREDICATE_RELATIONS
    ]
    words = [head, *predicates]
    if not any(_announces(word, lexicon) for word in words):
        return False
    return any(_has_clause(word) for word in words)


def _announces(word: Word, lexicon: CoreferenceLexicon) -> bool:
    """Return whether a verb or predicate can announce a clause: « apparaît », « prévu », "likely"."""
    if word.form in lexicon.clausal_verbs or word.lemma in lexicon.clausal_verbs:
        return True
    return word.form in lexicon.clausal_predicates


def _has_clause(word: Word) -> bool:
    """Return whether a clause hangs on a word and stands after it: « prévu *que le pont ferme* »."""
    return any(
        child.relation in _CLAUSE_RELATIONS and child.i > word.i
        for child in word.children
    )
