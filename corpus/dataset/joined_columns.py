"""The columns of a shard that the seal fills in, once names and happenings are joined across articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

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
    """
    What the seal has joined across articles, of one shard: names of entities, speakers of quotes, happenings of events.

    `happenings` gives the id and the reason of each event that is of one.
    """

    name_ids: Sequence[str] = ()
    speakers: Speakers | None = None
    happenings: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)

    def fill(
        self, table: str, content: pa.Table, files: Mapping[str, Path]
    ) -> pa.Table:
        """Return `content`, or some columns of it, with the columns that the seal gives; `files` are the shard's."""
        if table == "entities":
            return _with_columns(content, {"name_id": self.name_ids})
        if table == "quotes" and self.speakers is not None:
            return _with_speakers(content, files, self.name_ids, self.speakers)
        if table == "events":
            return _with_happenings(content, self.happenings)
        return content

    def is_filled_alike(
        self, table: str, path: Path, files: Mapping[str, Path], declared: pa.Schema
    ) -> bool:
        """Say whether the sealed file at `path` has the columns `declared`, and in those that the seal gives the same."""
        columns = _COLUMNS_TO_COMPARE.get(table)
        if columns is None or not pq.read_schema(path).equals(declared):
            return False
        sealed = pq.read_table(path, columns=columns)
        filled = self.fill(table, sealed, files).select(columns)
        return bool(filled.equals(sealed))


def _with_columns(
    table: pa.Table, columns: Mapping[str, Sequence[str | None]]
) -> pa.Table:
    """Return a table with some columns of text replaced."""
    for name, values in columns.items():
        position = table.schema.get_field_index(name)
        column = table.schema.field(position)
        table = table.set_column(position, column, pa.array(values, pa.string()))
    return table


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


def _with_happenings(
    events: pa.Table, happenings: Mapping[str, tuple[str, str | None]]
) -> pa.Table:
    """The events with the happenings that they belong to, and why."""
    ids: list[str | None] = []
    reasons: list[str | None] = []
    for event_id in events["id"].to_pylist():
        happening_id, reason = happenings.get(event_id, (None, None))
        ids.append(happening_id)
        reasons.append(reason)
    return _with_columns(events, {"happening_id": ids, "happening_reason": reasons})


def _rows(path: Path, columns: list[str]) -> list[dict[str, Any]]:
    """Return some columns of a table as rows."""
    rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    return rows
