"""What the words around a trigger make of it: what never came about, what is only wished, what has its own date."""

from __future__ import annotations

import pytest
from finding import Find, the

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        (
            "fr",
            "Les rebelles ont signé un accord qui leur échappe encore.",
            "accord",
            "denied",
        ),
        ("fr", "La victoire a échappé à l'équipe.", "victoire", "denied"),
        ("fr", "La victoire n'a pas échappé à l'équipe.", "victoire", "asserted"),
        ("fr", "L'accord tarde à venir.", "accord", "hypothetical"),
        ("fr", "Un attentat manqué a troublé la ville.", "attentat", "denied"),
        ("fr", "La visite annulée du ministre a fait du bruit.", "visite", "denied"),
        ("en", "A deal eluded them for months.", "deal", "denied"),
        ("en", "The merger fell through.", "merger", "denied"),
        ("en", "The foiled attack shocked the town.", "attack", "denied"),
    ],
)
def test_what_escapes_or_is_foiled_did_not_come_about(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        ("fr", "La ville ne va pas fermer l'usine.", "fermer", "denied"),
        ("fr", "La ville va fermer l'usine.", "fermer", "planned"),
        ("fr", "Le maire a refusé de fermer l'usine.", "fermer", "denied"),
        ("fr", "Ils sont chargés de fermer l'usine.", "fermer", "planned"),
        ("en", "The mayor refused to close the factory.", "close", "denied"),
    ],
)
def test_who_will_not_or_refuses_does_not_and_who_is_charged_with_it_will(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        ("fr", "La réunion n'a pas eu lieu.", "réunion", "denied"),
        ("fr", "La grève n'a pas été suivie.", "grève", "denied"),
        (
            "fr",
            "Cette arrestation n'a pas d'influence sur le prix.",
            "arrestation",
            "asserted",
        ),
        ("en", "The strike was not held.", "strike", "denied"),
        ("en", "No meeting took place.", "meeting", "denied"),
        ("fr", "La visite du ministre ne devrait pas avoir lieu.", "visite", "denied"),
        ("en", "The talks never happened.", "talks", "denied"),
    ],
)
def test_a_verb_that_only_carries_its_noun_denies_it(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        (
            "fr",
            "Le maire a demandé une enquête et a licencié deux employés.",
            "licencié",
            "asserted",
        ),
        (
            "fr",
            "Il veut gagner, car les ouvriers ont manifesté.",
            "manifesté",
            "asserted",
        ),
        (
            "fr",
            "Ils exigent que le maire soit limogé et que la loi soit abrogée.",
            "abrogée",
            "hypothetical",
        ),
        ("fr", "La décision de fermer l'usine a surpris.", "fermer", "planned"),
        (
            "en",
            "The board asked for an inquiry and dismissed two workers.",
            "dismissed",
            "asserted",
        ),
        ("en", "The board will close the plant and sell the site.", "sell", "planned"),
    ],
)
def test_what_is_joined_to_a_wish_is_a_wish_only_within_it(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        ("fr", "Des frappes vont être menées contre le port.", "frappes", "planned"),
        ("fr", "La réunion devrait se tenir à Vello.", "réunion", "planned"),
        ("fr", "Un sommet peut avoir lieu à Vello.", "sommet", "hypothetical"),
        ("fr", "Deux usines devraient être fermées.", "fermées", "planned"),
        ("fr", "Le conseil n'a pas décidé de fermer l'usine.", "fermer", "denied"),
        ("en", "Two plants are expected to be closed.", "closed", "planned"),
        ("en", "The board does not plan to close the plant.", "close", "denied"),
    ],
)
def test_a_verb_above_the_one_that_carries_an_event_governs_it(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


def test_a_verb_that_only_makes_a_future_is_no_event(find: Find) -> None:
    assert [event.text for event in find("Le match va se jouer à Vello.")] == ["match"]


def test_an_adjective_before_its_noun_makes_an_entry_of_two_words(find: Find) -> None:
    assert the(find("Il a gagné le grand prix."), "prix").label == "CULTURE_SPORT"


def test_a_date_that_says_how_long_puts_nothing_ahead(find: Find) -> None:
    assert (
        the(find("Le musée expose des toiles jusqu'au 28 mai."), "expose").status
        == "asserted"
    )
    assert (
        the(find("Le musée exposera des toiles le 28 mai."), "exposera").status
        == "planned"
    )


def test_a_verb_of_the_past_is_not_ahead_whatever_date_is_near(find: Find) -> None:
    assert (
        the(find("Elle a quitté Osmara avant la fête du 28 mai."), "quitté").status
        == "asserted"
    )


def test_what_somebody_is_charged_with_does_not_take_the_date_of_the_trial(
    find: Find,
) -> None:
    events = find("Deux hommes ont été jugés mardi pour le meurtre d'un voisin.")
    judged, murder = the(events, "jugés"), the(events, "meurtre")
    assert judged.time
    assert judged.time.value == "2024-05-14"
    assert murder.time is None


def test_joined_verbs_have_each_their_own_date(find: Find) -> None:
    events = find("La bibliothèque sera fermée en juillet et rouvrira en août.")
    assert [event.time.value for event in events if event.time] == [
        "2024-07",
        "2024-08",
    ]


def test_a_sentence_without_a_verb_goes_on_with_the_day_spoken_of(find: Find) -> None:
    events = find(
        "Le facteur a été agressé mardi à Vello. Une attaque de plus, selon la police."
    )
    assert the(events, "attaque").time == the(events, "agressé").time


def test_a_headline_and_the_first_sentence_tell_of_one_happening_in_two_words(
    find: Find,
) -> None:
    events = find(
        "Accident à Vello.\n\nUne voiture a percuté un mur lundi.\n\nUn camion a dérapé mardi."
    )
    first, second, third = (event.cluster for event in events)
    assert first == second != third


def test_nous_is_reflexive_only_where_the_verb_is(find: Find) -> None:
    assert the(find("Il nous a demandé de partir."), "demandé").label == "REQUEST"
    assert the(find("Nous nous sommes engagés à partir."), "engagés").label == "AGREE"


def test_a_word_with_a_hyphen_is_one_trigger_however_it_is_cut(find: Find) -> None:
    assert (
        the(
            find("Il a fait un aller-retour entre Vello et Osmara."), "aller-retour"
        ).label
        == "MOVE"
    )


@pytest.mark.parametrize(
    ("text", "trigger", "label"),
    [
        ("Le nombre des naissances a diminué de 2 %.", "diminué", "TREND"),
        ("La population a dépassé le cap des dix millions.", "dépassé", "TREND"),
        ("La hausse des prix inquiète les ménages.", "hausse", "ECONOMY"),
        ("Un sondage donne le maire battu.", "sondage", "INVESTIGATE"),
        ("La commune va réhabiliter le vieux pont.", "réhabiliter", "ECONOMY"),
        ("L'équipe a concédé le nul.", "concédé", "CULTURE_SPORT"),
        ("Le ministre a réagi avec prudence.", "réagi", "STATEMENT"),
        ("« Nous refusons la guerre », dit-elle.", "refusons", "REJECT"),
        ("« J'investirai deux millions », dit-elle.", "investirai", "ECONOMY"),
        ("Trois obus sont tombés sur le port.", "tombés", "ASSAULT"),
        ("Le pont a été emporté.", "emporté", "ACCIDENT"),
        ("Quatre marins ont été hélitreuillés.", "hélitreuillés", "COOPERATE"),
        ("Le groupe a déposé une offre.", "offre", "ECONOMY"),
        ("La décision du préfet est attendue.", "décision", "STATEMENT"),
        ("Les écuries ont saisi le TAS.", "saisi", "JUSTICE"),
        ("Les supporters s'en sont pris à l'arbitre.", "pris", "ACCUSE"),
        ("Le plan a été élaboré par les ministres.", "élaboré", "LEGISLATE"),
        ("La crue a retardé la mise en place du dispositif.", "mise", "LEGISLATE"),
    ],
)
def test_more_of_what_news_tell_has_a_type(
    find: Find, text: str, trigger: str, label: str
) -> None:
    assert [event.label for event in find(text) if event.text == trigger] == [label]


@pytest.mark.parametrize(
    ("text", "trigger", "label"),
    [
        ("The number of visitors doubled last year.", "doubled", "TREND"),
        ("The population passed the mark of ten million.", "passed", "TREND"),
        ("The board presented a plan.", "presented", "STATEMENT"),
        ("The airline will replace its fleet.", "replace", "ECONOMY"),
        ("The strike lasted three days.", "strike", "PROTEST"),
        ("The strikes hit the harbour.", "strikes", "ASSAULT"),
        ("The army retook the town.", "retook", "FIGHT"),
        ("Crews pulled a boy out of the rubble.", "pulled", "COOPERATE"),
        ("The rival withdrew its offer.", "withdrew", "REJECT"),
    ],
)
def test_more_of_what_english_news_tell_has_a_type(
    find: Find, text: str, trigger: str, label: str
) -> None:
    assert [event.label for event in find(text, "en") if event.text == trigger] == [
        label
    ]


@pytest.mark.parametrize(
    "text",
    [
        "L'avenir s'annonce sombre.",
        "Le réseau de distribution est ancien.",
        "Il se bat pour ses idées.",
        "Le taux de croissance est connu.",
        "Elle a le choix.",
        "Des contrôles s'imposent.",
        "Le traité est resté lettre morte.",
        "Le virus mute.",
    ],
)
def test_an_ordinary_sense_of_a_word_is_no_event(find: Find, text: str) -> None:
    assert [(event.text, event.label) for event in find(text)] == []


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        ("fr", "Je peux confirmer que le pont a été détruit.", "détruit", "asserted"),
        (
            "fr",
            "Il veut croire que la police a arrêté le voleur.",
            "arrêté",
            "asserted",
        ),
        ("fr", "Il craint que le patron vende l'usine.", "vende", "hypothetical"),
        ("en", "I can confirm that the bridge was destroyed.", "destroyed", "asserted"),
        # To march is to say it; to meet is not to sign.
        ("fr", "Ils ont manifesté pour dénoncer la loi.", "dénoncer", "asserted"),
        ("fr", "Ils manifesteront pour dénoncer la loi.", "dénoncer", "planned"),
        ("fr", "Ils se sont réunis pour signer un accord.", "accord", "planned"),
        # What somebody calls for, and what only goes before.
        (
            "fr",
            "Le syndicat a appelé au boycott de la fête.",
            "boycott",
            "hypothetical",
        ),
        ("fr", "Il a parlé à la suite d'un attentat.", "attentat", "asserted"),
    ],
)
def test_what_is_told_is_told_whatever_stands_around_it(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status
