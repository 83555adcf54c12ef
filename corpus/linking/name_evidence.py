"""What the articles of a corpus say of each usage of a name, collected article by article before names are joined."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pressmark.text_view import single_spaced
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .corrections import Corrections
from .laid_by_usages import LaidByUsages
from .places import Place, PlaceFinder
from .usages import NameKey, RowName, Usage, article_usages, name_key, row_name

__all__ = ["ArticleUsages", "CollectedNames", "NameEvidence", "RoleEvidence"]

Row = Mapping[str, Any]
ArticleUsages = tuple[Row, list[Row], dict[RowName, Usage]]
"""An article, its entity rows, and their usages by `row_name`."""


@dataclass(slots=True)
class RoleEvidence:
    """A role as the corpus states it: the first and last date of its articles, how often, and of what it is one."""

    first: datetime | None = None
    last: datetime | None = None
    mentions: int = 0
    of_usages: Counter[Usage] = field(default_factory=Counter)

    def add(self, mentions: int, *dates: datetime | None) -> None:
        """Count so many more `mentions`, in articles of these `dates`."""
        known_dates = [
            date for date in (self.first, self.last, *dates) if date is not None
        ]
        self.first = min(known_dates, default=None)
        self.last = max(known_dates, default=None)
        self.mentions += mentions


@dataclass(slots=True)
class NameEvidence:
    """
    How often a usage, or a bearer, is called what, and what is said of it.

    `articles` are ordinals of articles, each once, rising: a big corpus has more of them than would fit as ids.
    """

    names: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    roles: dict[str, RoleEvidence] = field(default_factory=dict)
    # "I" is 4 bytes in the CPython builds that we support; a list of ints takes 8 and the ints themselves.
    articles: array[int] = field(default_factory=lambda: array("I"))

    @classmethod
    def merged(cls, parts: Iterable[NameEvidence]) -> NameEvidence:
        """Return the evidence of a bearer that has several names."""
        whole = cls()
        for part in parts:
            whole.merge(part)
        return whole

    def merge(self, part: NameEvidence) -> None:
        """Take in the evidence of the same bearer under another name."""
        self.names.update(part.names)
        self.surfaces.update(part.surfaces)
        self.genders.update(part.genders)
        self.articles = array("I", sorted({*self.articles, *part.articles}))
        for text, role in part.roles.items():
            own_role = self.roles.setdefault(text, RoleEvidence())
            own_role.add(role.mentions, role.first, role.last)
            own_role.of_usages.update(role.of_usages)


class CollectedNames:
    """
    What was seen of the names of a corpus, ready to be joined.

    `fulls_by_short` maps a label and a short surface to the full keys that articles give it, `capitals` holds what is
    written in capitals alone, `pronouns` the genders that the pronouns of each speaker's quotes tell.
    """

    def __init__(
        self,
        corrections: Corrections,
        place_finder: PlaceFinder | None,
        lexicons: Lexicons = OURS,
    ) -> None:
        """
        Begin without an article; without a `place_finder`, no name means a place on Earth.

        The nouns of fields of work are those of `lexicons`.
        """
        self.lexicons = lexicons
        self._corrections = corrections
        self._place_finder = place_finder
        self._articles_seen = 0
        self._laid_by = LaidByUsages()
        self.evidence: defaultdict[Usage, NameEvidence] = defaultdict(NameEvidence)
        self.places: dict[str, Place] = {}
        self.fulls_by_short: defaultdict[NameKey, set[str]] = defaultdict(set)
        self.capitals: set[NameKey] = set()
        self.pronouns: defaultdict[Usage, Counter[str]] = defaultdict(Counter)

    @property
    def articles_of(self) -> dict[Usage, int]:
        """The number of articles of each usage."""
        return {
            usage: len(evidence.articles) for usage, evidence in self.evidence.items()
        }

    def collect(
        self, entities: Iterable[Row], articles: Iterable[Row], quotes: Iterable[Row]
    ) -> None:
        """Take in the entities of these articles, and the genders that the pronouns of their quotes tell."""
        told_quotes: defaultdict[str, list[Row]] = defaultdict(list)
        for quote in quotes:
            if quote["pronoun_gender"] and quote["speaker_id"]:
                told_quotes[quote["article_id"]].append(quote)
        entities = list(entities)
        all_usages: dict[str, Usage] = {}
        for article, rows, usages in self.usages_by_article(entities, articles):
            self._articles_seen += 1
            usage_by_entity = {row["id"]: usages[row_name(row)] for row in rows}
            all_usages |= usage_by_entity
            for row in rows:
                self._collect_row(row, usage_by_entity, article["published"])
            for quote in told_quotes.get(article["id"], ()):
                usage = usage_by_entity.get(quote["speaker_id"])
                if usage is not None:
                    self.pronouns[usage][quote["pronoun_gender"]] += 1
        self._laid_by.lay_by(entities, all_usages)

    def usages_of(
        self, entities: Sequence[Row], articles: Iterable[Row]
    ) -> dict[str, Usage]:
        """Return the usage of each of these entities, which were all seen before, by the entity's id."""
        laid_by = self._laid_by.usages_of(entities)
        if laid_by is not None:
            return {
                row["id"]: usage for row, usage in zip(entities, laid_by, strict=True)
            }
        usage_by_entity: dict[str, Usage] = {}
        for _, rows, usages in self.usages_by_article(entities, articles):
            for row in rows:
                usage_by_entity[row["id"]] = usages[row_name(row)]
        return usage_by_entity

    def usages_by_article(
        self, entities: Iterable[Row], articles: Iterable[Row]
    ) -> Iterator[ArticleUsages]:
        """Yield each article with its entity rows and their usages."""
        rows_by_article: defaultdict[str, list[Row]] = defaultdict(list)
        for row in entities:
            rows_by_article[row["article_id"]].append(row)
        for article in articles:
            rows = rows_by_article.get(article["id"], [])
            namesakes = self._corrections.namesakes_in(article["id"])
            place_ids = self._find_place_ids(rows, article["language"])
            yield (
                article,
                rows,
                article_usages(
                    rows, article["language"], place_ids, namesakes, self.lexicons
                ),
            )

    def _find_place_ids(
        self, rows: Iterable[Row], language: str | None
    ) -> dict[NameKey, str]:
        """Return the ids of the places that the names of an article mean, and keep these places."""
        if self._place_finder is None:
            return {}
        # Where a row is joined by its surface, that means the place: « Savoie » of « Savoie Mont Blanc ».
        names = {
            row["name"] if row_name(row)[2] is None else row["text"]
            for row in rows
            if row["label"] == "LOC"
        }
        places = self._place_finder.find_places(names, language)
        self.places.update({place.id: place for place in places.values()})
        return {
            ("LOC", name_key("LOC", name)): place.id for name, place in places.items()
        }

    def _collect_row(
        self, row: Row, usage_by_entity: Mapping[str, Usage], published: datetime | None
    ) -> None:
        """Count one entity of the article seen last."""
        usage = usage_by_entity[row["id"]]
        evidence = self.evidence[usage]
        evidence.names[row["name"]] += 1
        evidence.surfaces[single_spaced(row["text"])] += 1
        # Articles come one after the other, so that only the last ordinal can be this one.
        if not evidence.articles or evidence.articles[-1] != self._articles_seen:
            evidence.articles.append(self._articles_seen)
        short = name_key(row["label"], row["text"])
        full = usage.full or usage.key
        if short != full:
            self.fulls_by_short[row["label"], short].add(full)
        # "BBC" is read as an acronym: at the edge of several longer names it is short for none.
        if row["text"].isupper():
            self.capitals.add((row["label"], short))
        if row["gender"]:
            evidence.genders[row["gender"]] += 1
        if row["role"]:
            role = evidence.roles.setdefault(row["role"], RoleEvidence())
            role.add(1, published)
            if row["role_entity_id"] in usage_by_entity:
                role.of_usages[usage_by_entity[row["role_entity_id"]]] += 1
