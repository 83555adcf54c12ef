"""
Which clusters of different articles are one happening, in one walk through them by day.

Only the happenings that began within `MAX_DAYS_BETWEEN` days before the cluster at hand are held. They stand in blocks,
a type family and a name each, and a cluster is compared only with those in one of its own blocks.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from .event_clusters import BlockKey, ClusterMention, EventCluster, most_frequent

__all__ = ["MAX_DAYS_BETWEEN", "Happening", "join_clusters"]

MAX_DAYS_BETWEEN = 2
"""
Days between two clusters of one happening: the evening of an attack, the paper of the next day, and the one after a
holiday. Chosen, not measured.
"""

MAX_COMPARED_HAPPENINGS = 1_000
"""
How many happenings of its family and names, of these days, a cluster is compared with, the last ones first. Chosen so
that a name of every article (the home country) does not make the cost square; see `benchmarks/happenings.py`.
"""

_FINE_GRAINS = ("day", "week")
"""A coarser time ("in May", "in 2014") is near any day in it, and joins only with the very same one."""


@dataclass(slots=True, eq=False)
class Happening:
    """
    A thing that happened, with the clusters that tell of it.

    `times` holds the first and the last day of the clusters that have a time. `day` is that of the first cluster: what
    is joined later does not move it, or a daily event would chain into one.
    """

    day: date | None
    clusters: list[EventCluster] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    block_keys: set[BlockKey] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    times: set[tuple[str, str]] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        """The most frequent type of its mentions."""
        if len(self.clusters) == 1:
            return self.clusters[0].label
        return most_frequent(Counter(mention.label for mention in self.mentions))

    @property
    def mentions(self) -> list[ClusterMention]:
        """The mentions of all its clusters."""
        return [mention for cluster in self.clusters for mention in cluster.mentions]

    def id(self, label: str) -> str:
        """Return `assault-2024-05-03-1a2b3c4d5e6f`: its type, `label`, its day, and a hash of its first mention."""
        first_mention = self.clusters[0].mentions[0]
        digest = hashlib.sha256(first_mention.id.encode()).hexdigest()[:12]
        day = self.day.isoformat() if self.day else "undated"
        return f"{label.lower()}-{day}-{digest}"

    def add(self, cluster: EventCluster) -> None:
        """Take a cluster in."""
        self.clusters.append(cluster)
        self.articles.add(cluster.article_id)
        self.places |= cluster.places
        self.people |= cluster.people
        self.labels.update(mention.label for mention in cluster.mentions)
        if cluster.time:
            self.times.add((cluster.time["start"], cluster.time["end"]))

    def row(self) -> dict[str, Any]:
        """Return its row of the `happenings` table."""
        mentions = self.mentions
        label = self.label
        return {
            "id": self.id(label),
            "label": label,
            "status": _status(mentions),
            "time": self._first_time(),
            "place": min(self.places, default=None),
            "participants": sorted(self.people),
            "triggers": _triggers(mentions),
            "articles": len(self.articles),
            "mentions": len(mentions),
        }

    def _first_time(self) -> Mapping[str, Any] | None:
        """Return the time of the first cluster that says one."""
        for cluster in self.clusters:
            if cluster.time:
                return cluster.time
        return None


def _status(mentions: Sequence[ClusterMention]) -> str:
    """Return the most frequent status; a mention that tells it as a fact outweighs those that announced it."""
    statuses = [mention.status for mention in mentions]
    if "asserted" in statuses:
        return "asserted"
    return most_frequent(Counter(statuses))


def _triggers(mentions: Sequence[ClusterMention]) -> list[str]:
    """Return the triggers, the most frequent first, equals by alphabet: no order of articles shows."""
    if len(mentions) == 1:
        return [mentions[0].trigger]
    triggers = Counter(mention.trigger for mention in mentions)
    return sorted(triggers, key=lambda word: (-triggers[word], word))


def join_clusters(
    clusters: Iterable[EventCluster], families: Mapping[str, str]
) -> Iterator[Happening]:
    """
    Yield the happenings of `clusters`, which are sorted by day; each once nothing later can belong to it.

    `families` maps a type of events to the one that takes it in.
    """
    window = _HappeningWindow(families)
    for cluster in clusters:
        yield from window.close_before(cluster.day)
        window.add(cluster)
    yield from window.close_all()


class _HappeningWindow:
    """The happenings that a cluster of the day at hand may belong to, in the order in which they began."""

    def __init__(self, families: Mapping[str, str]) -> None:
        """Begin without a happening; `families` maps a type to the one that takes it in."""
        self._families = families
        self._open: deque[Happening] = deque()
        self._blocks: defaultdict[BlockKey, list[Happening]] = defaultdict(list)
        self._article: tuple[date | None, str] | None = None
        # How long the blocks were before this article: its own clusters stay apart, and need not be compared.
        self._lengths_before: dict[BlockKey, int] = {}

    def close_before(self, day: date | None) -> Iterator[Happening]:
        """Take out and yield the happenings that no cluster of `day`, or of a later one, belongs to."""
        while self._open and not _is_near(day, self._open[0].day):
            happening = self._open.popleft()
            for key in happening.block_keys:
                self._blocks[key].remove(happening)
                if not self._blocks[key]:
                    del self._blocks[key]
            yield happening

    def close_all(self) -> Iterator[Happening]:
        """Yield the happenings that are still open."""
        yield from self._open

    def add(self, cluster: EventCluster) -> None:
        """Add a cluster to the first happening that fits it, else to one of its own."""
        keys = cluster.block_keys(self._families)
        article = cluster.day, cluster.article_id
        if article != self._article:
            self._article = article
            self._lengths_before = {}
        for key in keys:
            self._lengths_before.setdefault(key, len(self._blocks.get(key, ())))
        happening = self._find_happening(cluster, keys)
        if happening is None:
            happening = Happening(cluster.day)
            self._open.append(happening)
        happening.add(cluster)
        for key in keys:
            if key not in happening.block_keys:
                happening.block_keys.add(key)
                self._blocks[key].append(happening)

    def _find_happening(
        self, cluster: EventCluster, keys: Sequence[BlockKey]
    ) -> Happening | None:
        """Find the happening that `cluster` tells of; None when it tells of a new one."""
        candidates = self._candidates(cluster.article_id, keys)
        for happening in islice(candidates, MAX_COMPARED_HAPPENINGS):
            if _is_same_happening(cluster, happening):
                return happening
        return None

    def _candidates(
        self, article_id: str, keys: Iterable[BlockKey]
    ) -> Iterator[Happening]:
        """
        Yield the happenings that were in these blocks before the article, the last of each block first.

        Those at the end of a block that the article has joined are cut off for good, so that it passes them once.
        """
        lengths = self._lengths_before
        for key in keys:
            block = self._blocks.get(key, [])
            while lengths[key] and article_id in block[lengths[key] - 1].articles:
                lengths[key] -= 1
            for position in range(lengths[key] - 1, -1, -1):
                yield block[position]


def _is_near(first: date | None, second: date | None) -> bool:
    """Say whether two days are known and no more than `MAX_DAYS_BETWEEN` apart."""
    if first is None or second is None:
        return False
    return abs((first - second).days) <= MAX_DAYS_BETWEEN


def _is_same_happening(cluster: EventCluster, happening: Happening) -> bool:
    """
    Say whether nothing speaks against it: other places or people do, and a coarse time that is another.

    An article's own clusters stay apart. Those that share a place alone must be of one very type: an attack and a toll
    in one town on one day may be two things.
    """
    if cluster.article_id in happening.articles:
        return False
    time = cluster.time
    # "In May, a bomb killed two in Lyon" is not the attack of 3 May that the other articles tell of: perhaps another.
    is_coarse = time is not None and time["grain"] not in _FINE_GRAINS
    if time and is_coarse and (time["start"], time["end"]) not in happening.times:
        return False
    if _is_disjoint(cluster.places, happening.places):
        return False
    if _is_disjoint(cluster.people, happening.people):
        return False
    if cluster.people & happening.people:
        return True
    return any(mention.label in happening.labels for mention in cluster.mentions)


def _is_disjoint(names: set[str], other_names: set[str]) -> bool:
    """Say whether both sides name some, and none in common."""
    return bool(names and other_names) and names.isdisjoint(other_names)
