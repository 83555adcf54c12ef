"""One article's mentions of a thing that happened, as the joining of happenings needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from pressmark.text_view import single_spaced

__all__ = [
    "BlockKey",
    "ClusterMention",
    "EventCluster",
    "clusters_of_rows",
    "most_frequent",
]

BlockKey = tuple[str, str]
"""A type family and the id of a name: only clusters and happenings that share one are compared."""

_PARTICIPANT_ROLES = ("agent", "target", "victim", "partner")
"""Roles of those who take part; what was moved or said is the same in many happenings."""


class ClusterMention(NamedTuple):
    """One event row: its id, type, status and trigger word."""

    id: str
    label: str
    status: str
    trigger: str


@dataclass(slots=True)
class EventCluster:
    """
    One article's mentions of a happening, and whom and what they name.

    `places` and `people` are ids of names. `day` is the day of `time`, the first that a mention says; the article's own
    day without one, and None where neither is known.
    """

    article_id: str
    mentions: list[ClusterMention] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    time: Mapping[str, Any] | None = None
    day: date | None = None

    @property
    def label(self) -> str:
        """The most frequent type of its mentions."""
        # Most have a single mention.
        if len(self.mentions) == 1:
            return self.mentions[0].label
        return most_frequent(Counter(mention.label for mention in self.mentions))

    def block_keys(self, families: Mapping[str, str]) -> list[BlockKey]:
        """
        Return the type family with each name, sorted; `families` maps a type to the one that takes it in.

        "12 people died" tells of the attack that killed them. A type without a family is one of its own.
        """
        label = self.label
        family = families.get(label, label)
        return sorted((family, name_id) for name_id in self.people | self.places)

    def add_row(self, row: Mapping[str, Any], name_ids: Mapping[str, str]) -> None:
        """Add a row of the `events` table; `name_ids` maps the ids of entities to those of their names."""
        trigger = single_spaced(row["text"]).lower()
        self.mentions.append(
            ClusterMention(row["id"], row["label"], row["status"], trigger)
        )
        for argument in row["arguments"] or ():
            name_id = name_ids.get(argument["entity_id"] or "")
            if name_id and argument["role"] in _PARTICIPANT_ROLES:
                self.people.add(name_id)
            elif name_id and argument["role"] == "place":
                self.places.add(name_id)
        if place_name_id := name_ids.get(row["place_id"] or ""):
            self.places.add(place_name_id)
        if self.time is None and row["time"] and row["time"]["start"]:
            self.time = row["time"]


def clusters_of_rows(
    rows: Iterable[Mapping[str, Any]],
    name_ids: Mapping[str, str],
    published: Mapping[str, date | None],
    reporting_types: Collection[str],
) -> list[EventCluster]:
    """
    Return the clusters of whole articles' rows of the `events` table, in the order of their first rows.

    `name_ids` maps the ids of entities to those of their names, `published` articles to their days. Events of
    `reporting_types` are left out: what two articles quote of a minister on one day is two statements.
    """
    clusters: dict[tuple[str, str], EventCluster] = {}
    for row in rows:
        if row["label"] in reporting_types or row["cluster"] is None:
            continue
        # Clusters are numbered within an article: the number alone would put two articles together.
        key = row["article_id"], row["cluster"]
        clusters.setdefault(key, EventCluster(row["article_id"])).add_row(row, name_ids)
    for cluster in clusters.values():
        if cluster.time is not None:
            cluster.day = date.fromisoformat(cluster.time["start"])
        else:
            cluster.day = published.get(cluster.article_id)
    return list(clusters.values())


def most_frequent(counts: Counter[str]) -> str:
    """
    Return the most frequent value, the first by alphabet of several.

    >>> most_frequent(Counter(["FIGHT", "ASSAULT"]))
    'ASSAULT'
    """
    return min(counts, key=lambda value: (-counts[value], value))
