"""Events that nobody did or bore, that are rumoured, ahead by an adjective, put off, or that a modal leaves done."""

from __future__ import annotations

import pytest
from finding import Find, the

pytestmark = pytest.mark.model

NOBODY = [
    ("en", "Nobody was wounded in the fall.", "wounded"),
    ("en", "No one was wounded in the fall.", "wounded"),
    ("en", "No sailors were wounded.", "wounded"),
    ("en", "None of the sailors was wounded.", "wounded"),
    ("en", "Neither sailor was wounded.", "wounded"),
    ("en", "Not a single sailor was wounded.", "wounded"),
    ("en", "Police arrested nobody.", "arrested"),
    ("en", "The court convicted no one.", "convicted"),
    ("fr", "Nul n'a été arrêté.", "arrêté"),
    ("fr", "Personne n'a été arrêté.", "arrêté"),
    ("fr", "Aucun des marins n'a été arrêté.", "arrêté"),
    ("fr", "La police n'a arrêté personne.", "arrêté"),
    ("fr", "Aucun blessé n'est à déplorer.", "blessé"),
    ("fr", "On ne déplore aucun blessé.", "blessé"),
    ("fr", "Aucune victime n'est à signaler.", "victime"),
]


@pytest.mark.parametrize(("language", "text", "trigger"), NOBODY)
def test_what_nobody_did_or_bore_is_denied(
    find: Find, language: str, text: str, trigger: str
) -> None:
    assert the(find(text, language), trigger).status == "denied"


@pytest.mark.parametrize(
    ("language", "text", "trigger"),
    [
        ("en", "No fewer than 20 sailors were wounded.", "wounded"),
        ("en", "No doubt the police arrested him.", "arrested"),
        ("fr", "Une personne a été arrêtée.", "arrêtée"),
    ],
)
def test_a_no_that_counts_or_vouches_denies_nothing(
    find: Find, language: str, text: str, trigger: str
) -> None:
    assert the(find(text, language), trigger).status == "asserted"


@pytest.mark.parametrize(
    ("language", "text", "victims"),
    [
        ("en", "No one was wounded.", []),
        ("en", "None of the sailors was wounded.", ["sailors"]),
        ("fr", "Personne n'a été tué.", []),
    ],
)
def test_nobody_is_no_argument(
    find: Find, language: str, text: str, victims: list[str]
) -> None:
    (event,) = find(text, language)

    assert [argument.text for argument in event.arguments] == victims


@pytest.mark.parametrize(
    ("language", "text", "trigger"),
    [
        ("fr", "Aucun marin n'a survécu au naufrage.", "survécu"),
        ("fr", "Le marin n'a pas survécu à sa chute.", "survécu"),
        ("en", "None of the sailors survived.", "survived"),
        ("en", "The sailor did not survive the fall.", "survive"),
    ],
)
def test_who_did_not_survive_is_dead(
    find: Find, language: str, text: str, trigger: str
) -> None:
    event = the(find(text, language), trigger)

    assert (event.label, event.status) == ("CASUALTY", "asserted")


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Trois marins ont survécu."), ("en", "Three sailors survived.")],
)
def test_who_survives_is_no_casualty(find: Find, language: str, text: str) -> None:
    assert find(text, language) == ()


STATUSES = [
    # a rumour tells what is said to have happened
    ("fr", "La ministre aurait démissionné.", "démissionné", "asserted"),
    ("fr", "Deux marins auraient été arrêtés.", "arrêtés", "asserted"),
    (
        "fr",
        "S'il avait plu, la ministre aurait démissionné.",
        "démissionné",
        "hypothetical",
    ),
    ("fr", "La ministre démissionnerait.", "démissionnerait", "hypothetical"),
    # a modal in the perfect leaves it done
    ("fr", "Les marins ont dû être évacués.", "évacués", "asserted"),
    ("fr", "Les marins doivent être évacués.", "évacués", "planned"),
    ("fr", "Les secours ont pu évacuer le port.", "évacuer", "asserted"),
    ("fr", "La ville aurait dû fermer l'usine.", "fermer", "hypothetical"),
    # what is counted is not planned
    ("fr", "On compte douze morts.", "morts", "asserted"),
    # adjectives and phrases
    ("fr", "La prochaine élection divise le parti.", "élection", "planned"),
    ("fr", "Une éventuelle grève inquiète le maire.", "grève", "hypothetical"),
    ("fr", "En cas de grève, le port ferme.", "grève", "hypothetical"),
    ("en", "The upcoming election divides the party.", "election", "planned"),
    ("en", "A possible strike worries the mayor.", "strike", "hypothetical"),
    ("en", "In the event of a strike, the port shuts.", "strike", "hypothetical"),
    # what a cause may bring
    ("fr", "La pluie pourrait provoquer une inondation.", "inondation", "hypothetical"),
    ("fr", "La pluie a provoqué une inondation.", "inondation", "asserted"),
    ("en", "Heavy rain may cause flooding.", "flooding", "hypothetical"),
    # a circumstance, and what was told before, are not wished or cancelled
    ("fr", "Le match a été annulé après la grève.", "grève", "asserted"),
    ("en", "The match was cancelled because of the strike.", "strike", "asserted"),
    ("fr", "Il demande la fin de ces violences.", "violences", "asserted"),
    # what was done to a plan is done
    ("fr", "Le projet de loi adopté par le Sénat inquiète.", "adopté", "asserted"),
    ("fr", "Les travaux qui vont être menés inquiètent.", "travaux", "planned"),
    # infinitives ahead
    ("en", "A plan to close the plant angered them.", "close", "planned"),
    ("en", "The first woman to win the race lives here.", "win", "asserted"),
    ("en", "The company announced job cuts.", "cuts", "planned"),
    ("en", "Police announced the death of a sailor.", "death", "asserted"),
]


