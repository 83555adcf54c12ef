"""Who a source phrase is: its entity, and for pronouns and descriptions the person that the article last spoke of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from operator import itemgetter
from typing import Any, NamedTuple

from pressmark.spans import Entity

from .candidates import Piece
from .entity_index import EntityIndex
from .lexicon import QuoteLexicon, normalize
from .noun_phrases import SourcePhrase
from .pronouns import PronounGenders
from .speaker_phrases import KINDS_BY_WORD_LIST, Speaker, SpeakerPhrases

__all__ = ["SpeakerResolver"]

_PHRASE_WORD = re.compile(r"\w+")
_MAX_OPENING_LENGTH = 30
"""Characters before a mention in which its sentence's beginning is looked for: chosen, not measured."""
_SENTENCE_OPENING = re.compile(r"(?:^|[\n.!?»”]\s*)(?:[\w'’-]+[ ,]*){0,3}$")


class _Traits(NamedTuple):
    """What a pronoun must agree with in a speaker: number, gender, and whether it is no person."""

    is_plural: bool
    gender: str | None
    is_thing: bool


@dataclass
class SpeakerResolver:
    """
    Resolves phrases in reading order; remembers who spoke last.

    A pronoun is the last speaker of its gender and number, else the last person named before it. `last_named` holds,
    for each combination of traits, the last named speaker and how many had spoken then.
    """

    text: str
    lexicon: QuoteLexicon
    entities: EntityIndex
    speakers: list[Speaker] = field(default_factory=list)
    last_named: dict[_Traits, tuple[int, Speaker]] = field(default_factory=dict)

    def resolve(self, source: SourcePhrase, quoted: Sequence[Piece] = ()) -> Speaker:
        """Return the speaker of a phrase, who says what stands at `quoted`, and remember it as the last one."""
        speaker = self._find_speaker(source, quoted)
        self._remember(speaker)
        return speaker

    def _find_speaker(self, source: SourcePhrase, quoted: Sequence[Piece]) -> Speaker:
        """Return the speaker of a phrase, a pronoun or not."""
        word = normalize(self.text[source.start : source.end])
        pronoun = self.lexicon.pronouns.get(word)
        if pronoun is None:
            phrases = SpeakerPhrases(self.text, self.lexicon, self.entities)
            return phrases.resolve(source)
        return self._resolve_pronoun(source, pronoun, quoted)

    def _remember(self, speaker: Speaker) -> None:
        """Keep a speaker as the last one, and if named as the last of its number, gender and kind."""
        self.speakers.append(speaker)
        # Who has no name, as an unresolved « il », is nobody that a later pronoun could mean.
        if speaker.name:
            is_thing = speaker.kind in KINDS_BY_WORD_LIST.values()
            gender = self._gender_of(speaker)
            traits = _Traits(speaker.plural, gender, is_thing)
            self.last_named[traits] = len(self.speakers), speaker

    def _resolve_pronoun(
        self,
        source: SourcePhrase,
        pronoun: Mapping[str, Any],
        quoted: Sequence[Piece],
    ) -> Speaker:
        """
        Return the speaker that a pronoun stands for; one without a name where nobody fits.

        The person of the paragraph goes first, then the last speaker, then the last person named.
        """
        if pronoun.get("plural"):
            return self._resolve_plural(source, pronoun)
        gender = pronoun.get("gender")
        topic = self._find_topic(source.start, gender)
        if topic is not None:
            return self._speak_as(source, topic, "person of the paragraph", quoted)
        last = self._find_last_speaker(pronoun, plural=False)
        if last is not None:
            speaker = _repeat(last, source, plural=False)
            bearer = self.entities.entity(last.entity_id)
            if bearer is None:
                return speaker
            return self._with_gender(speaker, bearer, last.start, quoted)
        person = self.entities.last_person(source.start, gender)
        if person is not None:
            return self._speak_as(source, person, "last person", quoted)
        how = f"{source.how}, unresolved"
        return Speaker(source.start, source.end, None, None, how)

    def _resolve_plural(
        self, source: SourcePhrase, pronoun: Mapping[str, Any]
    ) -> Speaker:
        """Return the last speakers that « ils » can stand for; a group without a name where there are none."""
        last = self._find_last_speaker(pronoun, plural=True)
        if last is not None:
            return _repeat(last, source, plural=True)
        how = f"{source.how}, unresolved"
        return Speaker(source.start, source.end, None, None, how, "group", plural=True)

    def _find_last_speaker(
        self, pronoun: Mapping[str, Any], *, plural: bool
    ) -> Speaker | None:
        """Return the last named speaker that a pronoun can stand for: « elle » for no « un communiqué »."""
        gender = pronoun.get("gender")
        needs_person = pronoun.get("person")
        fitting: list[tuple[int, Speaker]] = []
        for traits, numbered_speaker in self.last_named.items():
            # « ils » for several, « elle » (a person) for no « un communiqué »
            if traits.is_plural != plural or (needs_person and traits.is_thing):
                continue
            if gender is None or traits.gender in (None, gender):
                fitting.append(numbered_speaker)
        return max(fitting, key=itemgetter(0))[1] if fitting else None

    def _speak_as(
        self, source: SourcePhrase, person: Entity, how: str, quoted: Sequence[Piece]
    ) -> Speaker:
        """Return a person as the speaker; one who is no subject has no gender of it ("told Andy Marr. She …")."""
        start, end, how_found = source
        how = f"{how_found}, {how}"
        speaker = Speaker(start, end, person.id, person.name, how, "person")
        if not self._opens_sentence(person):
            return speaker
        return self._with_gender(speaker, person, person.start, quoted)

    def _with_gender(
        self,
        speaker: Speaker,
        bearer: Entity,
        antecedent: int,
        quoted: Sequence[Piece],
    ) -> Speaker:
        """Return a speaker with what its pronoun tells of the gender of `bearer`, last named at `antecedent`."""
        genders = PronounGenders(self.text, self.lexicon, self.entities)
        pronoun = (speaker.start, speaker.end)
        gender = genders.find_gender(pronoun, bearer, antecedent, quoted)
        return replace(speaker, pronoun_gender=gender)

    def _gender_of(self, speaker: Speaker) -> str | None:
        """Return what is stated of a name's gender; of a phrase without a name, what its first word says."""
        if speaker.entity_id is not None:
            return self.entities.gender(speaker.entity_id)
        # « la préfecture » is « elle ».
        first = _PHRASE_WORD.match(self.text, speaker.start, speaker.end)
        if first is None:
            return None
        word = normalize(first.group())
        return self.lexicon.genders.get(word)

    def _find_topic(self, before: int, gender: str | None) -> Entity | None:
        """Return the person with whom the last sentence with one in this paragraph begins, if nobody has spoken since."""
        # « Ana Vidal est venue. « Je reste », dit-elle »: she, and not who spoke in the paragraph above.
        if gender is None:
            return None
        reach = self.speakers[-1].end if self.speakers else 0
        floor = max(self.text.rfind("\n", reach, before), reach)
        entities = takewhile(
            lambda entity: entity.end > floor, self.entities.before(before)
        )
        people = self._people_of_gender(entities, gender)
        return next(filter(self._opens_sentence, people), None)

    def _opens_sentence(self, person: Entity) -> bool:
        """Return whether a person's mention begins a sentence, or stands up to three words after its beginning."""
        first = max(0, person.mention_start - _MAX_OPENING_LENGTH)
        before = self.text[first : person.mention_start]
        return _SENTENCE_OPENING.search(before) is not None

    def _people_of_gender(
        self, entities: Iterable[Entity], gender: str
    ) -> Iterator[Entity]:
        """Yield the people among some entities, without those who are stated to be of another gender."""
        for entity in entities:
            if entity.label != "PER":
                continue
            if not gender or self.entities.gender(entity.id) in (None, gender):
                yield entity


def _repeat(last: Speaker, source: SourcePhrase, *, plural: bool) -> Speaker:
    """Return the speaker `last` once more, for the pronoun `source`."""
    how = f"{source.how}, last speaker"
    return Speaker(
        source.start, source.end, last.entity_id, last.name, how, last.kind, plural
    )
