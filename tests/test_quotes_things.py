"""Who says nothing: things, times, nobody, and nouns that a participle tells of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model
Annotate = Callable[..., Article]


def speakers_of(annotate: Annotate, text: str, language: str) -> list[str | None]:
    """The name of the speaker of each quote, scare quotes left out."""
    article = annotate(text, "entities", "quotes", language=language)
    return [quote.speaker_name for quote in article.quotes if quote.label != "scare"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # a thing says nothing
        ("fr", "Le manque de lits indique que la crise dure."),
        ("fr", "Les termes généreux du prêt indiquent que la banque avait confiance."),
        ("fr", "La hausse des loyers signale que le quartier change."),
        ("en", "Enough money suggests that the museum will open."),
        ("en", "The lack of nurses suggests that the ward will close."),
        ("en", "The win confirmed that the team was back."),
        # nor does what something depends on
        ("fr", "Le bac part plus ou moins tôt selon la marée."),
        ("fr", "Elle avait du mal à en croire ses yeux."),
        ("fr", "Il y a des indices selon lesquels la digue serait fragile."),
        ("en", "The firm is to pay 12 euros per share, a record."),
        ("en", "The county has the highest rate, 478 deaths per 100,000, of all."),
        # a verb that reports without its reflexive pronoun alone
        ("fr", "Au cœur de l'affaire se trouve une société que le maire connaît."),
        ("fr", "Devant la mairie se trouvait un « fantôme », un vieux chalutier."),
        # a participle tells of its noun
        ("fr", "Il a démissionné en raison de son rôle présumé dans les trafics, qu'il nie."),
    ],
)  # fmt: skip
def test_a_thing_is_no_speaker(annotate: Annotate, language: str, text: str) -> None:
    assert speakers_of(annotate, text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "Un rapport indique que la digue est fragile.", "Un rapport"),
        ("fr", "Les chiffres indiquent que le quartier change.", "Les chiffres"),
        ("fr", "Le directeur des prix indique que tout augmente.", "Le directeur des prix"),
        ("fr", "Un grand nombre de médecins estiment que la digue tiendra.", "Un grand nombre de médecins"),
        ("fr", "Selon la direction du port, la digue est fragile.", "la direction du port"),
        # what is part of a name is no thing
        ("en", "The White House said that rents had risen.", "White House"),
        ("en", "A number of doctors said that rents had risen.", "A number of doctors"),
        ("en", "A report suggests that the ward will close.", "A report"),
        ("en", "The price watchdog said that rents had risen.", "The price watchdog"),
        ("en", "The ward will close, according to the end-of-life team.", "the end-of-life team"),
    ],
)  # fmt: skip
def test_what_speaks_of_a_thing_is_a_speaker(
    annotate: Annotate, language: str, text: str, speaker: str
) -> None:
    assert speakers_of(annotate, text, language) == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "Ces dernières années, des rapports ont fait état de « dérives » au port.", "des rapports"),
        ("en", "The owner has stayed silent, but last year told the Daily Quay he knew the price.", "The owner"),
        # what a preposition opens stands before the subject
        ("fr", "Dans une série de messages, Nordal a déclaré que le site fermerait.", "Nordal"),
        ("fr", "Lors d'une visite, la ministre a déclaré que le site fermerait.", "la ministre"),
        # a title with its full stop is cut from no name
        ("fr", "« Le site est dangereux », souligne le Pr. Jules Wembi, directeur du laboratoire.", "Jules Wembi"),
        ("fr", "« Le site est dangereux », souligne le Dr. Anne Morel.", "Anne Morel"),
    ],
)  # fmt: skip
def test_a_time_or_an_adjunct_is_no_subject(
    annotate: Annotate, language: str, text: str, speaker: str
) -> None:
    assert speakers_of(annotate, text, language)[-1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Son autorité grandit. On pense que le dossier sera clos.",
        "Sa collection grandit. On pense que le musée fermera.",
        "Personne n'était là. « J'étais seule », dit-elle.",
    ],
)
def test_a_pronoun_stands_for_no_thing_and_for_nobody(
    annotate: Annotate, text: str
) -> None:
    assert speakers_of(annotate, text, "fr") == [None]
