"""The named places of an article by clause: where a trigger happens that has no place of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.noun_phrases import adposition_of
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.shared_reading import SharedReading

from .lexicon import EventLexicon

__all__ = ["ClausePlaces"]

_CLAUSE_RELATIONS = frozenset(
    {
        Relation.ROOT,
        Relation.CONJUNCT,
        Relation.RELATIVE_CLAUSE,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.PARATAXIS,
    }
)
"""How the verb of a clause hangs on the one above."""


@dataclass(frozen=True)
class ClausePlaces:
    """The tokens of the names of places, in their order, by the verb of their clause."""

    lexicon: EventLexicon
    tokens_by_verb: Mapping[Word, Sequence[int]]

    @classmethod
    def of(cls, reading: SharedReading, lexicon: EventLexicon) -> ClausePlaces:
        """Return the places of one article by the verbs that they hang on."""
        entities, tree = reading.entities_by_token, reading.tree
        tokens_by_verb: defaultdict[Word, list[int]] = defaultdict(list)
        for index in sorted(entities):
            if entities[index].label == "LOC":
                tokens_by_verb[_clause_verb(tree[index])].append(index)
        return cls(lexicon, dict(tokens_by_verb))

    def nearest_place(self, trigger: Word, with_role: frozenset[int]) -> Word | None:
        """
        Return the place nearest to `trigger` in its clause that stands after a preposition of place; None without one.

        `with_role` are tokens that have a role already. « À Metz, la police a arrêté un homme. »: the parse need not
        hang « Metz » on the verb.
        """
        if not self.tokens_by_verb:
            return None
        sentence = trigger.sent
        in_clause = self.tokens_by_verb.get(_clause_verb(trigger), ())
        first = bisect_left(in_clause, sentence.start)
        end = bisect_left(in_clause, sentence.end)
        inside = self.lexicon.sets["inside"]
        for index in sorted(
            in_clause[first:end], key=lambda index: abs(index - trigger.i)
        ):
            if index in with_role:
                continue
            place = trigger.doc[index]
            preposition = adposition_of(place)
            # « la gare de Metz » says of which town a thing is, « à Metz » where it happens
            if preposition is not None and preposition.form in inside:
                return place
        return None


def _clause_verb(token: Word) -> Word:
    """Return the verb of a token's clause, the nearest above that begins one; the root when none does."""
    word = token
    while word.head is not word:
        if is_verb(word) and word.relation in _CLAUSE_RELATIONS:
            return word
        word = word.head
    return word
