"""
Why two clusters of different articles tell of one happening: what they share, and that nothing speaks against it.

`happening_joins` walks through the clusters and asks this of those that stand in one block.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

from .event_clusters import SIDES, STEM_LETTERS, EventCluster

__all__ = ["MAX_COMPARED_CLUSTERS", "JoinReason", "compared_content", "reason_to_join"]

MAX_DAYS_TO_PRINT = 2
"""Days from what happened to the article that dates it by its own day: the paper of the next day, and of the one after
a holiday. Chosen, not measured."""

MAX_COMPARED_CLUSTERS = 20
"""How many clusters of a happening another must fit, the first ones: a bound on the work, chosen. An agency's text is
printed by many."""


@dataclass(frozen=True, slots=True)
class JoinReason:
    """What a cluster shares with those of earlier articles: ids of names, and the word; None where they use others."""

    names: tuple[str, ...]
    word: str | None

    def __str__(self) -> str:
        """
        Return the reason as the tables have it.

        >>> str(JoinReason(("loc-metz", "per-lee"), "attack"))
        'loc-metz, per-lee; attack'
        """
        names = ", ".join(self.names)
        return f"{names}; {self.word}" if self.word else names


def reason_to_join(
    cluster: EventCluster,
    others: Collection[EventCluster],
    exchanged: Collection[str],
) -> JoinReason | None:
    """
    Return why `cluster` tells of the happening that the clusters `others` tell of; None where it does not.

    It must fit each of them, and share with one what is enough: two names, each on its side;
    or a place or who is acted on, the word, and a day that both texts say. Of `exchanged` types two names and the word
    are asked: ministers accuse one another of several things a day.
    """
    for other in others:
        if _contradict(cluster, other):
            return None
    for other in others:
        reason = _reason_with(cluster, other, exchanged)
        if reason is not None:
            return reason
    return None


def compared_content(cluster: EventCluster) -> Hashable:
    """Return all that `reason_to_join` looks at in one of its `others`: of two that have the same it says the same."""
    return (
        cluster.day,
        cluster.bounds,
        cluster.is_denied,
        frozenset(cluster.stems),
        frozenset(cluster.wide),
        tuple(frozenset(cluster.sides.get(side, ())) for side in SIDES),
    )


def _reason_with(
    cluster: EventCluster, other: EventCluster, exchanged: Collection[str]
) -> JoinReason | None:
    """Return why two clusters that do not contradict one another are one happening; None where too little says so."""
    shared = _shared_names(cluster, other)
    telling = [name_id for name_id in shared if name_id not in cluster.wide]
    if not telling:
        return None
    word = _shared_word(cluster, other)
    is_dated = cluster.time is not None and other.time is not None
    is_exchanged = any(mention.label in exchanged for mention in cluster.mentions)
    if len(shared) > 1:
        is_enough = word is not None or not is_exchanged
    else:
        # « attaque mardi à Metz », twice. Whoever acts does so several times a day, and is not enough alone.
        agents = cluster.sides.get("agent", set())
        is_enough = is_dated and word is not None and not is_exchanged
        is_enough = is_enough and not agents.issuperset(telling)
    return JoinReason(tuple(shared), word) if is_enough else None


def _shared_names(cluster: EventCluster, other: EventCluster) -> list[str]:
    """Return the ids of the names that stand on the same side in both, sorted."""
    shared: set[str] = set()
    for side, names in cluster.sides.items():
        shared |= names & other.sides.get(side, set())
    return sorted(shared)


def _shared_word(cluster: EventCluster, other: EventCluster) -> str | None:
    """Return a trigger word of `cluster` that the other has, too, in some form; None without one."""
    stems = cluster.stems & other.stems
    if not stems:
        return None
    return min(
        mention.trigger
        for mention in cluster.mentions
        if mention.trigger[:STEM_LETTERS] in stems
    )


def _contradict(cluster: EventCluster, other: EventCluster) -> bool:
    """Return whether a day, a place, somebody who takes part or a denial says that two clusters tell of two things."""
    if cluster.is_denied != other.is_denied or not _are_of_one_day(cluster, other):
        return True
    # Countries tell little of what is the same, and much of what is not.
    places, other_places = cluster.places, other.places
    if places and other_places and places.isdisjoint(other_places):
        return True
    wide = cluster.wide | other.wide
    for side in cluster.sides.keys() & other.sides.keys():
        one, two = cluster.sides[side] - wide, other.sides[side] - wide
        # « Anne et Paul », « Anne et Marie »: one of them may leave somebody out, but not both.
        if one and two and not (one <= two or two <= one):
            return True
    return False


def _are_of_one_day(cluster: EventCluster, other: EventCluster) -> bool:
    """
    Return whether two clusters may be of one day.

    Two days that the texts say must be the same; of what has only its article's day, that must not be long after.
    """
    if cluster.bounds is not None and other.bounds is not None:
        (first, last), (other_first, other_last) = cluster.bounds, other.bounds
        return first <= other_last and other_first <= last
    if cluster.day is None or other.day is None:
        return False
    days = (cluster.day - other.day).days
    if cluster.time is not None:
        days = -days
    is_undated = cluster.time is None and other.time is None
    lowest = -MAX_DAYS_TO_PRINT if is_undated else 0
    return lowest <= days <= MAX_DAYS_TO_PRINT
