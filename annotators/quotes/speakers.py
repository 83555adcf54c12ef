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

__all__ = ["Speaker", "SpeakerResolver"]

_LABEL_RANKS = {"PER": 0, "ORG": 1, "LOC": 2, "MISC": 3}
_PHRASE_WORD = re.compile(r"\w+")
_MAX_OPENING_LENGTH = 30
"""Characters before a mention in which its sentence's beginning is looked for: chosen, not measured."""
_MAX_DETERMINER_LENGTH = 4
"""Characters that may stand between a phrase's head and its name: « les Verts », "the EU"."""
_SENTENCE_OPENING = re.compile(r"(?:^|[\n.!?»”]\s*)(?:[\w'’-]+[ ,]*){0,3}$")
_KINDS_BY_WORD_LIST = {
    "documents": "document",
    "organisations": "organisation",
    "groups": "group",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """
    A resolved source: the phrase's offsets, its entity's id, who that is, how that was seen, and what kind it is.

    `kind` is one of `SPEAKER_KINDS` or None. `pronoun_gender` is the gender that the phrase tells of its bearer, where
    it is a pronoun that can mean nobody else.
    """

    start: int
    end: int
    entity_id: str | None
    name: str | None
    how: str
    kind: str | None = None
    plural: bool = False
    pronoun_gender: str | None = None


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
            return self._resolve_phrase(source)
        return self._resolve_pronoun(source, pronoun, quoted)

    def _remember(self, speaker: Speaker) -> None:
        """Keep a speaker as the last one, and if named as the last of its number, gender and kind."""
        self.speakers.append(speaker)
        # Who has no name, as an unresolved « il », is nobody that a later pronoun could mean.
        if speaker.name:
            is_thing = speaker.kind in _KINDS_BY_WORD_LIST.values()
            gender = self._gender_of(speaker)
            traits = _Traits(speaker.plural, gender, is_thing)
            self.last_named[traits] = len(self.speakers), speaker

    def _resolve_phrase(self, source: SourcePhrase) -> Speaker:
        """Return the speaker of a phrase that is no pronoun: its entity, else a bearer of its role, else its words."""
        start, end, how = source
        entity = self._find_entity(start, end)
        if entity is not None:
            kind = self._kind_of_entity(source, entity)
            return Speaker(start, end, entity.id, entity.name, how, kind)
        # « le maire », who had a name two paragraphs above
        bearer = self._find_role_bearer(start, end)
        if bearer is not None:
            how = f"{how}, by role"
            return Speaker(start, end, bearer.id, bearer.name, how, "person")
        # « des riverains », « une voisine »: nobody that the article names
        plural = self._is_plural(start, end)
        kind_by_words = self._kind_by_words(start, end)
        kind = kind_by_words or ("group" if plural else "unnamed")
        words = self.text[start:end].split()
        name = " ".join(words)
        return Speaker(start, end, None, name, how, kind, plural)

    def _kind_of_entity(self, source: SourcePhrase, entity: Entity) -> str:
        """Return what kind of speaker a name is: « un rapport de l'ONU » is a document."""
        if entity.label == "PER":
            return "person"
        kind = self._kind_by_words(source.start, source.end)
        return kind or "organisation"

    def _is_plural(self, start: int, end: int) -> bool:
        """Return whether a phrase's first word says that it names several: « des riverains »."""
        first = _PHRASE_WORD.match(self.text, start, end)
        if first is None:
            return False
        return self.lexicon.has_form("plurals", first.group())

    def _kind_by_words(self, start: int, end: int) -> str | None:
        """Return document, organisation or group, by the first of the phrase's words that says so; None without."""
        for word in _PHRASE_WORD.findall(self.text[start:end]):
            for word_list, kind in _KINDS_BY_WORD_LIST.items():
                if self.lexicon.has_form(word_list, word):
                    return kind
        return None

    def _find_entity(self, start: int, end: int) -> Entity | None:
        """Return the person in the phrase; else the organisation or place that it begins with, not one deep within."""
        # « le porte-parole de l'ONU, Paul Vidal » is Paul; « un riverain de Lurs » is not Lurs.
        inside = self.entities.touching(start, end)
        for entity in inside:
            if entity.label == "PER":
                return entity
        heads = [entity for entity in inside if _is_head(entity, start)]
        return min(heads, key=_start_and_rank, default=None)

    def _find_role_bearer(self, start: int, end: int) -> Entity | None:
        """Return the person whose role the phrase repeats: « le maire » after « le maire de Kiev, Vitali Klitschko »."""
        words = _PHRASE_WORD.findall(self.text[start:end])
        nouns = [
            word for word in words if not self.lexicon.has_form("determiners", word)
        ]
        # « maire » without a determiner is a role itself, and repeats none.
        if not nouns or not self.lexicon.has_form("determiners", words[0]):
            return None
        return self.entities.with_role(start, {normalize(noun) for noun in nouns})

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


def _is_head(entity: Entity, start: int) -> bool:
    """Return whether an entity is what a phrase begins with, or its mention reaches to before the phrase."""
    if entity.mention_start <= start:
        return True
    return entity.start - start <= _MAX_DETERMINER_LENGTH


def _start_and_rank(entity: Entity) -> tuple[int, int]:
    """Return what heads are sorted by: of two that begin together an organisation goes before a place."""
    return entity.start, _LABEL_RANKS[entity.label]
