"""The bearers of a corpus, once its usages are joined: their names, ids and evidence. Made once, and then read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pressmark.yaml_files.lexicons import Lexicons

from .bearers import KNOWN_PLACE, MISTAKEN_GENDER_RATIO, Bearer, JoinedBearers
from .collected_names import CollectedNames
from .gazetteer import GazetteerEntry
from .ids import make_name_ids
from .known_bodies import find_known_bodies
from .merges import Merges, find_merges
from .name_evidence import NameEvidence
from .name_joins import join_usages
from .places import Place
from .researcher_facts import ResearcherFacts
from .transliterations import find_transliterations
from .usages import Usage, name_key

__all__ = ["LinkedNames", "link_names", "ranked"]


@dataclass(frozen=True, slots=True)
class LinkedNames:
    """
    The bearer of each usage, and what there is to say of each bearer, merges of the corrections included.

    `names` and `ids` hold the bearers before the merges, too: a merge goes by them. `bearers` has that of each usage, in the
    order of what was `collected`; `usages_of` holds the bearers after the merges alone, each with the numbers of its usages;
    `bearer_by_key` the one person whom a full name or a surname means.
    """

    facts: ResearcherFacts
    collected: CollectedNames
    joined: JoinedBearers
    merges: Merges
    names: Mapping[Bearer, str]
    ids: Mapping[Bearer, str]
    bearers: Sequence[Bearer]
    usages_of: Mapping[Bearer, Sequence[int]]
    bearer_by_key: Mapping[str, Bearer]

    def bearer_of(self, number: int) -> Bearer:
        """Return the bearer of the usage of this number."""
        return self.bearers[number]

    def evidence_of(self, bearer: Bearer) -> NameEvidence:
        """Return what articles say of a bearer."""
        return self.collected.evidence_of(self.usages_of[bearer])

    def gender_of(self, bearer: Bearer) -> tuple[str | None, str | None]:
        """
        Return the gender of a row and what says it: the gazetteer, else titles and roles, else the pronouns of its quotes.

        Titles that disagree leave it open, whatever pronouns say; of a row that may be several people they say nothing.
        """
        entry = self.entry_of(bearer)
        if entry and entry.gender:
            return entry.gender, "gazetteer"
        numbers = self.usages_of[bearer]
        stated = _total(self.collected.genders, numbers)
        if stated:
            gender = _agreed_gender(stated)
            return gender, "title" if gender else None
        if bearer.label != "PER" or bearer in self.joined.ambiguous:
            return None, None
        # Last, as a pronoun is read from a clause beside the quote and may mean somebody else.
        told = _total(self.collected.pronouns, numbers)
        gender = _agreed_gender(told) if told else None
        return gender, "pronoun" if gender else None

    def name_of(self, bearer: Bearer) -> str:
        """Return the name of a bearer's row: that of a correction, else its own."""
        return self.merges.names.get(bearer, self.names[bearer])

    def place_of(self, bearer: Bearer) -> Place | None:
        """Return the place on Earth that a bearer is; None when it is none, or not a known one."""
        return _place_of(bearer, self.collected.places)

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


def link_names(
    collected: CollectedNames, facts: ResearcherFacts, lexicons: Lexicons
) -> LinkedNames:
    """Join what was `collected`, knowing the researcher's `facts`; the order of articles makes no difference."""
    joined = join_usages(
        collected.articles_of,
        collected.fulls_by_short,
        facts,
        capitals=collected.capitals,
        bodies=find_known_bodies(lexicons),
        transliterations=find_transliterations(collected.languages_of, lexicons),
    )
    usages_before_merges = _usages_by_bearer(collected, joined.by_usage)
    names: dict[Bearer, str] = {}
    for bearer, numbers in usages_before_merges.items():
        names[bearer] = _choose_name(bearer, numbers, collected, facts)
    distinctions: dict[Bearer, str] = {}
    for bearer in names:
        place = _place_of(bearer, collected.places)
        distinctions[bearer] = (
            place.country if place and place.country else bearer.distinction
        )
    # Before the merges, and of all bearers: a correction that merges two rows leaves the ids of all others as they were.
    ids = make_name_ids(names, distinctions)
    merges = find_merges(facts.corrections, ids, names)
    bearer_by_usage, usages_of = joined.by_usage, usages_before_merges
    if merges.targets:
        bearer_by_usage = {
            usage: merges.target_of(bearer) for usage, bearer in bearer_by_usage.items()
        }
        usages_of = _usages_by_bearer(collected, bearer_by_usage)
    return LinkedNames(
        facts=facts,
        collected=collected,
        joined=joined,
        merges=merges,
        names=names,
        ids=ids,
        bearers=[bearer_by_usage[usage] for usage in collected.usages],
        usages_of=usages_of,
        bearer_by_key=_people_by_key(bearer_by_usage, joined.ambiguous),
    )


