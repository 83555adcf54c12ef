"""The entities of an article by where they stand, so that asking what is at some offset does not read them all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter

from pressmark.annotators.grammar.written_forms import normalize
from pressmark.spans import Entity

__all__ = ["EntityIndex"]

_BUCKET_LENGTH = 128
"""Characters of a stretch whose entities are held together: about a line and a half, in which few entities stand."""
_MAX_BEARERS = 100
"""How many mentions of people whose roles share a word are looked at, the last ones first: chosen, not measured, so
that an article that names a thousand ministers costs no more than their number."""
_ROLE_WORD = re.compile(r"\w+")
_start = attrgetter("start")
_end = attrgetter("end")


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """
    Entities in reading order, made by `EntityIndex.of`.

    `buckets` holds them by stretches of the text, `genders` the stated gender of a name, `names` the name of an id.
    `people` holds all people under None and, under each gender, those who may be of it; `roles` maps a word to the
    people whose role holds it; both are sorted by their end.
    """

    entities: Sequence[Entity]
    ends: Sequence[int]
    buckets: Mapping[int, Sequence[Entity]]
    genders: Mapping[str, str]
    names: Mapping[str, str]
    people: Mapping[str | None, Sequence[Entity]]
    roles: Mapping[str, Sequence[Entity]]
    by_id: Mapping[str, Entity]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> EntityIndex:
        """Index the entities of an article, given in any order."""
        in_order = sorted(entities, key=lambda entity: (entity.end, entity.start))
        # Sorted by end, so that the last before an offset is found by halving.
        # The first mention that states a gender counts: from the last to the first, the first one stays.
        genders = {e.name: e.gender for e in reversed(in_order) if e.gender}
        people = [entity for entity in in_order if entity.label == "PER"]
        return cls(
            in_order,
            [entity.end for entity in in_order],
            _fill_buckets(sorted(in_order, key=_start)),
            genders,
            {entity.id: entity.name for entity in in_order},
            _group_by_gender(people, genders),
            _group_by_role(people),
            {entity.id: entity for entity in in_order},
        )

    def touching(self, start: int, end: int) -> list[Entity]:
        """Return the entities whose name shares a character with a stretch, by start."""
        return [
            entity
            for entity in self._around(start, end)
            if entity.start < end and start < entity.end
        ]

    def mentioned(self, start: int, end: int) -> list[Entity]:
        """Return the entities whose mention, title and role included, shares a character with a stretch."""
        return [
            entity
            for entity in self._around(start, end)
            if entity.mention_start < end and start < entity.mention_end
        ]

    def is_named(self, start: int, end: int, *labels: str) -> bool:
        """Return whether a name of one of `labels` ("PER", "ORG") shares a character with a stretch."""
        entities = self.touching(start, end)
        return any(entity.label in labels for entity in entities)

    def before(self, offset: int) -> Iterable[Entity]:
        """Return the entities that end at `offset` or before it, the nearest first."""
        for index in range(bisect_right(self.ends, offset) - 1, -1, -1):
            yield self.entities[index]

    def last_person(self, offset: int, gender: str | None) -> Entity | None:
        """Return the last person who ends at `offset` or before it, of a gender or of none that is stated."""
        people = self.people.get(gender or None)
        if people is None:
            # Nobody is stated to be of this gender: those who are stated to be of another are out.
            people = [p for p in self.people[None] if self.gender(p.id) is None]
        after = bisect_right(people, offset, key=_end)
        return people[after - 1] if after else None

    def with_role(self, offset: int, words: Set[str]) -> Entity | None:
        """
        Return the last person before `offset` whose role holds all of some normalized words.

        Only the last bearers of the rarest word are looked at.
        """
        bearers = min((self.roles.get(word, ()) for word in words), key=len)
        after = bisect_right(bearers, offset, key=_end)
        first = max(0, after - _MAX_BEARERS)
        for person in reversed(bearers[first:after]):
            if words <= _role_words(person):
                return person
        return None

    def entity(self, entity_id: str | None) -> Entity | None:
        """Return the entity with this id; None for None or an unknown id."""
        return self.by_id.get(entity_id or "")

    def gender(self, entity_id: str | None) -> str | None:
        """Return the gender that any mention of the same bearer states; None where none does."""
        name = self.names.get(entity_id or "", "")
        return self.genders.get(name)

    def _around(self, start: int, end: int) -> Iterable[Entity]:
        """Return the entities in the stretches that the text from `start` to `end` lies in, by start."""
        first, *others = _bucket_numbers(start, max(start, end - 1))
        if not others:
            return self.buckets.get(first, ())
        entities = {
            entity.id: entity
            for bucket in (first, *others)
            for entity in self.buckets.get(bucket, ())
        }
        return sorted(entities.values(), key=_start)


def _bucket_numbers(first: int, last: int) -> range:
    """Return the numbers of the stretches that hold the characters from `first` to `last`."""
    first_bucket = first // _BUCKET_LENGTH
    last_bucket = last // _BUCKET_LENGTH
    return range(first_bucket, last_bucket + 1)


def _fill_buckets(entities: Iterable[Entity]) -> dict[int, list[Entity]]:
    """Return the entities by the stretches that their name or mention reaches."""
    buckets: dict[int, list[Entity]] = defaultdict(list)
    for entity in entities:
        first = min(entity.start, entity.mention_start)
        last = max(entity.end, entity.mention_end)
        for bucket in _bucket_numbers(first, last):
            buckets[bucket].append(entity)
    return buckets


def _group_by_gender(
    people: Sequence[Entity], genders: Mapping[str, str]
) -> dict[str | None, Sequence[Entity]]:
    """Return all people under None, and under each stated gender those of it or of none."""
    by_gender: dict[str | None, Sequence[Entity]] = {None: people}
    for gender in set(genders.values()):
        fitting = (None, gender)
        by_gender[gender] = [p for p in people if genders.get(p.name) in fitting]
    return by_gender


def _group_by_role(people: Iterable[Entity]) -> dict[str, list[Entity]]:
    """Return the people whose role holds a word, by that word."""
    roles: dict[str, list[Entity]] = defaultdict(list)
    for person in people:
        for word in _role_words(person):
            roles[word].append(person)
    return roles


def _role_words(entity: Entity) -> frozenset[str]:
    """Return the normalized words of a role."""
    words = _ROLE_WORD.findall(entity.role or "")
    return frozenset(map(normalize, words))
