"""The entities of an article by their place, so that asking what stands somewhere does not read them all."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pressmark.spans import Entity

__all__ = ["Named"]

_WIDTH = 128


@dataclass(frozen=True, slots=True)
class Named:
    """Entities in reading order; `near` holds them by stretches of the text, `genders` the stated gender of a name."""

    entities: Sequence[Entity]
    ends: Sequence[int]
    near: Mapping[int, Sequence[Entity]]
    genders: Mapping[str, str]
    names: Mapping[str, str]
    by_id: Mapping[str, Entity]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Named:
        """The entities of an article, indexed."""
        in_order = sorted(entities, key=lambda one: (one.end, one.start))
        near: dict[int, list[Entity]] = defaultdict(list)
        for one in in_order:
            first, last = min(one.start, one.mention_start), max(one.end, one.mention_end)
            for place in range(first // _WIDTH, last // _WIDTH + 1):
                near[place].append(one)
        genders = {one.name: one.gender for one in reversed(in_order) if one.gender}
        names, by_id = {one.id: one.name for one in in_order}, {one.id: one for one in in_order}
        return cls(in_order, [one.end for one in in_order], near, genders, names, by_id)

    def touching(self, start: int, end: int) -> list[Entity]:
        """The entities whose name shares a character with a stretch."""
        return [one for one in self._around(start, end) if one.start < end and start < one.end]

    def mentioned(self, start: int, end: int) -> list[Entity]:
        """The entities whose mention, title and role included, shares a character with a stretch."""
        return [one for one in self._around(start, end) if one.mention_start < end and start < one.mention_end]

    def before(self, place: int) -> Iterable[Entity]:
        """The entities that end at a place or before it, the nearest first."""
        return (self.entities[at] for at in range(bisect_right(self.ends, place) - 1, -1, -1))

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
