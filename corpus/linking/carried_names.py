"""
The names of articles that come from a corpus: what it knows of each bearer stays, and is counted anew.

A sample holds some of the articles, gold has entities that a person added or deleted. Gender, gazetteer, corrections
and merges of the corpus hold for what remains; only what it has no name for is joined as in a new corpus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pressmark.text_view import single_spaced

from .linked_names import ranked
from .names import JoinedNames
from .speakers import Speakers

__all__ = ["CarriedNames"]

Row = Mapping[str, Any]


class CarriedNames:
    """
    Names of articles of a corpus whose `rows` of the table `names` are given; see `Names`.

    Entities that have none of their ids are joined by `JoinedNames`.
    """

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
        """Take the `rows` of the corpus's table `names`, and the types of the user's own `columns`."""
        self._new_names = JoinedNames()
        self._row_by_id = {row["id"]: dict(row) for row in rows}
        self._columns = dict(columns)
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._articles: defaultdict[str, set[str]] = defaultdict(set)
        self._id_by_name: dict[tuple[str, str], str] = {}
        for name_id, row in sorted(self._row_by_id.items()):
            # Of namesakes the first id: a person who deleted an entity and made it anew did not say which.
            self._id_by_name.setdefault((row["label"], row["name"]), name_id)

    def see(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> None:
        """Count the entities that have a name of the corpus; take in the others as new."""
        new_entities: list[Row] = []
        for row in entities:
            name_id = self._corpus_id(row)
            if name_id is None:
                new_entities.append(row)
                continue
            self._surfaces[name_id][single_spaced(row["text"])] += 1
            self._articles[name_id].add(row["article_id"])
        self._new_names.see(new_entities, articles, quotes)

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """Return the `name_id` of each entity: as it is in the corpus, else that of its new name."""
        rows = list(entities)
        corpus_ids = {row["id"]: self._corpus_id(row) for row in rows}
        new_ids = self._new_names.ids(
            [row for row in rows if corpus_ids[row["id"]] is None], articles
        )
        return {
            entity_id: name_id or self._free_id(new_ids[entity_id])
            for entity_id, name_id in corpus_ids.items()
        }

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the names that are still named, and of the new ones, sorted by id."""
        own_columns = dict.fromkeys(self._columns)
        rows = [self._recounted_row(name_id) for name_id in self._surfaces]
        rows += [
            {**own_columns, **row, "id": self._free_id(row["id"])}
            for row in self._new_names.rows()
        ]
        return sorted(rows, key=lambda row: str(row["id"]))

    def speakers(self) -> Speakers:
        """Return what the rows of the corpus and the new ones say of each speaker."""
        return Speakers.of_rows(self.rows(), keeps_links=True)

    def columns(self) -> dict[str, str]:
        """Return the user's own columns."""
        return self._columns

    def _corpus_id(self, row: Row) -> str | None:
        """Return the name of an entity in the corpus: its own, else that of its label and words; None for none."""
        name_id = row["name_id"]
        if name_id in self._row_by_id:
            return str(name_id)
        return self._id_by_name.get((row["label"], row["name"]))

    def _free_id(self, name_id: str) -> str:
        """Return an id that no name of the corpus has."""
        while name_id in self._row_by_id:
            name_id += "-new"
        return name_id

    def _recounted_row(self, name_id: str) -> dict[str, Any]:
        """Return the row of a name with the counts of these articles."""
        row = self._row_by_id[name_id]
        surfaces = self._surfaces[name_id]
        texts = [text for text in ranked(surfaces) if text != row["name"]]
        aliases = [{"text": text, "mentions": surfaces[text]} for text in texts]
        counts = {
            "articles": len(self._articles[name_id]),
            "mentions": surfaces.total(),
        }
        return row | {"aliases": aliases} | counts
