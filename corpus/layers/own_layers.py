"""Our own layers, declared; and which declaration a name, an annotator or a span has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pressmark.layers.span_relations import link_parents, link_roles
from pressmark.spans import CustomSpan, Entity, Event, Quote, Span, TimeExpression

from .declaration import Layer, OwnLayer, StretchWords
from .span_classes import declared_parts

__all__ = [
    "BY_NAME",
    "LAYERS",
    "UNDECLARED",
    "declaration",
    "layer_name",
    "layer_of_value",
]

ENTITIES = OwnLayer(
    name="entities",
    value=Entity,
    stretches=("mention", "role"),
    words={"mention": StretchWords.NONE, "role": StretchWords.COLLAPSED},
    # The entity within a role's words is another, or none, once these are others.
    dependents={"role": ("role_entity_id",)},
    links={"name_id": "names", "role_entity_id": "entities"},
    given_by_seal=("name_id",),
    made_anew=("role_entity_id",),
    relate=link_roles,
)
QUOTES = OwnLayer(
    name="quotes",
    value=Quote,
    stretches=("cue", "speaker", "addressee"),
    dependents={
        "cue": ("cue_class",),
        "speaker": ("speaker_name", "speaker_kind", "speaker_score"),
    },
    links={"speaker_id": "entities", "speaker_name_id": "names", "parent": "quotes"},
    # “We march,” said Ann Lee, “at noon.” is one quote of two pieces.
    pieces="spans",
    scores=("score", "speaker_score"),
    given_by_seal=(
        "speaker_name_id",
        "speaker_canonical_name",
        "speaker_label",
        "speaker_gender",
    ),
    # Which quote stands within which follows from their offsets.
    made_anew=("parent",),
    relate=link_parents,
)
TIMES = OwnLayer(name="times", value=TimeExpression)
EVENTS = OwnLayer(
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
    given_by_seal=("happening_id", "happening_reason"),
    made_anew=("happening_id", "happening_reason"),
)
LAYERS: tuple[OwnLayer, ...] = (ENTITIES, QUOTES, TIMES, EVENTS)
"""Our own layers, in the order in which one may link to another."""

UNDECLARED = OwnLayer(name="", value=CustomSpan)
"""A layer of somebody's own that declares nothing: spans with attributes."""

BY_NAME: Mapping[str, OwnLayer] = MappingProxyType(
    {layer.name: layer for layer in LAYERS}
)

_BY_VALUE: dict[type[Any], Layer] = {layer.value: layer for layer in LAYERS}


def declaration(layer: str | Layer) -> Layer:
    """
    Return the declaration of one of our layers by its name; a declaration as it is; `UNDECLARED` for another name.

    >>> declaration("quotes").pieces
    'spans'
    """
    return layer if isinstance(layer, Layer) else BY_NAME.get(layer, UNDECLARED)


def layer_name(layer: str | Layer) -> str:
    """
    Return the name of a layer, whether an annotator names it or declares it.

    >>> layer_name(Layer("mood")), layer_name("quotes")
    ('mood', 'quotes')
    """
    return layer.name if isinstance(layer, Layer) else layer


def layer_of_value(kind: type[Span]) -> Layer:
    """
    Return the declaration for spans of the type `kind` or of a type that it derives from, else `UNDECLARED`.

    >>> layer_of_value(Quote).links["speaker_id"]
    'entities'
    """
    # A class that `make_span_class` made; in another process than that of its layer, it is all there is of it.
    if kind not in _BY_VALUE and (parts := declared_parts(kind)):
        name, columns, stretches, links = parts
        _BY_VALUE[kind] = Layer(
            name, columns=dict(columns), stretches=stretches, links=dict(links)
        )
    if kind not in _BY_VALUE:
        # The nearest parent: somebody's class may derive from `Quote`, and has the links of quotes.
        declared = (_BY_VALUE[parent] for parent in kind.__mro__ if parent in _BY_VALUE)
        _BY_VALUE[kind] = next(declared, UNDECLARED)
    return _BY_VALUE[kind]
