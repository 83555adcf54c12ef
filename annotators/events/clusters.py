"""Clusters: which mentions within an article tell of one happening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressmark.spans import Event

__all__ = ["clustered"]

_STEM = 4
_EXCLUSIVE = ("place", "victim", "target", "partner")


def clustered(events: Sequence[Event]) -> list[Event]:
    """
    The events with their cluster, `c1`, `c2` … in reading order.

    Two mentions share one when they are of one type, their triggers begin alike or they share a participant, and no
    time, place or participant speaks against it. Statements and denials of one another stay apart.
    """
    clusters: list[list[Event]] = []
    given: list[Event] = []
    for event in events:
        known = next((number for number, some in enumerate(clusters) if _belongs(event, some)), None)
        if known is None:
            known = len(clusters)
            clusters.append([])
        clusters[known].append(event)
        given.append(replace(event, cluster=f"c{known + 1}"))
    return given


def _belongs(event: Event, others: Sequence[Event]) -> bool:
    if event.label != others[0].label or event.label == "STATEMENT":
        return False
    return any(_alike(event, other) for other in others) and not any(_against(event, other) for other in others)


def _alike(event: Event, other: Event) -> bool:
    if event.text[:_STEM].lower() == other.text[:_STEM].lower():
        return True
    return bool(_participants(event) & _participants(other))


def _participants(event: Event) -> set[str]:
    return {one.entity_id for one in event.arguments if one.entity_id and one.role in ("agent", *_EXCLUSIVE)}


def _against(event: Event, other: Event) -> bool:
    """Whether two mentions give the same part differently."""
    times = {one.time.value for one in (event, other) if one.time and one.time.value}
    if len(times) > 1 or (event.status != other.status and "denied" in (event.status, other.status)):
        return True
    for role in _EXCLUSIVE:
        mine, theirs = (_in_role(some, role) for some in (event, other))
        if mine and theirs and not mine & theirs:
            return True
    return False


def _in_role(event: Event, role: str) -> set[str]:
    return {one.entity_id for one in event.arguments if one.role == role and one.entity_id}
