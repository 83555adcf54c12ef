"""The bearers of a corpus, once its usages are joined: their names, ids and evidence. Made once, and then read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .bearers import KNOWN_PLACE, Bearer, JoinedBearers
from .gazetteer import GazetteerEntry
from .ids import make_name_ids
from .known_bodies import find_known_bodies
from .merges import Merges, find_merges
from .name_evidence import CollectedNames, NameEvidence
from .name_joins import join_usages
from .places import Place
from .researcher_facts import ResearcherFacts
from .usages import Usage, name_key

__all__ = ["LinkedNames", "link_names", "ranked"]


@dataclass(frozen=True, slots=True)
class LinkedNames:
    """
    The bearer of each usage, and what there is to say of each bearer, merges of the corrections included.

    `names` and `ids` hold the bearers before the merges, too: a merge goes by them. `evidence` and `pronouns` hold
    those after the merges alone.
    """

    facts: ResearcherFacts
    joined: JoinedBearers
    merges: Merges
    names: Mapping[Bearer, str]
    ids: Mapping[Bearer, str]
    places: Mapping[str, Place]
    bearer_by_usage: Mapping[Usage, Bearer]
    evidence: Mapping[Bearer, NameEvidence]
    pronouns: Mapping[Bearer, Counter[str]]

    def name_of(self, bearer: Bearer) -> str:
        """Return the name of a bearer's row: that of a correction, else its own."""
        return self.merges.names.get(bearer, self.names[bearer])

    def place_of(self, bearer: Bearer) -> Place | None:
        """Return the place on Earth that a bearer is; None when it is none, or not a known one."""
        return _place_of(bearer, self.places)

    def entry_of(self, bearer: Bearer) -> GazetteerEntry | None:
        """Return the entry of a row's bearer, else of the first of those that a correction made one with it."""
        if entry := _find_entry(bearer, self.facts):
            return entry
        # Sorted, so that of two entries that a correction made one the same speaks in every run.
        for merged_bearer in sorted(self.merges.targets):
            if self.merges.target_of(merged_bearer) == bearer and (
                entry := _find_entry(merged_bearer, self.facts)
            ):
                return entry
        return None


def link_names(collected: CollectedNames, facts: ResearcherFacts) -> LinkedNames:
    """Join what was `collected`, knowing the researcher's `facts`; the order of articles makes no difference."""
    joined = join_usages(
        collected.articles_of,
        collected.fulls_by_short,
        facts,
        capitals=collected.capitals,
        bodies=find_known_bodies(collected.lexicons),
    )
    unmerged = _evidence_by_bearer(
        (bearer, collected.evidence[usage]) for usage, bearer in joined.by_usage.items()
    )
    names = {
        bearer: _choose_name(bearer, evidence, facts)
        for bearer, evidence in unmerged.items()
    }
    distinctions: dict[Bearer, str] = {}
    for bearer in names:
        place = _place_of(bearer, collected.places)
        distinctions[bearer] = (
            place.country if place and place.country else bearer.distinction
        )
    # Before the merges, and of all bearers: a correction that merges two rows leaves the ids of all others as they were.
    ids = make_name_ids(names, distinctions)
    merges = find_merges(facts.corrections, ids, names)
    bearer_by_usage = {
        usage: merges.target_of(bearer) for usage, bearer in joined.by_usage.items()
    }
    pronouns: defaultdict[Bearer, Counter[str]] = defaultdict(Counter)
    for usage, genders in collected.pronouns.items():
        pronouns[bearer_by_usage[usage]].update(genders)
    return LinkedNames(
        facts=facts,
        joined=joined,
        merges=merges,
        names=names,
        ids=ids,
        places=collected.places,
        bearer_by_usage=bearer_by_usage,
        evidence=_evidence_by_bearer(
            (merges.target_of(bearer), evidence)
            for bearer, evidence in unmerged.items()
        ),
        pronouns=pronouns,
    )


def ranked(counts: Counter[str]) -> list[str]:
    """
    Return the texts of `counts`, the most frequent first, equals by alphabet.

    >>> ranked(Counter({"Lee": 2, "Ann Lee": 2, "A. Lee": 3}))
    ['A. Lee', 'Ann Lee', 'Lee']
    """
    return sorted(counts, key=lambda text: (-counts[text], text))


def _evidence_by_bearer(
    pairs: Iterable[tuple[Bearer, NameEvidence]],
) -> dict[Bearer, NameEvidence]:
    """Put together the evidence of each bearer; of one with a single part, that very value, as most have but one."""
    parts_by_bearer: defaultdict[Bearer, list[NameEvidence]] = defaultdict(list)
    for bearer, evidence in pairs:
        parts_by_bearer[bearer].append(evidence)
    whole: dict[Bearer, NameEvidence] = {}
    for bearer, parts in parts_by_bearer.items():
        whole[bearer] = parts[0] if len(parts) == 1 else NameEvidence.merged(parts)
    return whole


def _place_of(bearer: Bearer, places: Mapping[str, Place]) -> Place | None:
    """Return the place of a bearer that was joined by its place; None of any other."""
    if bearer.distinction != KNOWN_PLACE:
        return None
    # Such a bearer's key is the id of its place.
    return places.get(bearer.key)


def _find_entry(bearer: Bearer, facts: ResearcherFacts) -> GazetteerEntry | None:
    """
    Find the gazetteer's entry of a bearer, when one alone has its name; None else.

    A namesake of the corrections has a name of its own; one that is told apart by anything else is not the entry's.
    """
    is_namesake = bearer.distinction in facts.corrections.namesake_names
    if bearer.distinction and not is_namesake:
        return None
    key = name_key(bearer.label, bearer.distinction) if is_namesake else bearer.key
    entries = facts.entries.get((bearer.label, key), ())
    # Not by an alias: what several entries are called by is none's own name.
    by_name = [entry for entry in entries if name_key(entry.label, entry.name) == key]
    return by_name[0] if len(by_name) == 1 else None


def _choose_name(bearer: Bearer, evidence: NameEvidence, facts: ResearcherFacts) -> str:
    """Return the gazetteer's or the correction's name, else the one that most mentions' articles give in full."""
    if entry := _find_entry(bearer, facts):
        return entry.name
    if bearer.distinction in facts.corrections.namesake_names:
        return bearer.distinction
    names = ranked(evidence.names)
    full_names = [name for name in names if _is_full(bearer, name)]
    if not full_names and bearer.label != "PER":
        # An acronym that its articles call by longer names, which it is not: "BBC" in articles on "BBC Radio".
        full_names = [
            " ".join(text.split())
            for text in ranked(evidence.surfaces)
            if _is_full(bearer, text)
        ]
    return (full_names or names)[0]


def _is_full(bearer: Bearer, name: str) -> bool:
    """Say whether `name` is a bearer's in full: a person's of several words, any other as it was joined by."""
    if bearer.label == "PER" and " " in bearer.key:
        return " " in name and name[0].isupper()
    return name_key(bearer.label, name) == bearer.key
