"""
The names of articles that come from a corpus: what it knows of each bearer stays, and is counted anew.

A sample holds some of the articles, gold has entities that a person added or deleted. Gender, gazetteer, corrections
and merges of the corpus hold for what is left; only what it has no name for is joined as in a new corpus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from .names import Names
from .speakers import Speakers

__all__ = ["CarriedNames"]

Row = Mapping[str, Any]


class CarriedNames(Names):
    """Names whose `rows` of a corpus are known; entities that have none of these ids are joined by `Names`."""

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
        super().__init__()
        self._carried = {row["id"]: dict(row) for row in rows}
        self._own = dict(columns)
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._articles_of: defaultdict[str, set[str]] = defaultdict(set)
        self._by_name = {(row["label"], row["name"]): id for id, row in sorted(self._carried.items(), reverse=True)}

    def see(self, entities: Iterable[Row], articles: Iterable[Row], quotes: Iterable[Row] = ()) -> None:
        """Count the entities that have a name of the corpus; take in the others as new."""
        rows = list(entities)
        for row in rows:
            if id := self._known_id(row):
                self._surfaces[id][row["text"]] += 1
                self._articles_of[id].add(row["article_id"])
        super().see([row for row in rows if not self._known_id(row)], articles, quotes)

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """The `name_id` of each entity: as it stands, else that of its new name."""
        rows = list(entities)
        new = super().ids([row for row in rows if not self._known_id(row)], articles)
        return {row["id"]: self._known_id(row) or self._free(new[row["id"]]) for row in rows}

    def rows(self) -> Iterable[dict[str, Any]]:
        """The rows of the names that are still named, and of the new ones, sorted by id."""
        kept = [self._counted(id) for id in self._surfaces]
        empty = dict.fromkeys(self._own)
        new = [{**empty, **row, "id": self._free(row["id"])} for row in super().rows()]
        return sorted((*kept, *new), key=lambda row: str(row["id"]))

    def speakers(self) -> Speakers:
        """Return what the carried and the new rows say of each speaker."""
        return Speakers.of_rows(self.rows())

    def columns(self) -> dict[str, str]:
        """The user's own columns."""
        return self._own

    def _known_id(self, row: Row) -> str | None:
        """The name that an entity has in the corpus; a new one bears that of its label and words, if there is one."""
        id = row["name_id"]
        return id if id in self._carried else self._by_name.get((row["label"], row["name"]))

    def _free(self, id: str) -> str:
        """An id that no name of the corpus has."""
        while id in self._carried:
            id += "-new"
        return id

    def _counted(self, id: str) -> dict[str, Any]:
        row, surfaces = self._carried[id], self._surfaces[id]
        others = sorted((text for text in surfaces if text != row["name"]), key=lambda text: (-surfaces[text], text))
        aliases = [{"text": text, "mentions": surfaces[text]} for text in others]
        return row | {"aliases": aliases, "articles": len(self._articles_of[id]), "mentions": surfaces.total()}