def _people_by_key(
    bearer_by_usage: Mapping[Usage, Bearer], ambiguous: Container[Bearer]
) -> dict[str, Bearer]:
    """Return the one person whom a full name or a surname means for sure, by its key."""
    bearers_by_key: dict[str, Bearer | None] = {}
    for usage, bearer in bearer_by_usage.items():
        if usage.label == "PER":
            # « Lee said » later in the corpus: the last word of a full name, and the name itself where it is one word.
            surname = usage.key.split()[-1:]
            for key in {usage.key, *surname}:
                if bearers_by_key.setdefault(key, bearer) != bearer:
                    bearers_by_key[key] = None
    return {
        key: bearer
        for key, bearer in bearers_by_key.items()
        # A merge may have made a usage that is a person's into an organisation.
        if bearer is not None and bearer.label == "PER" and bearer not in ambiguous
    }


def ranked(counts: Mapping[str, int]) -> list[str]:
    """
    Return the texts of `counts`, the most frequent first, equals by alphabet.

    >>> ranked(Counter({"Lee": 2, "Ann Lee": 2, "A. Lee": 3}))
    ['A. Lee', 'Ann Lee', 'Lee']
    """
    return sorted(counts, key=lambda text: (-counts[text], text))


def _usages_by_bearer(
    collected: CollectedNames, bearer_by_usage: Mapping[Usage, Bearer]
) -> dict[Bearer, list[int]]:
    """Return the numbers of the usages of each bearer."""
    numbers: defaultdict[Bearer, list[int]] = defaultdict(list)
    for usage, bearer in bearer_by_usage.items():
        numbers[bearer].append(collected.number_of(usage))
    return dict(numbers)


_NOTHING: Mapping[str, int] = MappingProxyType({})


def _total(
    counts: Mapping[int, Counter[str]], numbers: Iterable[int]
) -> Mapping[str, int]:
    """Return what was counted of the usages of these numbers, together."""
    counted = [counts[number] for number in numbers if number in counts]
    # Of most nothing was.
    if not counted:
        return _NOTHING
    total: Counter[str] = Counter()
    for of_usage in counted:
        total.update(of_usage)
    return total


def _agreed_gender(counts: Mapping[str, int]) -> str | None:
    """Return the gender that alone is stated, or so much more often that the other is a mistake; None else."""
    by_frequency = Counter(counts).most_common()
    if len(by_frequency) == 2:
        (_, larger), (_, smaller) = by_frequency
        if smaller * MISTAKEN_GENDER_RATIO > larger:
            return None
    return by_frequency[0][0] if len(by_frequency) in (1, 2) else None


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


def _choose_name(
    bearer: Bearer,
    numbers: Sequence[int],
    collected: CollectedNames,
    facts: ResearcherFacts,
) -> str:
    """
    Return the gazetteer's or the correction's name, else the one that most mentions' articles give in full.

    `numbers` are those of the usages of the bearer.
    """
    if entry := _find_entry(bearer, facts):
        return entry.name
    if bearer.distinction in facts.corrections.namesake_names:
        return bearer.distinction
    # Most have one name alone: what is said of them need not be read.
    only_name = collected.only_name_of(numbers)
    if only_name and (bearer.label == "PER" or _is_full(bearer, only_name)):
        return only_name
    evidence = collected.evidence_of(numbers)
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
