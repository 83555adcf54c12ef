"""
Whom a pronoun, a description or a short name means.

A pronoun is asked for in this order: the subject of its own sentence, of the sentence just before, of the sentences of
its paragraph since somebody spoke; the last speaker; then the nearest object, or for who speaks the last person named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pressmark.annotators.grammar.features import is_noun, is_relative_pronoun
from pressmark.annotators.grammar.participants import antecedent
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.written_forms import normalize
from pressmark.spans import Quote

from .antecedents import Antecedents, PronounQuestion
from .descriptions import PersonDescriptions
from .impersonal import is_impersonal
from .mentions import Mentions
from .reading import CoreferenceReading, Stretch
from .referents import Referent, Resolution, may_mean, speaker_referent
from .speaker_memory import SpeakerMemory

__all__ = ["Resolver"]

_MAX_CHAIN = 4
"""How many pronouns may stand for one another, « Elle …. Elle …. Elle »: chosen, not measured; a bound on the work."""

_MAX_CHAINED = 32
"""How many pronouns are resolved in turn for one; chosen, a bound on the work: no sentence of the news has as many."""


@dataclass
class Resolver:
    """Resolves the pronouns and descriptions of one article; made by `Resolver.of`, it hears speakers as it goes."""

    reading: CoreferenceReading
    mentions: Mentions
    descriptions: PersonDescriptions
    antecedents: Antecedents
    memory: SpeakerMemory = field(default_factory=SpeakerMemory)
    _chained: dict[tuple[int, bool, int], Referent | None] = field(
        default_factory=dict, repr=False
    )
    """Whom the pronouns that are resolved in turn mean, by word, whether a speaker is asked for, and length of chain."""

    @classmethod
    def of(cls, reading: CoreferenceReading) -> Resolver:
        """Return the resolver of an article."""
        mentions = Mentions(reading)
        antecedents = Antecedents(reading, mentions)
        return cls(reading, mentions, PersonDescriptions(reading), antecedents)

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
        question = PronounQuestion(words[-1], form, traits, start, said, is_speaker, 0)
        # What is heard between two questions may change what a pronoun means.
        self._chained.clear()
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

    def _resolve_pronoun(self, question: PronounQuestion) -> Resolution:
        """Return whom a pronoun means; nobody where it is impersonal or nothing fits."""
        if is_impersonal(question.word, self.reading.lexicon):
            return Resolution(None, "impersonal")
        person = self.antecedents.person_before_relative(question)
        if person is not None:
            return Resolution(person, "relative")
        if is_relative_pronoun(question.word):
            noun = antecedent(question.word, question.word.head)
            if noun is not question.word and is_noun(noun):
                return Resolution(self.mentions.referent(noun), "relative")
        for referents, how in self._steps(question):
            for referent in referents:
                if self._fits(referent, question):
                    return Resolution(referent, how)
        return Resolution(None, "unresolved")

    def _steps(
        self, question: PronounQuestion
    ) -> Iterator[tuple[Iterable[Referent], str]]:
        """Yield who is asked in turn, with the name of the step."""
        if question.form in self.reading.lexicon.latter:
            yield self.antecedents.named_before(question), "last named"
        own = self.antecedents.own_subjects(question)
        above = self.antecedents.subjects_above(question, own)
        yield self._referents(above, question), "subject of its sentence"
        mentions = list(self.antecedents.mentions_by_distance(question, own))
        subjects = [(m, distance) for m, distance in mentions if m.is_subject]
        before = [mention for mention, distance in subjects if distance <= 1]
        # who the sentence is about goes before who acts in a clause of it
        before.sort(key=lambda mention: not mention.is_main)
        nearest = (mention.word for mention in before)
        yield self._referents(nearest, question), "subject of the sentence before"
        # Since somebody spoke, it is that speaker that a pronoun goes on with.
        spoken = self.memory.last_end(question.start)
        farther = (
            mention.word
            for mention, distance in subjects
            if distance > 1 and mention.word.idx >= spoken
        )
        yield self._referents(farther, question), "subject of the paragraph"
        yield self._last_speaker(question), "last speaker"
        if question.is_speaker:
            yield self.antecedents.people_before(question), "last person"
            return
        objects = (mention.word for mention, _ in mentions if not mention.is_subject)
        yield self._referents(objects, question), "object before"
        yield self.antecedents.people_near(question, own), "person before"

    def _fits(self, referent: Referent, question: PronounQuestion) -> bool:
        """Return whether a pronoun may mean a referent, and that can speak where the pronoun does."""
        if not may_mean(question.traits, referent):
            return False
        # « Son autorité grandit. On pense que… »: who thinks so is somebody.
        is_generic = question.form in self.reading.lexicon.generic
        if is_generic and referent.entity is None and not referent.is_person:
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

    def _referents(
        self, words: Iterable[Word], question: PronounQuestion
    ) -> Iterator[Referent]:
        """Yield whom words name, pronouns among them resolved."""
        for word in words:
            yield from self._referent_of(word, question)

    def _referent_of(self, word: Word, question: PronounQuestion) -> Iterator[Referent]:
        """Yield whom a word names: a pronoun that can be this one's is resolved in its turn."""
        if is_noun(word):
            yield self._known_referent(word)
            return
        traits = self.reading.lexicon.traits(word.form)
        if traits is None or question.chain >= _MAX_CHAIN:
            return
        if traits.is_plural != question.traits.is_plural:
            return
        referent = self._referent_in_turn(word, question)
        if referent is not None:
            yield referent

    def _referent_in_turn(
        self, word: Word, question: PronounQuestion
    ) -> Referent | None:
        """
        Return whom an earlier pronoun means, for one that may stand for it; None where nobody fits.

        Every one is resolved once for a question: « dit-il, dit-elle, dit-il » would be followed on all ways through it.
        """
        key = word.i, question.is_speaker, question.chain + 1
        if key in self._chained:
            return self._chained[key]
        traits = self.reading.lexicon.traits(word.form)
        if traits is None or len(self._chained) >= _MAX_CHAINED:
            return None
        # Counted before it is resolved, since that resolves others.
        self._chained[key] = None
        earlier = PronounQuestion(
            word,
            word.form,
            traits,
            word.idx,
            (),
            question.is_speaker,
            question.chain + 1,
        )
        referent = self._resolve_pronoun(earlier).referent
        self._chained[key] = referent
        return referent

    def _known_referent(self, noun: Word) -> Referent:
        """Return whom a noun names: « le *maire* » the person who has the role."""
        referent = self.mentions.referent(noun)
        if referent.entity is None and not referent.is_plural and referent.is_person:
            bearer = self.descriptions.bearer(referent.start, referent.end)
            if bearer is not None:
                return self.mentions.referent_of_entity(bearer[0])
        return referent

    def _last_speaker(self, question: PronounQuestion) -> Iterator[Referent]:
        """Yield the last speaker that the pronoun may mean."""
        speaker = self.memory.last(question.traits, question.start)
        if speaker is not None:
            yield speaker

    def _gender_of(self, speaker: Referent) -> str | None:
        """Return the gender of a speaker: of its name, else of its phrase's first word, « *la* préfecture »."""
        if speaker.entity is not None:
            return self.reading.entities.gender(speaker.entity.id)
        first = self.reading.text[speaker.start : speaker.end].split()
        return (
            self.reading.lexicon.determiners.get(normalize(first[0])) if first else None
        )
