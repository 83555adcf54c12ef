"""Who and what the arguments of an event are, where the parse alone would name the wrong word."""

from __future__ import annotations

import pytest
from finding import Find, the

from pressmark.spans import Event

pytestmark = pytest.mark.model


def roles(events: tuple[Event, ...], trigger: str) -> set[tuple[str, str]]:
    """The roles and texts of the arguments of the event with this trigger."""
    return {(part.role, part.text) for part in the(events, trigger).arguments}


def test_a_title_stands_for_the_person_who_bears_it(find: Find) -> None:
    events = find("La police a arrêté le secrétaire national du parti Marc Duval.")
    assert roles(events, "arrêté") == {("agent", "police"), ("target", "Marc Duval")}


def test_a_participle_behind_an_object_is_said_of_it(find: Find) -> None:
    events = find(
        "Les pompiers ont secouru Paul Lefort, blessé légèrement, dans la rue."
    )
    assert ("victim", "Paul Lefort") in roles(events, "blessé")


def test_what_a_noun_measures_is_the_argument_and_not_the_measure(find: Find) -> None:
    assert ("topic", "saletés") in roles(
        find("Six tonnes de saletés ont été ramassées."), "ramassées"
    )


def test_a_summit_of_a_town_is_held_there(find: Find) -> None:
    assert ("place", "Toulouse") in roles(
        find("Il a parlé lors du sommet franco-allemand de Toulouse."), "sommet"
    )


def test_a_thing_is_no_partner_of_a_meeting(find: Find) -> None:
    assert ("topic", "travail") in roles(
        find("Une réunion de travail a eu lieu."), "réunion"
    )


def test_who_is_beaten_is_no_place(find: Find) -> None:
    assert ("target", "Vello") in roles(
        find("Une victoire sur Vello a suffi."), "victoire"
    )


def test_a_speaker_who_is_only_a_pronoun_is_who_it_stands_for(find: Find) -> None:
    events = find(
        "Les avocats ont demandé un délai. Ils ont assuré que des preuves existent."
    )
    assert roles(events, "assuré") == {("agent", "avocats")}


@pytest.mark.parametrize(
    ("language", "text", "trigger", "quantity"),
    [
        ("fr", "L'usine va supprimer 8 000 emplois.", "supprimer", "8 000 emplois"),
        ("fr", "La ville veut réduire son budget de 8 %.", "réduire", "8 %"),
        (
            "fr",
            "La cour l'a condamné à 3.000 euros d'amende.",
            "condamné",
            "3.000 euros",
        ),
        ("en", "Shares fell 2.5 percent on Monday.", "fell", "2.5 percent"),
        ("en", "The firm was fined $40 million.", "fined", "40 million"),
        ("en", "The city cut its budget by 8 percent.", "cut", "8 percent"),
    ],
)
def test_an_amount_below_an_event_is_its_quantity(
    find: Find, language: str, text: str, trigger: str, quantity: str
) -> None:
    assert ("quantity", quantity) in roles(find(text, language), trigger)


def test_digits_that_stand_apart_are_one_number(find: Find) -> None:
    (quantity,) = [
        part
        for part in the(
            find("L'usine va supprimer 12 500 emplois."), "supprimer"
        ).arguments
        if part.role == "quantity"
    ]
    assert (quantity.value, quantity.unit) == (12_500, "emplois")


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("À Troyes, deux ouvriers ont été tués mercredi.", "tués", "Troyes"),
        ("À Metz, une explosion a secoué la gare.", "explosion", "Metz"),
        ("Un car a déraillé mardi près de Dijon.", "déraillé", "Dijon"),
    ],
)
def test_a_place_that_the_parse_cuts_off_is_where_it_happens(
    find: Find, text: str, trigger: str, place: str
) -> None:
    assert ("place", place) in roles(find(text), trigger)


@pytest.mark.parametrize(
    ("language", "text", "triggers"),
    [
        ("fr", "Le voisin a déposé plainte.", ["plainte"]),
        ("fr", "Une conférence sera tenue mardi.", ["conférence"]),
        ("en", "A concert was held in the park.", ["concert"]),
        ("en", "A settlement was reached on Monday.", ["settlement"]),
    ],
)
def test_a_verb_that_carries_the_noun_of_an_event_is_no_second_event(
    find: Find, language: str, text: str, triggers: list[str]
) -> None:
    assert [event.text for event in find(text, language)] == triggers


def test_a_participle_behind_a_subject_is_said_of_it_and_not_of_its_verb(
    find: Find,
) -> None:
    events = find("« Nous partons », a déclaré Mme Roux, élue en novembre 2023.")
    assert ("target", "Roux") in roles(events, "élue")
    assert "déclaré" not in {text for _, text in roles(events, "élue")}
