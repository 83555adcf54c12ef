"""Who takes part in events that their nouns, carrying verbs, headings and rows of names tell of."""

from __future__ import annotations

import pytest
from finding import Find, the

from pressmark.spans import Event

pytestmark = pytest.mark.model


def roles(events: tuple[Event, ...], trigger: str) -> set[tuple[str, str]]:
    """The roles and texts of the arguments of the event with this trigger."""
    return {(part.role, part.text) for part in the(events, trigger).arguments}


@pytest.mark.parametrize(
    ("language", "text", "trigger", "argument"),
    [
        ("fr", "La police a intensifié ses frappes dans la région.", "frappes", ("agent", "police")),
        ("fr", "L'appel lancé hier par l'opposition a été entendu.", "appel", ("agent", "opposition")),
        ("fr", "Les tirs commis par les rebelles ont cessé.", "tirs", ("agent", "rebelles")),
        ("fr", "La raffinerie de Vello est en grève.", "grève", ("agent", "raffinerie de Vello")),
        ("fr", "Les deux hommes ont été mis en examen.", "examen", ("target", "deux hommes")),
        ("fr", "Un livreur a été victime d'une agression à Metz.", "agression", ("victim", "livreur")),
        ("fr", "La destruction du pont par l'armée a choqué.", "destruction", ("agent", "armée")),
        ("en", "The airline delayed the launch of the A350.", "launch", ("agent", "airline")),
        ("en", "The chairman announced the closure of two plants.", "closure", ("agent", "chairman")),
        ("en", "The raid on the village by the army has ended.", "raid", ("agent", "army")),
        ("en", "The company is in talks with the union.", "talks", ("agent", "company")),
    ],
)  # fmt: skip
def test_a_noun_has_its_participants_from_the_verbs_around_it(
    find: Find, language: str, text: str, trigger: str, argument: tuple[str, str]
) -> None:
    assert argument in roles(find(text, language), trigger)


@pytest.mark.parametrize(
    ("language", "text", "trigger", "arguments"),
    [
        ("fr", "Le soutien d'Anne Morel, de Paul Roy et de Luc Petit a compté.", "soutien",
         {("agent", "Anne Morel"), ("agent", "Paul Roy"), ("agent", "Luc Petit")}),
        ("fr", "L'attaque a eu lieu à Metz, en Lorraine.", "attaque", {("place", "Metz"), ("place", "Lorraine")}),
    ],
)  # fmt: skip
def test_names_in_a_row_take_part_together(
    find: Find, language: str, text: str, trigger: str, arguments: set[tuple[str, str]]
) -> None:
    assert arguments <= roles(find(text, language), trigger)


def test_the_place_before_the_colon_of_a_heading_is_where_it_happens_and_no_agent(
    find: Find,
) -> None:
    arguments = roles(find("Mali : les rebelles attaquent un village"), "attaquent")
    assert ("place", "Mali") in arguments
    assert {text for role, text in arguments if role == "agent"} == {"rebelles"}


@pytest.mark.parametrize(
    ("language", "text", "trigger", "quantity"),
    [
        ("fr", "La consommation d'eau augmentera de 5 %.", "augmentera", "5 %"),
        ("fr", "La baisse des impôts est de 3 %.", "baisse", "3 %"),
        ("fr", "Après neuf mois d'enquête, le juge a parlé.", "enquête", "neuf mois"),
        ("en", "Sales rose by 5 percent.", "rose", "5 percent"),
        ("en", "The jet made a 12-hour flight to Paris.", "flight", "12-hour"),
    ],
)
def test_an_amount_is_the_quantity_of_its_event_and_nothing_else(
    find: Find, language: str, text: str, trigger: str, quantity: str
) -> None:
    arguments = roles(find(text, language), trigger)
    assert {role for role, part in arguments if part == quantity} == {"quantity"}


@pytest.mark.parametrize(
    ("text", "trigger", "stranger"),
    [
        ("De son côté, le ministre a démissionné.", "démissionné", "côté"),
        ("L'enquête a permis d'arrêter deux hommes.", "arrêter", "enquête"),
        ("Une conférence de presse a eu lieu.", "conférence", "presse"),
        ("La crise en Irak a dominé la réunion des ministres.", "réunion", "Irak"),
    ],
)
def test_what_only_stands_nearby_takes_no_part(
    find: Find, text: str, trigger: str, stranger: str
) -> None:
    assert stranger not in {part for _, part in roles(find(text), trigger)}


@pytest.mark.parametrize(
    ("language", "text", "trigger", "argument"),
    [
        ("fr", "Le syndicat a demandé une hausse.", "demandé", ("topic", "hausse")),
        ("fr", "Le retraité a été tué par un tireur.", "tué", ("agent", "tireur")),
        ("en", "The board asked Ann Lee to resign.", "asked", ("target", "Ann Lee")),
        ("en", "The board asked Ann Lee to resign.", "resign", ("target", "Ann Lee")),
        ("en", "The company awarded the contract to Vello.", "awarded", ("topic", "contract")),
        ("en", "The officers discussed the plan.", "discussed", ("topic", "plan")),
        ("en", "Police detained thousands of protesters.", "detained", ("target", "protesters")),
    ],
)  # fmt: skip
def test_a_role_is_that_of_what_fills_it(
    find: Find, language: str, text: str, trigger: str, argument: tuple[str, str]
) -> None:
    assert argument in roles(find(text, language), trigger)


def test_the_name_of_a_meeting_says_what_it_is_about(find: Find) -> None:
    events = find("Le ministre a participé au Forum mondial de la langue française.")
    assert roles(events, "Forum") == {
        ("agent", "ministre"),
        ("topic", "langue française"),
    }


def test_an_argument_goes_to_the_end_of_the_complement_right_after_its_noun(
    find: Find,
) -> None:
    events = find("La police a arrêté les supporters de l'équipe.")
    assert ("target", "supporters de l'équipe") in roles(events, "arrêté")
