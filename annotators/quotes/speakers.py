"""Who a source phrase is: its entity, and for pronouns and descriptions the person that the article last spoke of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from operator import itemgetter
from typing import Any

from pressmark.spans import Entity

from .entity_index import EntityIndex
from .lexicon import QuoteLexicon, normalize
from .pronouns import Pronouns
from .source_phrases import SourcePhrase

__all__ = ["Speaker", "SpeakerResolver"]

_PREFERRED = {"PER": 0, "ORG": 1, "LOC": 2, "MISC": 3}
_WORD = re.compile(r"\w+")
_AHEAD = 30
_OPENING = re.compile(r"(?:^|[\n.!?»”]\s*)(?:[\w'’-]+[ ,]*){0,3}$")
_NOT_PEOPLE = ("document", "organisation", "group")


@dataclass(frozen=True, slots=True)
class Speaker:
    """
    A resolved source: the phrase's offsets, its entity's id, who that is, how that was seen, and what kind it is.

    `pronoun_gender` is the gender that the phrase tells of its bearer, where it is a pronoun that can mean nobody else.
    """

    start: int
    end: int
    entity_id: str | None
    name: str | None
    how: str
    kind: str | None = None
    plural: bool = False
    pronoun_gender: str | None = None


@dataclass
class SpeakerResolver:
    """
    Resolves phrases in reading order; remembers who spoke last.

    A pronoun is the last speaker of its gender and number, else the last person named before it.
    """

    text: str
    words: QuoteLexicon
    named: EntityIndex
    said: list[Speaker] = field(default_factory=list)
    last: dict[tuple[bool, str | None, bool], tuple[int, Speaker]] = field(
        default_factory=dict
    )

    def resolve(
        self, source: SourcePhrase, quoted: Sequence[tuple[int, int]] = ()
    ) -> Speaker:
        """The speaker of a phrase, who says what stands at `quoted`; kept as the last one."""
        known = self.words.pronouns.get(normalize(self.text[source.start : source.end]))
        speaker = (
            self._phrase(source)
            if known is None
            else self._pronoun(source, known, quoted)
        )
        self._remember(speaker)
        return speaker

    def _remember(self, speaker: Speaker) -> None:
        """Keep a speaker as the last one, and if named as the last of its number, gender and kind."""
        self.said.append(speaker)
        if speaker.name:
            kind = speaker.plural, self._gender(speaker), speaker.kind in _NOT_PEOPLE
            self.last[kind] = len(self.said), speaker

    def _phrase(self, source: SourcePhrase) -> Speaker:
        start, end, how = source
        entity = self._entity(start, end)
        described = None if entity else self._described(start, end)
        if entity is not None:
            kind = (
                "person"
                if entity.label == "PER"
                else self._kind(start, end) or "organisation"
            )
            return Speaker(start, end, entity.id, entity.name, how, kind)
        if described is not None:
            return Speaker(
                start, end, described.id, described.name, f"{how}, by role", "person"
            )
        plural = self._is_plural(start, end)
        kind = self._kind(start, end) or ("group" if plural else "unnamed")
        return Speaker(
            start, end, None, " ".join(self.text[start:end].split()), how, kind, plural
        )

    def _is_plural(self, start: int, end: int) -> bool:
        first = _WORD.match(self.text, start, end)
        return first is not None and self.words.has("plurals", first.group())

    def _kind(self, start: int, end: int) -> str | None:
        """document, organisation or group, by the first of the phrase's words that says so."""
        for word in _WORD.findall(self.text[start:end]):
            for kind, key in (
                ("document", "documents"),
                ("organisation", "organisations"),
                ("group", "groups"),
            ):
                if self.words.has(key, word):
                    return kind
        return None

    def _entity(self, start: int, end: int) -> Entity | None:
        """The person in the phrase; else the organisation or place that it begins with, not one deep within."""
        inside = self.named.touching(start, end)
        people = [one for one in inside if one.label == "PER"]
        if people:
            return people[0]
        heads = [
            one
            for one in inside
            if one.start - start <= 4 or one.mention_start <= start
        ]
        return min(
            heads, key=lambda one: (one.start, _PREFERRED[one.label]), default=None
        )

    def _described(self, start: int, end: int) -> Entity | None:
        """The person whose role the phrase repeats: « le maire » after « le maire de Kiev, Vitali Klitschko »."""
        nouns = [
            word
            for word in _WORD.findall(self.text[start:end])
            if not self.words.has("determiners", word)
        ]
        if not nouns or not self.words.has(
            "determiners", _WORD.findall(self.text[start:end])[0]
        ):
            return None
        wanted = {normalize(word) for word in nouns}
        return self.named.with_role(start, wanted)

    def _pronoun(
        self,
        source: SourcePhrase,
        known: Mapping[str, Any],
        quoted: Sequence[tuple[int, int]],
    ) -> Speaker:
        start, end, how = source
        plural, gender = bool(known.get("plural")), known.get("gender")
        topic = None if plural else self._topic(start, gender)
        if topic is not None:
            return self._person(source, topic, "person of the paragraph", quoted)
        before = self._last_speaker(known, plural=plural)
        if before is not None:
            speaker = Speaker(
                start,
                end,
                before.entity_id,
                before.name,
                f"{how}, last speaker",
                before.kind,
                plural,
            )
            bearer = self.named.entity(before.entity_id)
            return (
                self._gendered(speaker, bearer, before.start, quoted)
                if bearer and not plural
                else speaker
            )
        person = None if plural else self._last_person(start, gender)
        if person is not None:
            return self._person(source, person, "last person", quoted)
        return Speaker(
            start,
            end,
            None,
            None,
            f"{how}, unresolved",
            "group" if plural else None,
            plural,
        )

    def _last_speaker(
        self, pronoun: Mapping[str, Any], *, plural: bool
    ) -> Speaker | None:
        """The last named speaker that a pronoun can stand for: « elle » for no « un communiqué »."""
        gender = pronoun.get("gender")
        fitting = [
            (number, speaker)
            for (is_plural, spoken, is_thing), (number, speaker) in self.last.items()
            if is_plural == plural
            and not (pronoun.get("person") and is_thing)
            and (gender is None or spoken is None or spoken == gender)
        ]
        return max(fitting, key=itemgetter(0))[1] if fitting else None

    def _person(
        self,
        source: SourcePhrase,
        person: Entity,
        how: str,
        quoted: Sequence[tuple[int, int]],
    ) -> Speaker:
        """A person as the speaker; one who is no subject has no gender of it ("told Andy Marr. She …")."""
        start, end, found = source
        speaker = Speaker(
            start, end, person.id, person.name, f"{found}, {how}", "person"
        )
        return (
            self._gendered(speaker, person, person.start, quoted)
            if self._opens(person)
            else speaker
        )

    def _gendered(
        self,
        speaker: Speaker,
        bearer: Entity,
        antecedent: int,
        quoted: Sequence[tuple[int, int]],
    ) -> Speaker:
        pronouns = Pronouns(self.text, self.words, self.named)
        gender = pronouns.gender(speaker.start, speaker.end, bearer, antecedent, quoted)
        return replace(speaker, pronoun_gender=gender)

    def _gender(self, speaker: Speaker) -> str | None:
        """What is known of a name's gender; of a phrase without a name, what its first word says."""
        if speaker.entity_id is not None:
            return self.named.gender(speaker.entity_id)
        first = _WORD.match(self.text, speaker.start, speaker.end)
        return self.words.genders.get(normalize(first.group())) if first else None

    def _topic(self, before: int, gender: str | None) -> Entity | None:
        """The person with whom the last sentence with one in this paragraph begins, when nobody has spoken since."""
        if gender is None:
            return None
        reach = self.said[-1].end if self.said else 0
        floor = max(self.text.rfind("\n", reach, before), reach)
        near = takewhile(lambda one: one.end > floor, self.named.before(before))
        return next(
            (one for one in self._people(near, gender) if self._opens(one)), None
        )

    def _opens(self, person: Entity) -> bool:
        """Whether a person's mention begins a sentence, a word or two before it."""
        ahead = self.text[max(0, person.mention_start - _AHEAD) : person.mention_start]
        return _OPENING.search(ahead) is not None

    def _last_person(self, before: int, gender: str | None) -> Entity | None:
        return self.named.last_person(before, gender)

    def _people(
        self, entities: Iterable[Entity], gender: str | None
    ) -> Iterator[Entity]:
        """The people among some entities, without those who are known to be of another gender."""
        known = (None, gender)
        return (
            one
            for one in entities
            if one.label == "PER" and (not gender or self.named.gender(one.id) in known)
        )
