"""How one import goes: by whom, which layers, in place of the machine's or beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.layers import UNDECLARED, Layer, declaration

__all__ = ["ImportRules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRules:
    """
    What holds for all articles of an import.

    `layers` are those that the file is about, in an order in which one may link to another before it; `annotator` is
    the person's name. `beside` puts a layer `<layer>-<annotator>` next to the machine's, its details as attributes.
    `name_ids` are the ids in the corpus's `names`: an entity keeps a `name_id` of these alone. `declarations` are those
    of the corpus's layers that somebody declared, by their names.
    """

    layers: Sequence[str]
    annotator: str
    name_ids: Collection[str]
    beside: bool
    declarations: Mapping[str, Layer] = field(default_factory=dict)

    def layer_name(self, layer: str) -> str:
        """Return what the person's layer is called in the article."""
        return f"{layer}-{self.annotator}" if self.beside else layer

    def declaration(self, layer: str) -> Layer:
        """Return the declaration of a layer of the file; layers beside the machine's have none."""
        if self.beside:
            return UNDECLARED
        return self.declarations.get(layer) or declaration(layer)
