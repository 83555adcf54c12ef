"""
What each layer is, declared once: its value, its further stretches of text, its links, and what the seal gives.

The columns of tables, the checks on write and of `pressmark check`, the foreign keys of SQLite and the links that
`pressmark show` tells derive from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any

from .span_relations import Relations, link_parents, link_roles
from .spans import CustomSpan, Entity, Event, Quote, Span, TimeExpression

__all__ = ["BY_NAME", "LAYERS", "UNDECLARED", "Layer", "Words", "layer_of_value"]


class Words(Enum):
    """What the column of a stretch's name holds beside the offsets `<name>_start` and `<name>_end`."""

    EXACT = "the article's text there, to the character"
    COLLAPSED = "the article's text there, each run of white space one space"
    NONE = "there is no such column"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """
    The declaration of a layer whose spans are of the type `value`.

    `stretches` names its further pairs of offsets, columns `<name>_start` and `<name>_end` (code points, end-exclusive;
    both None where there is none), and what the column `<name>` holds. `links` are its columns that hold an id, with
    the table that the id names a row of. `pieces` is a column of offset pairs; `parts` one of values that have `start`,
    `end` and `text` of their own, `part_links` their links. `scores` are its columns that hold a probability, 0 to 1.
    The columns `given_by_seal` are filled in across articles. `relate` gives links between the spans of the layer
    themselves.
    """

    name: str
    value: type[Span]
    stretches: Mapping[str, Words] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    pieces: str | None = None
    parts: str | None = None
    part_links: Mapping[str, str] = field(default_factory=dict)
    scores: tuple[str, ...] = ("score",)
    given_by_seal: tuple[str, ...] = ()
    relate: Callable[[Sequence[Any], Sequence[str]], Relations] | None = None

    def faults(self, row: Mapping[str, Any], text: str) -> Iterator[str]:
        """
        Yield what is wrong with the stretches of a span in `text`; nothing when it is true.

        `row` is the span by columns, its pieces as pairs, its parts as mappings.

        >>> row = {"start": 0, "end": 2, "text": "No", "spans": [(0, 9)]}
        >>> list(Layer(name="said", value=Span, pieces="spans").faults(row, "No."))
        ['its piece 0:9 is not within the text (3)']
        """
        yield from _stretch_faults("text", row["start"], row["end"], text, row["text"])
        for name, words in self.stretches.items():
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            if start is None and end is None:
                continue
            surface = None if words is Words.NONE else row[name]
            yield from _stretch_faults(
                name, start, end, text, surface, is_collapsed=words is Words.COLLAPSED
            )
        for start, end in (row[self.pieces] or ()) if self.pieces else ():
            yield from _stretch_faults("piece", start, end, text)
        for part in (row[self.parts] or ()) if self.parts else ():
            yield from _stretch_faults(
                part["role"], part["start"], part["end"], text, part["text"]
            )


def _stretch_faults(
    name: str,
    start: int | None,
    end: int | None,
    text: str,
    surface: str | None = None,
    *,
    is_collapsed: bool = False,
) -> Iterator[str]:
    """Yield why a stretch is none of `text`, or why its `surface` is not what stands there; None is not compared."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        yield f"its {name} {start}:{end} is not within the text ({len(text)})"
        return
    words = text[start:end]
    if is_collapsed:
        words = " ".join(words.split())
    if surface is not None and surface != words:
        yield f"its {name} is not what stands at {start}:{end}"


ENTITIES = Layer(
    name="entities",
    value=Entity,
    stretches={"mention": Words.NONE, "role": Words.COLLAPSED},
    links={"name_id": "names", "role_entity_id": "entities"},
    given_by_seal=("name_id",),
    relate=link_roles,
)
QUOTES = Layer(
    name="quotes",
    value=Quote,
    stretches={"cue": Words.EXACT, "speaker": Words.EXACT, "addressee": Words.EXACT},
    links={"speaker_id": "entities", "speaker_name_id": "names", "parent": "quotes"},
    pieces="spans",
    scores=("score", "speaker_score"),
    given_by_seal=(
        "speaker_name_id",
        "speaker_canonical_name",
        "speaker_label",
        "speaker_gender",
    ),
    relate=link_parents,
)
TIMES = Layer(name="times", value=TimeExpression)
EVENTS = Layer(
    name="events",
    value=Event,
    links={
        "place_id": "entities",
        "time_id": "times",
        "happening_id": "happenings",
        "quote_id": "quotes",
    },
    parts="arguments",
    part_links={"entity_id": "entities"},
    given_by_seal=("happening_id",),
)
LAYERS = (ENTITIES, QUOTES, TIMES, EVENTS)
"""Our own layers, in the order in which one may link to another."""

UNDECLARED = Layer(name="", value=CustomSpan)
"""A layer of somebody's own that declares nothing: spans with attributes."""

BY_NAME: Mapping[str, Layer] = MappingProxyType({layer.name: layer for layer in LAYERS})


_BY_VALUE: dict[type[Any], Layer] = {layer.value: layer for layer in LAYERS}


def layer_of_value(kind: type[Span]) -> Layer:
    """
    Return the declaration for spans of the type `kind` or of a type that it derives from, else `UNDECLARED`.

    >>> layer_of_value(Quote).links["speaker_id"]
    'entities'
    """
    if kind not in _BY_VALUE:
        declared = (_BY_VALUE[parent] for parent in kind.__mro__ if parent in _BY_VALUE)
        _BY_VALUE[kind] = next(declared, UNDECLARED)
    return _BY_VALUE[kind]
