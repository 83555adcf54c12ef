"""
The happenings of a corpus: one row per thing that happened, joined across the articles that tell of it.

An article's own clusters are the start. Two of them are one happening when they are of one type family, their days
lie within two of one another, they share a named participant or place, and no place or participant speaks against it.

Cost: nothing is compared with everything, and memory does not grow with the corpus. Clusters wait on the disk; they are
read by day, and only the happenings that began within the two days before are held. A cluster is compared only with
those of them that stand in one of its blocks, a type family and a name. For n clusters this grows as n log n (they are
sorted by day) plus, for each name, its clusters times its happenings of the same two days.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from pressmark.linking.event_types import traits_of_types
from pressmark.storage.batches import chunks

__all__ = ["Happenings"]

_DAYS = 2
_FINE = ("day", "week")
_TAKING_PART = ("agent", "target", "victim", "partner")
_AT_ONCE = 500
_MOST_COMPARED = 1_000
"""How many happenings of its family and names, of these two days, a cluster is compared with, the last ones first."""
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE clusters (day TEXT, article TEXT, first TEXT, content TEXT);
    CREATE TABLE happenings (id TEXT PRIMARY KEY, row TEXT) WITHOUT ROWID;
    CREATE TABLE mentions (event TEXT PRIMARY KEY, happening TEXT) WITHOUT ROWID;
"""


class _Mention(NamedTuple):
    """One event row: its id, type, status and trigger word."""

    id: str
    label: str
    status: str
    trigger: str


@dataclass(slots=True)
class _Cluster:
    """One article's mentions of a happening."""

    article_id: str
    mentions: list[_Mention] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    time: Mapping[str, Any] | None = None
    day: date | None = None

    @property
    def labels(self) -> Counter[str]:
        """Its types, counted."""
        return Counter(mention.label for mention in self.mentions)

    def family(self, families: Mapping[str, str]) -> str:
        """Return the family of its type, given label → family; a type without one is a family of its own."""
        label = _first(self.labels)
        return families.get(label, label)


@dataclass(slots=True, eq=False)
class _Happening:
    clusters: list[_Cluster]
    places: set[str]
    people: set[str]
    keys: set[tuple[str, str]]
    articles: set[str]
    times: set[tuple[str, str]]  # first and last day, of the clusters that have one
    labels: set[str]
    day: date | None  # of its first cluster: what is joined later does not move it, or a daily event would chain


