"""Words that name an event elsewhere, and none in the phrase or sense that they stand in."""

from __future__ import annotations

import pytest
from finding import Find

pytestmark = pytest.mark.model

EVERYDAY = [
    ("en", "She had an asthma attack.", "attack"),
    ("en", "His panic attacks are over.", "attacks"),
    ("en", "They killed time at the station.", "killed"),
    ("en", "She took a crash course in Greek.", "crash"),
    ("en", "The human race is old.", "race"),
    ("en", "A great deal of rain is normal.", "deal"),
    ("en", "The wind died down.", "died"),
    ("en", "The battery died.", "died"),
    ("en", "The computer crashed.", "crashed"),
    ("en", "A storm of applause was heard.", "storm"),
    ("en", "The ferry crew moved the delivery date.", "delivery"),
    ("en", "The murder suspect fled.", "murder"),
    ("en", "Divers brought up the flight recorder.", "flight"),
    ("en", "The increased number of bins is a surprise.", "increased"),
    ("en", "They waited for the winning team.", "winning"),
    ("en", "The party celebrated a landslide victory.", "landslide"),
    ("en", "She could not get an appointment.", "appointment"),
    ("en", "The party has a lead in the polls.", "polls"),
    ("fr", "Les critiques estiment que le livre est long.", "critiques"),
    ("fr", "Il est mort de rire.", "mort"),
    ("fr", "La grève de sable est longue.", "grève"),
    ("fr", "Il tuait le temps à la gare.", "tuait"),
    ("fr", "Le débat est au point mort.", "mort"),
    ("fr", "La chute d'eau est haute.", "chute"),
    ("fr", "C'est un procès d'intention.", "procès"),
    ("fr", "Une tempête d'applaudissements l'accueille.", "tempête"),
    ("fr", "La manifestation de la vérité est lente.", "manifestation"),
]


@pytest.mark.parametrize(("language", "text", "word"), EVERYDAY)
def test_an_everyday_sense_is_no_event(
    find: Find, language: str, text: str, word: str
) -> None:
    assert word not in [event.text for event in find(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "word", "label"),
    [
        ("en", "The attack on the port lasted an hour.", "attack", "ASSAULT"),
        ("en", "The sailor died on Monday.", "died", "CASUALTY"),
        ("en", "The train crashed near Vello.", "crashed", "ACCIDENT"),
        ("en", "A storm hit the coast.", "storm", "ACCIDENT"),
        # what only says how it stands with the event, and what names the same event
        ("en", "Police foiled a murder plot.", "murder", "ASSAULT"),
        ("en", "The election campaign began on Monday.", "election", "ELECTION"),
        ("en", "Rents increased sharply.", "increased", "ECONOMY"),
        ("en", "A landslide buried two huts.", "landslide", "ACCIDENT"),
        (
            "en",
            "The appointment of Ann Lee surprised the board.",
            "appointment",
            "APPOINT",
        ),
        ("fr", "Le marin est mort lundi.", "mort", "CASUALTY"),
        ("fr", "La grève des cheminots continue.", "grève", "PROTEST"),
        ("fr", "Une tempête a touché la côte.", "tempête", "ACCIDENT"),
        ("fr", "La manifestation des lycéens a duré.", "manifestation", "PROTEST"),
    ],
)
def test_the_same_word_in_its_other_sense_is_one(
    find: Find, language: str, text: str, word: str, label: str
) -> None:
    assert (word, label) in [
        (event.text, event.label) for event in find(text, language)
    ]
