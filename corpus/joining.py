"""
Which groups of mentions have one bearer, across all articles: the rules of the join, in the order in which they count.

    corrections   what the researcher's file calls somebody else
    gazetteer     a name or alias of one entry alone
    places        two names of one place; one name of two places
    full names    equal names, unless genders or fields of work keep them apart
    variants      a longer and a shorter full name of one person
    short names   surnames, acronyms and the like, when one longer name alone fits; else they stay alone, marked; so
                  does a name that more articles use by itself than its longer form ("BBC" and "BBC Radio")
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .corrections import Corrections
from .gazetteer import Entry
from .groups import Group, is_at_odds, is_edge, name_key

__all__ = ["MISTAKEN", "PLACE", "Bearer", "Joined", "Known", "joined"]

Name = tuple[str, str]
PLACE = "place"
"""The mark of a bearer whose place is known."""


_MOST_WORDS = 60
"""Words of a name that may be a longer form of another: what is longer is no name."""
MISTAKEN = 5
"""A gender is taken for a mistake when the other is stated in more than so many times its articles."""


class Bearer(NamedTuple):
    """Whom or what a group of mentions means. `mark` tells namesakes apart; a known place has its id as its key."""

    label: str
    key: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known from outside: gazetteer entries by each of their forms, and the researcher's corrections."""

    entries: Mapping[Name, tuple[Entry, ...]] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)

    @property
    def all_entries(self) -> list[Entry]:
        """Every entry, once."""
        return list({id(entry): entry for entries in self.entries.values() for entry in entries}.values())

    @classmethod
    def of(cls, entries: Iterable[Entry] = (), corrections: Corrections | None = None) -> Known:
        """Index the entries by label and key of each form."""
        by_form: dict[Name, tuple[Entry, ...]] = {}
        for entry in entries:
            for form in entry.forms:
                name = entry.label, name_key(entry.label, form)
                if entry not in by_form.get(name, ()):
                    by_form[name] = (*by_form.get(name, ()), entry)
        return cls(by_form, corrections or Corrections())


@dataclass(frozen=True, slots=True)
class Joined:
    """The bearer of each group; in `ambiguous` those that may be several, because no article says which is meant."""

    bearers: dict[Group, Bearer] = field(default_factory=dict)
    ambiguous: set[Bearer] = field(default_factory=set)


def joined(
    groups: Mapping[Group, int], shorter: Mapping[Name, set[str]], known: Known, *, capitals: Collection[Name] = ()
) -> Joined:
    """
    Join the groups of a corpus, each given with the number of its articles.

    `shorter` holds the surfaces by which articles call what they elsewhere name in full: label and key → full keys.
    `capitals` are names that are written in capitals alone, as acronyms are.
    """
    done = Joined()
    by_name: defaultdict[Name, list[Group]] = defaultdict(list)
    for group in sorted(groups, key=_order):
        by_name[group.name].append(group)
    for name, namesakes in by_name.items():
        _join_namesakes(name, {group: groups[group] for group in namesakes}, known, done)
    spellings = _spellings(by_name)
    for group in sorted(groups, key=lambda group: (len(group.key), *_order(group))):
        _join_variants(group, by_name, spellings, shorter, known, done)
    fuller = _fuller(by_name, shorter, known)
    edges = _Edges(groups, by_name, capitals)
    for group in sorted(groups, key=lambda group: (-len(group.key), *_order(group))):
        longer = [other for other in fuller.get(group.name, ()) if edges.may_be_short(group, other)]
        _join_to_longer(group, longer, known, done)
    return done


MAX_UNEXPLAINED = 3
"""Articles that may use an acronym for each one that has its longer name; chosen, not measured."""