class Happenings:
    """
    Collects event rows (`see`), then says each one's happening (`ids_of`) and gives the table's rows (`rows`).

    `traits` are those of the types of events, as `traits_of_types` gives them; ours when left out. What is collected
    lies in a temporary database on the disk, which is gone with this object.
    """

    def __init__(self, traits: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        types = traits_of_types() if traits is None else traits
        self._reporting = frozenset(label for label, values in types.items() if values.get("reporting"))
        families = {label: values.get("family") for label, values in types.items()}
        self._families = {label: family for label, family in families.items() if family}
        self._disk = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._disk.executescript(_TABLES)

    def see(
        self, events: Iterable[Mapping[str, Any]], names: Mapping[str, str], published: Mapping[str, date | None]
    ) -> None:
        """
        Take in rows of the `events` table, of whole articles.

        `names` maps the ids of entities to those of their names, `published` the articles to their days: an event
        that the text does not date counts as of its article's day.
        """
        found: dict[tuple[str, str], _Cluster] = {}
        for row in events:
            if row["label"] not in self._reporting and row["cluster"] is not None:
                key = row["article_id"], row["cluster"]
                _take(found.setdefault(key, _Cluster(row["article_id"])), row, names)
        for cluster in found.values():
            cluster.day = _day(cluster.time) or published.get(cluster.article_id)
        self._disk.executemany("INSERT INTO clusters VALUES (?, ?, ?, ?)", map(_kept, found.values()))

    def ids_of(self, event_ids: Sequence[str]) -> list[str | None]:
        """The ids of the happenings that events seen before belong to; None for a statement."""
        known: dict[str, str] = {}
        for some in chunks(event_ids, _AT_ONCE):
            marks = ",".join("?" * len(some))
            known.update(self._joined.execute(f"SELECT * FROM mentions WHERE event IN ({marks})", some))
        return [known.get(one) for one in event_ids]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows of the `happenings` table, sorted by id."""
        for (row,) in self._joined.execute("SELECT row FROM happenings ORDER BY id"):
            yield json.loads(row)

    @cached_property
    def _joined(self) -> sqlite3.Connection:
        """The database, with the happenings of the clusters seen."""
        waiting = self._disk.execute("SELECT * FROM clusters ORDER BY day, article, first")
        for some in chunks(_join(map(_again, waiting), self._families), _AT_ONCE):
            ids = [_id(happening) for happening in some]
            rows = [(one, json.dumps(_row(one, happening))) for one, happening in zip(ids, some, strict=True)]
            self._disk.executemany("INSERT INTO happenings VALUES (?, ?)", rows)
            mentions = ((event, one) for one, it in zip(ids, some, strict=True) for event in _events(it))
            self._disk.executemany("INSERT INTO mentions VALUES (?, ?)", mentions)
        return self._disk


def _kept(cluster: _Cluster) -> tuple[str, str, str, str]:
    """A cluster as it waits on the disk."""
    content = [cluster.mentions, sorted(cluster.places), sorted(cluster.people), cluster.time]
    return (
        cluster.day.isoformat() if cluster.day else "",
        cluster.article_id,
        cluster.mentions[0].id,
        json.dumps(content),
    )


def _again(kept: tuple[str, str, str, str]) -> _Cluster:
    day, article_id, _, content = kept
    mentions, places, people, time = json.loads(content)
    found = [_Mention(*mention) for mention in mentions]
    when = date.fromisoformat(day) if day else None
    return _Cluster(article_id, found, set(places), set(people), time, when)


def _events(happening: _Happening) -> Iterator[str]:
    """The ids of its mentions."""
    return (mention.id for cluster in happening.clusters for mention in cluster.mentions)


def _take(cluster: _Cluster, row: Mapping[str, Any], names: Mapping[str, str]) -> None:
    cluster.mentions.append(_Mention(row["id"], row["label"], row["status"], row["text"].lower()))
    for part in row["arguments"] or ():
        name = names.get(part["entity_id"] or "")
        if name and part["role"] in _TAKING_PART:
            cluster.people.add(name)
        elif name and part["role"] == "place":
            cluster.places.add(name)
    if place := names.get(row["place_id"] or ""):
        cluster.places.add(place)
    if cluster.time is None and row["time"] and row["time"]["start"]:
        cluster.time = row["time"]


def _day(time: Mapping[str, Any] | None) -> date | None:
    return date.fromisoformat(time["start"]) if time and time["start"] else None


def _join(ordered: Iterable[_Cluster], families: Mapping[str, str]) -> Iterator[_Happening]:
    """The happenings of clusters that are sorted by day; each is given once nothing later can belong to it."""
    going: deque[_Happening] = deque()
    blocks: dict[tuple[str, str], list[_Happening]] = defaultdict(list)
    current: tuple[date | None, str] | None = None  # the day and article of the cluster before
    known: dict[tuple[str, str], int] = {}  # how long the blocks were before this article, whose own stay apart
    for cluster in ordered:
        while going and not _is_near(cluster.day, going[0].day):
            yield _closed(going.popleft(), blocks)
        keys = sorted((cluster.family(families), name) for name in cluster.people | cluster.places)
        if (cluster.day, cluster.article_id) != current:
            current, known = (cluster.day, cluster.article_id), {}
        for key in keys:
            known.setdefault(key, len(blocks.get(key, ())))
        near = islice(_standing(cluster.article_id, keys, known, blocks), _MOST_COMPARED)
        happening = next((one for one in near if _is_one(cluster, one)), None)
        if happening is None:
            happening = _Happening([], set(), set(), set(), set(), set(), set(), cluster.day)
            going.append(happening)
        _add(happening, cluster)
        for key in keys:
            if key not in happening.keys:
                happening.keys.add(key)
                blocks[key].append(happening)
    yield from going


def _standing(
    article_id: str,
    keys: Iterable[tuple[str, str]],
    known: dict[tuple[str, str], int],
    blocks: Mapping[tuple[str, str], list[_Happening]],
) -> Iterator[_Happening]:
    """
    The happenings that stood in some blocks before the article, the last of each first.

    Those at the end of a block that the article has joined are left out of `known`, so that it passes them once.
    """
    for key in keys:
        while known[key] and article_id in blocks[key][known[key] - 1].articles:
            known[key] -= 1
        for number in range(known[key] - 1, -1, -1):
            yield blocks[key][number]


def _add(happening: _Happening, cluster: _Cluster) -> None:
    """Take a cluster into a happening."""
    happening.clusters.append(cluster)
    happening.articles.add(cluster.article_id)
    happening.places |= cluster.places
    happening.people |= cluster.people
    happening.labels.update(mention.label for mention in cluster.mentions)
    if cluster.time:
        happening.times.add((cluster.time["start"], cluster.time["end"]))


def _closed(happening: _Happening, blocks: dict[tuple[str, str], list[_Happening]]) -> _Happening:
    """A happening that stands in no block any more."""
    for key in happening.keys:
        blocks[key].remove(happening)
        if not blocks[key]:
            del blocks[key]
    return happening


def _is_near(one: date | None, two: date | None) -> bool:
    return one is not None and two is not None and abs((one - two).days) <= _DAYS


def _is_one(cluster: _Cluster, happening: _Happening) -> bool:
    """Whether nothing speaks against it: an article's own clusters stay apart, and so do other places and people."""
    if cluster.article_id in happening.articles:
        return False
    time = cluster.time
    if time and time["grain"] not in _FINE and (time["start"], time["end"]) not in happening.times:
        return False
    for mine, theirs in ((cluster.places, happening.places), (cluster.people, happening.people)):
        if mine and theirs and not mine & theirs:
            return False
    return bool(cluster.people & happening.people) or _is_same_thing(cluster, happening)


def _is_same_thing(cluster: _Cluster, happening: _Happening) -> bool:
    """Of clusters that share a place alone: they must be of one very type."""
    return any(mention.label in happening.labels for mention in cluster.mentions)


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
