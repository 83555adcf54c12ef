"""What can be wrong with the declaration of somebody's layer, in words for the person who wrote it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pressmark.errors import PressmarkError
from pressmark.messages import suggestion
from pressmark.spans import Span

from .span_classes import PYTHON_TYPES

__all__ = ["COLUMN_TYPES", "DeclarationError", "find_mistakes", "require_sound"]

COLUMN_TYPES = tuple(PYTHON_TYPES)
"""The types that a column of somebody's layer may have."""

# The columns that every layer has, what spans can do, and the names that forms of exchange have for other things.
_OF_EVERY_SPAN = frozenset(Span.__dataclass_fields__)
_RESERVED = frozenset(
    {
        "args", "arguments", "attributes", "begin", "bounds", "cut", "identifier", "is", "layer", "layer_id", "name_id",
        "parts", "sofa", "spans", "time", "type", "value",
    }
)  # fmt: skip
# Lower case alone: SQLite holds `Tone` and `tone` for one column. 40 characters leave room for `_start`; chosen.
_COLUMN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# A layer is a folder, a configuration of a data set and a table of SQLite: plain names pass everywhere.
_LAYER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class DeclarationError(PressmarkError):
    """A declaration of a layer with mistakes; `reasons` has them all."""

    def __init__(self, name: object, reasons: Sequence[str]) -> None:
        super().__init__(f"the layer {name!r}: {'; '.join(reasons)}")
        self.reasons = tuple(reasons)


def require_sound(name: Any, columns: Any, stretches: Any, links: Any) -> None:
    """Raise `DeclarationError` with all that is wrong in itself with a declaration."""
    reasons = [*_mistakes_in_parts(name, columns, stretches, links)]
    if reasons:
        raise DeclarationError(name, reasons)


def find_mistakes(layer: Any, needs: Collection[str]) -> Iterator[str]:
    """
    Yield what is wrong with a declaration of an annotator that `needs` these layers; nothing when it is sound.

    >>> from pressmark.layers import Layer
    >>> list(find_mistakes(Layer("mood", links={"quote_id": "quots"}), ["quotes"]))
    ["the link 'quote_id' leads to 'quots', which is neither this layer nor one of `needs`; did you mean 'quotes'?"]
    """
    yield from _mistakes_in_parts(
        layer.name, layer.columns, layer.stretches, layer.links
    )
    if not isinstance(layer.links, Mapping):
        return
    targets = [*needs, layer.name]
    for column, target in layer.links.items():
        if target not in targets:
            near = suggestion(str(target), [str(name) for name in targets])
            yield (
                f"the link {column!r} leads to {target!r}, which is neither this layer nor one of `needs`"
                f"{near or '; put it into `needs`'}"
            )


def _mistakes_in_parts(
    name: Any, columns: Any, stretches: Any, links: Any
) -> Iterator[str]:
    """Yield what is wrong with the parts of a declaration, each by itself and together."""
    if not isinstance(name, str) or not _LAYER_NAME.fullmatch(name):
        yield f"the layer's name {name!r} must be one of letters, digits and _"
    if not isinstance(columns, Mapping):
        yield "`columns` must be a mapping, {'polarity': 'string'}"
        columns = {}
    if isinstance(stretches, str) or not isinstance(stretches, Sequence):
        yield "`stretches` must be a list of names, ('cue',)"
        stretches = ()
    if not isinstance(links, Mapping):
        yield "`links` must be a mapping, {'quote_id': 'quotes'}"
        links = {}
    for column, kind in columns.items():
        if kind not in COLUMN_TYPES:
            near = suggestion(str(kind), COLUMN_TYPES)
            yield (
                f"the column {column!r} has the type {kind!r}; there is "
                f"{', '.join(COLUMN_TYPES)}{near}"
            )
    yield from _mistakes_in_names(columns, stretches, links)


def _mistakes_in_names(
    columns: Collection[Any], stretches: Collection[Any], links: Collection[Any]
) -> Iterator[str]:
    """Yield the names that no column can have, and those that two of them would have."""
    seen: set[str] = set()
    kinds = (("stretch", stretches), ("column", columns), ("link", links))
    for kind, names in kinds:
        for name in names:
            reason = _mistake_in_name(name)
            if reason:
                yield f"the {kind} {name!r} {reason}"
                continue
            made = [name]
            if kind == "stretch":
                made += [f"{name}_start", f"{name}_end"]
            yield from (
                f"the column {column!r} would be there twice"
                for column in made
                if column in seen
            )
            seen.update(made)


def _mistake_in_name(name: Any) -> str | None:
    """Return why a column cannot have this name; None when it can."""
    if not isinstance(name, str) or not _COLUMN_NAME.fullmatch(name):
        return "must be named with lower-case letters, digits and _, 40 at most"
    if name in _OF_EVERY_SPAN:
        return "has the name of a column that every layer has; give it another"
    if name in _RESERVED or keyword.iskeyword(name):
        return "has a name that is reserved; give it another"
    return None
