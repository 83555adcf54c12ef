"""Names that are short for longer ones: a person's surname, an acronym, the first or last words of an organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from .bearers import KNOWN_PLACE, JoinedBearers
from .known_bodies import longest_names
from .person_variants import may_join
from .researcher_facts import ResearcherFacts
from .usages import NameKey, Usage, is_edge, name_key

__all__ = ["ShortNames", "join_to_longer"]

MAX_UNEXPLAINED_ARTICLES = 3
"""Articles that may use an acronym for each one that has its longer name; chosen, not measured."""


def join_to_longer(
    usage: Usage,
    longer_usages: Iterable[Usage],
    facts: ResearcherFacts,
    joined: JoinedBearers,
) -> None:
    """Give `usage` the only bearer of a longer name that fits it; when several fit, mark it as ambiguous."""
    own_bearer = joined.by_usage[usage]
    # Both are settled by more than a form of words: a researcher, or the map.
    if usage.namesake or own_bearer.distinction == KNOWN_PLACE:
        return
    fitting = {
        joined.by_usage[longer]
        for longer in longer_usages
        if may_join(usage, longer, facts)
    }
    # A surname alone means the only Lee of the corpus; with two of them it stays a row of its own, marked as ambiguous.
    fitting.discard(own_bearer)
    if len(fitting) == 1 and not fitting & joined.ambiguous:
        joined.by_usage[usage] = fitting.pop()
    elif fitting:
        joined.ambiguous.add(own_bearer)


class ShortNames:
    """Which names of a corpus may be short for which longer ones, and which stand by themselves."""

    def __init__(
        self,
        articles_of: Mapping[Usage, int],
        by_name: Mapping[NameKey, list[Usage]],
        fulls_by_short: Mapping[NameKey, set[str]],
        facts: ResearcherFacts,
        *,
        capitals: Collection[NameKey],
        bodies: Mapping[NameKey, str],
    ) -> None:
        """
        Count what articles say; `capitals` are the names that stand in capitals, as acronyms do.

        `bodies` has the body of each name that is known to be of one.
        """
        self._by_name = by_name
        self._labels = {label for label, _ in by_name}
        self._capitals = capitals
        self._longest_of_body = longest_names(by_name, bodies)
        self._longer_names = _find_longer_names(by_name, fulls_by_short, facts)
        self._names_with_edge = _count_edges(by_name)
        self._articles_of_name: Counter[NameKey] = Counter()
        for usage, articles in articles_of.items():
            # An article that also has the longer name says nothing of the short one alone.
            if usage.full is None:
                self._articles_of_name[usage.name] += articles

    def longer_usages(self, usage: Usage) -> Iterator[Usage]:
        """Yield the usages of longer names that `usage` may be short for, sorted by their name."""
        longer_names = self._longer_names.get(usage.name, set())
        # « UE » and "European Union": no article need say so, and neither begins or ends the other.
        longest_of_body = self._longest_of_body.get(usage.name, usage.name)
        if longest_of_body != usage.name:
            longer_names = longer_names | {longest_of_body}
        # Its articles say themselves whom they mean: "Rosneft" beside "Rosneft Trading" is short for nothing else. A
        # name has as many such usages as longer names: each must not go through all of them.
        if usage.full is not None:
            longer_names = longer_names & {
                (label, usage.full) for label in self._labels
            }
        for name in sorted(longer_names):
            for longer in self._by_name.get(name, ()):
                if self._may_be_short(usage, longer):
                    yield longer

    def _may_be_short(self, usage: Usage, longer: Usage) -> bool:
        """Say whether the name of `usage` may be short for that of `longer`, as far as it is counted."""
        if usage.label == "PER":
            return True
        if self._longest_of_body.get(usage.name) == longer.name:
            return True
        if is_edge(usage.key, longer.key):
            return self._may_be_edge(usage, longer)
        if usage.full == longer.key:
            return True
        # The BBC is no "Broxtowe Borough Council" because one article on the council names both.
        bound = MAX_UNEXPLAINED_ARTICLES * self._articles_of_name[longer.name]
        return self._articles_of_name[usage.name] <= bound

    def _may_be_edge(self, usage: Usage, longer: Usage) -> bool:
        """
        Say whether the first or last words of a longer name are short for it.

        A name that more articles use by itself than the longer one is its own bearer's; so is one at the edge of
        several names, unless its own articles say which they mean. An acronym at the edge of several means none.
        """
        if self._articles_of_name[usage.name] > self._articles_of_name[longer.name]:
            return False
        is_explained = usage.full is not None and usage.name not in self._capitals
        return is_explained or self._names_with_edge[usage.name] < 2


def _count_edges(names: Iterable[NameKey]) -> Counter[NameKey]:
    """Count, for each run of first or last words, the longer names but persons' that it begins or ends."""
    counts: Counter[NameKey] = Counter()
    for label, key in names:
        # A person's short name is the surname alone, which is looked for by itself.
        if label == "PER":
            continue
        words = key.split()
        for size in range(1, len(words)):
            # A set: "Duran Duran" has one edge, counted once.
            edges = {" ".join(words[:size]), " ".join(words[-size:])}
            counts.update((label, edge) for edge in edges)
    return counts


def _find_longer_names(
    names: Collection[NameKey],
    fulls_by_short: Mapping[NameKey, set[str]],
    facts: ResearcherFacts,
) -> dict[NameKey, set[NameKey]]:
    """
    Find, for each of `names` that may be short for others, these longer names.

    A person's surname is short for every full name that ends with it, anything else for what an article so calls, and
    an alias of the gazetteer for the name of its entry.
    """
    longer: defaultdict[NameKey, set[NameKey]] = defaultdict(set)
    for label, key in names:
        if label == "PER" and " " in key:
            # The last word: in French and English the surname comes after the first name.
            surname = key.split()[-1]
            longer[label, surname].add((label, key))
    for (label, short), fulls in fulls_by_short.items():
        if label != "PER":
            longer[label, short].update((label, full) for full in fulls)
    for name, entries in facts.entries.items():
        longer[name].update(
            (entry.label, name_key(entry.label, entry.name)) for entry in entries
        )
    return {name: longer[name] - {name} for name in longer if name in names}
