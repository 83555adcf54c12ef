"""Who a source phrase is: its entity, and for pronouns and descriptions whom the resolver of all layers finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressmark.annotators.coreference import Referent, Resolver
from pressmark.annotators.coreference.referents import speaker_referent
from pressmark.annotators.grammar.written_forms import normalize

from .candidates import Piece
from .lexicon import QuoteLexicon
from .noun_phrases import SourcePhrase
from .pronouns import PronounGenders
from .speaker_phrases import Speaker, SpeakerPhrases

__all__ = ["SpeakerResolver"]

_PHRASE_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…\n]")
_HOW_WITHOUT_GENDER = ("last person", "last named")
"""How somebody is found who is perhaps no subject: the pronoun tells no gender of them ("told Andy Marr. She …")."""


@dataclass(frozen=True, slots=True)
class SpeakerResolver:
    """Says who the source phrases of an article are, in reading order, and lets `resolver` hear it."""

    text: str
    lexicon: QuoteLexicon
    resolver: Resolver

    def resolve(self, source: SourcePhrase, quoted: Sequence[Piece] = ()) -> Speaker:
        """Return the speaker of a phrase, who says what stands at `quoted`, and remember it as the last one."""
        speaker = self._find_speaker(source, quoted)
        referent = self._referent_of(speaker) if speaker.name else None
        self.resolver.hear(source.start, source.end, referent)
        return speaker

    def _find_speaker(self, source: SourcePhrase, quoted: Sequence[Piece]) -> Speaker:
        """Return the speaker of a phrase, a pronoun or not."""
        word = normalize(self.text[source.start : source.end])
        if word not in self.lexicon.pronouns:
            return self._phrases.resolve(source)
        resolution = self.resolver.resolve(
            source.start, source.end, said=quoted, is_speaker=True
        )
        how = f"{source.how}, {resolution.how}"
        if resolution.referent is None:
            is_plural = self.lexicon.pronouns[word].plural
            kind = "group" if is_plural else None
            return Speaker(source.start, source.end, None, None, how, kind, is_plural)
        speaker = self._speak_as(source, resolution.referent, how)
        if resolution.how not in _HOW_WITHOUT_GENDER:
            speaker = self._with_gender(speaker, resolution.referent, quoted)
        return self._name_in_sentence(speaker, resolution.referent, quoted)

    def _name_in_sentence(
        self, speaker: Speaker, referent: Referent, quoted: Sequence[Piece]
    ) -> Speaker:
        """Return a speaker with the phrase that its pronoun stands for, where the same sentence has it."""
        # « Ana Vidal publie un texte où elle affirme que »: of the two phrases the name tells more.
        if referent.end > speaker.start or any(
            start <= referent.start < end for start, end in quoted
        ):
            return speaker
        between = self.text[referent.end : speaker.start]
        # « elle dit :¶— Partons »: a turn of dialogue has a sentence of its own.
        until_words = self.text[speaker.end : quoted[0][0]] if quoted else ""
        if _SENTENCE_END.search(between) or _SENTENCE_END.search(until_words):
            return speaker
        return replace(speaker, start=referent.start, end=referent.end)

    @property
    def _phrases(self) -> SpeakerPhrases:
        """What resolves phrases that are no pronouns."""
        entities = self.resolver.reading.entities
        return SpeakerPhrases(
            self.text, self.lexicon, entities, self.resolver.descriptions
        )

    def _speak_as(self, source: SourcePhrase, referent: Referent, how: str) -> Speaker:
        """Return a referent as the speaker that a pronoun names."""
        kind, name = referent.kind, referent.name
        entity_id = referent.entity.id if referent.entity is not None else None
        if kind is None:
            # « L'ONG a publié … ; elle dit »: what kind it is stands in its own words
            phrase = SourcePhrase(referent.start, referent.end, how)
            kind = self._phrases.resolve(phrase).kind
        return Speaker(
            source.start, source.end, entity_id, name, how, kind, referent.is_plural
        )

    def _with_gender(
        self, speaker: Speaker, referent: Referent, quoted: Sequence[Piece]
    ) -> Speaker:
        """Return a speaker with what its pronoun tells of the gender of its bearer."""
        if referent.entity is None:
            return speaker
        entities = self.resolver.reading.entities
        genders = PronounGenders(self.text, self.lexicon, entities)
        pronoun = (speaker.start, speaker.end)
        gender = genders.find_gender(pronoun, referent.entity, referent.start, quoted)
        return replace(speaker, pronoun_gender=gender)

    def _referent_of(self, speaker: Speaker) -> Referent:
        """Return a speaker as what later pronouns may mean."""
        entity = self.resolver.reading.entities.entity(speaker.entity_id)
        name = speaker.name or ""
        referent = speaker_referent(
            speaker.start, speaker.end, name, entity, speaker.kind
        )
        return replace(
            referent, gender=self._gender_of(speaker), is_plural=speaker.plural
        )

    def _gender_of(self, speaker: Speaker) -> str | None:
        """Return what is stated of a name's gender; of a phrase without a name, what its first word says."""
        if speaker.entity_id is not None:
            return self.resolver.reading.entities.gender(speaker.entity_id)
        # « la préfecture » is « elle ».
        first = _PHRASE_WORD.match(self.text, speaker.start, speaker.end)
        return self.lexicon.genders.get(normalize(first.group())) if first else None
