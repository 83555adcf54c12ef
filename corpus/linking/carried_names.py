"""
The names of articles that come from a corpus: what it knows of each bearer stays, and is counted anew.

A sample holds some of the articles, gold has entities that a person added or deleted. Gender, gazetteer, corrections
and merges of the corpus hold for what remains; only what it has no name for is joined as in a new corpus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.text_view import single_spaced

from .linked_names import ranked
from .names import JoinedNames, ShardLinks
from .shard_names import NameCollector, ShardNames
from .speakers import Speakers

__all__ = ["CarriedNames"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _CarriedShard:
    """
    The entities of a shard: the id that each has in the corpus, None for a new one, and what is said of the new ones.

    `surfaces` counts what the names of the corpus are called, `articles` holds the ids of theirs.
    """

    name_ids: Sequence[str | None]
    surfaces: Mapping[str, Counter[str]]
    articles: Mapping[str, set[str]]
    new_names: ShardNames


@dataclass(frozen=True, slots=True)
class _CarriedCollector:
    """Collects the entities that have a name of the corpus, by the ids of names or by label and name, and the others."""

    ids: frozenset[str]
    id_by_name: Mapping[tuple[str, str], str]

    def collect(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> _CarriedShard:
        """Count the entities that have a name of the corpus; collect of the others what a new corpus does."""
        name_ids: list[str | None] = []
        new_entities: list[Row] = []
        surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        articles_of: defaultdict[str, set[str]] = defaultdict(set)
        for row in entities:
            name_id = self._corpus_id(row)
            name_ids.append(name_id)
            if name_id is None:
                new_entities.append(row)
                continue
            surfaces[name_id][single_spaced(row["text"])] += 1
            articles_of[name_id].add(row["article_id"])
        # Whole articles go on, though some of their entities do not: a new name needs language and date of its article.
        new_names = NameCollector().collect(new_entities, articles, quotes)
        return _CarriedShard(name_ids, surfaces, articles_of, new_names)

    def _corpus_id(self, row: Row) -> str | None:
        """Return the name of an entity in the corpus: its own, else that of its label and words; None for none."""
        name_id = row["name_id"]
        if name_id in self.ids:
            return str(name_id)
        return self.id_by_name.get((row["label"], row["name"]))


class CarriedNames:
    """
    Names of articles of a corpus whose `rows` of the table `names` are given; see `Names`.

    Entities that have none of their ids are joined by `JoinedNames`.
    """

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, str]) -> None:
        """Take the `rows` of the corpus's table `names`, and the types of the user's own `columns`."""
        self._new_names = JoinedNames()
        self._row_by_id = {row["id"]: dict(row) for row in rows}
        self._columns = dict(columns)
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._articles: defaultdict[str, set[str]] = defaultdict(set)
        self._name_ids: list[Sequence[str | None]] = []
        self._speakers: Speakers | None = None
        id_by_name: dict[tuple[str, str], str] = {}
        for name_id, row in sorted(self._row_by_id.items()):
            # Of namesakes the first id: a person who deleted an entity and made it anew did not say which.
            id_by_name.setdefault((row["label"], row["name"]), name_id)
        self.collector = _CarriedCollector(frozenset(self._row_by_id), id_by_name)

    def add(self, shard: _CarriedShard) -> None:
        """Take in the names of the corpus, and the new ones, of the next shard."""
        self._speakers = None
        self._name_ids.append(shard.name_ids)
        for name_id, counts in shard.surfaces.items():
            self._surfaces[name_id].update(counts)
            self._articles[name_id] |= shard.articles[name_id]
        self._new_names.add(shard.new_names)

    def links(self, shard: int) -> ShardLinks:
        """Return the `name_id` of each entity: as it is in the corpus, else that of its new name."""
        new_ids = iter(self._new_names.links(shard).name_ids)
        name_ids = [
            name_id or self._free_id(next(new_ids)) for name_id in self._name_ids[shard]
        ]
        if self._speakers is None:
            # The rows do not say which surnames had one bearer; links of the corpus are all that is left of it.
            self._speakers = Speakers.of_rows(self.rows(), keeps_links=True)
        return ShardLinks(name_ids, self._speakers)

    def rows(self) -> Iterable[dict[str, Any]]:
        """Return the rows of the names that are still named, and of the new ones, sorted by id."""
        own_columns = dict.fromkeys(self._columns)
        rows = [self._recounted_row(name_id) for name_id in self._surfaces]
        # A table has one set of columns: a new name has the user's own ones too, empty.
        rows += [
            {**own_columns, **row, "id": self._free_id(row["id"])}
            for row in self._new_names.rows()
        ]
        ids = {row["id"] for row in rows}
        rows = [row | {"roles": _linked_roles(row["roles"], ids)} for row in rows]
        return sorted(rows, key=lambda row: str(row["id"]))

    def columns(self) -> dict[str, str]:
        """Return the user's own columns."""
        return self._columns

    def _free_id(self, name_id: str) -> str:
        """Return an id that no name of the corpus has."""
        # Ids are made of names alone, so that a new name may come out as one of the corpus.
        while name_id in self._row_by_id:
            name_id += "-new"
        return name_id

    def _recounted_row(self, name_id: str) -> dict[str, Any]:
        """Return the row of a name with the counts of these articles."""
        row = self._row_by_id[name_id]
        surfaces = self._surfaces[name_id]
        texts = [text for text in ranked(surfaces) if text != row["name"]]
        aliases = [{"text": text, "mentions": surfaces[text]} for text in texts]
        counts = {
            "articles": len(self._articles[name_id]),
            "mentions": surfaces.total(),
        }
        return row | {"aliases": aliases} | counts


def _linked_roles(roles: Iterable[Row] | None, ids: Collection[str]) -> list[Row]:
    """Return the roles of a name; what one is a role in is left out where these articles name it no more."""
    return [
        role if role["name_id"] in ids else {**role, "name_id": None}
        for role in roles or ()
    ]
