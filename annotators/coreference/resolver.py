"""
Whom a pronoun, a description or a short name means.

A pronoun is asked for in this order: the subject of its own sentence, of the sentence just before, of the sentences of
its paragraph since somebody spoke; the last speaker; then the nearest object, or for who speaks the last person named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pressmark.annotators.grammar.features import is_noun, is_relative_pronoun
from pressmark.annotators.grammar.participants import antecedent, subjects
from pressmark.annotators.grammar.relations import SUBJECTS
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.written_forms import normalize
from pressmark.spans import Quote

from .descriptions import PersonDescriptions
from .impersonal import is_impersonal
from .mentions import Mention, Mentions
from .reading import CoreferenceReading, Stretch
from .referents import PronounTraits, Referent, Resolution, may_mean, speaker_referent
from .speaker_memory import SpeakerMemory

__all__ = ["MAX_SENTENCES", "Resolver"]

MAX_SENTENCES = 3
"""A referent is looked for in so many sentences, the pronoun's own among them; chosen, not measured."""
_MAX_CHAIN = 4
"""How many pronouns may stand for one another, « Elle …. Elle …. Elle »: chosen, not measured; a bound on the work."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A pronoun, what it asks, where it stands, and which stretches hold nobody that it may mean."""

    word: Word
    form: str
    traits: PronounTraits
    start: int
    said: Sequence[Stretch]
    is_speaker: bool
    chain: int


