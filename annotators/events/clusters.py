"""Clusters: which mentions within an article tell of one happening, and what one mention then knows from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.spans import Argument, Event, Time

__all__ = ["Mention", "clustered"]

_STEM = 5
_EXCLUSIVE = ("place", "victim", "target", "partner", "agent")
_FAMILIES = {"CASUALTY": "VIOLENCE", "ASSAULT": "VIOLENCE", "FIGHT": "VIOLENCE", "ACCIDENT": "ACCIDENT"}
_SHARED = 2


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
    clusters: list[list[_Known]] = []
    families: defaultdict[str, list[int]] = defaultdict(list)
    numbers = []
    for mention in mentions:
        known, family = _Known.of(mention, names), families[_family(mention.event)]
        found = _joined(known, [(number, clusters[number]) for number in reversed(family)])
        if found is None:
            found = len(clusters)
            family.append(found)
            clusters.append([])
        clusters[found].append(known)
        numbers.append(found)
    for mention, number in zip(mentions, numbers, strict=True):
        yield replace(_informed(mention, [one.mention for one in clusters[number]]), cluster=f"c{number + 1}")


@dataclass(frozen=True, slots=True)
class _Known:
    """A mention with what is compared of it: its participants, its named ones by role, its exact numbers by unit."""

    mention: Mention
    participants: frozenset[tuple[str, str]]
    named: Mapping[str, set[str]]
    counts: Mapping[str | None, float]

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


def _joined(known: _Known, clusters: Sequence[tuple[int, Sequence[_Known]]]) -> int | None:
    """The cluster of a mention among those of its family, the last that fits first."""
    if known.mention.event.label == "STATEMENT":
        return None

    def last(fits: Callable[[Sequence[_Known]], bool]) -> int | None:
        found = (n for n, others in clusters if fits(others) and not any(_against(known, other) for other in others))
        return next(found, None)

    alike = last(lambda others: any(_alike(known, other) for other in others))
    if alike is None and not _is_told(known.mention, clusters):
        alike = last(lambda others: _is_headline(known.mention, others))
    if alike is None and known.mention.demonstrative:
        alike = last(lambda others: True)
    return alike


def _is_told(mention: Mention, clusters: Sequence[tuple[int, Sequence[_Known]]]) -> bool:
    """Whether the text has told of something of the type before, or the mention is itself of the headline."""
    label = mention.event.label
    told = (one.mention for _, others in clusters for one in others)
    return mention.headline or any(one.event.label == label and not one.headline for one in told)


def _is_headline(mention: Mention, others: Sequence[_Known]) -> bool:
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


def _informed(mention: Mention, others: Sequence[Mention]) -> Event:
    """The event with what the others of its cluster know: a time that none contradicts, a headline's status."""
    event = mention.event
    same = [one.event for one in others if one.event.status == event.status or mention.headline]
    times = {one.time.value: one for one in same if one.time and one.time.value}
    if len(times) == 1 and (event.time is None or event.time.value is None):
        (known,) = times.values()
        event = replace(event, time=known.time, time_id=known.time_id)
    told = {one.event.status for one in others if not one.headline}
    if mention.headline and event.status == "asserted" and len(told) == 1:
        event = replace(event, status=told.pop())
    return event
