"""
What a tool that draws annotations calls the stretches and links of a span: its own annotations, tied to it by relations.

The names of our own layers are always understood. Those that somebody declared are written into the export, since who
reads the file back knows nothing of the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.layers import LAYERS, Layer, StretchWords

__all__ = ["OWN_TIES", "Ties", "stretch_names"]


def stretch_names(layer: Layer) -> tuple[str, ...]:
    """
    Return the stretches of a layer that tools draw: those whose column holds words (a mention has none).

    >>> from pressmark.layers import BY_NAME
    >>> stretch_names(BY_NAME["entities"])
    ('role',)
    """
    return tuple(
        name
        for name in layer.stretches
        if layer.words_of(name) is not StretchWords.NONE
    )


@dataclass(frozen=True, slots=True)
class Ties:
    """The names of relations from a span: to its `stretches`, and by its `links` to other annotations."""

    stretches: tuple[str, ...]
    links: tuple[str, ...] = ()

    @property
    def part_types(self) -> frozenset[str]:
        """What a tool's type is called of a stretch that belongs to a span. Without its span it is nothing."""
        return frozenset({*(name.capitalize() for name in self.stretches), "Argument"})

    def with_declared(self, layers: Iterable[Layer]) -> Ties:
        """Return these ties and those of the layers among `layers` that somebody declared."""
        declared = [layer for layer in layers if layer.is_declared]
        stretches = [name for layer in declared for name in layer.stretches]
        links = [name for layer in declared for name in layer.links]
        return Ties(
            tuple(dict.fromkeys((*self.stretches, *stretches))),
            tuple(dict.fromkeys((*self.links, *links))),
        )

    def as_json(self) -> dict[str, Any]:
        """Return what an export says of its ties; nothing where they are ours alone."""
        if self == OWN_TIES:
            return {}
        return {"ties": {"stretches": list(self.stretches), "links": list(self.links)}}

    @classmethod
    def of_json(cls, entry: Mapping[str, Any]) -> Ties:
        """Return the ties that an export says it has, beside ours. Raises TypeError for what is no such entry."""
        ties = entry.get("ties") or {}
        stretches = map(str, ties.get("stretches") or ())
        links = map(str, ties.get("links") or ())
        return cls(
            tuple(dict.fromkeys((*OWN_TIES.stretches, *stretches))),
            tuple(dict.fromkeys(links)),
        )


# Quotes come first, as their parts are what people look for in a tool's list.
_OWN_STRETCHES = tuple(
    name for layer in reversed(LAYERS) for name in stretch_names(layer)
)
OWN_TIES = Ties(_OWN_STRETCHES)
"""The ties of our own layers: cue, speaker, addressee, role. Of their links a speaker's is drawn, as `is`."""
