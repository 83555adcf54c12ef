"""One article's mentions of a thing that happened, as the joining of happenings needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from pressmark.text_view import single_spaced

__all__ = [
    "SIDES",
    "STEM_LETTERS",
    "BlockKey",
    "ClusterMention",
    "EventCluster",
    "clusters_of_rows",
    "most_frequent",
]

BlockKey = tuple[str, str]
"""A type family and the id of a name: only clusters and happenings that share one are compared."""

_SIDES = {"agent": "agent", "partner": "agent", "target": "target", "victim": "target"}
"""
Roles of those who take part → the side that they are on: who acts, and who is acted on. What was moved or said is the
same in many happenings.
"""

SIDES = (*sorted(set(_SIDES.values())), "place")
"""All sides of a cluster; see `EventCluster.sides`."""

STEM_LETTERS = 5
"""Triggers that begin with the same letters, so many, are one word: « attaquer », « attaque ». As within an article."""

_DENIED = "denied"
_DAY_GRAIN = "day"
_MAX_NIGHT_DAYS = 1
"""Days from the first to the last of a time that is still of one day: « dans la nuit de lundi à mardi »."""


class ClusterMention(NamedTuple):
    """One event row: its id, type, status and trigger word."""

    id: str
    label: str
    status: str
    trigger: str


# Without slots: what is asked of it again and again is worked out once, when it is whole (`cached_property`).
@dataclass
class EventCluster:
    """
    One article's mentions of a happening, and whom and what they name.

    `places` and `people` are ids of names; `sides` maps a side (agent, target, place) to the ids of those on it. `wide`
    are those of them that tell little, such as a country's. `day` is the day of `time`, the first that a mention says;
    the article's own day without one, and None where neither is known. `shard` is the number of its article's shard.
    """

    article_id: str
    mentions: list[ClusterMention] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    sides: dict[str, set[str]] = field(default_factory=dict)
    wide: set[str] = field(default_factory=set)
    time: Mapping[str, Any] | None = None
    day: date | None = None
    shard: int = 0

    @property
    def label(self) -> str:
        """The most frequent type of its mentions."""
        # Most have a single mention.
        if len(self.mentions) == 1:
            return self.mentions[0].label
        return most_frequent(Counter(mention.label for mention in self.mentions))

    @property
    def is_of_one_day(self) -> bool:
        """Whether its time, if it says one, is a day or a night: "in May" may be any of its days."""
        if self.time is None or self.bounds is None:
            return True
        first, last = self.bounds
        is_day = self.time["grain"] == _DAY_GRAIN
        return is_day and (last - first).days <= _MAX_NIGHT_DAYS

    @cached_property
    def bounds(self) -> tuple[date, date] | None:
        """The first and the last day of the time that a mention says; None without one."""
        if self.time is None:
            return None
        first, last = self.time["start"], self.time["end"]
        return date.fromisoformat(first), date.fromisoformat(last)

    @cached_property
    def is_denied(self) -> bool:
        """Whether all mentions say that it did not happen."""
        return all(mention.status == _DENIED for mention in self.mentions)

    @cached_property
    def stems(self) -> set[str]:
        """What its trigger words begin with."""
        return {mention.trigger[:STEM_LETTERS] for mention in self.mentions}

    def block_keys(self, families: Mapping[str, str]) -> list[BlockKey]:
        """
        Return the type family with each name that tells something, sorted; none where its time is not of one day.

        `families` maps a type to the one that takes it in: "12 people died" tells of the attack that killed them. A type
        without a family is one of its own.
        """
        if not self.is_of_one_day:
            return []
        label = self.label
        family = families.get(label, label)
        telling = (self.people | self.places) - self.wide
        return sorted((family, name_id) for name_id in telling)

    def add_row(self, row: Mapping[str, Any], name_ids: Mapping[str, str]) -> None:
        """Add a row of the `events` table; `name_ids` maps the ids of entities to those of their names."""
        trigger = single_spaced(row["text"]).lower()
        self.mentions.append(
            ClusterMention(row["id"], row["label"], row["status"], trigger)
        )
        for argument in row["arguments"] or ():
            name_id = name_ids.get(argument["entity_id"] or "")
            if name_id and (side := _SIDES.get(argument["role"])):
                self.people.add(name_id)
                self.sides.setdefault(side, set()).add(name_id)
            elif name_id and argument["role"] == "place":
                self.places.add(name_id)
        if place_name_id := name_ids.get(row["place_id"] or ""):
            self.places.add(place_name_id)
        if self.places:
            self.sides["place"] = self.places
        if self.time is None and row["time"] and row["time"]["start"]:
            self.time = row["time"]


def clusters_of_rows(
    rows: Iterable[Mapping[str, Any]],
    name_ids: Mapping[str, str],
    published: Mapping[str, date | None],
    reporting_types: Collection[str],
    wide: Collection[str] = (),
) -> list[EventCluster]:
    """
    Return the clusters of whole articles' rows of the `events` table, in the order of their first rows.

    `name_ids` maps the ids of entities to those of their names, `published` articles to their days. Events of
    `reporting_types` are left out: what two articles quote of a minister on one day is two statements. `wide` are the
    ids of names that tell little, such as a country's.
    """
    clusters: dict[tuple[str, str], EventCluster] = {}
    for row in rows:
        if row["label"] in reporting_types or row["cluster"] is None:
            continue
        # Clusters are numbered within an article: the number alone would put two articles together.
        key = row["article_id"], row["cluster"]
        cluster = clusters.setdefault(key, EventCluster(row["article_id"]))
        cluster.add_row(row, name_ids)
    for cluster in clusters.values():
        cluster.wide = (cluster.people | cluster.places).intersection(wide)
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
