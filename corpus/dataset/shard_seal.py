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

from pressmark.linking.event_clusters import clusters_of_rows
from pressmark.linking.event_types import EventFamilies
from pressmark.linking.happenings import mentions_of
from pressmark.linking.names import Collector, ShardLinks
from pressmark.linking.packed_clusters import split_clusters
from pressmark.linking.wide_names import wide_names
from pressmark.storage.manifest import Manifest, TableFile
from pressmark.storage.own_columns import PACKED, unpacked
from pressmark.storage.tables import arrow, table_columns

from .joined_columns import JoinedColumns
from .seal_files import place_table
from .seal_parts import Section, read_section, write_sections, write_sorted_part

__all__ = [
    "ClusteredEvents",
    "EventTask",
    "NameTask",
    "SealResult",
    "ShardSeal",
    "TableTask",
]

# The columns that joining reads: the text of the articles, by far the most bytes, is not among them.
_OF_ARTICLES = ["id", "language", "published"]
_OF_ENTITIES = [
    "id",
    "article_id",
    "label",
    "text",
    "name",
    "gender",
    "role",
    "role_entity_id",
    "name_id",
]
_OF_QUOTES = [
    "article_id",
    "speaker_id",
    "speaker_name",
    "speaker_kind",
    "pronoun_gender",
]
_OF_EVENTS = [
    "id",
    "article_id",
    "label",
    "text",
    "status",
    "cluster",
    "arguments",
    "time",
    "place_id",
]


@dataclass(frozen=True, slots=True)
class NameTask:
    """Collects with `collector` what the shard of these `files` says of names."""

    collector: Collector[Any]
    files: Mapping[str, Path]

    def __call__(self) -> Any:
        """Return what was collected."""
        return self.collector.collect(
            _rows(self.files, "entities", _OF_ENTITIES),
            _rows(self.files, "articles", _OF_ARTICLES),
            _rows(self.files, "quotes", _OF_QUOTES),
        )


@dataclass(frozen=True, slots=True)
class ClusteredEvents:
    """
    The clusters of a shard's events, in files: those of each type family (`families`), with their numbers (`counts`).

    `rows` is the part of the table `happenings` with those that nothing in another article can belong to, `mentions` are
    theirs.
    """

    rows: Path
    mentions: Section
    families: Mapping[str, Section]
    counts: Mapping[str, int]


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
    Files are written for the corpus at `folder`, and parts for other tasks into `parts`.
    """

    folder: Path
    parts: Path
    index: int
    files: Mapping[str, Path]
    at_place: Mapping[str, TableFile]
    manifest: Manifest

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
        articles = _rows(self.files, "articles", _OF_ARTICLES)
        published = {
            row["id"]: row["published"].date() if row["published"] else None
            for row in articles
        }
        entities = _rows(self.files, "entities", _OF_ENTITIES)
        by_id = {
            row["id"]: name_id for row, name_id in zip(entities, name_ids, strict=True)
        }
        languages = {row["id"]: row["language"] for row in articles}
        clusters = clusters_of_rows(
            _rows(self.files, "events", _OF_EVENTS),
            by_id,
            published,
            families.reporting,
            wide_names(entities, by_id, languages),
        )
        for cluster in clusters:
            cluster.shard = self.index
        split = split_clusters(clusters, families.family_by_type)
        happenings = sorted(
            ((happening.row(), happening) for happening in split.alone),
            key=lambda pair: str(pair[0]["id"]),
        )
        rows = write_sorted_part(
            self.parts / f"happenings-{self.index}",
            (row for row, _ in happenings),
            self.manifest.table_columns("happenings"),
        )
        mentions: list[tuple[Any, ...]] = []
        for row, happening in happenings:
            mentions += map(tuple, mentions_of(happening, row["id"]))
        sections = write_sections(
            self.parts / f"clusters-{self.index}",
            [("", mentions), *split.by_family.items()],
        )
        of_mentions = sections.pop("")
        counts = {family: len(packed) for family, packed in split.by_family.items()}
        return ClusteredEvents(rows, of_mentions, sections, counts)


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


def _rows(
    files: Mapping[str, Path], table: str, columns: list[str]
) -> list[dict[str, Any]]:
    """Return some columns of a table as rows; none where the shard has no such table."""
    if table not in files:
        return []
    return list(pq.read_table(files[table], columns=columns).to_pylist())
