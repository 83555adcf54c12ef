"""
The names of a corpus: one row per person, place, organisation or other name, joined across articles.

What the seal asks is `Names`. `JoinedNames` answers for a new corpus: it collects what articles say (`name_evidence`),
then joins it (`linked_names`) and writes rows (`name_rows`). `StoredNames` answers for one whose table stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from pressmark.storage.own_columns import Columns
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .linked_names import LinkedNames, link_names
from .name_evidence import CollectedNames
from .name_rows import find_speakers, make_name_rows
from .places import PlaceFinder
from .researcher_facts import ResearcherFacts
from .speakers import Speakers

__all__ = ["JoinedNames", "Names", "StoredNames"]

Row = Mapping[str, Any]


class Names(Protocol):
    """
    Gives entities their names: all are seen first, then ids, rows and speakers are asked.

    Entities, articles and quotes are rows of their tables; of an article, `id`, `language` and `published` are read.
    """

    def see(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> None:
        """Take in the entities of whole articles, and the genders that the pronouns of their quotes tell."""

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """Return the `name_id` of each of these entities, which were all seen before, by entity id."""

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the `names` table, sorted by id."""

    def speakers(self) -> Speakers:
        """Return what a quote repeats of each row, and the people whom a name means that is no entity."""

    def columns(self) -> dict[str, str]:
        """Return the user's own columns of the table, with their types."""


class JoinedNames:
    """
    The names of articles that are joined by what they say of them; see `Names`.

    Whatever is seen after names were asked for is joined with all that was seen before.
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
        self._collected = CollectedNames(self._facts.corrections, places, lexicons)
        self._lexicons = lexicons
        self._linked: LinkedNames | None = None

    def see(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> None:
        """Take in the entities of whole articles, and the genders that the pronouns of their quotes tell."""
        self._linked = None
        self._collected.collect(entities, articles, quotes)

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """Return the `name_id` of each of these entities, which were all seen before, by entity id."""
        linked = self._link()
        usages = self._collected.usages_of(list(entities), articles)
        return {
            entity_id: linked.ids[linked.bearer_by_usage[usage]]
            for entity_id, usage in usages.items()
        }

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the `names` table, sorted by id."""
        return make_name_rows(self._link(), self.columns())

    def speakers(self) -> Speakers:
        """Return what a quote repeats of each row, and the people whom a full name or a surname means."""
        return replace(find_speakers(self._link()), lexicons=self._lexicons)

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
        """Return the linked names of all that was seen; they are linked once."""
        if self._linked is None:
            self._linked = link_names(self._collected, self._facts)
        return self._linked


class StoredNames:
    """Names that were joined before: the rows of a table and the links to them stay as they are; see `Names`."""

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
        """Take the `rows` of a table `names`, and the types of the user's own `columns`."""
        self._rows = [dict(row) for row in rows]
        self._columns = dict(columns)

    def see(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> None:
        """Do nothing: no name is new."""

    def ids(self, entities: Iterable[Row], articles: Iterable[Row]) -> dict[str, str]:
        """Return the links that the entities have."""
        return {row["id"]: row["name_id"] for row in entities}

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the table."""
        return self._rows

    def speakers(self) -> Speakers:
        """Return what the rows of the table say of each speaker."""
        return Speakers.of_rows(self._rows)

    def columns(self) -> dict[str, str]:
        """Return the user's own columns."""
        return self._columns
