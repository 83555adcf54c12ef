"""
The names of a corpus: one row per person, place, organisation or other name, joined across articles.

What the seal asks is `Names`. `JoinedNames` answers for a new corpus: what shards say of names (`shard_names`) is
collected (`collected_names`), joined (`linked_names`) and made into rows (`name_rows`). `StoredNames` answers for one whose
table stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from pressmark.storage.own_columns import Columns
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .collected_names import CollectedNames
from .linked_names import LinkedNames, link_names
from .name_rows import find_speakers, make_name_rows
from .places import PlaceFinder
from .researcher_facts import ResearcherFacts
from .shard_names import NameCollector, ShardNames
from .speakers import Speakers

__all__ = ["Collector", "JoinedNames", "Names", "ShardLinks", "StoredNames"]

Row = Mapping[str, Any]
Collected = TypeVar("Collected")
Collected_co = TypeVar("Collected_co", covariant=True)


@dataclass(frozen=True, slots=True)
class ShardLinks:
    """The names of a shard: the `name_id` of each entity, in the order of rows, and the `speakers` of its quotes."""

    name_ids: Sequence[str]
    speakers: Speakers


class Collector(Protocol[Collected_co]):
    """Collects, in any process, what the rows of a shard say of names: of whole articles, entities and quotes."""

    def collect(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> Collected_co:
        """Return what these rows say; of an article, `id`, `language` and `published` are read."""


class Names(Protocol[Collected]):
    """
    Gives entities their names: what the `collector` returns of each shard is added, in the order of shards; then links,
    rows and columns are asked.
    """

    @property
    def collector(self) -> Collector[Collected]:
        """What collects of a shard what `add` takes."""

    def add(self, shard: Collected) -> None:
        """Take in what the next shard says."""

    def links(self, shard: int) -> ShardLinks:
        """Return the names of the shard that was added at this place, from 0."""

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the `names` table, sorted by id."""

    def columns(self) -> dict[str, str]:
        """Return the user's own columns of the table, with their types."""


class JoinedNames:
    """
    The names of articles that are joined by what they say of them; see `Names`.

    Whatever is added after names were asked for is joined with all that was added before.
    """

    def __init__(
        self,
        facts: ResearcherFacts | None = None,
        places: PlaceFinder | None = None,
        lexicons: Lexicons = OURS,
    ) -> None:
        """
        Begin without an article; without `places`, no name means a place on Earth.

        Titles and fields of work are those of `lexicons`.
        """
        self._facts = facts or ResearcherFacts()
        self.collector = NameCollector(self._facts.corrections, places, lexicons)
        self._collected = CollectedNames()
        self._linked: LinkedNames | None = None

    def add(self, shard: ShardNames) -> None:
        """Take in what the next shard says."""
        self._linked = None
        self._collected.add(shard)

    def links(self, shard: int) -> ShardLinks:
        """Return the names of the shard that was added at this place, and what its quotes repeat of their speakers."""
        linked = self._link()
        of_shard = self._collected.entities_of(shard)
        bearers = [linked.bearer_of(number) for number in of_shard.numbers]
        name_ids = [linked.ids[bearer] for bearer in bearers]
        speakers = find_speakers(linked, bearers, of_shard.speaker_keys)
        return ShardLinks(
            [name_ids[usage] for usage in of_shard.usage_of_entity],
            replace(speakers, lexicons=self.collector.lexicons),
        )

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the `names` table, sorted by id."""
        return make_name_rows(self._link(), self.columns())

    def columns(self) -> dict[str, str]:
        """Return the gazetteer's own columns with their types."""
        columns = Columns()
        for entry in self._facts.all_entries:
            columns.see(entry.extra)
        return columns.types()

    def without_effect(self) -> list[str]:
        """Return what of the corrections finds nothing in this corpus, each with its line."""
        file = self._facts.corrections.file
        return [
            f"{own_file or file}:{line} {problem}"
            for (own_file, line), problem in sorted(self._link().merges.mistakes)
        ]

    def _link(self) -> LinkedNames:
        """Return the linked names of all that was added; they are linked once."""
        if self._linked is None:
            self._linked = link_names(
                self._collected, self._facts, self.collector.lexicons
            )
        return self._linked


@dataclass(frozen=True, slots=True)
class _LinkCollector:
    """Collects the links that entities have."""

    def collect(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> list[str]:
        """Return the `name_id` of each entity."""
        return [row["name_id"] for row in entities]


class StoredNames:
    """Names that were joined before: the rows of a table and the links to them stay as they are; see `Names`."""

    collector = _LinkCollector()

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
        """Take the `rows` of a table `names`, and the types of the user's own `columns`."""
        self._rows = [dict(row) for row in rows]
        self._columns = dict(columns)
        self._speakers = Speakers.of_rows(self._rows)
        self._name_ids: list[Sequence[str]] = []

    def add(self, shard: Sequence[str]) -> None:
        """Take in the links of the next shard."""
        self._name_ids.append(shard)

    def links(self, shard: int) -> ShardLinks:
        """Return the links that the entities of a shard have, and what the table says of each speaker."""
        return ShardLinks(self._name_ids[shard], self._speakers)

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the table."""
        return self._rows

    def columns(self) -> dict[str, str]:
        """Return the user's own columns."""
        return self._columns
