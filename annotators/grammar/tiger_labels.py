"""
The labels of the TIGER treebank, which spaCy's German models write: what a word's part of speech and head add to them.

A label of TIGER says less than a relation: `nk` is any word of a noun phrase or of an adposition's, `mo` any modifier,
`oc` any clause or form of a verb that another one asks for. So the relation of these is told by more than the label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .relations import Relation
from .words import Word

__all__ = ["TIGER_LABELS", "relate_by_part_of_speech"]

_ADPOSITIONS = ("ADP",)
_CLAUSE = frozenset({Relation.SUBJECT, Relation.MARK})
"""What a verb below another has where it heads a clause of its own: „sagt, *dass er* kommt“."""

_IN_NOUN_PHRASE: Mapping[str, Relation] = {
    "DET": Relation.DETERMINER,
    "PRON": Relation.DETERMINER,
    "ADJ": Relation.ADJECTIVE,
    "NUM": Relation.NUMERAL,
    "NOUN": Relation.COMPOUND,  # „*Bürgermeisterin* Roth“
    "PROPN": Relation.NAME_PART,
    "ADP": Relation.ADPOSITION,
    "ADV": Relation.ADVERB,
    "VERB": Relation.NOUN_CLAUSE,
}
_MODIFIERS: Mapping[str, Relation] = {
    "ADP": Relation.ADPOSITION,
    "ADV": Relation.ADVERB,
    "ADJ": Relation.ADVERB,  # „kommt *schnell*“
    "PART": Relation.ADVERB,
    "NOUN": Relation.ADVERBIAL_NOUN,
    "PROPN": Relation.ADVERBIAL_NOUN,
    "NUM": Relation.ADVERBIAL_NOUN,
    "VERB": Relation.ADVERBIAL_CLAUSE,
    "AUX": Relation.ADVERBIAL_CLAUSE,
}
_BY_PART_OF_SPEECH: Mapping[str, Mapping[str, Relation]] = {
    "nk": _IN_NOUN_PHRASE,
    "mo": _MODIFIERS,
    "mnr": _MODIFIERS,
}

TIGER_LABELS = frozenset({*_BY_PART_OF_SPEECH, "oc"})
"""The labels whose relation more than the label tells."""


def relate_by_part_of_speech(words: Iterable[Word]) -> None:
    """Give each of `words`, whose heads and children are set, its relation where its label is one of `TIGER_LABELS`."""
    for word in words:
        if word.dep_ == "oc":
            word.relation = _relation_of_clause(word)
        elif word.dep_ == "nk" and word.head.pos_ in _ADPOSITIONS:
            word.relation = _relation_below_adposition(word)
        elif word.dep_ in _BY_PART_OF_SPEECH:
            relations = _BY_PART_OF_SPEECH[word.dep_]
            word.relation = relations.get(word.pos_, Relation.UNSPECIFIED)


def _relation_below_adposition(word: Word) -> Relation:
    """Return how a word hangs on an adposition, whose article does so too: „mit *der* *Ministerin*“."""
    if word.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X"):
        return Relation.ADPOSITION_OBJECT
    return _IN_NOUN_PHRASE.get(word.pos_, Relation.UNSPECIFIED)


def _relation_of_clause(word: Word) -> Relation:
    """Return how a verb hangs on another: a clause has a subject or a conjunction, a mere form of the verb has neither."""
    relations = {child.relation for child in word.children}
    if relations.isdisjoint(_CLAUSE):
        return Relation.OPEN_COMPLEMENT
    return Relation.CLAUSAL_COMPLEMENT
