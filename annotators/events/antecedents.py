"""What a pronoun stands for, as far as news needs it: the subject spoken of last that agrees with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from pressmark.annotators.grammar.features import agree, is_noun
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Tree, Word

__all__ = ["Antecedents"]

# Who acts, and who is acted on: « Le maire a reçu le préfet. Il … ».
_SUBJECTS = frozenset({Relation.SUBJECT, Relation.PASSIVE_SUBJECT})
_OBJECTS = frozenset({Relation.OBJECT, Relation.APPOSITION, Relation.AGENT})
MAX_SENTENCES = 3
"""A noun is looked for in so many sentences, the pronoun's own among them; chosen, not measured."""


class Antecedents:
    """
    Resolves the third-person pronouns of one parse, within the paragraph and the last `MAX_SENTENCES` sentences.

    « Les avocats ont demandé un délai. Ils ont assuré … »: « Ils » stands for « avocats ».
    """

    def __init__(
        self,
        paragraphs: Sequence[tuple[int, int]],
        tree: Tree,
        pronouns: frozenset[str],
    ) -> None:
        self._pronouns = pronouns
        self._paragraph_starts = [start for start, _ in paragraphs]
        self._tree = tree

    @cached_property
    def _nouns(self) -> list[Word]:
        """The nouns that a pronoun may stand for, in the order of the text."""
        relations = _SUBJECTS | _OBJECTS
        return [
            word for word in self._tree if is_noun(word) and word.relation in relations
        ]

    @cached_property
    def _noun_indices(self) -> list[int]:
        """Where these nouns stand, to find those before a pronoun by bisection."""
        return [noun.i for noun in self._nouns]

    @cached_property
    def _sentence_numbers(self) -> list[int]:
        """The number of every token's sentence."""
        return list(accumulate(int(token.is_sent_start) for token in self._tree))

    def noun_for(self, pronoun: Word) -> Word | None:
        """
        Return the noun that `pronoun` stands for: the nearest subject before it that agrees, else the nearest object.

        None when nothing agrees, and for a word that is no pronoun of the lexicon.
        """
        if pronoun.text.lower() not in self._pronouns:
            return None
        # « Elle a démissionné » takes up no man and no plural.
        candidates = [
            noun for noun in self._nouns_before(pronoun) if agree(noun, pronoun)
        ]
        # Who acted last is taken up more often than who was acted on: « Le maire a reçu le préfet. Il … ».
        return _first_of(candidates, _SUBJECTS) or _first_of(candidates, _OBJECTS)

    def _nouns_before(self, pronoun: Word) -> Iterator[Word]:
        """Yield the nouns before `pronoun` in its paragraph and the last sentences, the nearest first."""
        paragraph = bisect_right(self._paragraph_starts, pronoun.idx) - 1
        paragraph_start = self._paragraph_starts[paragraph] if paragraph >= 0 else 0
        count_before = bisect_left(self._noun_indices, pronoun.i)
        # a slice would copy all nouns of a long text for each pronoun
        for number in range(count_before - 1, -1, -1):
            noun = self._nouns[number]
            # A new paragraph names its people anew.
            if noun.idx < paragraph_start:
                return
            if self._sentences_between(noun, pronoun) >= MAX_SENTENCES:
                return
            yield noun

    def _sentences_between(self, noun: Word, pronoun: Word) -> int:
        """Return how many sentences begin after `noun` and before `pronoun`."""
        if pronoun.i <= noun.i:
            return 0
        return self._sentence_numbers[pronoun.i - 1] - self._sentence_numbers[noun.i]


def _first_of(tokens: Sequence[Word], relations: frozenset[str]) -> Word | None:
    """Return the first of `tokens` that hangs by one of these relations."""
    return next((token for token in tokens if token.relation in relations), None)
