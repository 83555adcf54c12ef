"""What articles say of each usage of a name: names, genders, roles and dates, and how often."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pressmark.text_view import single_spaced

__all__ = ["NameEvidence", "RoleEvidence"]

Row = Mapping[str, Any]
Key = TypeVar("Key")


@dataclass(slots=True)
class RoleEvidence:
    """
    A role as the corpus states it: the first and last date of its articles, how often, and of what it is one.

    `of_usages` counts the numbers of usages.
    """

    # Plain dictionaries here and below, as there is one of them for each name of each shard: a `Counter` takes three times
    # as long to make.

    first: datetime | None = None
    last: datetime | None = None
    mentions: int = 0
    of_usages: dict[int, int] = field(default_factory=dict)

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

    `names` and `surfaces` count mentions. `articles` are ordinals of articles: a big corpus has more of them than would
    fit as ids.
    """

    names: dict[str, int] = field(default_factory=dict)
    surfaces: dict[str, int] = field(default_factory=dict)
    roles: dict[str, RoleEvidence] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)

    @classmethod
    def merged(cls, parts: Iterable[NameEvidence]) -> NameEvidence:
        """Return the evidence of a bearer that has several names, or that several shards tell of."""
        whole = cls()
        for part in parts:
            whole.merge(part)
        return whole

    def merge(self, part: NameEvidence) -> None:
        """Take in more evidence of the same bearer."""
        _add_counts(self.names, part.names)
        _add_counts(self.surfaces, part.surfaces)
        self.articles |= part.articles
        for text, role in part.roles.items():
            own_role = self.roles.setdefault(text, RoleEvidence())
            own_role.add(role.mentions, role.first, role.last)
            _add_counts(own_role.of_usages, role.of_usages)

    def count_row(
        self, row: Row, ordinal: int, published: datetime | None, of_usage: int | None
    ) -> None:
        """
        Count an entity's row, of the article with this `ordinal` and day of publication.

        `of_usage` is the number of the usage that the row's role is one in, None without one.
        """
        name, surface = row["name"], single_spaced(row["text"])
        self.names[name] = self.names.get(name, 0) + 1
        self.surfaces[surface] = self.surfaces.get(surface, 0) + 1
        self.articles.add(ordinal)
        if row["role"]:
            role = self.roles.setdefault(row["role"], RoleEvidence())
            role.add(1, published)
            if of_usage is not None:
                role.of_usages[of_usage] = role.of_usages.get(of_usage, 0) + 1

    def packed(self) -> bytes:
        """Return the evidence as bytes: what waits on the disk for the end of the joining."""
        roles = {
            text: (
                role.first and role.first.isoformat(),
                role.last and role.last.isoformat(),
                role.mentions,
                role.of_usages,
            )
            for text, role in self.roles.items()
        }
        # `marshal`, which takes plain values alone, takes a third of the time of JSON.
        return marshal.dumps((self.names, self.surfaces, roles, list(self.articles)))

    @classmethod
    def unpacked(
        cls, content: bytes, first_ordinal: int, numbers: Sequence[int]
    ) -> NameEvidence:
        """
        Return the evidence that was packed of one shard, among that of the whole corpus.

        `first_ordinal` is that of the shard's first article; `numbers` are the corpus's, of each of the shard's usages.
        """
        names, surfaces, roles, articles = marshal.loads(content)  # noqa: S302  # we packed it ourselves
        return cls(
            names,
            surfaces,
            {text: _unpack_role(role, numbers) for text, role in roles.items()},
            {first_ordinal + ordinal for ordinal in articles},
        )


def _unpack_role(packed: Sequence[Any], numbers: Sequence[int]) -> RoleEvidence:
    """Return the role that `NameEvidence.packed` packed; see there for `numbers`."""
    first, last, mentions, of_usages = packed
    return RoleEvidence(
        first and datetime.fromisoformat(first),
        last and datetime.fromisoformat(last),
        mentions,
        {numbers[usage]: count for usage, count in of_usages.items()},
    )


def _add_counts(counts: dict[Key, int], others: Mapping[Key, int]) -> None:
    """Add `others` to `counts`."""
    for key, count in others.items():
        counts[key] = counts.get(key, 0) + count
