"""Events of which a date says one end, and mentions that take the time of another of their cluster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model

WEDNESDAY = datetime(2024, 5, 15, tzinfo=UTC)
Annotate = Callable[..., Article]

STRETCHES = [
    ("fr", "Les gendarmes ont arrêté dix hommes depuis mars 2023.", "arrêté", "2023-03/2024-05"),
    ("fr", "La mairie a vendu six écoles depuis 2020.", "vendu", "2020/2024"),
    ("fr", "Le groupe va supprimer cent postes d'ici à 2027.", "supprimer", "2024/2027"),
    ("fr", "L'exposition dure jusqu'au 2 juin 2024.", "exposition", "2024-05-15/2024-06-02"),
    ("fr", "Le vote est reporté au 2 juin 2024.", "vote", "2024-06-02"),
    ("en", "Police have arrested ten men since March 2023.", "arrested", "2023-03/2024-05"),
    ("en", "The firm will cut a hundred jobs by 2027.", "cut", "2024/2027"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "trigger", "value"), STRETCHES)
def test_a_date_may_be_one_end_of_an_event(
    annotate: Annotate, language: str, text: str, trigger: str, value: str
) -> None:
    article = annotate(
        text, "entities", "events", language=language, published=WEDNESDAY
    )

    (event,) = [event for event in article.events if event.text == trigger]
    assert event.time is not None
    assert event.time.value == value


def test_without_a_publication_a_date_is_all_that_is_known(annotate: Annotate) -> None:
    text = "Les gendarmes ont arrêté dix hommes depuis mars 2023."
    article = annotate(text, "entities", "events", language="fr", published=None)

    (event,) = article.events
    assert event.time is not None
    assert event.time.value == "2023-03"


def test_a_time_that_stands_with_one_mention_dates_the_others(
    annotate: Annotate,
) -> None:
    text = "Des rebelles attaquent le port depuis le 3 mai. Les rebelles ont attaqué deux ponts."
    article = annotate(text, "entities", "events", language="fr", published=WEDNESDAY)

    first, second = article.events
    assert first.time is not None
    assert first.time.value == "2024-05-03/2024-05-15"
    assert (second.cluster, second.time) == (first.cluster, first.time)
