"""What a pronoun stands for, as far as news needs it: the subject spoken of last that agrees with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

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

    def of(self, pronoun: Word) -> Word | None:
        """The noun that a pronoun stands for: the nearest subject before it that agrees, else the nearest object."""
        if pronoun.text.lower() not in self._third:
            return None
        paragraph = max((start for start in self._starts if start <= pronoun.idx), default=0)
        before = [one for one in self._nouns if paragraph <= one.idx < pronoun.idx and _agree(one, pronoun)]
        near = [one for one in reversed(before) if _sentences_between(one, pronoun) < _SENTENCES]
        return _first(near, _SUBJECTS) or _first(near, _OTHERS)


def _first(tokens: Sequence[Word], deps: frozenset[str]) -> Word | None:
    return next((one for one in tokens if one.dep_ in deps), None)


def _agree(noun: Word, pronoun: Word) -> bool:
    """Whether number and gender, where both are known, are the same."""
    pairs = ((noun.morph.get(feature, []), pronoun.morph.get(feature, [])) for feature in _FEATURES)
    return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


def _sentences_between(one: Word, other: Word) -> int:
    return sum(1 for token in one.doc[one.i : other.i] if token.is_sent_start and token.i > one.i)
