"""The named places of an article by clause: where a trigger happens that has no place of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pressmark.annotators.grammar.features import is_noun, is_verb
from pressmark.annotators.grammar.noun_phrases import adposition_of, holder
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

MAX_CLAUSE_PLACE_TOKENS = 19
"""How many tokens may part a trigger from a place of its clause; of 14 that stood farther off, 2 were its place in the
articles that may be read."""
_COLON = re.compile(r"[ \u00a0\u202f]?:")
MAX_HEADING_LENGTH = 150
"""In code points: a heading with a place before its colon is no longer. Chosen, not measured."""


@dataclass(frozen=True)
class ClausePlaces:
    """The tokens of the names of places, in their order, by the verb of their clause."""

    lexicon: EventLexicon
    tokens_by_verb: Mapping[Word, Sequence[int]]
    # the tokens of places that open a heading, in order, with where that ends: « Syrie : »
    headings: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, reading: SharedReading, lexicon: EventLexicon) -> ClausePlaces:
        """Return the places of one article by the verbs that they hang on."""
        entities, tree = reading.entities_by_token, reading.tree
        tokens_by_verb: defaultdict[Word, list[int]] = defaultdict(list)
        for index in sorted(entities):
            if entities[index].label == "LOC":
                verb = _clause_verb(_word_of_clause(tree[index]))
                tokens_by_verb[verb].append(index)
        return cls(lexicon, dict(tokens_by_verb), _heading_places(reading))

    def heading_place(self, trigger: Word) -> Word | None:
        """Return the place that opens the heading of a trigger: « *Syrie* : l'armée bombarde une ville »; else None."""
        position = bisect_right(self.headings, (trigger.i, 0)) - 1
        if position < 0:
            return None
        index, end = self.headings[position]
        return trigger.doc[index] if trigger.idx < end else None

    def nearest_place(self, trigger: Word, with_role: frozenset[int]) -> Word | None:
        """
        Return the place nearest to `trigger` in its clause that stands after a preposition of place; None without one.

        `with_role` are tokens that have a role already. « À Metz, la police a arrêté un homme. »: the parse need not
        hang « Metz » on the verb.
        """
        if not self.tokens_by_verb:
            return None
        in_clause = self.tokens_by_verb.get(_clause_verb(trigger), ())
        for index in sorted(in_clause, key=lambda index: abs(index - trigger.i)):
            if index in with_role:
                continue
            place = trigger.doc[index]
            # « la gare de Metz » says of which town a thing is, « à Metz » where it happens
            if self._is_inside(place) and _is_beside(place, trigger):
                return place
        return None

    def _is_inside(self, place: Word) -> bool:
        """Return whether a place stands after a preposition of what happens there: « à Metz », « près de Metz »."""
        preposition = adposition_of(place)
        if preposition is None:
            return False
        inside = self.lexicon.sets["inside"]
        if preposition.form in inside:
            return True
        # The parse need not hang « près » and « de » on one another.
        before = preposition.doc[max(0, preposition.i - 1) : preposition.i]
        return any(f"{word.form} {preposition.form}" in inside for word in before)


def _word_of_clause(place: Word) -> Word:
    """
    Return what says in which clause a place stands: itself, or the word after it where the parse cuts it off.

    « À Metz, la police a arrêté un homme. »: the parse may make two sentences of it.
    """
    if place.head is not place or adposition_of(place) is None:
        return place
    following = place.doc[place.i + 1 : place.i + 3]
    is_cut_off = len(following) > 1 and following[0].is_punct
    return following[1] if is_cut_off and following[0].form == "," else place


def _is_beside(place: Word, trigger: Word) -> bool:
    """Return whether a place is near a trigger, and is not of a noun before it: « la crise en Irak a causé un débat »."""
    if abs(place.i - trigger.i) > MAX_CLAUSE_PLACE_TOKENS:
        return False
    if place.i > trigger.i or not is_noun(holder(place)):
        return True
    # « À Metz, une explosion a eu lieu »: what opens a sentence is of all of it, whatever the parse hangs it on
    adposition = adposition_of(place)
    return adposition is not None and adposition.i == place.sent.start


def _clause_verb(token: Word) -> Word:
    """Return the verb of a token's clause, the nearest above that begins one; the root when none does."""
    word = token
    while word.head is not word:
        if is_verb(word) and word.relation in _CLAUSE_RELATIONS:
            return word
        word = word.head
    return word


def _heading_places(reading: SharedReading) -> list[tuple[int, int]]:
    """Return the tokens of the places that open a heading before a colon, in their order, with where the heading ends."""
    ends = dict(reading.paragraphs)
    headings: list[tuple[int, int]] = []
    for entity in reading.entities:
        end = ends.get(entity.start, 0)
        if entity.label != "LOC" or not 0 < end - entity.start <= MAX_HEADING_LENGTH:
            continue
        if _COLON.match(reading.text, entity.end):
            token = reading.tree.between(entity.start, entity.end)[0]
            headings.append((token.i, end))
    return headings
