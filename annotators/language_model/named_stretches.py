"""Which name of the article some words are: of a person with her title, not of the place that a description ends with."""

from __future__ import annotations

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.verbatim import Stretch
from pressmark.spans import Entity

__all__ = ["entity_at"]

MIN_NAMED_SHARE = 0.5
"""Share of the characters of a phrase that its name must have: "Mayor Ann Lee" is she, « le maire de Metz » not Metz.
Chosen, not measured."""


def entity_at(entities: EntityIndex, place: Stretch) -> Entity | None:
    """
    Return the name that the words at `place` are: they lie within its mention, or are for the most part its words.

    Of several a person goes first, then the longest. None for words that only hold a name.
    """
    candidates = [
        entity
        for entity in (*entities.touching(*place), *entities.mentioned(*place))
        if _is_mentioned_by(place, entity) or _is_most_of(place, entity)
    ]
    return min(candidates, key=_rank, default=None)


def _is_mentioned_by(place: Stretch, entity: Entity) -> bool:
    return entity.mention_start <= place[0] and place[1] <= entity.mention_end


def _is_most_of(place: Stretch, entity: Entity) -> bool:
    common = min(place[1], entity.end) - max(place[0], entity.start)
    return common >= MIN_NAMED_SHARE * (place[1] - place[0])


def _rank(entity: Entity) -> tuple[bool, int, int]:
    return entity.label != "PER", entity.start - entity.end, entity.start
