"""The times layer: which words are a time, and what they mean against the day of publication."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from pressmark.annotators.times import Times
from pressmark.annotators.times.patterns import find_matches
from pressmark.annotators.times.reading import read_text
from pressmark.articles import Article
from pressmark.spans import TimeExpression

pytestmark = pytest.mark.model
WEDNESDAY = datetime(2024, 5, 15, tzinfo=UTC)
Find = Callable[..., list[TimeExpression]]


@pytest.fixture
def find(annotate: Callable[..., Article]) -> Find:
    """The expressions of a sentence that was published on Wednesday 15 May 2024."""

    def found(
        text: str, language: str = "fr", published: datetime | None = WEDNESDAY
    ) -> list[TimeExpression]:
        return list(
            annotate(text, "times", language=language, published=published).times
        )

    return found


FRENCH = [
    # weekdays go toward the tense
    ("La ministre est arrivée mardi à Ostrel.", "mardi", "2024-05-14", "day"),
    ("La ministre arrivera mardi à Ostrel.", "mardi", "2024-05-21", "day"),
    ("La ministre doit arriver mardi à Ostrel.", "mardi", "2024-05-21", "day"),
    ("La ministre était là mercredi.", "mercredi", "2024-05-15", "day"),
    ("Il est revenu jeudi dernier.", "jeudi dernier", "2024-05-09", "day"),
    ("Il revient jeudi prochain.", "jeudi prochain", "2024-05-16", "day"),
    ("Le bal aura lieu samedi soir.", "samedi soir", "2024-05-18", "day"),
    # days told from the publication
    ("Le pont a cédé hier.", "hier", "2024-05-14", "day"),
    ("Le pont a cédé avant-hier soir.", "avant-hier soir", "2024-05-13", "day"),
    ("Le pont rouvrira demain matin.", "demain matin", "2024-05-16", "day"),
    ("Le pont a cédé ce matin.", "ce matin", "2024-05-15", "day"),
    # a night runs from one day into the next, and one that is over began yesterday
    ("Le pont a cédé cette nuit.", "cette nuit", "2024-05-14/2024-05-15", "day"),
    ("Le pont sera fermé cette nuit.", "cette nuit", "2024-05-15", "day"),
    (
        "Le pont a cédé la nuit dernière.",
        "la nuit dernière",
        "2024-05-14/2024-05-15",
        "day",
    ),
    ("Le pont a cédé il y a trois jours.", "il y a trois jours", "2024-05-12", "day"),
    ("Le pont rouvrira dans deux semaines.", "dans deux semaines", "2024-05-29", "day"),
    # dates
    ("Elle est née le 3 mars 1987 à Vello.", "le 3 mars 1987", "1987-03-03", "day"),
    ("Le procès s'est ouvert le 2 avril.", "le 2 avril", "2024-04-02", "day"),
    ("Le procès s'ouvrira le 2 avril.", "le 2 avril", "2025-04-02", "day"),
    (
        "Le salon se tient du 3 au 5 mai 2023.",
        "3 au 5 mai 2023",
        "2023-05-03/2023-05-05",
        "day",
    ),
    (
        "Le salon se tient du 30 avril au 2 mai 2023.",
        "30 avril au 2 mai 2023",
        "2023-04-30/2023-05-02",
        "day",
    ),
    ("Fait à Vello, le 12/05/1999.", "le 12/05/1999", "1999-05-12", "day"),
    (
        "Il a plu le premier dimanche d'avril 2024.",
        "premier dimanche d'avril 2024",
        "2024-04-07",
        "day",
    ),
    # months, seasons, years and more
    ("L'usine a fermé en août.", "août", "2023-08", "month"),
    ("L'usine fermera en août.", "août", "2024-08", "month"),
    ("L'usine a fermé fin mars.", "fin mars", "2024-03", "month"),
    ("L'usine a fermé en octobre 98.", "octobre 98", "1998-10", "month"),
    ("L'usine a fermé le mois dernier.", "le mois dernier", "2024-04", "month"),
    (
        "L'usine a fermé l'été dernier.",
        "l'été dernier",
        "2023-06-01/2023-08-31",
        "season",
    ),
    (
        "L'usine a fermé cette semaine.",
        "cette semaine",
        "2024-05-13/2024-05-19",
        "week",
    ),
    (
        "L'usine a perdu de l'argent ces derniers mois.",
        "ces derniers mois",
        "2024-02-01/2024-05-15",
        "month",
    ),
    ("Elle dirige l'usine depuis 2019.", "2019", "2019", "year"),
    ("Elle a quitté l'usine l'an dernier.", "l'an dernier", "2023", "year"),
    ("La mode des années 60 revient.", "des années 60", None, "decade"),
    (
        "Un moulin du XVIIIe siècle a brûlé.",
        "du XVIIIe siècle",
        "1701-01-01/1800-12-31",
        "century",
    ),
    # feasts
    ("Le marché a ouvert à Noël 2022.", "Noël 2022", "2022-12-25", "day"),
    ("La fête a eu lieu à la Pentecôte 2023.", "Pentecôte 2023", "2023-05-28", "day"),
]

ENGLISH = [
    ("The minister arrived on Tuesday.", "Tuesday", "2024-05-14", "day"),
    ("The minister will arrive on Tuesday.", "Tuesday", "2024-05-21", "day"),
    ("The minister came last Thursday.", "last Thursday", "2024-05-09", "day"),
    (
        "The bridge gave way late Monday night.",
        "late Monday night",
        "2024-05-13",
        "day",
    ),
    ("The bridge gave way yesterday.", "yesterday", "2024-05-14", "day"),
    ("The bridge gave way three days ago.", "three days ago", "2024-05-12", "day"),
    ("The bridge reopens in two weeks.", "in two weeks", "2024-05-29", "day"),
    ("She was born on March 3, 1987.", "March 3, 1987", "1987-03-03", "day"),
    ("She was born on 3 March 1987.", "3 March 1987", "1987-03-03", "day"),
    ("It fell on Sept. 11, 2001.", "Sept. 11, 2001", "2001-09-11", "day"),
    (
        "The fair runs from 3 to 5 May 2023.",
        "3 to 5 May 2023",
        "2023-05-03/2023-05-05",
        "day",
    ),
    (
        "The fair ran from May 3 to May 5, 2023.",
        "May 3 to May 5, 2023",
        "2023-05-03/2023-05-05",
        "day",
    ),
    ("Prices rose last month.", "last month", "2024-04", "month"),
    ("Prices rose in early June 2010.", "early June 2010", "2010-06", "month"),
    (
        "Prices rose over the past three years.",
        "over the past three years",
        "2021-01-01/2024-05-15",
        "year",
    ),
    ("Prices rose in the 1990s.", "the 1990s", "1990-01-01/1999-12-31", "decade"),
    (
        "The mill dates from the 18th century.",
        "the 18th century",
        "1701-01-01/1800-12-31",
        "century",
    ),
    ("The plant has been shut since 2019.", "2019", "2019", "year"),
    (
        "It rained on the first Sunday of April 2024.",
        "first Sunday of April 2024",
        "2024-04-07",
        "day",
    ),
    ("The market opened on Good Friday 2023.", "Good Friday 2023", "2023-04-07", "day"),
    ("The log says 2023-04-07.", "2023-04-07", "2023-04-07", "day"),
]


def cases() -> Iterator[tuple[str, str, str, str | None, str]]:
    yield from (("fr", *case) for case in FRENCH)
    yield from (("en", *case) for case in ENGLISH)


@pytest.mark.parametrize(("language", "text", "words", "value", "grain"), list(cases()))
def test_an_expression_means_days(
    find: Find, language: str, text: str, words: str, value: str | None, grain: str
) -> None:
    (found,) = find(text, language)
    assert words.lower() in found.text.lower() or found.text.lower() in words.lower()
    assert found.time.grain == grain
    if value is not None:
        assert found.time.value == value


@pytest.mark.parametrize(
    ("language", "text", "label", "period"),
    [
        ("fr", "Il a attendu dix-huit mois.", "duration", "P18M"),
        ("fr", "Il a attendu quatre-vingt-dix jours.", "duration", "P90D"),
        ("fr", "Il a attendu plusieurs semaines.", "duration", None),
        ("fr", "Il a attendu une demi-heure.", "duration", "PT30M"),
        ("fr", "Il passe chaque lundi.", "frequency", "P1W"),
        ("fr", "La bibliothèque ouvre le mercredi.", "frequency", "P1W"),
        ("fr", "Il passe tous les deux mois.", "frequency", "P2M"),
        ("fr", "Le rapport annuel est paru.", "frequency", "P1Y"),
        ("fr", "Il dort désormais.", "vague", None),
        ("en", "He waited for twenty-one days.", "duration", "P21D"),
        ("en", "He waited several weeks.", "duration", None),
        ("en", "He calls every Monday.", "frequency", "P1W"),
        ("en", "The annual report is out.", "frequency", "P1Y"),
        ("en", "He is currently asleep.", "vague", None),
    ],
)
def test_durations_and_frequencies_are_kept_apart_from_dates(
    find: Find, language: str, text: str, label: str, period: str | None
) -> None:
    (found,) = find(text, language)
    assert (found.label, found.period, found.time.start) == (label, period, None)


@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("fr", "Le départ est à 14h30.", "14:30"),
        ("fr", "Le départ est à 9 h.", "09:00"),
        ("fr", "Le départ est à vingt heures.", "20:00"),
        ("fr", "Le départ est à midi.", "12:00"),
        ("en", "The start is at 10:30 p.m.", "22:30"),
        ("en", "The start is at 9 am.", "09:00"),
        ("en", "The start is at noon.", "12:00"),
    ],
)
def test_hours_are_read(find: Find, language: str, text: str, clock: str) -> None:
    (found,) = find(text, language)
    assert (found.label, found.clock) == ("time", clock)


def test_an_hour_is_of_the_day_that_was_spoken_of(find: Find) -> None:
    day, hour = find("Le bal aura lieu le 18 mai 2024, à 21 h 30.")
    assert (day.time.value, hour.time.value, hour.clock) == (
        "2024-05-18",
        "2024-05-18",
        "21:30",
    )


def test_the_day_before_is_told_from_the_day_spoken_of(find: Find) -> None:
    _, before = find("Elle est morte le 3 mars 2024. La veille, elle chantait encore.")
    assert before.time.value == "2024-03-02"
    _, after = find("She died on 3 March 2024. The next day they sang.", "en")
    assert after.time.value == "2024-03-04"


def test_a_weekday_that_a_headline_leaves_open_is_the_one_that_the_text_dates(
    find: Find,
) -> None:
    headline, date = find(
        "Anne Morel à Vello samedi.\nLe concert aura lieu samedi 18 mai."
    )
    assert (headline.time.value, date.time.value) == ("2024-05-18", "2024-05-18")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Une femme âgée de 24 ans est tombée."),
        ("fr", "Anne Morel, 87 ans, est tombée."),
        ("fr", "La ville compte 60.082.000 habitants et 2000 chiens."),
        ("fr", "Il a répété une seconde fois."),
        ("fr", "Le score est de 3 à 2."),
        ("en", "A 24-year-old man fell."),
        ("en", "Ann Lee, 87, fell; she is 87 years old."),
        ("en", "They march and they may sing for 2000 people."),
    ],
)
def test_what_is_no_time_is_none(find: Find, language: str, text: str) -> None:
    assert find(text, language) == []


def test_without_a_publication_date_only_whole_dates_have_days(find: Find) -> None:
    hier, date = find("Il est venu hier, et le 3 mars 1987.", published=None)
    assert (hier.time.value, hier.time.grain) == (None, None)
    assert date.time.value == "1987-03-03"


def test_a_date_alone_on_a_line_stands_for_an_unknown_publication(find: Find) -> None:
    dated, hier = find(
        "Vello gagne.\n3 mars 1987\nLe maire a démissionné hier.", published=None
    )
    assert (dated.time.value, hier.time.value) == ("1987-03-03", "1987-03-02")
    _, tuesday = find(
        "Vello wins.\nMarch 3, 1987\nThe mayor resigned on Monday.",
        "en",
        published=None,
    )
    assert tuesday.time.value == "1987-03-02"


def test_times_run_by_themselves_before_events(
    annotate: Callable[..., Article],
) -> None:
    article = annotate(
        "La police a arrêté trois hommes lundi.",
        "entities",
        "quotes",
        "events",
        published=WEDNESDAY,
    )
    assert list(article.layers) == ["entities", "quotes", "times", "events"]
    (event,) = article.events
    assert event.time is not None
    assert event.time.value == "2024-05-13"
    assert article[event.time_id or ""].text == "lundi"


def test_a_language_without_a_lexicon_has_no_times() -> None:
    assert (
        list(Times().annotate(Article(id="a", text="ieri", language="it"), None)) == []
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece",
    [
        "le 3 ",
        "1999-",
        "il y a deux ",
        "le le le ",
        "début de ",
        "d'",
        "3 et 4 ",
        "\u00a01",
        "🙂mai ",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_time_grows_with_the_length_of_a_hostile_text(
    piece: str, language: str
) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        reading = read_text(piece * count, language)
        assert reading is not None
        list(find_matches(reading))
        return time.process_time() - started

    seconds(10)
    assert min(seconds(8000) for _ in range(2)) < 30 * max(
        min(seconds(1000) for _ in range(3)), 0.01
    )


def test_an_expression_begins_only_near_a_word_that_tells_a_time() -> None:
    # « la » begins « la veille », and tells no time by itself.
    for text, may_begin in (("La mairie de la ville", False), ("La veille", True)):
        reading = read_text(text, "fr")
        assert reading is not None
        assert bool([*reading.beginnings()]) is may_begin
