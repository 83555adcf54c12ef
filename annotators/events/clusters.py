"""Clusters: which mentions within an article tell of one happening, and what one mention then knows from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from pressmark.spans import Argument, Event, Time

__all__ = ["Mention", "clustered"]

_STEM = 5
_ANY = ""  # every status: of a headline, which takes the time of the text whatever its status
_EXCLUSIVE = ("place", "victim", "target", "partner", "agent")
_FAMILIES = {"CASUALTY": "VIOLENCE", "ASSAULT": "VIOLENCE", "FIGHT": "VIOLENCE", "ACCIDENT": "ACCIDENT"}
_SHARED = 2
_REMEMBERED = 300
"""How many different mentions of its family a mention is compared with, counted back from the last."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as its trigger tells it: the trigger's lemma, and whether its sentence has no verb, as a headline."""

    event: Event
    lemma: str
    headline: bool = False
    demonstrative: bool = False


def clustered(mentions: Sequence[Mention], names: Mapping[str, str]) -> Iterator[Event]:
    """
    The events with their cluster, `c1`, `c2` … in reading order; `names` maps the ids of entities to their names.

    Two mentions share one when they are of one type family, their triggers begin alike, a noun with « ce » takes up the
    last of its type, the text tells first what its headline said, or they share two participants, and no time, place or
    participant speaks against it. Within a cluster a time that only one mention gives is all mentions' time, and a
    headline takes its status from the text.
    """
    clusters: list[_Cluster] = []
    families: defaultdict[str, _Family] = defaultdict(_Family)
    joined: list[_Cluster] = []
    for mention in mentions:
        known, family = _Known.of(mention, names), families[_family(mention.event)]
        cluster = _joined(known, family)
        if cluster is None:
            cluster = _Cluster(len(clusters) + 1)
            clusters.append(cluster)
            family.clusters.append(cluster)
        cluster.add(known)
        if not mention.headline:
            family.told.add(mention.event.label)
        joined.append(cluster)
    for mention, cluster in zip(mentions, joined, strict=True):
        yield replace(_informed(mention, cluster), cluster=f"c{cluster.number}")


@dataclass(frozen=True, slots=True)
class _Known:
    """A mention with what is compared of it: its participants, its named ones by role, its exact numbers by unit."""

    mention: Mention
    participants: frozenset[tuple[str, str]]
    named: Mapping[str, set[str]]
    counts: Mapping[str | None, float]

    @property
    def compared(self) -> Hashable:
        """All that is compared of it: mentions that are equal in this need be compared with others once."""
        mention, event = self.mention, self.mention.event
        named = frozenset((role, frozenset(people)) for role, people in self.named.items())
        counts = frozenset(self.counts.items())
        return event.label, mention.lemma, mention.headline, event.status, event.time, self.participants, named, counts

    @classmethod
    def of(cls, mention: Mention, names: Mapping[str, str]) -> _Known:
        """What its arguments say, read once."""
        arguments = mention.event.arguments
        parts = [(one, (one.role, _key(one, names))) for one in arguments if one.role in _EXCLUSIVE]
        named: defaultdict[str, set[str]] = defaultdict(set)
        for one, (role, key) in parts:
            if one.entity_id:
                named[role].add(key)
        counts = {
            one.unit: one.value
            for one in arguments
            if one.value is not None and one.bound == "exact" and not one.subset
        }
        return cls(mention, frozenset(part for _, part in parts), named, counts)


@dataclass(slots=True)
class _Cluster:
    """
    The mentions of one happening as it is put together: those that differ, each once, in their order.

    `times` are the times that they give, by status, each with the last event that gives it; `told` are the statuses
    of those that no headline says.
    """

    number: int
    others: dict[Hashable, _Known] = field(default_factory=dict)
    times: defaultdict[str, dict[str, Event]] = field(default_factory=lambda: defaultdict(dict))
    told: set[str] = field(default_factory=set)

    def add(self, known: _Known) -> None:
        """Take a mention in."""
        event = known.mention.event
        self.others.setdefault(known.compared, known)
        if event.time and event.time.value:
            self.times[event.status][event.time.value] = event
            self.times[_ANY][event.time.value] = event
        if not known.mention.headline:
            self.told.add(event.status)


