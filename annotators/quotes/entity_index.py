"""The entities of an article by their place, so that asking what stands somewhere does not read them all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter

from pressmark.spans import Entity

from .lexicon import normalize

__all__ = ["EntityIndex"]

_WIDTH = 128
_MOST_BEARERS = 100
"""How many mentions of people whose roles share a word are looked at, the last ones first."""
_WORD = re.compile(r"\w+")
_END = attrgetter("end")


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """Entities in reading order; `near` holds them by stretches of the text, `genders` the stated gender of a name."""

    entities: Sequence[Entity]
    ends: Sequence[int]
    near: Mapping[int, Sequence[Entity]]
    genders: Mapping[str, str]
    names: Mapping[str, str]
    people: Mapping[
        str | None, Sequence[Entity]
    ]  # all, and those of each gender with those of none, by their end
    roles: Mapping[
        str, Sequence[Entity]
    ]  # a word → the people whose role holds it, by their end
    by_id: Mapping[str, Entity]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> EntityIndex:
        """The entities of an article, indexed."""
        in_order = sorted(entities, key=lambda one: (one.end, one.start))
        near: dict[int, list[Entity]] = defaultdict(list)
        for one in in_order:
            first, last = (
                min(one.start, one.mention_start),
                max(one.end, one.mention_end),
            )
            for place in range(first // _WIDTH, last // _WIDTH + 1):
                near[place].append(one)
        genders = {one.name: one.gender for one in reversed(in_order) if one.gender}
        people = [entity for entity in in_order if entity.label == "PER"]
        roles: dict[str, list[Entity]] = defaultdict(list)
        for person in people:
            for word in _role_words(person):
                roles[word].append(person)
        by_gender: dict[str | None, Sequence[Entity]] = {None: people}
        for gender in set(genders.values()):
            by_gender[gender] = [
                person
                for person in people
                if genders.get(person.name) in (None, gender)
            ]
        return cls(
            in_order, [one.end for one in in_order], near, genders, {one.id: one.name for one in in_order},
            by_gender, roles, {one.id: one for one in in_order},
        )  # fmt: skip

    def touching(self, start: int, end: int) -> list[Entity]:
        """The entities whose name shares a character with a stretch."""
        return [
            one
            for one in self._around(start, end)
            if one.start < end and start < one.end
        ]

    def mentioned(self, start: int, end: int) -> list[Entity]:
        """The entities whose mention, title and role included, shares a character with a stretch."""
        return [
            one
            for one in self._around(start, end)
            if one.mention_start < end and start < one.mention_end
        ]

    def before(self, place: int) -> Iterable[Entity]:
        """The entities that end at a place or before it, the nearest first."""
        return (
            self.entities[at]
            for at in range(bisect_right(self.ends, place) - 1, -1, -1)
        )

    def last_person(self, place: int, gender: str | None) -> Entity | None:
        """The last person who ends at a place or before it, of a gender or of none that is known."""
        people = self.people.get(gender or None)
        if (
            people is None
        ):  # nobody is known to be of this gender: who is known to be of another is none
            people = [
                person for person in self.people[None] if self.gender(person.id) is None
            ]
        behind = bisect_right(people, place, key=_END)
        return people[behind - 1] if behind else None

    def with_role(self, place: int, words: Set[str]) -> Entity | None:
        """The last person before a place whose role holds all of some words, among the last of the rarest word."""
        bearers = min((self.roles.get(word, ()) for word in words), key=len)
        behind = bisect_right(bearers, place, key=_END)
        for number in range(behind - 1, max(-1, behind - 1 - _MOST_BEARERS), -1):
            if words <= _role_words(bearers[number]):
                return bearers[number]
        return None

    def entity(self, entity_id: str | None) -> Entity | None:
        """The entity with this id."""
        return self.by_id.get(entity_id or "")

    def gender(self, entity_id: str | None) -> str | None:
        """The gender that any mention of the same bearer states."""
        return self.genders.get(self.names.get(entity_id or "", ""))

    def _around(self, start: int, end: int) -> list[Entity]:
        found: dict[str, Entity] = {}
        for place in range(start // _WIDTH, max(start, end - 1) // _WIDTH + 1):
            found |= {one.id: one for one in self.near.get(place, ())}
        return sorted(found.values(), key=lambda one: one.start)


def _role_words(entity: Entity) -> frozenset[str]:
    """The words of a role as the lexicon writes them."""
    return frozenset(normalize(word) for word in _WORD.findall(entity.role or ""))
