"""
The tasks of a seal on one shard, in their order, each in any process.

    collect names         what its articles say of names
    seal its tables       with the names that all shards were joined to; its events become clusters
    seal its events       with the happenings that the clusters of all shards were joined to
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.linking.event_types import EventFamilies
from pressmark.linking.names import Collector, ShardLinks
from pressmark.linking.shard_names import NameCollector, ShardNames
from pressmark.storage.manifest import Manifest, TableFile
from pressmark.storage.own_columns import PACKED, unpacked
from pressmark.storage.tables import arrow, table_columns

from .joined_columns import JoinedColumns
from .seal_files import place_table
from .seal_memory import NO_MEMORY, SealMemory
from .seal_parts import Section, read_section
from .shard_clusters import ClusteredEvents, EventClustering
from .shard_rows import read_rows, rows_digest

__all__ = [
    "EventTask",
    "NameTask",
    "SealResult",
    "ShardSeal",
    "TableTask",
]


@dataclass(frozen=True, slots=True)
class NameTask:
    """Collects with `collector` what the shard of these `files` says of names, unless `memory` has it."""

    collector: Collector[Any]
    files: Mapping[str, Path]
    memory: SealMemory = NO_MEMORY

    def __call__(self) -> Any:
        """Return what was collected."""
        if self.memory.folder is None or not isinstance(self.collector, NameCollector):
            return self._collect()
        digest = rows_digest(self.files, ("entities", "articles", "quotes"))
        key = self.memory.key("names", self.collector.causes, digest)
        packed = self.memory.load(key)
        if packed is not None:
            return ShardNames.unpacked(packed)
        collected = self._collect()
        self.memory.store(key, collected.packed())
        return collected

    def _collect(self) -> Any:
        """Collect it from the rows."""
        return self.collector.collect(
            read_rows(self.files, "entities"),
            read_rows(self.files, "articles"),
            read_rows(self.files, "quotes"),
        )


@dataclass(frozen=True, slots=True)
class SealResult:
    """The sealed files of a shard, by table; its events are sealed later where they are `clustered`."""

    files: Mapping[str, TableFile]
    clustered: ClusteredEvents | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardSeal:
    """
    The work of a seal on the shard of this `index`, whose tables lie in `files`.

    `at_place` are those of them that are sealed under this number already. `manifest` has the columns of all tables.
    Files are written for the corpus at `folder`, and parts for other tasks into `parts`. Clusters that `memory` has are
    not made again.
    """

    folder: Path
    parts: Path
    index: int
    files: Mapping[str, Path]
    at_place: Mapping[str, TableFile]
    manifest: Manifest
    memory: SealMemory = NO_MEMORY

    def seal_table(self, table: str, joined: JoinedColumns) -> TableFile:
        """Write a table with the columns that were `joined`, unless it is sealed as it would be."""
        path = self.files[table]
        declared = self.manifest.table_columns(table).arrow_schema
        file = self.at_place.get(table)
        if file and joined.is_filled_alike(table, path, self.files, declared):
            return file
        content = joined.fill(table, pq.read_table(path), self.files)
        if table == "articles":
            content = _with_own_columns(content, self.manifest.columns)
        # Written before a span told what the layer declares.
        if not content.num_rows:
            content = declared.empty_table()
        # What was read carries marks of its reading, which the declared schema has not.
        return place_table(
            self.folder, table, self.index, [content.cast(declared)], declared
        )

    def cluster_events(
        self, name_ids: Sequence[str], families: EventFamilies
    ) -> ClusteredEvents:
        """Make clusters of the events, whose entities have these names, and write them for those who join them."""
        columns = self.manifest.table_columns("happenings")
        clustering = EventClustering(
            self.files, self.parts, self.index, columns, self.memory
        )
        return clustering.clusters(name_ids, families)


@dataclass(frozen=True, slots=True)
class TableTask:
    """
    Seals some `tables` of a shard with the names that were joined, and makes clusters of its events.

    Without `links`, names stay as they are; without `families`, so do happenings.
    """

    shard: ShardSeal
    tables: Sequence[str]
    links: ShardLinks | None
    families: EventFamilies | None

    def __call__(self) -> SealResult:
        """Return what was sealed."""
        files = self.shard.files
        if self.links is not None:
            joined = JoinedColumns(self.links.name_ids, self.links.speakers)
        elif "entities" in files:
            column = pq.read_table(files["entities"], columns=["name_id"])["name_id"]
            joined = JoinedColumns(column.to_pylist())
        else:
            joined = JoinedColumns()
        sealed = {table: self.shard.seal_table(table, joined) for table in self.tables}
        clustered = None
        if self.families is not None and "events" in files:
            clustered = self.shard.cluster_events(joined.name_ids, self.families)
        return SealResult(sealed, clustered)


@dataclass(frozen=True, slots=True)
class EventTask:
    """Seals the events of a shard with the happenings of their `mentions`."""

    shard: ShardSeal
    mentions: Sequence[Section]

    def __call__(self) -> TableFile:
        """Return the sealed file."""
        happenings: dict[str, tuple[str, str | None]] = {}
        for section in self.mentions:
            for _, event_id, happening_id, reason in read_section(section):
                happenings[event_id] = happening_id, reason
        return self.shard.seal_table("events", JoinedColumns(happenings=happenings))


def _with_own_columns(articles: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    """A draft's articles with the user's own columns unpacked; articles that were sealed before stay as they are."""
    if PACKED not in articles.column_names:
        return articles
    rows = [row | unpacked(row.pop(PACKED), columns) for row in articles.to_pylist()]
    return arrow(rows, table_columns("articles", columns))
