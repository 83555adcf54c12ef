"""The columns that the seal fills in, once names and happenings are joined across articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.linking.happenings import Happenings
from pressmark.linking.speakers import SPEAKER_COLUMNS, Speakers

__all__ = ["JoinedColumns"]

# Of the tables in which the seal fills in columns, what it needs to see whether those of a sealed file are the same.
_COLUMNS_TO_COMPARE = {
    "entities": ["name_id"],
    "quotes": [
        "article_id",
        "speaker_id",
        "speaker_name",
        "speaker_kind",
        *SPEAKER_COLUMNS,
    ],
    "events": ["id", "happening_id", "happening_reason"],
}


@dataclass(frozen=True, slots=True)
class JoinedColumns:
    """What the seal has joined across articles: names of entities, speakers of quotes, happenings of events."""

    name_ids: Sequence[Sequence[str]]
    speakers: Speakers | None
    happenings: Happenings

    def fill(
        self, table: str, content: pa.Table, index: int, files: Mapping[str, Path]
    ) -> pa.Table:
        """Return `content`, or some columns of it, with the columns that the seal gives."""
        if table == "entities":
            return _with_names(content, self.name_ids[index])
        if table == "quotes" and self.speakers is not None:
            return _with_speakers(content, files, self.name_ids[index], self.speakers)
        if table == "events":
            return _with_happenings(content, self.happenings)
        return content

    def is_filled_alike(
        self,
        table: str,
        path: Path,
        index: int,
        files: Mapping[str, Path],
        declared: pa.Schema,
    ) -> bool:
        """Say whether the sealed file at `path` has the columns `declared`, and in those that the seal gives the same."""
        columns = _COLUMNS_TO_COMPARE.get(table)
        if columns is None or not pq.read_schema(path).equals(declared):
            return False
        sealed = pq.read_table(path, columns=columns)
        filled = self.fill(table, sealed, index, files).select(columns)
        return bool(filled.equals(sealed))


def _with_names(entities: pa.Table, name_ids: Sequence[str]) -> pa.Table:
    position = entities.schema.get_field_index("name_id")
    return entities.set_column(
        position, entities.schema.field(position), pa.array(name_ids, pa.string())
    )


def _with_speakers(
    quotes: pa.Table,
    files: Mapping[str, Path],
    name_ids: Sequence[str],
    speakers: Speakers,
) -> pa.Table:
    """The quotes with what `names` says of their speakers."""
    entities = _rows(files["entities"], ["id"]) if "entities" in files else []
    by_entity = {
        row["id"]: name_id for row, name_id in zip(entities, name_ids, strict=True)
    }
    languages = {
        row["id"]: row["language"]
        for row in _rows(files["articles"], ["id", "language"])
    }
    return speakers.fill_columns(quotes, by_entity, languages)


def _with_happenings(events: pa.Table, happenings: Happenings) -> pa.Table:
    event_ids = events["id"].to_pylist()
    columns = {
        "happening_id": happenings.ids_of(event_ids),
        "happening_reason": happenings.reasons_of(event_ids),
    }
    for name, values in columns.items():
        position = events.schema.get_field_index(name)
        field = events.schema.field(position)
        events = events.set_column(position, field, pa.array(values, pa.string()))
    return events


def _rows(path: Path, columns: list[str]) -> list[dict[str, Any]]:
    """Return some columns of a table as rows."""
    rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    return rows
