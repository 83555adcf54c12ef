"""The clusters of a shard's events, written for those who join them with the clusters of other shards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.linking.event_clusters import clusters_of_rows
from pressmark.linking.event_types import EventFamilies
from pressmark.linking.happenings import HappeningMention, mentions_of
from pressmark.linking.packed_clusters import split_clusters
from pressmark.linking.wide_names import wide_names
from pressmark.storage.column_types import TableColumns

from .seal_memory import SealMemory
from .seal_parts import Section, write_content, write_sections, write_sorted_part
from .shard_rows import read_rows, rows_digest

__all__ = ["ClusteredEvents", "EventClustering"]

# The key of the mentions among the sections of a shard's clusters: no type family is called so.
_MENTIONS = ""


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
class EventClustering:
    """
    Makes the clusters of the shard of this `index`, whose tables lie in `files`, and writes them into the folder `parts`.

    `columns` are those of the table `happenings`. Clusters that `memory` has are not made again.
    """

    files: Mapping[str, Path]
    parts: Path
    index: int
    columns: TableColumns
    memory: SealMemory

    def clusters(
        self, name_ids: Sequence[str], families: EventFamilies
    ) -> ClusteredEvents:
        """Write the clusters of the events, whose entities have these names, for those who join them."""
        if self.memory.folder is None:
            return self._make(name_ids, families)
        key = self.memory.key(
            "clusters",
            self.index,
            rows_digest(self.files, ("articles", "entities", "events")),
            list(name_ids),
            families.causes,
            self.columns.as_yaml(),
        )
        packed = self.memory.load(key)
        if packed is not None:
            return self._place(*packed)
        clustered = self._make(name_ids, families)
        self.memory.store(key, _packed(clustered))
        return clustered

    def _place(
        self,
        rows: bytes,
        sections: bytes,
        places: Mapping[str, tuple[int, int]],
        counts: Mapping[str, int],
    ) -> ClusteredEvents:
        """Write clusters as they were written before, from what `_packed` returned of them."""
        rows_path = write_content(self.parts / f"happenings-{self.index}", rows)
        path = write_content(self.parts / f"clusters-{self.index}", sections)
        families = {name: Section(path, *place) for name, place in places.items()}
        mentions = families.pop(_MENTIONS)
        return ClusteredEvents(rows_path, mentions, families, counts)

    def _make(
        self, name_ids: Sequence[str], families: EventFamilies
    ) -> ClusteredEvents:
        """Make the clusters and write them."""
        articles = read_rows(self.files, "articles")
        published = {
            row["id"]: row["published"].date() if row["published"] else None
            for row in articles
        }
        entities = read_rows(self.files, "entities")
        by_id = {
            row["id"]: name_id for row, name_id in zip(entities, name_ids, strict=True)
        }
        languages = {row["id"]: row["language"] for row in articles}
        clusters = clusters_of_rows(
            read_rows(self.files, "events"),
            by_id,
            published,
            families.reporting,
            wide_names(entities, by_id, languages, self.memory.folder),
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
            self.columns,
        )
        mentions: list[HappeningMention] = []
        for row, happening in happenings:
            mentions += mentions_of(happening, row["id"])
        sections = write_sections(
            self.parts / f"clusters-{self.index}",
            [(_MENTIONS, mentions), *split.by_family.items()],
        )
        of_mentions = sections.pop(_MENTIONS)
        counts = {family: len(packed) for family, packed in split.by_family.items()}
        return ClusteredEvents(rows, of_mentions, sections, counts)


def _packed(clustered: ClusteredEvents) -> tuple[Any, ...]:
    """Return clusters that were written as plain values: the bytes of their files, and where in them each section is."""
    sections = {_MENTIONS: clustered.mentions, **clustered.families}
    return (
        clustered.rows.read_bytes(),
        clustered.mentions.path.read_bytes(),
        {name: (section.start, section.length) for name, section in sections.items()},
        dict(clustered.counts),
    )
