"""
What a corpus asks of the types of its events: their families, and which only report; ours, and those of its runs.

The types' traits are data (`event_types.und.yaml`, and a user's own lexicon as the table `runs` has it).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from pressmark.yaml_files.lexicon_models.event_words import EventTypes
from pressmark.yaml_files.lexicons import read_lexicon

__all__ = ["EventFamilies", "traits_of_types"]


_CODERS_OF_EVENTS = ("events", "llm")


@dataclass(frozen=True, slots=True)
class EventFamilies:
    """
    What the joining of happenings asks of the types of events.

    Events of `reporting` types only report. `exchanged` are the types of what people say and promise to one another,
    several times a day. `family_by_type` maps a type to the one that takes it in.
    """

    reporting: frozenset[str] = frozenset()
    exchanged: frozenset[str] = frozenset()
    family_by_type: Mapping[str, str] = field(default_factory=dict)

    @property
    def causes(self) -> list[Any]:
        """All that is said of the types, in values that JSON holds."""
        families = sorted(self.family_by_type.items())
        return [sorted(self.reporting), sorted(self.exchanged), families]

    @classmethod
    def of_traits(cls, traits: Mapping[str, Mapping[str, Any]]) -> Self:
        """Return what the `traits` of types, as `traits_of_types` gives them, say."""
        return cls(
            frozenset(label for label, own in traits.items() if own.get("reporting")),
            frozenset(label for label, own in traits.items() if own.get("exchanged")),
            {
                label: str(own["family"])
                for label, own in traits.items()
                if own.get("family")
            },
        )


def traits_of_types(
    runs: Iterable[Mapping[str, Any]] = (),
) -> dict[str, dict[str, Any]]:
    """
    Return the traits of our types of events, and on top those that the lexicons of `runs` (rows of the table) gave.

    A type without traits is left out, and so is a trait that has its default.

    >>> run = {"name": "events", "settings": '{"own_traits": {"GARDEN": {"family": "work"}}}'}
    >>> traits_of_types([run])["GARDEN"]
    {'family': 'work'}
    """
    traits = _our_traits()
    for row in runs:
        # Both code events by the types of the lexicons; other people's settings may have any names.
        if row["name"] in _CODERS_OF_EVENTS:
            own_traits = json.loads(row["settings"] or "{}").get("own_traits", {})
            for label, values in own_traits.items():
                # On top of ours: a lexicon may change one trait of a type and leave the others.
                traits.setdefault(label, {}).update(values)
    return traits


def _our_traits() -> dict[str, dict[str, Any]]:
    """Return the traits of our types as the file states them."""
    types = read_lexicon("event_types", "und", EventTypes) or EventTypes()
    return {
        label: traits.model_dump(exclude_unset=True)
        for label, traits in types.types.items()
    }
