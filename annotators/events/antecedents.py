"""What a pronoun stands for, as far as news needs it: the subject spoken of last that agrees with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from pressmark.annotators.tree import Tree, Word

__all__ = ["Antecedents"]

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
_OTHERS = frozenset({"obj", "dobj", "appos", "obl:agent"})
_FEATURES = ("Number", "Gender")
_SENTENCES = 3


class Antecedents:
    """Resolves the third-person pronouns of one parse, within the paragraph and the last three sentences."""

    def __init__(self, paragraphs: Sequence[tuple[int, int]], doc: Tree, third: frozenset[str]) -> None:
        self._third = third
        self._starts = [start for start, _ in paragraphs]
        self._doc = doc

    @cached_property
    def _nouns(self) -> list[Word]:
        return [one for one in self._doc if one.pos_ in ("NOUN", "PROPN") and one.dep_ in _SUBJECTS | _OTHERS]

    @cached_property
    def _places(self) -> list[int]:
        return [noun.i for noun in self._nouns]

    @cached_property
    def _sentences(self) -> list[int]:
        """The number of every token's sentence."""
        return list(accumulate(int(token.is_sent_start) for token in self._doc))

    def of(self, pronoun: Word) -> Word | None:
        """The noun that a pronoun stands for: the nearest subject before it that agrees, else the nearest object."""
        if pronoun.text.lower() not in self._third:
            return None
        before = [noun for noun in self._before(pronoun) if _agree(noun, pronoun)]
        return _first(before, _SUBJECTS) or _first(before, _OTHERS)

    def _before(self, pronoun: Word) -> Iterator[Word]:
        """The nouns before a pronoun in its paragraph and the last sentences, the nearest first."""
        paragraph = bisect_right(self._starts, pronoun.idx) - 1
        start = self._starts[paragraph] if paragraph >= 0 else 0
        for number in range(bisect_left(self._places, pronoun.i) - 1, -1, -1):
            noun = self._nouns[number]
            if noun.idx < start or self._sentences_between(noun, pronoun) >= _SENTENCES:
                return
            yield noun

    def _sentences_between(self, noun: Word, pronoun: Word) -> int:
        """How many sentences begin behind a noun and before a pronoun."""
        return self._sentences[pronoun.i - 1] - self._sentences[noun.i] if pronoun.i > noun.i else 0


def _first(tokens: Sequence[Word], deps: frozenset[str]) -> Word | None:
    return next((one for one in tokens if one.dep_ in deps), None)


def _agree(noun: Word, pronoun: Word) -> bool:
    """Whether number and gender, where both are known, are the same."""
    pairs = ((noun.morph.get(feature, []), pronoun.morph.get(feature, [])) for feature in _FEATURES)
    return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)
