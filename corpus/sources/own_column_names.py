"""
What a user's own columns are called in the table `articles`: never as one of ours, and no two alike but for their case,
which SQLite and spreadsheets could not tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pressmark.storage.own_columns import PACKED
from pressmark.storage.tables import RESERVED

__all__ = ["OwnColumnNames", "TooManyColumns"]

_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_RESERVED_NAMES = frozenset(name.casefold() for name in (*RESERVED, PACKED))


class TooManyColumns(ValueError):
    """A row whose columns are more than the corpus may have."""


class OwnColumnNames:
    """Names the own columns of one row after another; the first spelling of a name stays (`Section`, `section`)."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._spellings: dict[str, str] = {}

    def rename(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """
        Return the values under the names that the corpus has for them.

        Raises `TooManyColumns` for a row with more columns than are allowed; no name of that row is then remembered.

        >>> OwnColumnNames(10).rename({"Section": "Ports", "text": "The port is closed."})
        {'Section': 'Ports', 'original_text': 'The port is closed.'}
        """
        if len(values) > self._most:
            raise TooManyColumns(
                f"it has {len(values)} columns; {self._most} are allowed"
            )
        row: dict[str, tuple[str, Any]] = {}
        for name, value in values.items():
            safe = _safe_name(name)
            free = safe
            count = 1
            # `Section` and `section` of one row are two columns, of which the second is `section.2`.
            while free.casefold() in row:
                count += 1
                free = f"{safe}.{count}"
            row[free.casefold()] = (self._spellings.get(free.casefold(), free), value)
        # the row is checked as a whole first: a refused row must not use up names
        new_names = {
            folded: spelling
            for folded, (spelling, _) in row.items()
            if folded not in self._spellings
        }
        if new_names and len(self._spellings) + len(new_names) > self._most:
            examples = ", ".join(list(new_names.values())[:3])
            raise TooManyColumns(
                f"its columns ({examples}) would make more than {self._most} in the corpus"
            )
        self._spellings |= new_names
        return dict(row.values())


def _safe_name(name: str) -> str:
    """Return a name that is printable and none of ours: `text` becomes `original_text`."""
    printable = _CONTROL_CHARACTER.sub("\ufffd", name)
    if printable.casefold() in _RESERVED_NAMES:
        return f"original_{printable}"
    return printable
