"""Clusters of events as they wait on the disk until all are there, and those of a shard that may be joined with others."""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .event_clusters import ClusterMention, EventCluster
from .happening_joins import Happening

__all__ = [
    "PackedCluster",
    "ShardClusters",
    "pack_cluster",
    "split_clusters",
    "unpack_cluster",
]

PackedCluster = tuple[str, str, str, int, bytes]
"""Day (empty without one), article, first mention and shard of a cluster, and all else packed."""


class ShardClusters(NamedTuple):
    """
    The clusters of a shard's events: the happenings that nothing in another article can belong to, and the other clusters.

    Those are packed, by the type family that they are of: clusters of two families are never one happening.
    """

    alone: Sequence[Happening]
    by_family: Mapping[str, Sequence[PackedCluster]]


def split_clusters(
    clusters: Iterable[EventCluster], family_by_type: Mapping[str, str]
) -> ShardClusters:
    """Split the clusters of a shard; `family_by_type` maps a type to the one that takes it in."""
    alone: list[Happening] = []
    by_family: defaultdict[str, list[PackedCluster]] = defaultdict(list)
    for cluster in clusters:
        block_keys = cluster.block_keys(family_by_type)
        if block_keys:
            family, _ = block_keys[0]
            by_family[family].append(pack_cluster(cluster))
        else:
            happening = Happening(cluster.day)
            happening.add(cluster)
            alone.append(happening)
    return ShardClusters(alone, by_family)


def pack_cluster(cluster: EventCluster) -> PackedCluster:
    """Return a cluster as it waits on the disk."""
    content = [
        # `marshal`, which takes plain tuples alone, packs them in a third of the time of JSON; no other program reads it.
        [tuple(mention) for mention in cluster.mentions],
        {side: sorted(names) for side, names in sorted(cluster.sides.items())},
        sorted(cluster.wide),
        cluster.time,
    ]
    day = cluster.day.isoformat() if cluster.day else ""
    first = cluster.mentions[0].id
    return day, cluster.article_id, first, cluster.shard, marshal.dumps(content)


def unpack_cluster(packed: PackedCluster) -> EventCluster:
    """Return the cluster that `pack_cluster` packed."""
    day, article_id, _, shard, content = packed
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
        shard=shard,
    )
