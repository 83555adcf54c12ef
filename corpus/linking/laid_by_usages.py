"""
The usage of each entity, laid by on the disk as a number of 4 bytes while articles are seen.

Ids are asked once all articles were seen: to find the places and usages of every article a second time took a quarter
of the joining of names.
"""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from .usages import Usage

__all__ = ["LaidByUsages"]

Row = Mapping[str, Any]


class LaidByUsages:
    """The usages of the entities of some tables; gone with this object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the next line
        weakref.finalize(self, self._file.close)
        self._usages: list[Usage] = []
        self._numbers: dict[Usage, int] = {}
        # By the first entity of a table: where its numbers begin in the file, and how many they are.
        self._places: dict[str, tuple[int, int]] = {}

    def lay_by(
        self, entities: Sequence[Row], usage_by_entity: Mapping[str, Usage]
    ) -> None:
        """Take the usage of each of these entities; none where one of them has none."""
        numbers = array("I")
        for row in entities:
            usage = usage_by_entity.get(row["id"])
            if usage is None:
                return
            number = self._numbers.setdefault(usage, len(self._usages))
            if number == len(self._usages):
                self._usages.append(usage)
            numbers.append(number)
        if numbers:
            start = self._file.seek(0, 2)
            self._file.write(numbers.tobytes())
            self._places[entities[0]["id"]] = (start, len(numbers))

    def usages_of(self, entities: Sequence[Row]) -> list[Usage] | None:
        """Return the usages of entities that were laid by together, in their order; None where they were not."""
        first_id = entities[0]["id"] if entities else ""
        start, count = self._places.get(first_id, (0, -1))
        if count != len(entities):
            return None
        numbers = array("I")
        self._file.seek(start)
        numbers.frombytes(self._file.read(count * numbers.itemsize))
        return [self._usages[number] for number in numbers]
