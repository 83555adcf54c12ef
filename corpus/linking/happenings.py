"""
The happenings of a corpus: one row per thing that happened, joined across the articles that tell of it.

An article's own clusters are the start. Two of them are one happening when they are of one type family and one day, share
somebody who takes part by name, or a place smaller than a country, and nothing speaks against it (`join_reasons`).

Cost: nothing is compared with everything, and memory does not grow with the corpus. Clusters wait on the disk; they are
read by day, and only the happenings that began within the two days before are held. A cluster is compared only with
those of them that stand in one of its blocks, a type family and a name. For n clusters this grows as n log n (they are
sorted by day) plus, for each name, its clusters times its happenings of the same two days. Families are joined apart from
one another, by several processes where there are some.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pressmark.storage.batches import chunks

from .event_types import EventFamilies
from .happening_joins import Happening, join_clusters
from .packed_clusters import PackedCluster, unpack_cluster

__all__ = ["HappeningMention", "Happenings", "mentions_of"]

ROWS_A_QUERY = 500
"""Happenings that are written at once."""

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE clusters (day TEXT, article TEXT, first TEXT, shard INTEGER, content BLOB);
    CREATE TABLE happenings (id TEXT, row BLOB);
    CREATE TABLE mentions (shard INTEGER, event TEXT, happening TEXT, reason TEXT);
"""


HappeningMention = tuple[int, str, str, str | None]
"""
The number of a shard, the ids of one of its events and of the happening that it belongs to, and why it was joined to an
earlier article's. A plain tuple, as that is what is written.
"""


class Happenings:
    """
    Collects packed clusters (`add`), then gives the rows of the table (`rows`) and each event's happening (`mentions`).

    What is collected lies in a temporary database on the disk, which is gone with this object.
    """

    def __init__(self, families: EventFamilies) -> None:
        """Open the temporary database; `families` says what the types of events are."""
        self._families = families
        # An empty path is a temporary file of SQLite, deleted with the connection.
        self._database = sqlite3.connect(
            "", isolation_level=None, check_same_thread=False
        )
        self._database.executescript(_TABLES)
        self._is_joined = False

    def add(self, clusters: Iterable[PackedCluster]) -> None:
        """Take in clusters of whole articles. Raises `RuntimeError` once happenings were joined."""
        if self._is_joined:
            raise RuntimeError(
                "happenings are joined already: all clusters must be added before rows and mentions are asked"
            )
        self._database.executemany(
            "INSERT INTO clusters VALUES (?, ?, ?, ?, ?)", clusters
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the `happenings` table, sorted by id."""
        self._join()
        for (row,) in self._database.execute("SELECT row FROM happenings ORDER BY id"):
            yield marshal.loads(row)  # noqa: S302  # we packed it ourselves

    def mentions(self) -> Iterator[HappeningMention]:
        """Yield the mentions of the happenings, sorted by shard."""
        self._join()
        return self._database.execute("SELECT * FROM mentions ORDER BY shard, rowid")

    def _join(self) -> None:
        """Join the clusters that were added, and write their happenings into the database; once."""
        if self._is_joined:
            return
        self._is_joined = True
        cluster_rows = self._database.execute(
            # Days are ISO texts, which sort as days do; article and mention make the order the same in every run.
            "SELECT * FROM clusters ORDER BY day, article, first"
        )
        happenings = join_clusters(
            map(unpack_cluster, cluster_rows),
            self._families.family_by_type,
            self._families.exchanged,
        )
        for batch in chunks(happenings, ROWS_A_QUERY):
            self._write(batch)

    def _write(self, happenings: Sequence[Happening]) -> None:
        """Write happenings, and of each of their mentions to which it belongs."""
        rows: list[tuple[str, bytes]] = []
        mentions: list[HappeningMention] = []
        for happening in happenings:
            row = happening.row()
            rows.append((row["id"], marshal.dumps(row)))
            mentions += mentions_of(happening, row["id"])
        self._database.executemany("INSERT INTO happenings VALUES (?, ?)", rows)
        self._database.executemany("INSERT INTO mentions VALUES (?, ?, ?, ?)", mentions)


def mentions_of(happening: Happening, happening_id: str) -> Iterator[HappeningMention]:
    """Yield the mentions of a happening, whose id is `happening_id`."""
    for cluster, reason in zip(happening.clusters, happening.reasons, strict=True):
        text = None if reason is None else str(reason)
        for mention in cluster.mentions:
            yield cluster.shard, mention.id, happening_id, text
