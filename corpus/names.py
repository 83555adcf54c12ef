"""
The names of a corpus: one row per person, place, organisation or other name, joined across articles.

`joining` says which mentions have one bearer; here they are collected, and each bearer gets an id and a row.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from .columns import Columns, packed, unpacked
from .gazetteer import Entry
from .groups import Group, RowName, article_groups, name_key, row_name
from .joining import MISTAKEN, PLACE, Bearer, Joined, Known, joined
from .merging import Merges, merges
from .name_ids import name_ids
from .places import Place, Places
from .speakers import Named, Speakers

__all__ = ["KeptNames", "Names"]

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Role:
    """A role as the corpus states it: the first and last date of its articles, how often, and of what it is one."""

    first: datetime | None = None
    last: datetime | None = None
    mentions: int = 0
    of: Counter[Group] = field(default_factory=Counter)

    def add(self, mentions: int, *dates: datetime | None) -> None:
        """So many more mentions, in articles of these dates."""
        known = [date for date in (self.first, self.last, *dates) if date is not None]
        self.first, self.last = min(known, default=None), max(known, default=None)
        self.mentions += mentions


@dataclass(slots=True)
class _Seen:
    names: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    roles: dict[str, _Role] = field(default_factory=dict)
    articles: array[int] = field(default_factory=lambda: array("I"))  # their numbers, each once, rising

    @classmethod
    def of(cls, some: Iterable[_Seen]) -> _Seen:
        """What was seen of a bearer under several names."""
        whole = cls()
        for one in some:
            whole.add(one)
        return whole

    def add(self, other: _Seen) -> None:
        """Take in what was seen of the same bearer under another name."""
        self.names.update(other.names)
        self.surfaces.update(other.surfaces)
        self.genders.update(other.genders)
        self.articles = array("I", sorted({*self.articles, *other.articles}))
        for text, role in other.roles.items():
            mine = self.roles.setdefault(text, _Role())
            mine.add(role.mentions, role.first, role.last)
            mine.of.update(role.of)


class Names:
    """
    Collects the entities of whole articles (`see`), then says each one's `name_id` (`ids`) and the table's `rows`.

    Entities and articles are rows of their tables; of an article, `id`, `language` and `published` are read.
    """

    def __init__(self, known: Known | None = None, places: Places | None = None) -> None:
        self._known = known or Known()
        self._places = places
        self._count = 0
        self._found: dict[str, Place] = {}
        self._seen: defaultdict[Group, _Seen] = defaultdict(_Seen)
        self._shorter: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._capitals: set[tuple[str, str]] = set()
        self._pronouns: defaultdict[Group, Counter[str]] = defaultdict(Counter)

    def see(self, entities: Iterable[Row], articles: Iterable[Row], quotes: Iterable[Row] = ()) -> None:
        """Take in the entities of these articles, and the genders that the pronouns of their quotes tell."""
        told: defaultdict[str, list[Row]] = defaultdict(list)
        for quote in quotes:
            if quote["pronoun_gender"] and quote["speaker_id"]:
                told[quote["article_id"]].append(quote)
        for article, rows, groups in self._by_article(entities, articles):
            self._count += 1
            of = {row["id"]: groups[row_name(row)] for row in rows}
            for row in rows:
                self._take(row, of, article["published"])
            for quote in told.get(article["id"], ()):
                if quote["speaker_id"] in of:
                    self._pronouns[of[quote["speaker_id"]]][quote["pronoun_gender"]] += 1

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """The `name_id` of each of these entities, which were all seen before, by entity id."""
        return {
            row["id"]: self._ids[self._bearers[groups[row_name(row)]]]
            for _, rows, groups in self._by_article(entities, articles)
            for row in rows
        }

    def rows(self) -> Iterable[dict[str, Any]]:
        """The rows of the `names` table, sorted by id."""
        in_order = sorted(self._by_bearer.items(), key=lambda item: self._ids[item[0]])
        return (self._row(bearer, seen) for bearer, seen in in_order)

    def speakers(self) -> Speakers:
        """What a quote repeats of each row, and the people whom a full name or a surname means."""
        known = {
            self._ids[bearer]: Named(self._named(bearer), bearer.label, self._gender(bearer, seen)[0])
            for bearer, seen in self._by_bearer.items()
        }
        called: defaultdict[str, set[Bearer]] = defaultdict(set)
        for group, bearer in self._bearers.items():
            if group.label == "PER":
                for key in {group.key, *group.key.split()[-1:]}:
                    called[key].add(bearer)
        one = {key: next(iter(bearers)) for key, bearers in called.items() if len(bearers) == 1}
        people = {key: bearer for key, bearer in one.items() if bearer.label == "PER"}
        sure = {key: self._ids[bearer] for key, bearer in people.items() if bearer not in self._joined.ambiguous}
        return Speakers(known, sure, self._known.corrections.apart_by_article)

    def columns(self) -> dict[str, str]:
        """The gazetteer's own columns with their types."""
        columns = Columns()
        for entry in self._known.all_entries:
            columns.see(entry.extra)
        return columns.types()

    def without_effect(self) -> list[str]:
        """What of the corrections finds nothing in this corpus, each with its line."""
        return [f"{self._known.corrections.file}:{line} {what}" for line, what in sorted(self._merges.wrong)]

    def _by_article(
        self, entities: Iterable[Row], articles: Iterable[Row]
    ) -> Iterator[tuple[Row, list[Row], dict[RowName, Group]]]:
        """Each article with its rows and their groups."""
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in entities:
            rows[row["article_id"]].append(row)
        for article in articles:
            mine = rows.get(article["id"], [])
            apart = self._known.corrections.apart_in(article["id"])
            places = self._places_of(mine, article["language"])
            yield article, mine, article_groups(mine, article["language"], places, apart)

    def _places_of(self, rows: Iterable[Row], language: str | None) -> dict[tuple[str, str], str]:
        named = {row["name"] if row_name(row)[2] is None else row["text"] for row in rows if row["label"] == "LOC"}
        found = self._places.of_article(named, language) if self._places else {}
        self._found.update({place.id: place for place in found.values()})
        return {("LOC", name_key("LOC", name)): place.id for name, place in found.items()}

    def _take(self, row: Row, of: Mapping[str, Group], published: datetime | None) -> None:
        group = of[row["id"]]
        seen = self._seen[group]
        seen.names[row["name"]] += 1
        seen.surfaces[row["text"]] += 1
        if not seen.articles or seen.articles[-1] != self._count:
            seen.articles.append(self._count)
        short, full = name_key(row["label"], row["text"]), group.full or group.key
        if short != full:
            self._shorter[row["label"], short].add(full)
        if row["text"].isupper():
            self._capitals.add((row["label"], short))
        if row["gender"]:
            seen.genders[row["gender"]] += 1
        if row["role"]:
            role = seen.roles.setdefault(row["role"], _Role())
            role.add(1, published)
            role.of.update([of[row["role_entity_id"]]] if row["role_entity_id"] in of else [])

    @cached_property
    def _joined(self) -> Joined:
        groups = {group: len(seen.articles) for group, seen in self._seen.items()}
        return joined(groups, self._shorter, self._known, capitals=self._capitals)

    @cached_property
    def _unmerged(self) -> dict[Bearer, _Seen]:
        return _together((bearer, self._seen[group]) for group, bearer in self._joined.bearers.items())

    @cached_property
    def _called(self) -> dict[Bearer, str]:
        return {bearer: self._name(bearer, seen) for bearer, seen in self._unmerged.items()}

    @cached_property
    def _ids(self) -> dict[Bearer, str]:
        places = {bearer: self._place(bearer) for bearer in self._called}
        marks = {bearer: place.country if place else bearer.mark for bearer, place in places.items()}
        return name_ids(self._called, marks)

    @cached_property
    def _merges(self) -> Merges:
        return merges(self._known.corrections, self._ids, self._called)

    @cached_property
    def _bearers(self) -> dict[Group, Bearer]:
        return {group: self._merges.of(bearer) for group, bearer in self._joined.bearers.items()}

    @cached_property
    def _by_bearer(self) -> dict[Bearer, _Seen]:
        return _together((self._merges.of(bearer), seen) for bearer, seen in self._unmerged.items())

    def _place(self, bearer: Bearer) -> Place | None:
        return self._found.get(bearer.key) if bearer.mark == PLACE else None

    def _entry(self, bearer: Bearer) -> Entry | None:
        """The gazetteer's entry of a bearer, when one alone is called like it; one told apart has a name of its own."""
        is_apart = bearer.mark in self._known.corrections.apart_names
        if bearer.mark and not is_apart:
            return None
        key = name_key(bearer.label, bearer.mark) if is_apart else bearer.key
        entries = self._known.entries.get((bearer.label, key), ())
        named = [entry for entry in entries if name_key(entry.label, entry.name) == key]
        return named[0] if len(named) == 1 else None

    def _entry_of_row(self, bearer: Bearer) -> Entry | None:
        """The entry of a row's bearer, else of the first of those that a correction made one with it."""
        return self._entry(bearer) or next(filter(None, map(self._entry, self._merged.get(bearer, ()))), None)

    @cached_property
    def _merged(self) -> dict[Bearer, list[Bearer]]:
        """The bearers that a correction made one with another, by that other."""
        found: defaultdict[Bearer, list[Bearer]] = defaultdict(list)
        for bearer in sorted(self._merges.into):
            found[self._merges.of(bearer)].append(bearer)
        return found

    def _named(self, bearer: Bearer) -> str:
        return self._merges.called.get(bearer, self._called[bearer])

    def _gender(self, bearer: Bearer, seen: _Seen) -> tuple[str | None, str | None]:
        """
        The gender of a row and what says it: the gazetteer, else titles and roles, else the pronouns of its own quotes.

        Titles that disagree leave it open, whatever pronouns say; of a row that may be several people they say nothing.
        """
        entry = self._entry_of_row(bearer)
        if entry and entry.gender:
            return entry.gender, "gazetteer"
        if seen.genders:
            return _with_source(_stated(seen.genders), "title")
        if bearer.label != "PER" or bearer in self._joined.ambiguous:
            return None, None
        return _with_source(_stated(self._told.get(bearer, Counter())), "pronoun")

    @cached_property
    def _told(self) -> dict[Bearer, Counter[str]]:
        """What the pronouns of each bearer's quotes tell."""
        found: defaultdict[Bearer, Counter[str]] = defaultdict(Counter)
        for group, genders in self._pronouns.items():
            found[self._bearers[group]].update(genders)
        return found

    def _name(self, bearer: Bearer, seen: _Seen) -> str:
        """The gazetteer's or the correction's name, else the one that most mentions' articles give in full."""
        if entry := self._entry(bearer):
            return entry.name
        apart = self._known.corrections.apart_names
        if bearer.mark in apart:
            return bearer.mark
        full = [name for name in _most_common(seen.names) if _is_full(bearer, name)]
        if not full and bearer.label != "PER":  # an acronym that its articles call by longer names, which it is not
            full = [" ".join(text.split()) for text in _most_common(seen.surfaces) if _is_full(bearer, text)]
        return (full or _most_common(seen.names))[0]

    def _row(self, bearer: Bearer, seen: _Seen) -> dict[str, Any]:
        entry, place = self._entry_of_row(bearer), self._place(bearer)
        name, (gender, gender_from) = self._named(bearer), self._gender(bearer, seen)
        surfaces = ((text, seen.surfaces[text]) for text in _most_common(seen.surfaces))
        where: Entry | Place | None = entry if entry and entry.latitude is not None else place
        own = entry.extra if entry else {}
        return {
            "id": self._ids[bearer],
            "label": bearer.label,
            "name": name,
            "aliases": [{"text": text, "mentions": count} for text, count in surfaces if text != name],
            "roles": list(self._roles(seen)),
            "gender": gender,
            "gender_from": gender_from,
            "ambiguous": bearer in self._joined.ambiguous,
            "wikidata": entry.wikidata if entry else None,
            "country": (entry and entry.country) or (place and place.country),
            "latitude": where.latitude if where else None,
            "longitude": where.longitude if where else None,
            "articles": len(seen.articles),
            "mentions": seen.surfaces.total(),
            **unpacked(packed(own), self._columns),
        }

    @cached_property
    def _columns(self) -> dict[str, str]:
        return self.columns()

    def _roles(self, seen: _Seen) -> Iterator[dict[str, Any]]:
        for text, role in sorted(seen.roles.items(), key=lambda item: (-item[1].mentions, item[0])):
            of = Counter[str]()
            for group, count in role.of.items():
                of[self._ids[self._bearers[group]]] += count
            yield {
                "text": text,
                "first": role.first,
                "last": role.last,
                "mentions": role.mentions,
                "name_id": _most_common(of)[0] if of else None,
            }


