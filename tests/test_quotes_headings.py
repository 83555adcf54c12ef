"""Headings that no full stop parts from the sentence after them, as in archives that lost their paragraphs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model


def quotes_of(
    annotate: Callable[..., Article], text: str
) -> list[tuple[str, str | None]]:
    """The words of each quote with those of its speaker."""
    article = annotate(text, "entities", "quotes", language="fr")
    return [
        (quote.text, quote.speaker)
        for quote in article.quotes
        if quote.label != "scare"
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        (
            "Lire aussi : un voilier retrouvé au large de Vello Le maire a dit que le quai ferme.",
            "le quai ferme",
            "Le maire",
        ),
        (
            "Grève des bacs en août Selon la mairie, le trafic reprendra lundi.",
            "le trafic reprendra lundi",
            "la mairie",
        ),
        (
            "Un port en hiver Elle affirme que la digue tiendra.",
            "la digue tiendra",
            "Elle",
        ),
        (
            "Un hiver sans bac ni train Les habitants sont inquiets, selon Ana Vidal.",
            "Les habitants sont inquiets",
            "Ana Vidal",
        ),
    ],
)
def test_a_sentence_begins_after_a_heading_without_full_stop(
    annotate: Callable[..., Article], text: str, content: str, speaker: str
) -> None:
    assert quotes_of(annotate, text) == [(content, speaker)]


@pytest.mark.parametrize(
    "title", ["dans Le Monde", "dans La vie en mer", "au journal Le Courrier"]
)
def test_a_title_with_a_capital_begins_no_sentence(
    annotate: Callable[..., Article], title: str
) -> None:
    text = f"Ana Vidal a dit {title} que le quai ferme."
    assert quotes_of(annotate, text) == [("le quai ferme", "Ana Vidal")]


@pytest.mark.parametrize(
    "before",
    [
        "Lire aussi : un voilier retrouvé à Vello",
        "La pêche reprend sur toute la côte ;",
    ],
)
def test_marks_that_hold_a_sentence_are_all_that_an_incise_reports(
    annotate: Callable[..., Article], before: str
) -> None:
    text = f'{before} "Nous restons ici tout l\'hiver", a insisté Ana Vidal.'
    assert quotes_of(annotate, text) == [("Nous restons ici tout l'hiver", "Ana Vidal")]


def test_marks_within_a_sentence_are_part_of_what_an_incise_reports(
    annotate: Callable[..., Article],
) -> None:
    text = 'La ville est "prête à tout pour garder son port", a insisté Ana Vidal.'
    ((content, _),) = quotes_of(annotate, text)
    assert content.startswith("La ville est")


@pytest.mark.parametrize("link", ["parce que", "sauf que"])
def test_a_reason_is_no_content(annotate: Callable[..., Article], link: str) -> None:
    assert quotes_of(annotate, f"Elle s'amuse {link} le bac tarde.") == []