@dataclass(slots=True)
class _Family:
    """The clusters of a type family in their order, and the types that the text, and no headline, has told of."""

    clusters: list[_Cluster] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def last(self) -> Iterator[_Cluster]:
        """The clusters that are remembered, the last first."""
        compared = 0
        for cluster in reversed(self.clusters):
            yield cluster
            compared += len(cluster.others)
            if compared >= _REMEMBERED:
                return


def _joined(known: _Known, family: _Family) -> _Cluster | None:
    """The cluster of a mention among those of its family, the last that fits first."""
    if known.mention.event.label == "STATEMENT":
        return None

    def last(fits: Callable[[Collection[_Known]], bool]) -> _Cluster | None:
        for cluster in family.last():
            others = list(islice(reversed(cluster.others.values()), _REMEMBERED))
            if fits(others) and not any(_against(known, other) for other in others):
                return cluster
        return None

    alike = last(lambda others: any(_alike(known, other) for other in others))
    if alike is None and not (known.mention.headline or known.mention.event.label in family.told):
        alike = last(lambda others: _is_headline(known.mention, others))
    if alike is None and known.mention.demonstrative:
        alike = last(lambda others: True)
    return alike


def _is_headline(mention: Mention, others: Collection[_Known]) -> bool:
    """Whether only a headline has said it, maybe in another word: « Accident », « heurté »."""
    return all(one.mention.headline and one.mention.event.label == mention.event.label for one in others)


def _family(event: Event) -> str:
    return _FAMILIES.get(event.label, event.label)


def _alike(one: _Known, other: _Known) -> bool:
    mine, theirs = one.mention, other.mention
    is_same = mine.event.label == theirs.event.label
    if is_same and mine.lemma[:_STEM] == theirs.lemma[:_STEM]:
        return True
    shared = one.participants & other.participants
    if mine.lemma[:4] == theirs.lemma[:4] and shared:
        return True
    return is_same and len(shared) >= _SHARED


def _key(argument: Argument, names: Mapping[str, str]) -> str:
    """Who a participant is: its name, else its first word, of which the plural counts as the singular."""
    return names.get(argument.entity_id or "") or argument.text.split()[0].lower().rstrip("sx")


def _against(one: _Known, other: _Known) -> bool:
    """Whether two mentions give the same part differently: a time, a named participant, « 14 » and « deux blessés »."""
    mine, theirs = one.mention.event, other.mention.event
    times = {event.time.value for event in (mine, theirs) if event.time and event.time.value}
    if len(times) > 1 and not _overlap(mine.time, theirs.time):
        return True
    if mine.status != theirs.status and "denied" in (mine.status, theirs.status):
        return True
    if any(not people & other.named[role] for role, people in one.named.items() if role in other.named):
        return True
    shared = one.counts.keys() & other.counts.keys()
    return any(one.counts[unit] != other.counts[unit] for unit in shared if unit)


def _overlap(one: Time | None, two: Time | None) -> bool:
    if one is None or two is None or None in (one.start, one.end, two.start, two.end):
        return True
    return str(one.start) <= str(two.end) and str(two.start) <= str(one.end)


def _informed(mention: Mention, cluster: _Cluster) -> Event:
    """The event with what the others of its cluster know: a time that none contradicts, a headline's status."""
    event = mention.event
    times = cluster.times[_ANY if mention.headline else event.status]
    if len(times) == 1 and (event.time is None or event.time.value is None):
        (known,) = times.values()
        event = replace(event, time=known.time, time_id=known.time_id)
    if mention.headline and event.status == "asserted" and len(cluster.told) == 1:
        event = replace(event, status=next(iter(cluster.told)))
    return event
