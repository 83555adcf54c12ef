"""Class labels of Hugging Face tables, which are stored as numbers, under their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LabelNamer", "label_names", "label_names_of_schema"]

LabelNamer = Callable[[Any], Any]


def label_names(features: Any) -> Mapping[str, LabelNamer]:
    """
    Return for each column with class labels the function that puts names in place of numbers.

    `features` are those of a dataset, or None. Labels may lie in lists and structures; other columns are left out.
    """
    namers = {name: _make_namer(feature) for name, feature in (features or {}).items()}
    return {name: namer for name, namer in namers.items() if namer is not None}


def label_names_of_schema(schema: pa.Schema) -> Mapping[str, LabelNamer]:
    """Return the same for a Parquet file, from the Hugging Face features that its `schema` carries; else nothing."""
    if b"huggingface" not in (schema.metadata or {}):
        return {}
    from datasets import Features

    try:
        return label_names(Features.from_arrow_schema(schema))
    # `datasets` raises any of these for metadata of a later version; the numbers then stay numbers
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _make_namer(feature: Any) -> LabelNamer | None:
    """Return the function that names the labels in values of a feature; None if it holds no labels."""
    from datasets import ClassLabel

    if isinstance(feature, ClassLabel):
        return lambda value: _label_name(feature.names or [], value)
    if isinstance(feature, Mapping):
        inner = label_names(feature)
        return (lambda value: _name_fields(inner, value)) if inner else None
    # older versions of `datasets` write a list of features as a list of one, newer ones as `List(feature)`
    element = getattr(feature, "feature", None)
    if isinstance(feature, list) and feature:
        element = feature[0]
    namer = _make_namer(element) if element is not None else None
    return (lambda value: _name_elements(namer, value)) if namer else None


def _label_name(names: list[str], number: Any) -> Any:
    """Return the name of a label; None for -1, which marks a missing label. A number without a name stays."""
    if number == -1:
        return None
    if isinstance(number, int) and 0 <= number < len(names):
        return names[number]
    return number


def _name_fields(namers: Mapping[str, LabelNamer], value: Any) -> Any:
    """Name the labels in a structure, or in a list of structures."""
    if isinstance(value, list):
        return [_name_fields(namers, part) for part in value]
    if not isinstance(value, Mapping):
        return value
    fields = dict(value)
    for name in namers.keys() & fields.keys():
        fields[name] = namers[name](fields[name])
    return fields


def _name_elements(namer: LabelNamer, value: Any) -> Any:
    """Name the labels in a list."""
    # A list of structures, which datasets gives as a structure of lists.
    if isinstance(value, Mapping):
        return namer(value)
    return [namer(part) for part in value] if isinstance(value, list) else value
