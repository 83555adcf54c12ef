"""
The happenings of a corpus: one row per thing that happened, joined across the articles that tell of it.

An article's own clusters are the start. Two of them are one happening when they are of one type family, their days
lie within two of one another, they share a named participant or place, and no place or participant speaks against it.

Cost: nothing is compared with everything. A cluster is compared only with the happenings that stand in one of its
blocks, a type family and a name, and that began within the two days before. For n clusters this grows as n log n (they
are sorted by day) plus, for each name, its clusters times its happenings of the same two days; a name that a whole
corpus speaks of daily costs more in proportion to its happenings a day, not to the corpus.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Any, NamedTuple

__all__ = ["Happenings"]

_DAYS = 2
_FINE = ("day", "week")
_FAMILIES = {"CASUALTY": "ASSAULT", "FIGHT": "ASSAULT"}
_TAKING_PART = ("agent", "target", "victim", "partner")
_ALONE = frozenset({"STATEMENT"})


class _Mention(NamedTuple):
    """One event row: its id, type, status and trigger word."""

    id: str
    label: str
    status: str
    trigger: str


@dataclass(slots=True)
class _Cluster:
    """One article's mentions of a happening. A corpus has millions, so none holds more than it must."""

    article_id: str
    mentions: list[_Mention] = field(default_factory=list)
    places: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    time: Mapping[str, Any] | None = None
    day: date | None = None

    @property
    def labels(self) -> Counter[str]:
        """Its types, counted."""
        return Counter(mention.label for mention in self.mentions)

    @property
    def family(self) -> str:
        """The type, or the type that takes it in: a toll is told of an attack."""
        label = _first(self.labels)
        return _FAMILIES.get(label, label)


@dataclass(slots=True)
class _Happening:
    clusters: list[_Cluster]
    places: set[str]
    people: set[str]
    day: date | None  # of its first cluster: what is joined later does not move it, or a daily event would chain


class Happenings:
    """Collects event rows (`see`), then says each one's happening (`id_of`) and gives the table's rows (`rows`)."""

    def __init__(self) -> None:
        self._clusters: dict[tuple[str, str], _Cluster] = {}
        self._ids: dict[str, str] = {}
        self._made: dict[str, _Happening] = {}

    def see(
        self, events: Iterable[Mapping[str, Any]], names: Mapping[str, str], published: Mapping[str, date | None]
    ) -> None:
        """
        Take in rows of the `events` table.

        `names` maps the ids of entities to those of their names, `published` the articles to their days: an event
        that the text does not date counts as of its article's day.
        """
        seen: list[_Cluster] = []
        for row in events:
            if row["label"] in _ALONE or row["cluster"] is None:
                continue
            key = row["article_id"], row["cluster"]
            if key not in self._clusters:
                self._clusters[key] = _Cluster(row["article_id"])
                seen.append(self._clusters[key])
            _take(self._clusters[key], row, names)
        for cluster in seen:
            cluster.day = _day(cluster.time) or published.get(cluster.article_id)

    def id_of(self, event_id: str) -> str | None:
        """The id of the happening that an event seen before belongs to; None for a statement."""
        self._joined()
        return self._ids.get(event_id)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the `happenings` table, sorted by id."""
        self._joined()
        return [_row(happening_id, self._made[happening_id]) for happening_id in sorted(self._made)]

    def _joined(self) -> None:
        if self._made or not self._clusters:
            return
        ordered = sorted(
            self._clusters.values(), key=lambda one: (one.day or date.min, one.article_id, one.mentions[0].id)
        )
        for happening in _join(ordered):
            happening_id = _id(happening)
            self._made[happening_id] = happening
            self._ids |= {one.id: happening_id for cluster in happening.clusters for one in cluster.mentions}


def _take(cluster: _Cluster, row: Mapping[str, Any], names: Mapping[str, str]) -> None:
    words = (intern(row["label"]), intern(row["status"]), intern(row["text"].lower()))
    cluster.mentions.append(_Mention(row["id"], *words))
    for part in row["arguments"] or ():
        name = names.get(part["entity_id"] or "")
        if name and part["role"] in _TAKING_PART:
            cluster.people |= {name}
        elif name and part["role"] == "place":
            cluster.places |= {name}
    if place := names.get(row["place_id"] or ""):
        cluster.places |= {place}
    if cluster.time is None and row["time"] and row["time"]["start"]:
        cluster.time = row["time"]


def _day(time: Mapping[str, Any] | None) -> date | None:
    return date.fromisoformat(time["start"]) if time and time["start"] else None


def _join(ordered: list[_Cluster]) -> list[_Happening]:
    """The happenings of clusters that are sorted by day."""
    found: list[_Happening] = []
    blocks: dict[tuple[str, str], list[_Happening]] = defaultdict(list)
    for cluster in ordered:
        keys = sorted((cluster.family, name) for name in cluster.people | cluster.places)
        happening = next((one for one in _near(cluster, keys, blocks) if _is_one(cluster, one)), None)
        if happening is None:
            happening = _Happening([], set(), set(), cluster.day)
            found.append(happening)
        happening.clusters.append(cluster)
        happening.places |= cluster.places
        happening.people |= cluster.people
        for key in keys:
            if happening not in blocks[key][-1:]:
                blocks[key].append(happening)
    return found


def _near(
    cluster: _Cluster, keys: list[tuple[str, str]], blocks: Mapping[tuple[str, str], list[_Happening]]
) -> Iterator[_Happening]:
    """The happenings in a cluster's blocks that began within the days before, latest first."""
    for key in keys:
        for happening in reversed(blocks[key]):
            if not _is_near(cluster.day, happening.day):
                break
            yield happening


