"""The tasks of a seal on happenings: the clusters of all shards, joined by type families, each in any process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pressmark.linking.event_types import EventFamilies
from pressmark.linking.happenings import Happenings
from pressmark.storage.column_types import TableColumns
from pressmark.storage.manifest import TableFile

from .seal_files import place_table
from .seal_parts import (
    Section,
    merged_parts,
    read_section,
    write_sections,
    write_sorted_part,
)
from .shard_clusters import ClusteredEvents

__all__ = ["HappeningTask", "JoinTask", "JoinedFamilies", "join_tasks"]

MAX_JOIN_TASKS = 24
"""
Tasks that the families of a corpus are shared out to: each opens a file of every shard. Chosen so that eight processes have
some of them each.
"""


@dataclass(frozen=True, slots=True)
class JoinedFamilies:
    """The happenings of some type families: a part of the table, and their mentions by shard."""

    rows: Path
    mentions: Mapping[int, Section]


@dataclass(frozen=True, slots=True)
class JoinTask:
    """Joins the clusters in `sections`, all of some type families; writes its parts into the folder `parts`."""

    number: int
    parts: Path
    sections: Sequence[Section]
    families: EventFamilies
    columns: TableColumns

    def __call__(self) -> JoinedFamilies:
        """Return what was joined."""
        happenings = Happenings(self.families)
        for section in self.sections:
            happenings.add(read_section(section))
        rows = write_sorted_part(
            self.parts / f"happenings-of-families-{self.number}",
            happenings.rows(),
            self.columns,
        )
        by_shard = groupby(happenings.mentions(), key=itemgetter(0))
        path = self.parts / f"mentions-of-families-{self.number}"
        return JoinedFamilies(
            rows,
            write_sections(
                path,
                ((shard, list(mentions)) for shard, mentions in by_shard),
            ),
        )


@dataclass(frozen=True, slots=True)
class HappeningTask:
    """Writes the table `happenings` of these `columns`, whose sorted `parts` the tasks before it left."""

    folder: Path
    parts: Sequence[Path]
    columns: TableColumns

    def __call__(self) -> TableFile:
        """Return the sealed file."""
        schema = self.columns.arrow_schema
        return place_table(
            self.folder, "happenings", 0, merged_parts(self.parts), schema
        )


def join_tasks(
    clustered: Sequence[ClusteredEvents],
    families: EventFamilies,
    parts: Path,
    columns: TableColumns,
) -> list[JoinTask]:
    """Return the tasks that join the events of all shards, the largest first; `columns` are those of `happenings`."""
    sizes: Counter[str] = Counter()
    for events in clustered:
        sizes.update(events.counts)
    shares: list[list[str]] = [[] for _ in range(min(MAX_JOIN_TASKS, len(sizes)))]
    # The largest family first, each to those with the least to do: the tasks are about equally long.
    for family in sorted(sizes, key=lambda family: (-sizes[family], family)):
        share = min(shares, key=lambda share: sum(sizes[name] for name in share))
        share.append(family)
    return [
        JoinTask(
            number,
            parts,
            [
                events.families[family]
                for events in clustered
                for family in share
                if family in events.families
            ],
            families,
            columns,
        )
        for number, share in enumerate(shares)
    ]