class _Edges:
    """Which names are short for a longer one that begins or ends with them, and which stand by themselves."""

    def __init__(
        self, groups: Mapping[Group, int], by_name: Mapping[Name, list[Group]], capitals: Collection[Name]
    ) -> None:
        self._articles: defaultdict[Name, int] = defaultdict(int)
        for group, articles in groups.items():
            self._articles[group.name] += articles if group.full is None else 0
        self._capitals = capitals
        self._longer: defaultdict[Name, int] = defaultdict(int)
        for label, key in by_name:
            words = key.split() if label != "PER" else []
            for size in range(1, len(words)):
                for edge in {" ".join(words[:size]), " ".join(words[-size:])}:
                    self._longer[label, edge] += 1

    def may_be_short(self, group: Group, other: Group) -> bool:
        """
        Whether a group's name may be short for a longer one. A person's surname may, and what stands at no edge of it.

        A name that more articles use by itself than the longer one is its own bearer's; so is one at the edge of
        several names, unless its own articles say which they mean. An acronym at the edge of several means none.
        One that far more articles use than the longer name is somebody else's, too: the BBC is no
        "Broxtowe Borough Council" because one article on the council names both.
        """
        if group.label == "PER":
            return group.full in (None, other.key)
        if not is_edge(group.key, other.key):
            is_common = self._articles[group.name] > MAX_UNEXPLAINED * self._articles[other.name]
            return group.full == other.key or (group.full is None and not is_common)
        if group.full not in (None, other.key) or self._articles[group.name] > self._articles[other.name]:
            return False
        is_sure = group.full is not None and group.name not in self._capitals
        return is_sure or self._longer[group.name] < 2


def _order(group: Group) -> tuple[str, ...]:
    apart, place = group.apart or "", group.place or ""
    return group.label, group.key, apart, place, group.full or "", *sorted(group.fields), "", *sorted(group.genders)


def _join_namesakes(name: Name, groups: Mapping[Group, int], known: Known, done: Joined) -> None:
    """Find the bearers of one name. A group that says too little belongs to the only bearer, or is ambiguous."""
    entries = known.entries.get(name, ())
    if len(entries) == 1 and not any(group.apart for group in groups):
        done.bearers.update(dict.fromkeys(groups, Bearer(name[0], name_key(name[0], entries[0].name))))
        return
    kinds = _kinds(groups)
    bearers = [_bearer(name, kind, kinds) for kind in kinds]
    for bearer, kind in zip(bearers, kinds, strict=True):
        done.bearers.update(dict.fromkeys(kind, bearer))
    possible = [bearer for bearer, kind in zip(bearers, kinds, strict=True) if not kind[0].apart]
    for group in groups:
        if group not in done.bearers:
            done.bearers[group] = possible[0] if len(possible) == 1 else Bearer(*name)
            if len(possible) > 1:
                done.ambiguous.add(Bearer(*name))


def _kinds(groups: Mapping[Group, int]) -> list[list[Group]]:
    """
    Groups put together by what they share: a correction, a place, a field of work; then by gender.

    Groups that state a gender alone join the one kind that has it, or become a kind where none has; the gender that is
    stated more often also joins a kind without any. One that is hardly ever stated is a mistake, and says nothing.
    """
    kinds = _akin(groups)
    strong = list(map(_union, kinds))
    stated = _stated(groups)
    for gender in stated:
        found = [group for group in groups if _says_only(group, gender)]
        if not found:
            continue
        fitting = [number for number, kind in enumerate(strong) if not kind.apart and not is_at_odds(kind, found[0])]
        sure = [number for number in fitting if strong[number].genders]
        chosen = sure or (fitting if gender == stated[0] else [])
        if len(chosen) == 1:
            kinds[chosen[0]] += found
        elif not chosen:
            kinds.append(found)
    return kinds


def _akin(groups: Iterable[Group]) -> list[list[Group]]:
    """The groups that say more than a gender, those that share something together."""
    kinds: list[list[Group]] = []
    for group in groups:
        if group.apart or group.place or group.fields:
            kin = [kind for kind in kinds if any(_is_kin(group, other) for other in kind)]
            kinds = [kind for kind in kinds if kind not in kin] + [[*(one for kind in kin for one in kind), group]]
    return kinds


def _stated(groups: Mapping[Group, int]) -> list[str]:
    """The genders that are stated, the most frequent first; one that hardly ever is, is a mistake."""
    counts = {gender: sum(groups[group] for group in groups if gender in group.genders) for gender in ("f", "m")}
    most = max(counts, key=lambda gender: counts[gender])
    ordered = sorted(counts, key=lambda gender: gender != most)
    return [gender for gender in ordered if counts[gender] * MISTAKEN >= counts[most]]


def _says_only(group: Group, gender: str) -> bool:
    return group[2:6] == (frozenset({gender}), frozenset(), None, None)


def _is_kin(one: Group, other: Group) -> bool:
    if one.apart or other.apart:
        return one.apart == other.apart
    if one.place or other.place:
        return one.place == other.place
    return bool(one.fields & other.fields)


