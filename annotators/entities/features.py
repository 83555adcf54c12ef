"""
The signs by which the names of an article are scored: their rule, what the model said, their form and where they stand.

A sign is a short name that holds or does not; `pressmark.annotators.scoring` weighs them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.scoring import Scorer, magnitude

from .candidates import NameCandidate
from .reading import Reading

__all__ = ["NameFeatures", "score_names"]

_PARTS = 4
"""Into how many parts an article is cut to say where in it a name stands."""


@dataclass(frozen=True)
class NameFeatures:
    """Tells the signs of each of the `names` of an article, which are in text order."""

    reading: Reading
    names: Sequence[NameCandidate]

    def of_name(self, name: NameCandidate) -> list[str]:
        """Return the signs that a name has these bounds and this label."""
        label, rule = name.label, name.rule
        signs = [
            self._model_sign(name),
            *self._form_signs(name),
            *self._place_signs(name),
        ]
        # What a sign says depends on the label: a lone word is seldom a body, and often a person.
        crossed = [f"{label}, {sign}" for sign in signs]
        return [f"label: {label}", f"rule: {rule}", f"{label}, rule: {rule}", *crossed]

    def _model_sign(self, name: NameCandidate) -> str:
        """Return what the model called the words, and whether it saw the same bounds."""
        number = bisect_right(self._model_starts, name.end - 1) - 1
        if number < 0:
            return "model: none"
        start, end, label = self.reading.model_names[number]
        if end <= name.start:
            return "model: none"
        is_same = (start, end) == (name.start, name.end)
        return f"model: {label}" if is_same else f"model overlaps: {label}"

    def _form_signs(self, name: NameCandidate) -> Iterator[str]:
        """Yield how many words a name has, how they are written and what the parse takes them for."""
        words = self.reading.tokens_of(name)
        text = self.reading.text[name.start : name.end]
        yield f"length: {magnitude(len(words))}"
        if text.isupper():
            yield "in capitals: short" if len(text) <= 4 else "in capitals: long"
        if any(word.text.islower() for word in words):
            yield "holds a word in lower case"
        if any(map(str.isdigit, text)):
            yield "holds a digit"
        if "-" in text:
            yield "holds a hyphen"
        if not words:
            return
        yield f"first word: {words[0].pos_}"
        yield f"last word: {words[-1].pos_}"
        if words[0].text in self.reading.lexicon.given_names:
            yield "given name"

    def _place_signs(self, name: NameCandidate) -> Iterator[str]:
        """Yield what stands around a name, how often the article has it, and where it is."""
        reading = self.reading
        first = reading.position_at(name.start)
        yield f"before: {_kind(reading.token(first - 1))}"
        yield f"after: {_kind(reading.token(reading.position_from(name.end)))}"
        if reading.is_opening(first):
            yield "opens a sentence"
        yield f"mentions: {magnitude(self._counts[reading.surface(name)])}"
        part = _PARTS * name.start // max(1, len(reading.text))
        yield f"part of the article: {part}"

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each surface is a name of the article."""
        return Counter(map(self.reading.surface, self.names))

    @cached_property
    def _model_starts(self) -> list[int]:
        """Where each name of the model begins."""
        return [start for start, _, _ in self.reading.model_names]


def score_names(
    reading: Reading, names: Sequence[NameCandidate], scorer: Scorer
) -> list[float | None]:
    """Return the score of each name of an article; None for all in a language without weights."""
    if not scorer.models:
        return [None] * len(names)
    features = NameFeatures(reading, names)
    return [scorer.probability("score", features.of_name(name)) for name in names]


def _kind(word: Word | None) -> str:
    """Return the part of speech of a word, punctuation itself, "line" for a break or an edge of the text."""
    if word is None or word.is_space:
        return "line"
    return word.text if word.is_punct else word.pos_
