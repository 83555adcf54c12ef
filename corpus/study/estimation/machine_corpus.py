"""
A corpus as annotators alone have it: the rows of reviewed articles as they were before a person's word.

Every count runs over it as over the corpus itself, so that both count alike.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pressmark.dataset.corpus import Corpus
from pressmark.linking.speakers import SPEAKER_COLUMNS, Speakers
from pressmark.storage.tables import completed

if TYPE_CHECKING:
    import datasets

__all__ = ["DECISIONS", "MachineCorpus", "without_decisions"]

Row = Mapping[str, Any]

DECISIONS, MACHINE = "decisions", "machine"
"""The tables of what became of decisions, and of what annotators alone find in the articles that these are on."""


def without_decisions(corpus: Corpus) -> Corpus:
    """Return a corpus with the machine's annotation in every article; itself where nobody decided anything."""
    tables = set(corpus.manifest.tables())
    if DECISIONS not in tables or MACHINE not in tables:
        return corpus
    reviewed = {row["article_id"] for row in corpus.table(DECISIONS).to_list()}
    if not reviewed:
        return corpus
    return MachineCorpus(corpus, reviewed, corpus.table(MACHINE).to_list())


class MachineCorpus(Corpus):
    """A corpus whose `reviewed` articles have the rows that annotators alone found, which `rows` hold as JSON."""

    def __init__(
        self, corpus: Corpus, reviewed: Iterable[str], rows: Iterable[Row]
    ) -> None:
        super().__init__(corpus.folder, corpus.manifest, corpus.layers)
        self._reviewed = frozenset(reviewed)
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            columns = {**json.loads(row["columns"]), "article_id": row["article_id"]}
            self._rows[row["layer"]].append(columns)

    def table(self, name: str) -> datasets.Dataset:
        """Return a table as `Corpus.table` does, a layer of reviewed articles as annotators alone have it."""
        stored = super().table(name)
        if name not in self.manifest.layers:
            return stored
        import datasets

        rows: pa.Table = stored.data.table
        is_reviewed = pc.is_in(
            rows["article_id"], pa.array(sorted(self._reviewed), pa.string())
        )
        kept = rows.filter(pc.invert(is_reviewed))
        taken = rows.filter(is_reviewed).to_pylist()
        found = pa.Table.from_pylist(self._rows[name], schema=rows.schema)
        found = self._with_names(name, completed(found, rows.schema), taken)
        return datasets.Dataset(pa.concat_tables([kept, found]))

    def _with_names(self, layer: str, found: pa.Table, taken: list[Row]) -> pa.Table:
        """Return the machine's rows with the names that the seal gives, as the corpus joins them."""
        if layer == "entities":
            return _with_column(found, "name_id", self._name_ids(found.to_pylist()))
        if layer != "quotes":
            return found
        filled = self._speakers_by_name.fill_columns(found, self._name_id_of_entity)
        # A speaker that is a name and no entity is joined by the seal alone: as the same quote has it now.
        stored = {(row["id"], row["speaker_name"]): row for row in taken}
        for column in SPEAKER_COLUMNS:
            values = [
                row[column]
                if row["speaker_id"] or row[column]
                else (stored.get((row["id"], row["speaker_name"])) or row)[column]
                for row in filled.to_pylist()
            ]
            filled = _with_column(filled, column, values)
        return filled

    def _name_ids(self, entities: Iterable[Row]) -> list[str | None]:
        """Return the row in `names` of each entity: that which it has now, else that of the same name elsewhere."""
        return [
            self._stored_name_ids.get(row["id"])
            or self._name_id_of_name.get((row["label"], row["name"]))
            for row in entities
        ]

    @cached_property
    def _entities(self) -> list[dict[str, Any]]:
        columns = ["id", "label", "name", "name_id"]
        rows = super().table("entities").select_columns(columns).to_list()
        return [dict(row) for row in rows]

    @cached_property
    def _stored_name_ids(self) -> dict[str, str | None]:
        return {row["id"]: row["name_id"] for row in self._entities}

    @cached_property
    def _name_id_of_name(self) -> dict[tuple[str, str], str]:
        """The row in `names` that most entities of a label and name have."""
        ids: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in self._entities:
            if row["name_id"]:
                ids[row["label"], row["name"]][row["name_id"]] += 1
        return {key: counter.most_common(1)[0][0] for key, counter in ids.items()}

    @cached_property
    def _name_id_of_entity(self) -> dict[str, str]:
        """The row in `names` of each entity, the machine's own among them."""
        entities = self._rows["entities"]
        own = zip(
            (row["id"] for row in entities), self._name_ids(entities), strict=True
        )
        known = {**self._stored_name_ids, **dict(own)}
        return {id: name_id for id, name_id in known.items() if name_id}

    @cached_property
    def _speakers_by_name(self) -> Speakers:
        return Speakers.of_rows(super().table("names").to_list())


def _with_column(table: pa.Table, name: str, values: Iterable[Any]) -> pa.Table:
    """Return the table with other values in a column of its own."""
    position = table.schema.get_field_index(name)
    field = table.schema.field(position)
    return table.set_column(position, field, pa.array(list(values), field.type))
