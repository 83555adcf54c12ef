"""Where whom a pronoun means may be named: in its own sentence, in those before, anywhere before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pressmark.annotators.grammar.noun_phrases import holder
from pressmark.annotators.grammar.participants import antecedent, subjects
from pressmark.annotators.grammar.relations import SUBJECTS
from pressmark.annotators.grammar.tree import Word

from .mentions import Mention, Mentions
from .reading import CoreferenceReading, Stretch
from .referents import PronounTraits, Referent

__all__ = ["MAX_SENTENCES", "Antecedents", "PronounQuestion"]

MAX_SENTENCES = 3
"""A referent is looked for in so many sentences, the pronoun's own among them; chosen, not measured."""

MAX_MENTIONS = 100
"""Mentions looked at for a pronoun: three sentences of news have some thirty, and one without an end has thousands."""


@dataclass(frozen=True, slots=True)
class PronounQuestion:
    """A pronoun, what it asks, where it stands, and which stretches hold nobody that it may mean."""

    word: Word
    form: str
    traits: PronounTraits
    start: int
    said: Sequence[Stretch]
    is_speaker: bool
    chain: int


@dataclass
class Antecedents:
    """Finds what was named before the pronouns of one article, the nearest first."""

    reading: CoreferenceReading
    mentions: Mentions

    def person_before_relative(self, question: PronounQuestion) -> Referent | None:
        """
        Return the person named right before a relative pronoun, a comma between them or none: "*Ann Lee*, who died".

        Of "the wife of Ann Lee, who died" either may be meant: None, as where another word than a name stands there.
        """
        if question.form not in self.reading.lexicon.relative:
            return None
        before = self.reading.text[: question.start].rstrip()
        end = len(before.removesuffix(","))
        names = self.reading.entities.touching(max(0, end - 1), end)
        person = next(
            (name for name in names if name.label == "PER" and name.end == end), None
        )
        head = self.reading.tree.root(person.start, person.end) if person else None
        if person is None or head is None:
            return None
        if (
            holder(head).form in self.reading.lexicon.people
            and holder(head) is not head
        ):
            return None
        return self.mentions.referent_of_entity(person)

    def own_subjects(self, question: PronounQuestion) -> list[Word]:
        """Return the subjects of the pronoun's own clause, which it does not stand for unless it says whose something is."""
        word = question.word
        if word.relation in SUBJECTS:
            return [word]
        if question.form in self.reading.lexicon.possessives:
            return []
        for verb in word.ancestors:
            own = subjects(verb)
            if own:
                return own
        return []

    def subjects_above(
        self, question: PronounQuestion, own: Sequence[Word]
    ) -> Iterator[Word]:
        """Yield the subjects of the clauses that hold the pronoun, the nearest first: « X publie un texte où elle dit »."""
        for verb in question.word.ancestors:
            for subject in subjects(verb):
                if subject in own or subject.idx >= question.start:
                    continue
                noun = antecedent(subject, verb)
                if self._is_open(noun, question):
                    yield noun

    def mentions_by_distance(
        self, question: PronounQuestion, own: Sequence[Word]
    ) -> list[tuple[Mention, int]]:
        """Return the mentions that may be meant, the nearest first, with the number of sentences up to the pronoun."""
        numbers = self.mentions.sentence_numbers
        sentence = numbers[question.word.i]
        paragraph = self._paragraph_start(question.start)
        mentions = []
        nearest = islice(self.mentions.before(question.start), MAX_MENTIONS)
        for mention in nearest:
            distance = sentence - mention.sentence
            # A new paragraph names its people anew.
            if mention.word.idx < paragraph or distance >= MAX_SENTENCES:
                break
            if mention.word not in own and self._is_open(mention.word, question):
                mentions.append((mention, distance))
        return mentions

    def _is_open(self, word: Word, question: PronounQuestion) -> bool:
        """Return whether a word stands where the pronoun may mean it: in no other's words, and not in what is said here."""
        if any(start <= word.idx < end for start, end in question.said):
            return False
        quote = self.reading.quote_at(word.idx)
        return quote is None or quote == self.reading.quote_at(question.start)

    def named_before(self, question: PronounQuestion) -> Iterator[Referent]:
        """Yield the names before a pronoun, the nearest first."""
        for entity in self.reading.entities.before(question.start):
            words = self.reading.tree.between(entity.start, entity.end)
            if words and self._is_open(words[0], question):
                yield self.mentions.referent_of_entity(entity)

    def people_before(self, question: PronounQuestion) -> Iterator[Referent]:
        """Yield the last person named who may be of the pronoun's gender."""
        if question.traits.is_plural:
            return
        person = self.reading.entities.last_person(
            question.start, question.traits.gender
        )
        if person is not None:
            yield self.mentions.referent_of_entity(person)

    def people_near(
        self, question: PronounQuestion, own: Sequence[Word]
    ) -> Iterator[Referent]:
        """Yield the people named before a pronoun in its paragraph, the nearest first, wherever the parse hangs them."""
        numbers = self.mentions.sentence_numbers
        paragraph = self._paragraph_start(question.start)
        own_offsets = {word.idx for word in own}
        for entity in self.reading.entities.before(question.start):
            words = self.reading.tree.between(entity.start, entity.end)
            if entity.start < paragraph or not words:
                return
            if numbers[question.word.i] - numbers[words[0].i] >= MAX_SENTENCES:
                return
            is_own = any(word.idx in own_offsets for word in words)
            if (
                entity.label == "PER"
                and not is_own
                and self._is_open(words[0], question)
            ):
                yield self.mentions.referent_of_entity(entity)

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        """Where the paragraphs begin."""
        return self.reading.paragraph_starts()

    def _paragraph_start(self, offset: int) -> int:
        """Return where the paragraph of an offset begins."""
        number = bisect_right(self._paragraph_starts, offset) - 1
        return self._paragraph_starts[number] if number >= 0 else 0