@dataclass
class Resolver:
    """Resolves the pronouns and descriptions of one article; made by `Resolver.of`, it hears speakers as it goes."""

    reading: CoreferenceReading
    mentions: Mentions
    descriptions: PersonDescriptions
    memory: SpeakerMemory = field(default_factory=SpeakerMemory)

    @classmethod
    def of(cls, reading: CoreferenceReading) -> Resolver:
        """Return the resolver of an article."""
        return cls(reading, Mentions(reading), PersonDescriptions(reading))

    def hear(self, start: int, end: int, speaker: Referent | None) -> None:
        """Remember whom the phrase between two offsets, which names a speaker, means; None for somebody unknown."""
        self.memory.hear(start, end, speaker)

    def hear_quotes(self, quotes: Iterable[Quote]) -> None:
        """Remember the speakers that the quote layer has found: what it says of a pronoun holds for all layers."""
        for quote in quotes:
            if quote.speaker_start is None or quote.speaker_end is None:
                continue
            speaker = self._speaker_of(quote, quote.speaker_start, quote.speaker_end)
            self.hear(quote.speaker_start, quote.speaker_end, speaker)

    def _speaker_of(self, quote: Quote, start: int, end: int) -> Referent | None:
        """Return who says a quote by the phrase between two offsets; None where nobody knows it."""
        if quote.speaker_name is None:
            return None
        entity = self.reading.entities.entity(quote.speaker_id)
        form = normalize(self.reading.text[start:end])
        if entity is None and self.reading.lexicon.traits(form) is not None:
            # A row has the pronoun alone; what it stands for is found again.
            said = quote.spans
            return self.resolve(start, end, said=said, is_speaker=True).referent
        kind = quote.speaker_kind
        speaker = speaker_referent(start, end, quote.speaker_name, entity, kind)
        return replace(speaker, gender=self._gender_of(speaker))

    def resolve(
        self,
        start: int,
        end: int,
        *,
        said: Sequence[Stretch] = (),
        is_speaker: bool = False,
    ) -> Resolution:
        """
        Return whom the words between two offsets mean.

        `said` holds the words that a speaker says: nobody within is their speaker. With `is_speaker`, whoever is meant
        can speak, and may have been named or have spoken anywhere before.
        """
        form = normalize(self.reading.text[start:end])
        traits = self.reading.lexicon.traits(form)
        if traits is None:
            return self._resolve_description(start, end)
        speaker = self.memory.referents.get(start)
        if speaker is not None:
            return Resolution(speaker, "speaker of a quote")
        words = self.reading.tree.between(start, end)
        is_generic = form in self.reading.lexicon.generic and not is_speaker
        if not words or is_generic:
            return Resolution(None, "unresolved")
        question = _Question(words[-1], form, traits, start, said, is_speaker, 0)
        return self._resolve_pronoun(question)

    def resolve_word(self, pronoun: Word) -> Resolution:
        """Return whom the pronoun that is one word of the parse means."""
        return self.resolve(pronoun.idx, pronoun.idx + len(pronoun))

    def _resolve_description(self, start: int, end: int) -> Resolution:
        """Return the person that a description or a short name means."""
        bearer = self.descriptions.bearer(start, end)
        if bearer is None:
            return Resolution(None, "unresolved")
        person, how = bearer
        return Resolution(self.mentions.referent_of_entity(person), how)

    def _resolve_pronoun(self, question: _Question) -> Resolution:
        """Return whom a pronoun means; nobody where it is impersonal or nothing fits."""
        if is_impersonal(question.word, self.reading.lexicon):
            return Resolution(None, "impersonal")
        if is_relative_pronoun(question.word):
            noun = antecedent(question.word, question.word.head)
            if noun is not question.word and is_noun(noun):
                return Resolution(self.mentions.referent(noun), "relative")
        for referents, how in self._steps(question):
            for referent in referents:
                if self._fits(referent, question):
                    return Resolution(referent, how)
        return Resolution(None, "unresolved")

    def _steps(self, question: _Question) -> Iterator[tuple[Iterable[Referent], str]]:
        """Yield who is asked in turn, with the name of the step."""
        if question.form in self.reading.lexicon.latter:
            yield self._named_before(question), "last named"
        own = self._own_subjects(question)
        yield self._subjects_above(question, own), "subject of its sentence"
        distance_to_mentions = self._mentions_by_distance(question, own)
        before = [m for m, distance in distance_to_mentions if distance <= 1]
        subjects_before = [m for m in before if m.is_subject]
        # who the sentence is about goes before who acts in a clause of it
        subjects_before.sort(key=lambda mention: not mention.is_main)
        yield (
            self._referents(subjects_before, question),
            "subject of the sentence before",
        )
        # Since somebody spoke, it is that speaker that a pronoun goes on with.
        spoken = self.memory.last_end(question.start)
        farther = [
            mention
            for mention, distance in distance_to_mentions
            if distance > 1 and mention.is_subject and mention.word.idx >= spoken
        ]
        yield self._referents(farther, question), "subject of the paragraph"
        yield self._last_speaker(question), "last speaker"
        if question.is_speaker:
            yield self._people_before(question), "last person"
        else:
            objects = [m for m, _ in distance_to_mentions if not m.is_subject]
            yield self._referents(objects, question), "object before"
            yield self._people_near(question, own), "person before"

    def _fits(self, referent: Referent, question: _Question) -> bool:
        """Return whether a pronoun may mean a referent, and that can speak where the pronoun does."""
        if not may_mean(question.traits, referent):
            return False
        return not question.is_speaker or self._can_speak(referent)

    def _can_speak(self, referent: Referent) -> bool:
        """Return whether a referent can be a speaker: a name, a noun of people, of bodies or of texts."""
        if referent.entity is not None:
            return referent.entity.label in ("PER", "ORG")
        if referent.kind is not None or referent.is_person:
            return True
        words = normalize(referent.name).split()
        return any(word in self.reading.lexicon.bodies for word in words)

    def _own_subjects(self, question: _Question) -> list[Word]:
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

    def _subjects_above(
        self, question: _Question, own: Sequence[Word]
    ) -> Iterator[Referent]:
        """Yield the subjects of the clauses that hold the pronoun, the nearest first: « X publie un texte où elle dit »."""
        for verb in question.word.ancestors:
            for subject in subjects(verb):
                if subject in own or subject.idx >= question.start:
                    continue
                noun = antecedent(subject, verb)
                if self._is_open(noun, question):
                    yield from self._referent_of(noun, question)

    def _mentions_by_distance(
        self, question: _Question, own: Sequence[Word]
    ) -> list[tuple[Mention, int]]:
        """Return the mentions that may be meant, the nearest first, with the number of sentences up to the pronoun."""
        numbers = self.mentions.sentence_numbers
        sentence = numbers[question.word.i]
        paragraph = self._paragraph_start(question.start)
        mentions = []
        for mention in self.mentions.before(question.start):
            distance = sentence - mention.sentence
            # A new paragraph names its people anew.
            if mention.word.idx < paragraph or distance >= MAX_SENTENCES:
                break
            if mention.word not in own and self._is_open(mention.word, question):
                mentions.append((mention, distance))
        return mentions

    def _is_open(self, word: Word, question: _Question) -> bool:
        """Return whether a word stands where the pronoun may mean it: in no other's words, and not in what is said here."""
        if any(start <= word.idx < end for start, end in question.said):
            return False
        quote = self.reading.quote_at(word.idx)
        return quote is None or quote == self.reading.quote_at(question.start)

    def _referents(
        self, mentions: Iterable[Mention], question: _Question
    ) -> Iterator[Referent]:
        """Yield whom mentions name, pronouns among them resolved."""
        for mention in mentions:
            yield from self._referent_of(mention.word, question)

    def _referent_of(self, word: Word, question: _Question) -> Iterator[Referent]:
        """Yield whom a word names: a pronoun that can be this one's is resolved in its turn."""
        if is_noun(word):
            yield self._known_referent(word)
            return
        traits = self.reading.lexicon.traits(word.form)
        if traits is None or question.chain >= _MAX_CHAIN:
            return
        if traits.is_plural != question.traits.is_plural:
            return
        earlier = _Question(
            word,
            word.form,
            traits,
            word.idx,
            (),
            question.is_speaker,
            question.chain + 1,
        )
        resolution = self._resolve_pronoun(earlier)
        if resolution.referent is not None:
            yield resolution.referent

    def _known_referent(self, noun: Word) -> Referent:
        """Return whom a noun names: « le *maire* » the person who has the role."""
        referent = self.mentions.referent(noun)
        if referent.entity is None and not referent.is_plural and referent.is_person:
            bearer = self.descriptions.bearer(referent.start, referent.end)
            if bearer is not None:
                return self.mentions.referent_of_entity(bearer[0])
        return referent

    def _named_before(self, question: _Question) -> Iterator[Referent]:
        """Yield the names before a pronoun, the nearest first."""
        for entity in self.reading.entities.before(question.start):
            words = self.reading.tree.between(entity.start, entity.end)
            if words and self._is_open(words[0], question):
                yield self.mentions.referent_of_entity(entity)

    def _last_speaker(self, question: _Question) -> Iterator[Referent]:
        """Yield the last speaker that the pronoun may mean."""
        speaker = self.memory.last(question.traits, question.start)
        if speaker is not None:
            yield speaker

    def _people_before(self, question: _Question) -> Iterator[Referent]:
        """Yield the last person named who may be of the pronoun's gender."""
        if question.traits.is_plural:
            return
        person = self.reading.entities.last_person(
            question.start, question.traits.gender
        )
        if person is not None:
            yield self.mentions.referent_of_entity(person)

    def _people_near(
        self, question: _Question, own: Sequence[Word]
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

    def _gender_of(self, speaker: Referent) -> str | None:
        """Return the gender of a speaker: of its name, else of its phrase's first word, « *la* préfecture »."""
        if speaker.entity is not None:
            return self.reading.entities.gender(speaker.entity.id)
        first = self.reading.text[speaker.start : speaker.end].split()
        return (
            self.reading.lexicon.determiners.get(normalize(first[0])) if first else None
        )

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        """Where the paragraphs begin."""
        return self.reading.paragraph_starts()

    def _paragraph_start(self, offset: int) -> int:
        """Return where the paragraph of an offset begins."""
        number = bisect_right(self._paragraph_starts, offset) - 1
        return self._paragraph_starts[number] if number >= 0 else 0
