"""
Which clusters of different articles are one happening, in one walk through them by day.

Only the happenings that began within `MAX_DAYS_BETWEEN` days before the cluster at hand are held. They stand in blocks,
a type family and a name each, and a cluster is compared only with those in one of its own blocks.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import (
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from .event_clusters import BlockKey, ClusterMention, EventCluster, most_frequent
from .join_reasons import (
    MAX_COMPARED_CLUSTERS,
    JoinReason,
    compared_content,
    reason_to_join,
)

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


@dataclass(slots=True, eq=False)
class Happening:
    """
    A thing that happened, with the clusters that tell of it.

    `day` is that of the first cluster: what is joined later does not move it, or a daily event would chain into one.
    `reasons` are what joined each cluster; None for the first. `compared` are those that another cluster is compared with,
    by the numbers of their contents, and `contents` these numbers, sorted.
    """

    day: date | None
    clusters: list[EventCluster] = field(default_factory=list)
    reasons: list[JoinReason | None] = field(default_factory=list)
    compared: dict[int, EventCluster] = field(default_factory=dict)
    contents: tuple[int, ...] = ()
    block_keys: set[BlockKey] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)

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

    def add(self, cluster: EventCluster, reason: JoinReason | None = None) -> None:
        """Take a cluster in, for a reason where it is not the first."""
        self.clusters.append(cluster)
        self.reasons.append(reason)
        self.articles.add(cluster.article_id)

    def compare_with_last(self, content: int) -> None:
        """Let others be compared with the last cluster, unless it is one of many, or its `content` is compared already."""
        # An agency's text is printed by many: of those that tell the same, one is compared.
        if len(self.clusters) <= MAX_COMPARED_CLUSTERS and content not in self.compared:
            self.compared[content] = self.clusters[-1]
            self.contents = tuple(sorted(self.compared))

    def row(self) -> dict[str, Any]:
        """Return its row of the `happenings` table."""
        first, *others = self.clusters
        # Most happenings have one cluster, whose sets are not copied.
        mentions, places, people = first.mentions, first.places, first.people
        if others:
            mentions = self.mentions
            places = places.union(*(cluster.places for cluster in others))
            people = people.union(*(cluster.people for cluster in others))
        label = self.label
        return {
            "id": self.id(label),
            "label": label,
            "status": _status(mentions),
            "time": self._first_time(),
            "place": min(places, default=None),
            "participants": sorted(people),
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
    if len(mentions) == 1:
        return mentions[0].status
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
    clusters: Iterable[EventCluster],
    families: Mapping[str, str],
    exchanged: Collection[str] = (),
) -> Iterator[Happening]:
    """
    Yield the happenings of `clusters`, which are sorted by day; each once nothing later can belong to it.

    `families` maps a type of events to the one that takes it in; `exchanged` are the types of what people say and
    promise to one another, several times a day.
    """
    window = _HappeningWindow(families, exchanged)
    for cluster in clusters:
        yield from window.close_before(cluster.day)
        window.add(cluster)
    yield from window.close_all()


class _HappeningWindow:
    """The happenings that a cluster of the day at hand may belong to, in the order in which they began."""

    def __init__(self, families: Mapping[str, str], exchanged: Collection[str]) -> None:
        """Begin without a happening; the parameters are those of `join_clusters`."""
        self._families = families
        self._exchanged = exchanged
        self._open: deque[Happening] = deque()
        self._blocks: defaultdict[BlockKey, list[Happening]] = defaultdict(list)
        self._article: tuple[date | None, str] | None = None
        # How long the blocks were before this article: its own clusters stay apart, and need not be compared.
        self._lengths_before: dict[BlockKey, int] = {}
        # The number of each content that clusters are compared by, of those of the day at hand: a content has its day.
        self._content_numbers: dict[Hashable, int] = {}
        self._content_count = 0

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
            if self._article is None or self._article[0] != cluster.day:
                self._content_numbers = {}
            self._article = article
            self._lengths_before = {}
        for key in keys:
            self._lengths_before.setdefault(key, len(self._blocks.get(key, ())))
        match = self._find_happening(cluster, keys)
        if match is None:
            happening = Happening(cluster.day)
            self._open.append(happening)
            happening.add(cluster)
        else:
            happening, reason = match
            happening.add(cluster, reason)
        if keys:
            happening.compare_with_last(self._content_number(cluster))
        for key in keys:
            if key not in happening.block_keys:
                happening.block_keys.add(key)
                self._blocks[key].append(happening)

    def _content_number(self, cluster: EventCluster) -> int:
        """Return the number of a cluster's content, the same for all clusters of a day that tell the same."""
        content = compared_content(cluster)
        number = self._content_numbers.setdefault(content, self._content_count)
        if number == self._content_count:
            self._content_count += 1
        return number

    def _find_happening(
        self, cluster: EventCluster, keys: Sequence[BlockKey]
    ) -> tuple[Happening, JoinReason] | None:
        """Find the happening that `cluster` tells of, and why it does; None when it tells of a new one."""
        candidates = self._candidates(cluster.article_id, keys)
        refused: set[tuple[int, ...]] = set()
        for happening in islice(candidates, MAX_COMPARED_HAPPENINGS):
            # An article's own clusters stay apart.
            if cluster.article_id in happening.articles:
                continue
            # It would be refused again.
            if happening.contents in refused:
                continue
            others = happening.compared.values()
            reason = reason_to_join(cluster, others, self._exchanged)
            if reason is not None:
                return happening, reason
            refused.add(happening.contents)
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
