"""Where an event happens: its own place, else the one that its paragraph or the article's first line gives."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pressmark.annotators.datelines import (
    AFTER_DATELINE,
    MAX_DATELINE_OFFSET,
    MAX_INDENT,
)
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.rules import Rule, decide
from pressmark.annotators.shared_reading import SharedReading
from pressmark.spans import Argument, Entity
from pressmark.yaml_files.lexicon_models.event_entries import EventTraits

__all__ = ["PLACE_RULES", "EventPlaces"]

_OWN_PLACE = "argument"
_MAX_SCENE_LENGTH = 800
"""In code points: so far behind it a place is taken over, or a text without paragraphs has one place. A long paragraph;
chosen, not measured."""


class EventPlaces:
    """The places of an article, by paragraph, and its dateline: « KIEV (AFP) — ». Asked in reading order."""

    def __init__(
        self,
        reading: SharedReading,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._without = without
        self._locations = [
            entity for entity in reading.entities if entity.label == "LOC"
        ]
        self._paragraphs = reading.paragraphs
        self._dateline = self._find_dateline(reading.text)
        # the place that an event of the paragraph had last, and where the event stands
        self._by_paragraph: dict[int, tuple[str, int]] = {}

    def place_of(
        self,
        trigger: Word,
        traits: EventTraits,
        arguments: Sequence[Argument],
        entities: Mapping[str, Entity],
    ) -> tuple[str | None, str | None]:
        """
        Return the id of the place of an event, and the rule that gave it: argument, paragraph or dateline.

        `entities` maps ids to entities. Both are None when no place is known. An event's own place becomes its
        paragraph's, so triggers must be asked in reading order.
        """
        paragraph = bisect_right(self._paragraphs, (trigger.idx, float("inf"))) - 1
        case = _Unplaced(self, trigger.idx, paragraph, traits, arguments, entities)
        decision = decide(PLACE_RULES, case, self._without)
        if decision is None:
            return None, None
        if decision.rule == _OWN_PLACE:
            self._by_paragraph[paragraph] = decision.conclusion, trigger.idx
        return decision.conclusion, decision.rule

    def place_before(self, paragraph: int, position: int) -> str | None:
        """Return the place that an event of a paragraph had last, not too far before an offset."""
        if paragraph not in self._by_paragraph:
            return None
        place, start = self._by_paragraph[paragraph]
        return place if position - start <= _MAX_SCENE_LENGTH else None

    @property
    def dateline(self) -> str | None:
        """The place that the article was written at."""
        return self._dateline

    def _find_dateline(self, text: str) -> str | None:
        """Return the id of the place that opens one of the first paragraphs and is set off by a dash."""
        for start, end in self._paragraphs:
            if start > MAX_DATELINE_OFFSET:
                return None
            at_start = (
                entity
                for entity in self._locations
                if start <= entity.start <= start + MAX_INDENT
            )
            # Only the first name of the paragraph can be its dateline.
            opening = next(at_start, None)
            if opening is not None and AFTER_DATELINE.match(text, opening.end, end):
                return opening.id
        return None


class _Unplaced(NamedTuple):
    """An event whose place is looked for: where it stands, the traits of its type, its arguments, the entities by id."""

    places: EventPlaces
    position: int
    paragraph: int
    traits: EventTraits
    arguments: Sequence[Argument]
    entities: Mapping[str, Entity]


def _own_place(case: _Unplaced) -> str | None:
    """Return the place that an event has for an argument."""
    for argument in case.arguments:
        entity_id = argument.entity_id
        if argument.role == "place" and entity_id in case.entities:
            return entity_id
    return None


def _inherits_place(case: _Unplaced) -> bool:
    """Return whether an event may have the place of others: a statement about Metz is not made there."""
    return case.traits.inherits_place


PLACE_RULES: tuple[Rule[_Unplaced, str], ...] = (
    # What the event says itself is surest.
    Rule(
        _OWN_PLACE,
        "La police a arrêté deux hommes à Metz.",
        _own_place,
    ),
    Rule(
        "paragraph",
        "La police a arrêté deux hommes à Metz. Une bombe a explosé.",
        lambda case: case.places.place_before(case.paragraph, case.position),
        _inherits_place,
    ),
    # What follows happened where it was written, until another place is named.
    Rule(
        "dateline",
        "KIEV (AFP) — La police a arrêté deux hommes.",
        lambda case: case.places.dateline,
        _inherits_place,
    ),
)
"""Where an event happened, by the names that `place_rule` has."""
