"""A researcher's table of outlets, joined with the articles: owner, kind, country … become columns of each article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.errors import InputError

from .files import SourceFile
from .formats import read_rows
from .record_values import column_value, is_missing
from .records import Row

__all__ = ["OutletTable"]

_KEY = "outlet"
_PREFIX = "outlet_"
"""How a joined column is called: `owner` of the table is `outlet_owner` of an article."""


@dataclass(frozen=True, slots=True)
class OutletTable:
    """What is known of each outlet, by its name in small letters, under the names of the articles' columns."""

    rows: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, file: Path) -> OutletTable:
        """
        Read a table with a column `outlet`: CSV, TSV, JSON or JSON lines.

        Raises `InputError` with all that is wrong: no such column, a row without an outlet, one that stands twice.
        """
        content = SourceFile(name=file.name, content=file.read_bytes())
        rows: dict[str, Mapping[str, Any]] = {}
        faults: list[str] = []
        for number, row in enumerate(read_rows(content), start=1):
            place = row.place or f"row {number}"
            if not isinstance(row, Row):
                faults.append(f"{place}: {row.reason}")
                continue
            name = row.values.get(_KEY)
            if is_missing(name):
                columns = ", ".join(map(str, row.values))
                faults.append(f"{place}: no `{_KEY}` (its columns are {columns})")
                continue
            key = _folded(str(name))
            if key in rows:
                faults.append(f"{place}: the outlet {str(name)!r} stands twice")
                continue
            rows[key] = _columns_of(row.values)
        if faults:
            listed = "\n".join(f"  {fault}" for fault in faults)
            raise InputError(f"source.outlets: {file.name} cannot be joined:\n{listed}")
        return cls(rows)

    def columns_of(self, outlet: str | None) -> Mapping[str, Any]:
        """
        Return what the table says of an outlet, as columns of an article; nothing of one that it does not have.

        >>> OutletTable({"le lien": {"outlet_owner": "Roux"}}).columns_of("Le  Lien")
        {'outlet_owner': 'Roux'}
        """
        return self.rows.get(_folded(outlet), {}) if outlet else {}


def _columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a row that say something, under the names that they have in an article."""
    return {
        f"{_PREFIX}{name}": column_value(value)
        for name, value in values.items()
        if name != _KEY and not is_missing(value)
    }


def _folded(name: str) -> str:
    """Return a name as names are compared: case and white space do not count."""
    return " ".join(name.split()).casefold()
