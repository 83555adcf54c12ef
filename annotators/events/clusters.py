"""Clusters: which mentions within an article tell of one happening, and what one mention then knows from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    clusters: list[list[Mention]] = []
    numbers = []
    for mention in mentions:
        found = _joined(mention, clusters, names)
        if found is None:
            clusters.append([])
            found = len(clusters) - 1
        clusters[found].append(mention)
        numbers.append(found)
    for mention, number in zip(mentions, numbers, strict=True):
        yield replace(_informed(mention, clusters[number]), cluster=f"c{number + 1}")


def _joined(mention: Mention, clusters: Sequence[Sequence[Mention]], names: Mapping[str, str]) -> int | None:
    if mention.event.label == "STATEMENT":
        return None
    fitting = [
        number
        for number, others in enumerate(clusters)
        if _family(others[0].event) == _family(mention.event)
        and not any(_against(mention.event, other.event, names) for other in others)
    ]
    alike = [number for number in fitting if any(_alike(mention, other, names) for other in clusters[number])]
    alike = alike or [number for number in fitting if _takes_up(mention, clusters[number], clusters)]
    if alike:
        return alike[-1]
    return fitting[-1] if fitting and mention.demonstrative else None


def _takes_up(mention: Mention, headlined: Sequence[Mention], clusters: Sequence[Sequence[Mention]]) -> bool:
    """Whether the text's first mention of a type tells what the headline said otherwise: « Accident », « heurté »."""
    label = mention.event.label
    if mention.headline or not all(one.headline and one.event.label == label for one in headlined):
        return False
    return not any(one.event.label == label and not one.headline for others in clusters for one in others)


def _family(event: Event) -> str:
    return _FAMILIES.get(event.label, event.label)


def _alike(mention: Mention, other: Mention, names: Mapping[str, str]) -> bool:
    if mention.event.label == other.event.label and mention.lemma[:_STEM] == other.lemma[:_STEM]:
        return True
    shared = _participants(mention.event, names) & _participants(other.event, names)
    if mention.lemma[:4] == other.lemma[:4] and shared:
        return True
    return mention.event.label == other.event.label and len(shared) >= _SHARED


def _participants(event: Event, names: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(one.role, _key(one, names)) for one in event.arguments if one.role in _EXCLUSIVE}


def _key(argument: Argument, names: Mapping[str, str]) -> str:
    """Who a participant is: its name, else its first word, of which the plural counts as the singular."""
    return names.get(argument.entity_id or "") or argument.text.split()[0].lower().rstrip("sx")


def _against(event: Event, other: Event, names: Mapping[str, str]) -> bool:
    """Whether two mentions give the same part differently."""
    times = {one.time.value for one in (event, other) if one.time and one.time.value}
    if len(times) > 1 and not _overlap(event.time, other.time):
        return True
    if event.status != other.status and "denied" in (event.status, other.status):
        return True
    for role in _EXCLUSIVE:
        mine, theirs = (
            {_key(one, names) for one in some.arguments if one.role == role and one.entity_id}
            for some in (event, other)
        )
        if mine and theirs and not mine & theirs:
            return True
    return _counts_differ(event, other)


def _overlap(one: Time | None, two: Time | None) -> bool:
    if one is None or two is None or None in (one.start, one.end, two.start, two.end):
        return True
    return str(one.start) <= str(two.end) and str(two.start) <= str(one.end)


def _counts_differ(event: Event, other: Event) -> bool:
    """« 14 blessés » and « deux blessés »: exact numbers of the same thing that differ."""
    mine, theirs = (
        {
            one.unit: one.value
            for one in some.arguments
            if one.value is not None and one.bound == "exact" and not one.subset
        }
        for some in (event, other)
    )
    return any(mine[unit] != theirs[unit] for unit in mine.keys() & theirs.keys() if unit)


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