def _union(kind: list[Group]) -> Group:
    genders, fields = (frozenset().union(*values) for values in zip(*(group[2:4] for group in kind), strict=True))
    return kind[0]._replace(genders=genders, fields=fields)


def _bearer(name: Name, kind: list[Group], kinds: list[list[Group]]) -> Bearer:
    if kind[0].place and not kind[0].apart:
        return Bearer(name[0], kind[0].place, PLACE)
    others = [other for other in kinds if other is not kind]
    if not kind[0].apart and all(other[0].apart for other in others):
        return Bearer(*name)
    return Bearer(*name, _mark(kind, others) or str(kinds.index(kind) + 1))


def _mark(kind: list[Group], others: list[list[Group]]) -> str:
    """What tells a kind from the others: what a correction calls it, its fields of work, its gender."""
    mine = _union(kind)
    if mine.apart:
        return mine.apart
    for marks, theirs in ((mine.fields, "fields"), (mine.genders, "genders")):
        if marks and not any(marks & getattr(_union(other), theirs) for other in others):
            return "-".join(sorted(marks))
    return ""


def _fuller(
    by_name: Mapping[Name, list[Group]], shorter: Mapping[Name, set[str]], known: Known
) -> dict[Name, list[Group]]:
    """
    For each name that may be short for others: the groups of the longer ones.

    A person's surname is short for every full name that ends with it, anything else for what an article so calls.
    """
    longer: defaultdict[Name, set[Name]] = defaultdict(set)
    for label, key in by_name:
        if label == "PER" and " " in key:
            longer[label, key.split()[-1]].add((label, key))
    for (label, key), fulls in shorter.items():
        if label != "PER":
            longer[label, key] |= {(label, full) for full in fulls}
    for name, entries in known.entries.items():
        longer[name] |= {(entry.label, name_key(entry.label, entry.name)) for entry in entries}
    return {
        name: [group for one in sorted(fulls) if one != name for group in by_name.get(one, ())]
        for name, fulls in longer.items()
        if name in by_name
    }


def _join_to_longer(group: Group, fuller: Iterable[Group], known: Known, done: Joined) -> None:
    """Give a group the only bearer of a longer name that fits it; when several fit, it is ambiguous."""
    own = done.bearers[group]
    if group.apart or own.mark == PLACE:
        return
    fitting = {done.bearers[other] for other in fuller if _may_join(group, other, known)} - {own}
    if len(fitting) == 1 and not fitting & done.ambiguous:
        done.bearers[group] = fitting.pop()
    elif fitting:
        done.ambiguous.add(own)


def _may_join(one: Group, other: Group, known: Known) -> bool:
    return not is_at_odds(one, other) and not known.corrections.is_different(one.key, other.key)


def _spellings(names: Iterable[Name]) -> dict[str, set[str]]:
    """The keys of names that have initials by what is left without these."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for _, key in names:
        spelt = " ".join(_spelt(key))
        if spelt != key:
            spellings[spelt].add(key)
    return spellings


def _join_variants(
    group: Group,
    by_name: Mapping[Name, list[Group]],
    spellings: Mapping[str, set[str]],
    shorter: Mapping[Name, set[str]],
    known: Known,
    done: Joined,
) -> None:
    """
    Join a person's longer full name to a shorter one (« Luiz Inácio Lula da Silva », « Lula da Silva »).

    The shorter one must end it, and an article call its bearer so; or be the same but for initials, if nobody's differ.
    """
    words = group.key.split()
    if group.apart or group.label != "PER" or not 3 <= len(words) <= _MOST_WORDS:
        return
    ends = (" ".join(words[start:]) for start in range(1, len(words) - 1))
    shorts = [end for end in ends if group.key in shorter.get(("PER", end), ())]
    spelt = " ".join(_spelt(group.key))
    rivals = spellings.get(spelt, set()) if spelt != group.key else set()
    for short in (*shorts, *([spelt] if rivals == {group.key} and " " in spelt else [])):
        fitting = {done.bearers[other] for other in by_name.get(("PER", short), ()) if _may_join(group, other, known)}
        if len(fitting) == 1:
            done.bearers[group] = fitting.pop()
            return


def _spelt(key: str) -> list[str]:
    """The words of a name that are no initials."""
    return [word for word in key.split() if len(word.replace(".", "")) > 1]
