"""What articles say of each usage of a name: names, genders, roles and dates, and how often."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pressmark.text_view import single_spaced

__all__ = ["NameEvidence", "RoleEvidence"]

Row = Mapping[str, Any]


@dataclass(slots=True)
class RoleEvidence:
    """
    A role as the corpus states it: the first and last date of its articles, how often, and of what it is one.

    `of_usages` counts the numbers of usages.
    """

    first: datetime | None = None
    last: datetime | None = None
    mentions: int = 0
    of_usages: Counter[int] = field(default_factory=Counter)

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

    `articles` are ordinals of articles: a big corpus has more of them than would fit as ids.
    """

    names: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
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
        self.names.update(part.names)
        self.surfaces.update(part.surfaces)
        self.articles |= part.articles
        for text, role in part.roles.items():
            own_role = self.roles.setdefault(text, RoleEvidence())
            own_role.add(role.mentions, role.first, role.last)
            own_role.of_usages.update(role.of_usages)

    def count_row(
        self, row: Row, ordinal: int, published: datetime | None, of_usage: int | None
    ) -> None:
        """
        Count an entity's row, of the article with this `ordinal` and day of publication.

        `of_usage` is the number of the usage that the row's role is one in, None without one.
        """
        self.names[row["name"]] += 1
        self.surfaces[single_spaced(row["text"])] += 1
        self.articles.add(ordinal)
        if row["role"]:
            role = self.roles.setdefault(row["role"], RoleEvidence())
            role.add(1, published)
            if of_usage is not None:
                role.of_usages[of_usage] += 1

    def packed(self) -> bytes:
        """Return the evidence as bytes: what waits on the disk for the end of the joining."""
        roles = {
            text: (
                role.first and role.first.isoformat(),
                role.last and role.last.isoformat(),
                role.mentions,
                dict(role.of_usages),
            )
            for text, role in self.roles.items()
        }
        # `marshal`, which takes plain values alone, takes a third of the time of JSON.
        return marshal.dumps(
            (dict(self.names), dict(self.surfaces), roles, list(self.articles))
        )

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
            Counter(names),
            Counter(surfaces),
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
        Counter({numbers[usage]: count for usage, count in of_usages.items()}),
    )
