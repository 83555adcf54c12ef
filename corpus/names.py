"""
The names of a corpus: one row per person, place, organisation or other name, joined across articles.

Two mentions share a row when their labels are equal and their articles call the bearer by the same full name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["Names"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 60

_Key = tuple[str, str]


@dataclass(slots=True)
class _Role:
    """A role as the corpus states it: the dates of its articles, how often, and whose role it is (of what)."""

    dates: set[datetime] = field(default_factory=set)
    mentions: int = 0
    of: Counter[_Key] = field(default_factory=Counter)


@dataclass(slots=True)
class _Bearer:
    names: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    roles: dict[str, _Role] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)


class Names:
    """Collects entity rows (`see`), then says each one's `name_id` (`id_of`) and gives the table's rows (`rows`)."""

    def __init__(self) -> None:
        self._bearers: dict[_Key, _Bearer] = {}
        self._ids: dict[_Key, str] = {}

    def see(self, entities: Iterable[Mapping[str, Any]], published: Mapping[str, datetime | None]) -> None:
        """Take in the entity rows of whole articles, and when each article was published."""
        rows = list(entities)
        keys = {row["id"]: _key(row) for row in rows}
        for row in rows:
            bearer = self._bearers.setdefault(_key(row), _Bearer())
            bearer.names[row["name"]] += 1
            bearer.surfaces[row["text"]] += 1
            bearer.articles.add(row["article_id"])
            if row["gender"]:
                bearer.genders[row["gender"]] += 1
            if row["role"]:
                _see_role(bearer, row, keys, published.get(row["article_id"]))

    def id_of(self, entity: Mapping[str, Any]) -> str:
        """The id of the row that an entity seen before belongs to."""
        return self._named()[_key(entity)]

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the `names` table, sorted by id."""
        rows = (self._row(key, name_id) for key, name_id in self._named().items())
        return sorted(rows, key=lambda row: str(row["id"]))

    def _row(self, key: _Key, name_id: str) -> dict[str, Any]:
        bearer = self._bearers[key]
        name = _most_common(bearer.names)[0]
        surfaces = ((text, bearer.surfaces[text]) for text in _most_common(bearer.surfaces))
        return {
            "id": name_id,
            "label": key[0],
            "name": name,
            "aliases": [{"text": text, "mentions": count} for text, count in surfaces if text != name],
            "roles": self._roles(bearer),
            "gender": next(iter(bearer.genders)) if len(bearer.genders) == 1 else None,
            "ambiguous": False,
            "wikidata": None,
            "country": None,
            "latitude": None,
            "longitude": None,
            "articles": len(bearer.articles),
            "mentions": bearer.surfaces.total(),
        }

    def _roles(self, bearer: _Bearer) -> list[dict[str, Any]]:
        ordered = sorted(bearer.roles.items(), key=lambda item: (-item[1].mentions, item[0]))
        return [
            {
                "text": text,
                "first": min(role.dates, default=None),
                "last": max(role.dates, default=None),
                "mentions": role.mentions,
                "name_id": self._named()[min(role.of, key=lambda of: (-role.of[of], of))] if role.of else None,
            }
            for text, role in ordered
        ]

    def _named(self) -> dict[_Key, str]:
        """Ids by key. Names that would share an id (only their accents differ) are told apart by a hash."""
        if len(self._ids) != len(self._bearers):
            plain = Counter(_slug(*key) for key in self._bearers)
            self._ids = {key: _slug(*key) if plain[_slug(*key)] == 1 else _hashed(*key) for key in self._bearers}
        return self._ids


def _see_role(bearer: _Bearer, row: Mapping[str, Any], keys: Mapping[str, _Key], when: datetime | None) -> None:
    role = bearer.roles.setdefault(row["role"], _Role())
    role.mentions += 1
    if when is not None:
        role.dates.add(when)
    if row["role_entity_id"] in keys:
        role.of[keys[row["role_entity_id"]]] += 1


def _most_common(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda text: (-counts[text], text))


def _key(row: Mapping[str, Any]) -> _Key:
    return row["label"], " ".join(unicodedata.normalize("NFC", row["name"]).casefold().split())


def _slug(label: str, name: str) -> str:
    """`per-sergei-sobyanin`; a name that plain letters cannot hold gets a hash instead."""
    letters = unicodedata.normalize("NFKD", name)
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    slug = _NOT_PLAIN.sub("-", kept).strip("-")
    lost = any(letter.isalnum() and not letter.isascii() for letter in kept)
    return f"{label.lower()}-{slug}" if slug and not lost and len(slug) <= _LONGEST else _hashed(label, name)


def _hashed(label: str, name: str) -> str:
    return f"{label.lower()}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
