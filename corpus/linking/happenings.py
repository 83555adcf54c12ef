"""
The happenings of a corpus: one row per thing that happened, joined across the articles that tell of it.

An article's own clusters are the start. Two of them are one happening when they are of one type family and one day, share
somebody who takes part by name, or a place smaller than a country, and nothing speaks against it (`join_reasons`).

Cost: nothing is compared with everything, and memory does not grow with the corpus. Clusters wait on the disk; they are
read by day, and only the happenings that began within the two days before are held. A cluster is compared only with
those of them that stand in one of its blocks, a type family and a name. For n clusters this grows as n log n (they are
sorted by day) plus, for each name, its clusters times its happenings of the same two days.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pressmark.storage.batches import chunks

from .event_clusters import ClusterMention, EventCluster, clusters_of_rows
from .event_types import traits_of_types
from .happening_joins import Happening, join_clusters

__all__ = ["Happenings"]

ROWS_A_QUERY = 500
"""Rows that are written or asked for at once; SQLite before 3.32 takes no more than 999 parameters."""

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE clusters (day TEXT, article TEXT, first TEXT, content BLOB);
    CREATE TABLE happenings (id TEXT PRIMARY KEY, row BLOB) WITHOUT ROWID;
    CREATE TABLE mentions (event TEXT PRIMARY KEY, happening TEXT, reason TEXT) WITHOUT ROWID;
"""

_ClusterRow = tuple[str, str, str, bytes]
"""A row of the table `clusters`: day (empty without one), article, first mention, and all else packed."""


class Happenings:
    """
    Collects event rows (`see`), then gives each event's happening (`ids_of`) and the rows of the table (`rows`).

    `traits` are those of the types of events, as `traits_of_types` gives them; ours when left out. What is collected
    lies in a temporary database on the disk, which is gone with this object.
    """

    def __init__(self, traits: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Open the temporary database; see the class for `traits`."""
        types = traits_of_types() if traits is None else traits
        self._reporting_types = frozenset(
            label for label, values in types.items() if values.get("reporting")
        )
        self._exchanged = frozenset(
            label for label, values in types.items() if values.get("exchanged")
        )
        self._families = {
            label: str(values["family"])
            for label, values in types.items()
            if values.get("family")
        }
        # An empty path is a temporary file of SQLite, deleted with the connection.
        self._database = sqlite3.connect(
            "", isolation_level=None, check_same_thread=False
        )
        self._database.executescript(_TABLES)
        self._is_joined = False

    def see(
        self,
        events: Iterable[Mapping[str, Any]],
        names: Mapping[str, str],
        published: Mapping[str, date | None],
        wide: Collection[str] = (),
    ) -> None:
        """
        Take in rows of the `events` table, of whole articles.

        `names` maps the ids of entities to those of their names, `published` the articles to their days: an event
        that the text does not date counts as of its article's day. `wide` are ids of names that many happenings of a
        day share, such as a country's: alone they join nothing. Raises `RuntimeError` once happenings were joined.
        """
        if self._is_joined:
            raise RuntimeError(
                "happenings are joined already: all events must be seen before ids and rows are asked"
            )
        clusters = clusters_of_rows(
            events, names, published, self._reporting_types, wide
        )
        self._database.executemany(
            "INSERT INTO clusters VALUES (?, ?, ?, ?)", map(_pack_cluster, clusters)
        )

    def ids_of(self, event_ids: Sequence[str]) -> list[str | None]:
        """Return the ids of the happenings that events seen before belong to; None for a statement."""
        return self._column_of("happening", event_ids)

    def reasons_of(self, event_ids: Sequence[str]) -> list[str | None]:
        """Return why events seen before were joined to an earlier article's; None for those that were not."""
        return self._column_of("reason", event_ids)

    def _column_of(self, column: str, event_ids: Sequence[str]) -> list[str | None]:
        """Return a column of the table `mentions` for some events; None for one that is not in it."""
        self._join()
        values: dict[str, str | None] = {}
        for batch in chunks(event_ids, ROWS_A_QUERY):
            parameters = ",".join("?" * len(batch))
            rows = self._database.execute(
                f"SELECT event, {column} FROM mentions WHERE event IN ({parameters})",
                batch,
            )
            values.update(rows)
        return [values.get(event_id) for event_id in event_ids]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the `happenings` table, sorted by id."""
        self._join()
        for (row,) in self._database.execute("SELECT row FROM happenings ORDER BY id"):
            yield marshal.loads(row)  # noqa: S302  # we packed it ourselves

    def _join(self) -> None:
        """Join the clusters that were seen, and write their happenings into the database; once."""
        if self._is_joined:
            return
        self._is_joined = True
        cluster_rows = self._database.execute(
            # Days are ISO texts, which sort as days do; article and mention make the order the same in every run.
            "SELECT * FROM clusters ORDER BY day, article, first"
        )
        happenings = join_clusters(
            map(_unpack_cluster, cluster_rows), self._families, self._exchanged
        )
        for batch in chunks(happenings, ROWS_A_QUERY):
            self._write(batch)

    def _write(self, happenings: Sequence[Happening]) -> None:
        """Write happenings, and of each of their mentions to which it belongs."""
        rows: list[tuple[str, bytes]] = []
        mentions: list[tuple[str, str, str | None]] = []
        for happening in happenings:
            row = happening.row()
            rows.append((row["id"], marshal.dumps(row)))
            reasons = happening.reasons_by_event
            mentions += [
                (mention.id, row["id"], reasons.get(mention.id))
                for mention in happening.mentions
            ]
        self._database.executemany("INSERT INTO happenings VALUES (?, ?)", rows)
        self._database.executemany("INSERT INTO mentions VALUES (?, ?, ?)", mentions)


def _pack_cluster(cluster: EventCluster) -> _ClusterRow:
    """Return a cluster as it waits on the disk."""
    content = [
        # `marshal`, which takes plain tuples alone, packs them in a third of the time of JSON; no other process reads it.
        [tuple(mention) for mention in cluster.mentions],
        {side: sorted(names) for side, names in sorted(cluster.sides.items())},
        sorted(cluster.wide),
        cluster.time,
    ]
    day = cluster.day.isoformat() if cluster.day else ""
    return day, cluster.article_id, cluster.mentions[0].id, marshal.dumps(content)


def _unpack_cluster(row: _ClusterRow) -> EventCluster:
    """Return the cluster that `_pack_cluster` made `row` of."""
    day, article_id, _, content = row
    mentions, names_by_side, wide, time = marshal.loads(content)  # noqa: S302  # we packed it ourselves
    sides = {side: set(names) for side, names in names_by_side.items()}
    places = sides.get("place", set())
    people = (names for side, names in sides.items() if side != "place")
    return EventCluster(
        article_id,
        mentions=[ClusterMention(*mention) for mention in mentions],
        places=places,
        people=set[str]().union(*people),
        sides=sides,
        wide=set(wide),
        time=time,
        day=date.fromisoformat(day) if day else None,
    )
