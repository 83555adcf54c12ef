"""
The types of tables' columns, as `datasets` describes them, without loading `datasets`.

Importing `datasets` takes 0.8 s, more than reading and writing a small corpus does; every command and every worker
would pay it. What our tables need of its types is four forms: a scalar, a list, a structure, a list of structures.
`TableColumns.features` gives the very objects of `datasets` to who wants them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from datasets import Features

__all__ = ["ColumnType", "ListOf", "Scalar", "Structure", "TableColumns"]

_TIMESTAMP = "timestamp[ms, tz=UTC]"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A column of one value: `dtype` is `string`, `bool`, `int32`, `float64`, … or `timestamp[ms, tz=UTC]`."""

    dtype: str

    def arrow(self) -> pa.DataType:
        """Return Arrow's type."""
        if self.dtype == _TIMESTAMP:
            return pa.timestamp("ms", tz="UTC")
        return pa.type_for_alias(self.dtype)

    def as_json(self) -> dict[str, Any]:
        """Return the description that `datasets` reads in a Parquet file's metadata."""
        return {"dtype": self.dtype, "_type": "Value"}

    def as_yaml(self) -> dict[str, Any]:
        """Return the description that `datasets` reads in a data set's card."""
        return {"dtype": self.dtype}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A column of lists, each element of one type."""

    element: Scalar | Structure

    def arrow(self) -> pa.DataType:
        """Return Arrow's type."""
        return pa.list_(self.element.arrow())

    def as_json(self) -> dict[str, Any]:
        """Return the description that `datasets` reads in a Parquet file's metadata."""
        return {"feature": self.element.as_json(), "_type": "List"}

    def as_yaml(self) -> dict[str, Any]:
        """Return the description that `datasets` reads in a data set's card."""
        if isinstance(self.element, Scalar):
            return {"list": self.element.dtype}
        return {"list": self.element.as_yaml()["struct"]}


class Structure(dict[str, "ColumnType"]):
    """A column of values with parts, by their names."""

    def arrow(self) -> pa.DataType:
        """Return Arrow's type."""
        return pa.struct([(name, kind.arrow()) for name, kind in self.items()])

    def as_json(self) -> dict[str, Any]:
        """Return the description that `datasets` reads in a Parquet file's metadata."""
        return {name: kind.as_json() for name, kind in self.items()}

    def as_yaml(self) -> dict[str, Any]:
        """Return the description that `datasets` reads in a data set's card."""
        return {"struct": _describe_parts(self)}


ColumnType = Scalar | ListOf | Structure


class TableColumns(dict[str, ColumnType]):
    """The columns of a table: name → type, in the order of the table. Do not change one: its schema is kept."""

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema, whose metadata describes the columns to `datasets`."""
        fields = [pa.field(name, kind.arrow()) for name, kind in self.items()]
        described = {name: kind.as_json() for name, kind in self.items()}
        metadata = json.dumps({"info": {"features": described}})
        return pa.schema(fields, metadata={"huggingface": metadata})

    @property
    def features(self) -> Features:
        """The columns as `datasets` has them. Imports `datasets`."""
        from datasets import Features

        return Features.from_arrow_schema(self.arrow_schema)

    def as_yaml(self) -> list[dict[str, Any]]:
        """Return the columns as a data set's card lists them."""
        return _describe_parts(self)


def _describe_parts(parts: Mapping[str, ColumnType]) -> list[dict[str, Any]]:
    """Return the name and the type of each part, as a data set's card lists them."""
    return [{"name": name, **kind.as_yaml()} for name, kind in parts.items()]