def _is_near(one: date | None, two: date | None) -> bool:
    return one is not None and two is not None and abs((one - two).days) <= _DAYS


def _is_one(cluster: _Cluster, happening: _Happening) -> bool:
    """Whether nothing speaks against it: an article's own clusters stay apart, and so do other places and people."""
    if any(one.article_id == cluster.article_id for one in happening.clusters):
        return False
    if cluster.time and cluster.time["grain"] not in _FINE:
        same = [one.time for one in happening.clusters if one.time]
        if not any(one["start"] == cluster.time["start"] and one["end"] == cluster.time["end"] for one in same):
            return False
    for mine, theirs in ((cluster.places, happening.places), (cluster.people, happening.people)):
        if mine and theirs and not mine & theirs:
            return False
    return bool(cluster.people & happening.people) or _is_same_thing(cluster, happening)


def _is_same_thing(cluster: _Cluster, happening: _Happening) -> bool:
    """Of clusters that share a place alone: they must be of one very type."""
    return any(set(one.labels) & set(cluster.labels) for one in happening.clusters)


def _id(happening: _Happening) -> str:
    """`assault-2024-05-03-1a2b3c4d5e6f`: its type, day, and a hash of its first mention."""
    first = happening.clusters[0]
    digest = hashlib.sha256(first.mentions[0].id.encode()).hexdigest()[:12]
    return "-".join((_label(happening).lower(), happening.day.isoformat() if happening.day else "undated", digest))


def _label(happening: _Happening) -> str:
    counts: Counter[str] = Counter()
    for cluster in happening.clusters:
        counts.update(cluster.labels)
    return _first(counts)


def _row(happening_id: str, happening: _Happening) -> dict[str, Any]:
    mentions = [mention for cluster in happening.clusters for mention in cluster.mentions]
    statuses = Counter(mention.status for mention in mentions)
    triggers = Counter(mention.trigger for mention in mentions)
    return {
        "id": happening_id,
        "label": _label(happening),
        "status": "asserted" if statuses["asserted"] else _first(statuses),
        "time": next((cluster.time for cluster in happening.clusters if cluster.time), None),
        "place": min(happening.places, default=None),
        "participants": sorted(happening.people),
        "triggers": sorted(triggers, key=lambda one: (-triggers[one], one)),
        "articles": len({cluster.article_id for cluster in happening.clusters}),
        "mentions": len(mentions),
    }


def _first(counts: Counter[str]) -> str:
    return min(counts, key=lambda one: (-counts[one], one))