class KeptNames(Names):
    """Names that were joined before: the rows of a table and the links to them stay as they are."""

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
        super().__init__()
        self._kept = [dict(row) for row in rows]
        self._own = dict(columns)

    def see(self, entities: Iterable[Row], articles: Iterable[Row], quotes: Iterable[Row] = ()) -> None:
        """Nothing is new."""

    def speakers(self) -> Speakers:
        """What the rows as they stand say of each speaker."""
        return Speakers.of_rows(self._kept)

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """The links as they stand."""
        return {row["id"]: row["name_id"] for row in entities}

    def rows(self) -> Iterable[dict[str, Any]]:
        """The rows as they stand."""
        return self._kept

    def columns(self) -> dict[str, str]:
        """The user's own columns."""
        return self._own


def _together(found: Iterable[tuple[Bearer, _Seen]]) -> dict[Bearer, _Seen]:
    """What was seen of each bearer; of one that is found once, the very same value."""
    parts: defaultdict[Bearer, list[_Seen]] = defaultdict(list)
    for bearer, seen in found:
        parts[bearer].append(seen)
    return {bearer: some[0] if len(some) == 1 else _Seen.of(some) for bearer, some in parts.items()}


def _is_full(bearer: Bearer, name: str) -> bool:
    """Whether the name is a bearer's in full: a person's of several words, any other as it was joined by."""
    if bearer.label == "PER" and " " in bearer.key:
        return " " in name and name[0].isupper()
    return name_key(bearer.label, name) == bearer.key


def _most_common(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda text: (-counts[text], text))


def _stated(genders: Counter[str]) -> str | None:
    """The gender that is stated, or stated so much more often that the other is a mistake."""
    ranked = genders.most_common()
    sure = len(ranked) == 1 or (len(ranked) == 2 and ranked[1][1] * MISTAKEN <= ranked[0][1])
    return ranked[0][0] if sure else None


def _with_source(gender: str | None, source: str) -> tuple[str | None, str | None]:
    return gender, source if gender else None
