"""Times that a count, a boundary or a name makes: quarters, turns of the year, given names, streets, titles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model
WEDNESDAY = datetime(2024, 5, 15, tzinfo=UTC)
Values = Callable[..., list[tuple[str, str | None]]]


@pytest.fixture
def values(annotate: Callable[..., Article]) -> Values:
    """The expressions of a text published on Wednesday 15 May 2024, each with its days."""

    def found(
        text: str, language: str = "fr", published: datetime = WEDNESDAY
    ) -> list[tuple[str, str | None]]:
        times = annotate(text, "times", language=language, published=published).times
        return [(expression.text, expression.time.value) for expression in times]

    return found


BOUNDARIES = [
    (
        "fr",
        "Du 29 décembre au 4 janvier, la piscine était fermée.",
        "29 décembre au 4 janvier",
        "2023-12-29/2024-01-04",
    ),
    (
        "fr",
        "La piscine sera fermée du 29 décembre au 4 janvier.",
        "29 décembre au 4 janvier",
        "2024-12-29/2025-01-04",
    ),
    (
        "fr",
        "Ouvert du 27 décembre 2021 au 2 janvier 2022.",
        "27 décembre 2021 au 2 janvier 2022",
        "2021-12-27/2022-01-02",
    ),
    (
        "fr",
        "Elle a exposé du 30 avril au 2 mai.",
        "30 avril au 2 mai",
        "2024-04-30/2024-05-02",
    ),
    (
        "en",
        "The pool was shut from 29 December to 4 January.",
        "29 December to 4 January",
        "2023-12-29/2024-01-04",
    ),
    (
        "en",
        "The fair ran from 30 April to 2 May.",
        "30 April to 2 May",
        "2024-04-30/2024-05-02",
    ),
    (
        "en",
        "Open between December 27, 2021 and January 2, 2022.",
        "December 27, 2021 and January 2, 2022",
        "2021-12-27/2022-01-02",
    ),
]


@pytest.mark.parametrize(("language", "text", "surface", "value"), BOUNDARIES)
def test_a_stretch_may_run_over_the_end_of_a_month_or_year(
    values: Values, language: str, text: str, surface: str, value: str
) -> None:
    assert values(text, language) == [(surface, value)]


COUNTED = [
    ("fr", "La quête a lieu le dernier samedi du mois.", "2024-05-25"),
    ("fr", "La quête a eu lieu le deuxième mardi de mars.", "2024-03-12"),
    ("fr", "La quête a eu lieu le premier dimanche de juin 2021.", "2021-06-06"),
    ("en", "The market was held on the last Saturday of March.", "2024-03-30"),
    ("en", "The market is held on the last Saturday of this month.", "2024-05-25"),
    (
        "en",
        "The market was held on the second Tuesday of last month.",
        "2024-04-09",
    ),
    ("en", "The market was held on the last Sunday of last month.", "2024-04-28"),
    ("fr", "Le conseil se réunira jeudi en huit.", "2024-05-23"),
    ("en", "The council will meet a week from Thursday.", "2024-05-23"),
    (
        "fr",
        "Le bénéfice a doublé au troisième trimestre 2022.",
        "2022-07/2022-09",
    ),
    ("fr", "Le bénéfice a doublé au premier semestre 2022.", "2022-01/2022-06"),
    ("fr", "Le bénéfice a doublé au T2 2022.", "2022-04/2022-06"),
    ("fr", "Le bénéfice a doublé au dernier trimestre 2022.", "2022-10/2022-12"),
    ("fr", "Le bénéfice de l'exercice 2022 a doublé.", "2022"),
    ("fr", "Le bénéfice a doublé au premier trimestre de l'exercice 2022.", None),
    ("en", "Profit doubled in the third quarter of 2022.", "2022-07/2022-09"),
    ("en", "Profit doubled in Q2 2022.", "2022-04/2022-06"),
    ("en", "Profit doubled in Q1.", "2024-01/2024-03"),
    ("en", "Profit doubled in the first half of last year.", "2023-01/2023-06"),
    ("en", "Profit doubled in fiscal year 2022.", "2022"),
    ("en", "Profit doubled in FY2022.", "2022"),
    ("en", "Profit doubled in the first quarter of fiscal 2022.", None),
    ("fr", "Le club a gagné lors de la saison 2019-2020.", "2019/2020"),
    ("fr", "La guerre de 1914-18 a détruit le pont.", "1914/1918"),
    ("en", "The club won in the 2019/20 season.", "2019/2020"),
    ("en", "It lost in the 1999-00 season.", "1999/2000"),
    ("fr", "L'usine fermera fin 2026.", "2026-12"),
    ("fr", "L'usine a ouvert au début de l'année.", "2024-01"),
    ("en", "The plant will close at the end of 2026.", "2026-12"),
    ("en", "The plant opened in mid-2021.", "2021"),
    ("fr", "Les loyers ont baissé entre 2018 et 2021.", "2018/2021"),
    ("en", "Rents fell between 2018 and 2021.", "2018/2021"),
    ("fr", "Au milieu des années 1970, elle chantait.", "1970-01-01/1979-12-31"),
    ("fr", "À la fin des années 60, elle chantait.", "1960-01-01/1969-12-31"),
    ("en", "She sang in the mid-1970s.", "1970-01-01/1979-12-31"),
    ("en", "She sang in the mid-seventies.", "1970-01-01/1979-12-31"),
    ("en", "She sang in the late '70s.", "1970-01-01/1979-12-31"),
    ("fr", "Depuis le 11-Septembre, la tour est vide.", "2001-09-11"),
    ("fr", "Les attaques du 13-Novembre ont touché le quartier.", "2015-11-13"),
    ("en", "Since 9/11 the tower has been empty.", "2001-09-11"),
    ("fr", "Le bal du 14-Juillet aura lieu.", "2024-07-14"),
]


@pytest.mark.parametrize(("language", "text", "value"), COUNTED)
def test_what_is_counted_within_a_month_a_year_or_a_decade(
    values: Values, language: str, text: str, value: str | None
) -> None:
    ((_, days),) = values(text, language)

    assert days == value


def test_a_day_of_history_is_none_before_it_was(values: Values) -> None:
    before = datetime(1999, 9, 20, tzinfo=UTC)

    assert values("Le bal du 11-Septembre a plu.", published=before) == [
        ("du 11-Septembre", "1999-09-11")
    ]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "La visite est reportée au 2 avril.", "2025-04-02"),
        ("fr", "Le match a été repoussé au 2 avril.", "2025-04-02"),
        ("fr", "Le match a été avancé au 20 mai.", "2024-05-20"),
        ("fr", "Le match a été joué le 2 avril.", "2024-04-02"),
        ("en", "The visit was postponed to 2 April.", "2025-04-02"),
        ("en", "The match was put back to 2 April.", "2025-04-02"),
        ("en", "The match was played on 2 April.", "2024-04-02"),
    ],
)
def test_what_is_put_off_is_put_off_to_the_next_such_day(
    values: Values, language: str, text: str, value: str
) -> None:
    ((_, days),) = values(text, language)

    assert days == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Une fuite a inondé la rue du 8-Mai-1945."),
        ("fr", "Une fuite a inondé le boulevard du 11 novembre 1918."),
        ("fr", "L'école du 4-Septembre ferme."),
        ("fr", "Avril Roy a chanté avec Mai Linh."),
        ("fr", "Le discours de Marc Juin a plu."),
        ("en", "April Lowe sang with June Hart."),
        ("en", "The applause was for August Holm."),
        ("en", "A leak flooded April Street."),
        ("fr", "Le film « Un lundi en mai » a plu."),
        ("en", 'Her novel "Late in June" won.'),
    ],
)
def test_a_name_that_holds_a_day_or_month_is_no_time(
    values: Values, language: str, text: str
) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("fr", "Elle est revenue à la gare le 3 mai.", "le 3 mai"),
        ("fr", "En mai, Anne Roy a chanté.", "mai"),
        ("en", "In April Parliament voted.", "April"),
        ("en", "The film opened in June.", "June"),
        ("en", 'He said "on Monday" twice.', "Monday"),
    ],
)
def test_a_day_or_month_beside_a_name_stays_one(
    values: Values, language: str, text: str, surface: str
) -> None:
    assert [text for text, _ in values(text, language)] == [surface]


@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("en", "The train left at 7.30pm.", "19:30"),
        ("en", "The train left at 12.05 a.m.", "00:05"),
        ("en", "The train left at half past four.", "04:30"),
        ("en", "The train left at a quarter to nine.", "08:45"),
        ("fr", "Le train est parti à 12h05.", "12:05"),
        ("fr", "Le train est parti à sept heures et demie.", "07:30"),
        ("fr", "Le train est parti à neuf heures moins le quart.", "08:45"),
    ],
)
def test_hours_with_a_point_and_in_words(
    annotate: Callable[..., Article], language: str, text: str, clock: str
) -> None:
    (expression,) = annotate(text, "times", language=language).times

    assert expression.clock == clock


def test_a_price_is_no_hour(values: Values) -> None:
    assert values("The ticket costs 7.30 euros.", "en") == []


def test_a_stretch_counted_before_an_event_stays_a_length(values: Values) -> None:
    assert values("Il est né le 3 mai 2020. Trois jours après, il riait.") == [
        ("le 3 mai 2020", "2020-05-03"),
        ("Trois jours après", "2020-05-06"),
    ]
    assert values("Trois jours après la fête, il riait.") == [("Trois jours", None)]
