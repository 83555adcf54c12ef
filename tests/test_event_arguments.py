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
    assert ("target", "saletés") in roles(
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
