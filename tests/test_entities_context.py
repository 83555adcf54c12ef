"""Names and labels that the words around them decide: bodies and their people, places and their parts, listed words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model

Annotate = Callable[..., Article]


def names(annotate: Annotate, text: str, language: str = "en") -> set[tuple[str, str]]:
    """Return the names of a sentence that are no MISC, each with its label."""
    entities = annotate(text, "entities", language=language).entities
    return {
        (entity.text, entity.label) for entity in entities if entity.label != "MISC"
    }


def test_a_people_in_the_name_of_a_party_is_no_body_by_itself(
    annotate: Annotate,
) -> None:
    text = "The Welsh Socialists met on Monday. Welsh ministers and a Welsh doctor did not answer."
    found = names(annotate, text)

    assert "Welsh" not in {surface for surface, _ in found}


def test_a_town_in_the_name_of_a_body_stays_a_town(annotate: Annotate) -> None:
    found = names(annotate, "The Leeds Corporation has closed. She lives in Leeds.")

    assert ("Leeds", "LOC") in found


def test_a_body_without_its_kind_stays_a_body(annotate: Annotate) -> None:
    found = names(annotate, "The Norlift Corporation has closed. Norlift paid nobody.")

    assert ("Norlift", "ORG") in found


@pytest.mark.parametrize(
    "body", ["Dockers Union", "National Bakers Union", "Dover General Hospital"]
)
def test_a_role_within_the_name_of_a_body_makes_no_person(
    annotate: Annotate, body: str
) -> None:
    found = names(annotate, f"On Monday the {body} answered.")

    assert found == {(body, "ORG")}


@pytest.mark.parametrize(
    "role", ["Chief Medical Officer", "Chief Financial Officer", "Prime Minister"]
)
def test_a_role_of_several_capitals_stays_outside_the_person(
    annotate: Annotate, role: str
) -> None:
    found = names(annotate, f"On Monday the {role} Stuart Kendall resigned.")

    assert found == {("Stuart Kendall", "PER")}


def test_a_given_name_that_is_a_role_keeps_its_person_whole(annotate: Annotate) -> None:
    found = names(annotate, "On Monday Jeffrey Dean Kendall resigned.")

    assert found == {("Jeffrey Dean Kendall", "PER")}


@pytest.mark.parametrize("portfolio", ["Transport", "Home", "Health", "Energy"])
def test_what_stands_before_a_minister_is_no_body(
    annotate: Annotate, portfolio: str
) -> None:
    found = names(annotate, f"The {portfolio} Secretary Ann Doe answered on Monday.")

    assert found == {("Ann Doe", "PER")}


@pytest.mark.parametrize("address", ["Newsroom@norlift.org", "@NorliftNews"])
def test_addresses_are_no_names(annotate: Annotate, address: str) -> None:
    assert not names(annotate, f"Please email us at {address} by Monday.")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Ils ont perdu dans le Groupe B. Hier, le Groupe D a joué."),
        ("en", "They have lost in Group B. On Monday, Group D played."),
    ],
)
def test_a_letter_makes_no_body_of_a_group(
    annotate: Annotate, language: str, text: str
) -> None:
    assert not names(annotate, text, language)


def test_a_portfolio_and_its_country_are_no_team(annotate: Annotate) -> None:
    text = "Elle a vu le ministre des Sports de la Tunisie."

    assert names(annotate, text, "fr") == {("Tunisie", "LOC")}


@pytest.mark.parametrize("director", ["Ian Kendall", "Ann Doe"])
def test_a_person_right_behind_a_body_is_another_name(
    annotate: Annotate, director: str
) -> None:
    found = names(annotate, f"The director of the Dover Hospital {director} said so.")

    assert found == {("Dover Hospital", "ORG"), (director, "PER")}


def test_an_office_between_a_body_and_its_person_is_part_of_neither(
    annotate: Annotate,
) -> None:
    found = names(annotate, "In the end Boltworks Inc. CEO Ann Doe said no.")

    assert found == {("Boltworks Inc.", "ORG"), ("Ann Doe", "PER")}


@pytest.mark.parametrize("person", ["Sam Hall", "Peter Park"])
def test_a_surname_that_names_places_makes_no_place(
    annotate: Annotate, person: str
) -> None:
    assert names(annotate, f"The team lost to {person} on Monday.") == {(person, "PER")}


@pytest.mark.parametrize(
    "text",
    [
        "She told Mr Doe that she was the founder of {}.",
        "Shares in {} have fallen.",
        "The {} news agency has closed.",
        "He works for the insurance firm {}.",
    ],
)
def test_words_that_bodies_alone_have_make_a_body(
    annotate: Annotate, text: str
) -> None:
    found = names(annotate, text.format("Vandrel"))

    assert ("Vandrel", "ORG") in found


def test_a_country_before_its_money_is_no_name(annotate: Annotate) -> None:
    assert not names(annotate, "It costs US$ 20 or ten million US dollars.")
    assert names(annotate, "It was made in the US.") == {("US", "LOC")}


@pytest.mark.parametrize("part", ["West Kent", "South East Cornwall", "North Wales"])
def test_a_part_of_a_listed_place_is_one_place(annotate: Annotate, part: str) -> None:
    assert names(annotate, f"She lives in {part} now.") == {(part, "LOC")}


@pytest.mark.parametrize("council", ["council", "city council", "borough council"])
def test_a_council_in_lower_case_is_a_body_with_its_place(
    annotate: Annotate, council: str
) -> None:
    found = names(annotate, f"On Monday Swindon {council} answered.")

    assert found == {(f"Swindon {council}", "ORG")}


def test_an_article_with_a_capital_in_mid_sentence_belongs_to_the_name(
    annotate: Annotate,
) -> None:
    found = names(annotate, "She told The Norlift Herald so. The Norlift Herald erred.")

    assert found == {("The Norlift Herald", "ORG"), ("Norlift Herald", "ORG")}


@pytest.mark.parametrize("honour", ["MBE", "CCTV", "GMT", "A&E"])
def test_listed_abbreviations_are_no_names(annotate: Annotate, honour: str) -> None:
    assert not names(annotate, f"It was about the {honour} that they had.")


@pytest.mark.parametrize(
    "building", ["prison", "international airport", "power station"]
)
def test_a_building_in_lower_case_is_a_place_with_its_name(
    annotate: Annotate, building: str
) -> None:
    found = names(annotate, f"On Monday they left the Swindon {building} at night.")

    assert found == {(f"Swindon {building}", "LOC")}


@pytest.mark.parametrize("product", ["Boeing 737", "Airbus A380", "Airbus KC-45"])
def test_a_maker_with_the_number_of_its_product_is_no_body(
    annotate: Annotate, product: str
) -> None:
    assert not names(annotate, f"The pilot of the {product} has landed.")
    assert ("Boeing", "ORG") in names(annotate, "They went to Boeing 12 years ago.")


@pytest.mark.parametrize(
    ("title", "body", "person"),
    [
        ("au président de la", "FIFA", "Anne Morel"),
        ("au patron de", "Renault", "Paul Vautrin"),
        ("à la directrice de la", "SNCF", "Marie Lambert"),
    ],
)
def test_a_person_right_behind_an_acronym_or_a_listed_body_is_another_name(
    annotate: Annotate, title: str, body: str, person: str
) -> None:
    found = names(annotate, f"Il s'adresse {title} {body} {person}.", "fr")

    assert found == {(body, "ORG"), (person, "PER")}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("L'ambassade danoise a fermé.", "ambassade danoise"),
        ("Le consulat américain a fermé.", "consulat américain"),
    ],
)
def test_an_embassy_is_a_body_with_its_people(
    annotate: Annotate, text: str, body: str
) -> None:
    assert names(annotate, text, "fr") == {(body, "ORG")}


def test_the_town_where_a_body_sits_is_another_name(annotate: Annotate) -> None:
    found = names(annotate, "Le ministère de la Défense à Paris se tait.", "fr")

    assert found == {("ministère de la Défense", "ORG"), ("Paris", "LOC")}


@pytest.mark.parametrize(
    "text",
    [
        "Au cours des 30 dernières années, rien n'a changé.",
        "Au cours du XXe siècle, rien n'a changé.",
    ],
)
def test_years_and_centuries_make_no_street(annotate: Annotate, text: str) -> None:
    assert not names(annotate, text, "fr")


def test_a_street_is_called_after_a_day(annotate: Annotate) -> None:
    found = names(annotate, "Elle vit rue du 8-Mai et travaille place Haute.", "fr")

    assert ("rue du 8-Mai", "LOC") in found


@pytest.mark.parametrize("person", ["Kemi Vandrel", "Eilidh Kendall", "Sadio Norlet"])
def test_listed_given_names_of_many_countries_make_persons(
    annotate: Annotate, person: str
) -> None:
    assert names(annotate, f"On Monday they met {person} again.") == {(person, "PER")}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Hier, le Camerounais Norlet a marqué.", "Norlet"),
        ("Hier, l'Ivoirien Vandrel a marqué.", "Vandrel"),
        ("Le but est de la Danoise Ingeborg Vandrel.", "Ingeborg Vandrel"),
        ("Hier, les Tunisiens Amor Norlouni et Anne Lee ont marqué.", "Amor Norlouni"),
    ],
)
def test_a_person_behind_their_people_is_another_name(
    annotate: Annotate, text: str, person: str
) -> None:
    assert (person, "PER") in names(annotate, text, "fr")
