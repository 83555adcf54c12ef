"""Clusters: which mentions within an article tell of one happening, and what one mention then knows from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from pressmark.annotators.rules import Rule, conclude_first
from pressmark.layers.span_fields import with_fields
from pressmark.spans import Argument, Event, Time
from pressmark.yaml_files.lexicon_models.event_entries import EventTraits

__all__ = ["CLUSTER_RULES", "EventMention", "cluster_events"]

STEM_LETTERS = 5
"""Triggers of one type that begin with the same letters, so many, tell of one thing: « attaquer », « attaque ».
Chosen, not measured."""
STEM_LETTERS_ACROSS_TYPES = 4
"""The same of triggers of two types, which must share a participant: « tuer », « tuerie ». Chosen, not measured."""
MIN_SHARED_PARTICIPANTS = 2
"""Mentions of one type whose words differ must share so many participants; chosen, not measured."""
MAX_COMPARED_MENTIONS = 100
"""How many different mentions of its family a mention is compared with, counted back from the last; a bound on the
work. Chosen, not measured: an article of 2,000 words reaches it if every twentieth tells of a type, each otherwise."""
# a headline takes the time of the text whatever its status
_ANY_STATUS = ""
_EXCLUSIVE_ROLES = ("place", "victim", "target", "partner", "agent")
"""Roles whose different named fillers speak against one happening: an attack on Metz is not one on Vello."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """
    An event as its trigger tells it, before it has a cluster and a score.

    `lemma` is the trigger's, `is_headline` whether its sentence has no finite verb, `is_taking_up` whether it is a noun
    with a demonstrative: « cette attaque ».
    """

    event: Event
    lemma: str
    traits: EventTraits
    is_headline: bool = False
    is_taking_up: bool = False
    score: float | None = None

    @property
    def family(self) -> str:
        """The family of its type; a type without one is a family of its own."""
        family = self.traits.family
        return family or self.event.label


def cluster_events(
    mentions: Sequence[EventMention],
    names: Mapping[str, str],
    without: frozenset[str] = frozenset(),
) -> Iterator[Event]:
    """
    Yield the events of `mentions` with their clusters, `c1`, `c2` … in reading order.

    `names` maps the ids of entities to their names. Two mentions share a cluster when they are of one family, their
    triggers begin alike, a noun with « ce » takes up the last of its type, the text tells first what its headline said,
    or they share two participants, and no time, place or participant speaks against it. Within a cluster a time that
    only one mention gives is all mentions' time, and a headline takes its status from the text. Rules of the names
    `without` are not asked.
    """
    count = 0
    families: defaultdict[str, _Family] = defaultdict(_Family)
    cluster_of_mention: list[_Cluster] = []
    for mention in mentions:
        compared, family = _compare_by(mention, names), families[mention.family]
        cluster = None
        # A statement is each its own: no rule is asked.
        if not mention.traits.reporting:
            case = _Unclustered(compared, family)
            cluster = conclude_first(CLUSTER_RULES, case, without)
        if cluster is None:
            count += 1
            cluster = _Cluster(count)
            family.clusters.append(cluster)
        cluster.add(compared)
        if not mention.is_headline:
            family.labels_in_text.add(mention.event.label)
        cluster_of_mention.append(cluster)
    # Only now every cluster knows all that its mentions say.
    for mention, cluster in zip(mentions, cluster_of_mention, strict=True):
        yield _complete(mention, cluster)


@dataclass(frozen=True, slots=True)
class _ComparedMention:
    """A mention with what is compared of it: all participants, those with a name by role, exact numbers by unit."""

    mention: EventMention
    participants: frozenset[tuple[str, str]]
    names_by_role: Mapping[str, set[str]]
    counts: Mapping[str | None, float]

    @property
    def key(self) -> Hashable:
        """All that is compared of it: mentions that are equal in this need be compared with others once."""
        mention, event = self.mention, self.mention.event
        names = frozenset(
            (role, frozenset(people)) for role, people in self.names_by_role.items()
        )
        counts = frozenset(self.counts.items())
        return (
            event.label,
            mention.lemma,
            mention.is_headline,
            event.status,
            event.time,
            self.participants,
            names,
            counts,
        )


def _compare_by(mention: EventMention, names: Mapping[str, str]) -> _ComparedMention:
    """Return `mention` with what its arguments say, read once."""
    participants = set()
    names_by_role: defaultdict[str, set[str]] = defaultdict(set)
    counts: dict[str | None, float] = {}
    for argument in mention.event.arguments:
        # « la police » tells more of who than a time or a topic does.
        if argument.role in _EXCLUSIVE_ROLES:
            who = _participant_key(argument, names)
            participants.add((argument.role, who))
            if argument.entity_id:
                names_by_role[argument.role].add(who)
        is_whole = argument.bound == "exact" and not argument.subset
        if is_whole and argument.value is not None:
            # « au moins 14 morts » does not contradict « 16 morts », and a part of a number none at all.
            counts[argument.unit] = argument.value
    return _ComparedMention(mention, frozenset(participants), names_by_role, counts)


@dataclass(slots=True)
class _Cluster:
    """
    The mentions of one happening as it is put together: those that differ, each once, in their order.

    `times` are the times that they give, by status, each with the last event that gives it; `statuses_in_text` are
    those of the mentions that are no headline.
    """

    number: int
    mentions: dict[Hashable, _ComparedMention] = field(default_factory=dict)
    times: defaultdict[str, dict[str, Event]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    own_times: defaultdict[str, dict[str, Event]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    statuses_in_text: set[str] = field(default_factory=set)

    def add(self, compared: _ComparedMention) -> None:
        """Take a mention in."""
        event = compared.mention.event
        self.mentions.setdefault(compared.key, compared)
        if event.time and event.time.value:
            self.times[event.status][event.time.value] = event
            self.times[_ANY_STATUS][event.time.value] = event
            if _has_own_time(event):
                self.own_times[event.status][event.time.value] = event
                self.own_times[_ANY_STATUS][event.time.value] = event
        if not compared.mention.is_headline:
            self.statuses_in_text.add(event.status)


@dataclass(slots=True)
class _Family:
    """The clusters of a type family in their order, and the labels that the text, and no headline, has told of."""

    clusters: list[_Cluster] = field(default_factory=list)
    labels_in_text: set[str] = field(default_factory=set)

    def recent(self) -> Iterator[_Cluster]:
        """Yield the clusters that a mention is compared with, the last first."""
        compared = 0
        for cluster in reversed(self.clusters):
            yield cluster
            compared += len(cluster.mentions)
            if compared >= MAX_COMPARED_MENTIONS:
                return


class _Unclustered(NamedTuple):
    """A mention whose cluster is looked for in its family."""

    compared: _ComparedMention
    family: _Family

    @property
    def mention(self) -> EventMention:
        """The mention itself."""
        return self.compared.mention

    def last(
        self, fits: Callable[[Collection[_ComparedMention]], bool]
    ) -> _Cluster | None:
        """Return the last cluster whose mentions fit and do not contradict; None without one."""
        for cluster in self.family.recent():
            members = list(
                islice(reversed(cluster.mentions.values()), MAX_COMPARED_MENTIONS)
            )
            if fits(members) and not any(
                _contradict(self.compared, member) for member in members
            ):
                return cluster
        return None


def _find_alike(case: _Unclustered) -> _Cluster | None:
    """Return the last cluster with a mention of like words or participants."""
    return case.last(
        lambda members: any(_are_alike(case.compared, member) for member in members)
    )


def _is_told_first(case: _Unclustered) -> bool:
    """Return whether the text tells of a type for the first time."""
    if case.mention.is_headline:
        return False
    return case.mention.event.label not in case.family.labels_in_text


def _is_in_headlines_alone(
    mention: EventMention, members: Collection[_ComparedMention]
) -> bool:
    """Return whether only a headline has said it, maybe in another word: « Accident », « heurté »."""
    label = mention.event.label
    return all(
        member.mention.is_headline and member.mention.event.label == label
        for member in members
    )


def _are_alike(one: _ComparedMention, other: _ComparedMention) -> bool:
    """Return whether the words or participants of two mentions say that they tell of one thing."""
    lemma, other_lemma = one.mention.lemma, other.mention.lemma
    is_same_type = one.mention.event.label == other.mention.event.label
    # « attaquer », then « l'attaque »
    if is_same_type and lemma[:STEM_LETTERS] == other_lemma[:STEM_LETTERS]:
        return True
    shared = one.participants & other.participants
    # « tuer » and « tuerie » are of two types: their words alone would be too little.
    stem = lemma[:STEM_LETTERS_ACROSS_TYPES]
    other_stem = other_lemma[:STEM_LETTERS_ACROSS_TYPES]
    if shared and stem == other_stem:
        return True
    return is_same_type and len(shared) >= MIN_SHARED_PARTICIPANTS


def _participant_key(argument: Argument, names: Mapping[str, str]) -> str:
    """Return who a participant is: its name, else its first word, of which the plural counts as the singular."""
    return names.get(argument.entity_id or "") or argument.text.split()[
        0
    ].lower().rstrip("sx")


def _contradict(one: _ComparedMention, other: _ComparedMention) -> bool:
    """Return whether two mentions give one thing differently: a time, a name, « 14 morts » and « deux morts »."""
    event, other_event = one.mention.event, other.mention.event
    times = {
        time.value for time in (event.time, other_event.time) if time and time.value
    }
    # « lundi » and « le 3 mai » may be the same day, and « mai » holds it.
    if len(times) > 1 and not _do_overlap(event.time, other_event.time):
        return True
    # « n'a pas attaqué » and « a attaqué » are told of two things; a plan and what came of it may be one.
    if event.status != other_event.status and "denied" in (
        event.status,
        other_event.status,
    ):
        return True
    for role, people in one.names_by_role.items():
        # Metz and Vello were not struck by one attack.
        if role in other.names_by_role and not people & other.names_by_role[role]:
            return True
    # Numbers without a noun count different things: « 14 » may be dead or trucks.
    shared = one.counts.keys() & other.counts.keys()
    return any(one.counts[unit] != other.counts[unit] for unit in shared if unit)


def _has_own_time(event: Event) -> bool:
    """Return whether the words that date an event stand with it, and not only before it."""
    return any(argument.role == "time" for argument in event.arguments)


def _do_overlap(one: Time | None, other: Time | None) -> bool:
    """Return whether two times share a moment; a time without bounds may share one with any."""
    if one is None or other is None:
        return True
    if None in (one.start, one.end, other.start, other.end):
        return True
    # ISO dates sort as they follow one another.
    begins_in_time = str(one.start) <= str(other.end)
    return begins_in_time and str(other.start) <= str(one.end)


def _complete(mention: EventMention, cluster: _Cluster) -> Event:
    """Return the event with what its cluster knows: a time that no mention contradicts, of a headline the status."""
    event = mention.event
    changes: dict[str, Any] = {}
    status_of_times = _ANY_STATUS if mention.is_headline else event.status
    # What stands with one mention is surer than what the text before another says.
    times = cluster.own_times[status_of_times] or cluster.times[status_of_times]
    # Two times in one cluster are two opinions: neither is given to a third mention.
    if len(times) == 1 and not _has_own_time(event):
        (dated,) = times.values()
        changes = {"time": dated.time, "time_id": dated.time_id}
    # « Grève des cheminots » is asserted by its form alone; the text says « prévue pour mardi ».
    is_bare = mention.is_headline and event.status == "asserted"
    if is_bare and len(cluster.statuses_in_text) == 1:
        (changes["status"],) = cluster.statuses_in_text
    return with_fields(
        event, score=mention.score, cluster=f"c{cluster.number}", **changes
    )


# The surest sign first: a like word, then what the headline said, then any that « cette attaque » may take up.
CLUSTER_RULES: tuple[Rule[_Unclustered, _Cluster], ...] = (
    Rule(
        "like words",
        "Des rebelles ont attaqué le port. L'attaque a duré une heure.",
        _find_alike,
    ),
    Rule(
        "told in the headline",
        "Accident à Metz.¶Une voiture a heurté un arbre.",
        lambda case: case.last(
            lambda members: _is_in_headlines_alone(case.mention, members)
        ),
        _is_told_first,
    ),
    # It takes up the last of its family, whatever its word was.
    Rule(
        "taken up",
        "Une bombe a explosé. Cette attaque est la première.",
        lambda case: case.last(lambda members: True),
        lambda case: case.mention.is_taking_up,
    ),
)
"""Which earlier mentions tell of the same happening."""