@pytest.mark.parametrize(("language", "text", "trigger", "status"), STATUSES)
def test_what_stands_around_a_trigger_tells_whether_it_happened(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


@pytest.mark.parametrize(
    ("language", "text", "put_off", "noun"),
    [
        ("fr", "Le match a été reporté au 3 avril.", "reporté", "match"),
        ("en", "The match was postponed to 3 April.", "postponed", "match"),
    ],
)
def test_the_day_that_it_is_put_off_to_is_of_the_match_alone(
    find: Find, language: str, text: str, put_off: str, noun: str
) -> None:
    events = find(text, language)

    assert the(events, put_off).time is None
    match = the(events, noun)
    assert (match.status, match.time and match.time.value) == ("planned", "2025-04-03")


def test_a_headline_has_the_day_of_the_paragraph_below_it(find: Find) -> None:
    text = (
        "Incendie à Vello.\n\nUn hangar a brûlé lundi matin. Personne n'a été blessé."
    )
    events = find(text)

    assert the(events, "Incendie").time == the(events, "brûlé").time
    assert the(events, "Incendie").time is not None


def test_a_headline_has_no_day_of_a_paragraph_further_down(find: Find) -> None:
    text = "Incendie à Vello.\n\nLe hangar est vieux.\n\nLe maire a été arrêté lundi matin."

    assert the(find(text), "Incendie").time is None


SCENE = "Un camion a percuté un bus lundi à Vello.\n\n{}"


def test_a_scene_of_one_day_goes_on_over_paragraphs(find: Find) -> None:
    events = find(SCENE.format("Deux passagers ont été blessés."))

    assert the(events, "blessés").time == the(events, "percuté").time


@pytest.mark.parametrize(
    ("following", "trigger"),
    [
        # a state has its own time, and so has what is said
        ("Les chauffeurs sont en grève.", "grève"),
        ("« Le bus était plein », a déclaré le maire.", "déclaré"),
        # two days are two scenes
        ("Le 3 mai, il pleuvait.\n\nDeux passagers ont été blessés.", "blessés"),
    ],
)
def test_what_is_not_of_the_scene_does_not_take_its_day(
    find: Find, following: str, trigger: str
) -> None:
    assert the(find(SCENE.format(following)), trigger).time is None


def test_an_english_past_tells_no_scene_on(find: Find) -> None:
    text = "A lorry hit a bus on Monday in Vello.\n\nThe firm closed its plant."

    assert the(find(text, "en"), "closed").time is None


def test_a_dateline_is_no_day_of_what_is_told_where_another_is(find: Find) -> None:
    text = (
        "15 mai 2024. - Une avalanche a tué deux hommes.\n\n"
        "Les secours ont été appelés mardi matin."
    )
    time = the(find(text), "avalanche").time
    assert time is None or time.value != "2024-05-15"


def test_a_dateline_that_is_the_only_day_is_that_of_what_is_told(find: Find) -> None:
    event = the(find("15 mai 2024. - Une avalanche a tué deux hommes."), "tué")
    assert event.time is not None
    assert event.time.value == "2024-05-15"


def test_a_noun_with_a_demonstrative_goes_on_with_the_scene(find: Find) -> None:
    text = (
        "La police a évacué le quartier lundi.\n\n"
        "Cette opération n'a pas empêché les voleurs."
    )
    time = the(find(text), "opération").time
    assert time is not None
    assert time.value == "2024-05-13"


def test_a_noun_without_a_demonstrative_may_be_of_any_day(find: Find) -> None:
    text = (
        "La police a évacué le quartier lundi.\n\n"
        "Une opération a un prix, a dit le maire."
    )
    assert the(find(text), "opération").time is None
