"""Class labels of Hugging Face tables, which are stored as numbers: their names are what a reader needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Namer", "label_names", "labels_of_schema"]

Namer = Callable[[Any], Any]


def label_names(features: Any) -> Mapping[str, Namer]:
    """Return what gives class labels their names, by column; they may stand in lists and structures."""
    return {name: namer for name, feature in (features or {}).items() if (namer := _namer(feature))}


def labels_of_schema(schema: pa.Schema) -> Mapping[str, Namer]:
    """Return the same of a Parquet file, as far as its schema tells of Hugging Face features."""
    if b"huggingface" not in (schema.metadata or {}):
        return {}
    from datasets import Features

    try:
        return label_names(Features.from_arrow_schema(schema))
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _namer(feature: Any) -> Namer | None:
    from datasets import ClassLabel

    if isinstance(feature, ClassLabel):
        return lambda value: _name(feature.names or [], value)
    if isinstance(feature, Mapping):
        inner = label_names(feature)
        return (lambda value: _each(inner, value)) if inner else None
    element = feature[0] if isinstance(feature, list) and feature else getattr(feature, "feature", None)
    namer = _namer(element) if element is not None else None
    return (lambda value: _listed(namer, value)) if namer else None


def _name(names: list[str], number: Any) -> Any:
    """The name of a label; None for -1, by which data sets say that there is none. An unknown number stays."""
    if number == -1:
        return None
    return names[number] if isinstance(number, int) and 0 <= number < len(names) else number


def _each(namers: Mapping[str, Namer], value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: namers[name](part) if name in namers else part for name, part in value.items()}
    return [_each(namers, part) for part in value] if isinstance(value, list) else value


def _listed(namer: Namer, value: Any) -> Any:
    if isinstance(value, Mapping):  # a list of structures, which datasets gives as a structure of lists
        return namer(value)
    return [namer(part) for part in value] if isinstance(value, list) else value
