"""Who and what stands around the words of one parse: several rules ask it of the same word, and it is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pressmark.annotators.grammar.participants import (
    ControlWords,
    logical_objects,
    logical_subjects,
    oblique_phrases,
)
from pressmark.annotators.grammar.tree import Word

__all__ = ["PhrasesAround"]


@dataclass(frozen=True, slots=True)
class PhrasesAround:
    """The subjects, objects and oblique phrases of the words of one parse; `control` is the lexicon's."""

    control: ControlWords
    _subjects: dict[int, list[Word]] = field(default_factory=dict)
    _objects: dict[int, list[Word]] = field(default_factory=dict)
    _obliques: dict[int, list[tuple[Word, Word]]] = field(default_factory=dict)

    def subjects(self, verb: Word) -> Sequence[Word]:
        """Return who does what a verb says: « la *police* arrête », « arrêtés par la *police* »."""
        words = self._subjects.get(verb.i)
        if words is None:
            words = self._subjects[verb.i] = logical_subjects(verb, self.control)
        return words

    def objects(self, verb: Word) -> Sequence[Word]:
        """Return whom or what a verb is done to: « arrête deux *hommes* », « les *hommes* arrêtés »."""
        words = self._objects.get(verb.i)
        if words is None:
            words = self._objects[verb.i] = logical_objects(verb)
        return words

    def obliques(self, head: Word) -> Sequence[tuple[Word, Word]]:
        """Return each adposition that hangs on a verb or noun, with its noun: « part à *Metz* »."""
        phrases = self._obliques.get(head.i)
        if phrases is None:
            phrases = self._obliques[head.i] = list(oblique_phrases(head))
        return phrases
