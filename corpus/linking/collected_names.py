"""
What was seen of the names of a corpus, shard by shard, ready to be joined.

In memory are the usages and what the joining compares. What is only said of them in the end, the evidence, waits in a
temporary database on the disk.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .name_evidence import NameEvidence
from .places import Place
from .shard_names import ShardNames
from .usages import NameKey, Usage

__all__ = ["CollectedNames", "EntityUsages"]

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE evidence (usage INTEGER, shard INTEGER, content BLOB);
    CREATE TABLE entities (shard INTEGER PRIMARY KEY, usages BLOB);
"""
# Made once all evidence is there: SQLite sorts for it on the disk.
_INDEX = "CREATE INDEX evidence_of_usage ON evidence (usage)"


class EntityUsages(NamedTuple):
    """
    The usages of a shard's entities.

    `numbers` are the shard's usages, by their numbers in the corpus; `usage_of_entity` gives the place of each entity's
    among them, in the order of rows. `speaker_keys` are the keys of speakers who are no entities.
    """

    numbers: Sequence[int]
    usage_of_entity: Sequence[int]
    speaker_keys: frozenset[str]


class _ShardUsages(NamedTuple):
    """The numbers of a shard's usages in the corpus, the ordinal of its first article, its `speaker_keys`."""

    numbers: Sequence[int]
    first_article: int
    speaker_keys: frozenset[str]


class CollectedNames:
    """
    What the shards of a corpus say of names. Usages are numbered by their place in `usages`.

    `article_counts` are the numbers of their articles, `only_names` the name that all mentions have, None where they have
    several. For the other attributes see `ShardNames`.
    """

    def __init__(self) -> None:
        """Begin without a shard, and open the temporary database."""
        self.usages: list[Usage] = []
        self.article_counts = array("I")
        self.only_names: list[str | None] = []
        self.genders: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.pronouns: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.places: dict[str, Place] = {}
        self.fulls_by_short: defaultdict[NameKey, set[str]] = defaultdict(set)
        self.capitals: set[NameKey] = set()
        self.languages_of: defaultdict[str, set[str]] = defaultdict(set)
        self._numbers: dict[Usage, int] = {}
        self._shards: list[_ShardUsages] = []
        self._articles = 0
        self._is_indexed = False
        # An empty path is a temporary file of SQLite, deleted with the connection.
        self._database = sqlite3.connect(
            "", isolation_level=None, check_same_thread=False
        )
        self._database.executescript(_TABLES)

    def add(self, shard: ShardNames) -> None:
        """Take in what the next shard says."""
        numbers = array("I", map(self._number, shard.usages, shard.only_names))
        for number, count, only_name in zip(
            numbers, shard.article_counts, shard.only_names, strict=True
        ):
            self.article_counts[number] += count
            if self.only_names[number] != only_name:
                self.only_names[number] = None
        index = len(self._shards)
        self._shards.append(_ShardUsages(numbers, self._articles, shard.speaker_keys))
        self._articles += shard.articles
        self._database.execute(
            "INSERT INTO entities VALUES (?, ?)",
            (index, shard.usage_of_entity.tobytes()),
        )
        self._database.executemany(
            "INSERT INTO evidence VALUES (?, ?, ?)",
            (
                (number, index, content)
                for number, content in zip(numbers, shard.evidence, strict=True)
            ),
        )
        _add_counts(self.genders, shard.genders, numbers)
        _add_counts(self.pronouns, shard.pronouns, numbers)
        self.places.update(shard.places)
        for name, fulls in shard.fulls_by_short.items():
            self.fulls_by_short[name] |= fulls
        self.capitals |= shard.capitals
        for key, languages in shard.languages_of.items():
            self.languages_of[key] |= languages

    @property
    def articles_of(self) -> dict[Usage, int]:
        """The number of articles of each usage."""
        return dict(zip(self.usages, self.article_counts, strict=True))

    def number_of(self, usage: Usage) -> int:
        """Return the number of a usage that was seen."""
        return self._numbers[usage]

    def entities_of(self, shard: int) -> EntityUsages:
        """Return the usages of the entities of the shard that was taken in at this place, from 0."""
        (content,) = self._database.execute(
            "SELECT usages FROM entities WHERE shard = ?", (shard,)
        ).fetchone()
        usage_of_entity = array("I")
        usage_of_entity.frombytes(content)
        of_shard = self._shards[shard]
        return EntityUsages(of_shard.numbers, usage_of_entity, of_shard.speaker_keys)

    def only_name_of(self, numbers: Iterable[int]) -> str | None:
        """Return the name that all mentions of the usages of these numbers have; None where they have several."""
        names = {self.only_names[number] for number in numbers}
        return names.pop() if len(names) == 1 else None

    def evidence_of(self, numbers: Iterable[int]) -> NameEvidence:
        """Return what all shards say of the usages of these numbers."""
        if not self._is_indexed:
            self._database.execute(_INDEX)
            self._is_indexed = True
        parts: list[NameEvidence] = []
        for number in numbers:
            rows = self._database.execute(
                "SELECT shard, content FROM evidence WHERE usage = ? ORDER BY shard",
                (number,),
            )
            for index, content in rows:
                shard = self._shards[index]
                parts.append(
                    NameEvidence.unpacked(content, shard.first_article, shard.numbers)
                )
        return parts[0] if len(parts) == 1 else NameEvidence.merged(parts)

    def _number(self, usage: Usage, only_name: str | None) -> int:
        """Return the number of a usage in the corpus, whose mentions in a shard have this name alone."""
        number = self._numbers.setdefault(usage, len(self.usages))
        if number == len(self.usages):
            self.usages.append(usage)
            self.article_counts.append(0)
            self.only_names.append(only_name)
        return number


def _add_counts(
    counts: defaultdict[int, Counter[str]],
    of_shard: Mapping[int, Counter[str]],
    numbers: Sequence[int],
) -> None:
    """Add the counts of a shard, by its own numbers of usages, to `counts`."""
    for number, counted in of_shard.items():
        counts[numbers[number]].update(counted)
