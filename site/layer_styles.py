"""
How pages show each layer: its class, its place where highlights nest, and what its labels are called.

One row for each layer that `pressmark.layers` declares as ours; any other layer is shown in the style `OWN`. What a
layer's spans are (pieces, links) is asked of the declaration, and nowhere here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["OWN", "STYLES", "LayerStyle", "style_of"]


class LayerStyle(NamedTuple):
    """
    The style of a layer.

    `css` is the class of its highlights, items and toggle. Of two annotations of the same stretch the one of the lower
    `nesting_rank` is outside. `label_words` names the list of the interface's words that its labels are of; None where
    labels are shown as they are.
    """

    css: str
    nesting_rank: int
    label_words: str | None = None


# A name is innermost, as it is the one that is a link, and a link must not hold what can be pointed at. What is neither
# a quote, an event nor a name (a date, a layer of the user's) stands between.
STYLES: Mapping[str, LayerStyle] = MappingProxyType(
    {
        "entities": LayerStyle("ent", 3, "labels"),
        "quotes": LayerStyle("quo", 0, "kinds"),
        "events": LayerStyle("eve", 1, "event_types"),
        "times": LayerStyle("tim", 2, "time_kinds"),
    }
)
"""The styles of our own layers, in the order of the toggles."""

OWN = LayerStyle("own", 2)
"""The style that all layers share which somebody added of their own."""


def style_of(layer: str) -> LayerStyle:
    """
    Return the style of the layer with this name.

    >>> style_of("quotes").css, style_of("tone").css
    ('quo', 'own')
    """
    return STYLES.get(layer, OWN)
