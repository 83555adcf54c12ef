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
from typing import Any

__all__ = ["Names"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


@dataclass(slots=True)
class _Bearer:
    names: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)


class Names:
    """Collects entity rows (`see`), then says each one's `name_id` (`id_of`) and gives the table's rows (`rows`)."""

    def __init__(self) -> None:
        self._bearers: dict[tuple[str, str], _Bearer] = {}
        self._ids: dict[tuple[str, str], str] = {}

    def see(self, entities: Iterable[Mapping[str, Any]]) -> None:
        """Take in entity rows; of each `label`, `name`, `text` and `article_id` are read."""
        for row in entities:
            bearer = self._bearers.setdefault(_key(row), _Bearer())
            bearer.names[row["name"]] += 1
            bearer.surfaces[row["text"]] += 1
            bearer.articles.add(row["article_id"])

    def id_of(self, entity: Mapping[str, Any]) -> str:
        """The id of the row that an entity seen before belongs to."""
        return self._named()[_key(entity)]

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the `names` table, sorted by id."""
        rows = (self._row(key, name_id) for key, name_id in self._named().items())
        return sorted(rows, key=lambda row: str(row["id"]))

    def _row(self, key: tuple[str, str], name_id: str) -> dict[str, Any]:
        bearer = self._bearers[key]
        name = _most_common(bearer.names)[0]
        return {
            "id": name_id,
            "label": key[0],
            "name": name,
            "aliases": [surface for surface in _most_common(bearer.surfaces) if surface != name],
            "wikidata": None,
            "country": None,
            "latitude": None,
            "longitude": None,
            "articles": len(bearer.articles),
            "mentions": bearer.surfaces.total(),
        }

    def _named(self) -> dict[tuple[str, str], str]:
        """Ids by key. Names that would share an id (only their accents differ) are told apart by a hash."""
        if len(self._ids) != len(self._bearers):
            plain = Counter(_slug(*key) for key in self._bearers)
            self._ids = {key: _slug(*key) if plain[_slug(*key)] == 1 else _hashed(*key) for key in self._bearers}
        return self._ids


def _most_common(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda text: (-counts[text], text))


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
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
