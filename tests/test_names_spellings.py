"""One person whom two languages spell in their own ways, in a corpus of both."""

from __future__ import annotations

import pytest

from pressmark.linking.corrections import Corrections, NameList
from pressmark.linking.names import JoinedNames
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.linking.transliterations import find_transliterations

LANGUAGES = {"f": "fr", "g": "fr", "e": "en"}


def people(
    *mentions: tuple[str, str, str | None], facts: ResearcherFacts | None = None
) -> dict[str, int]:
    """The names of persons, each with its mentions; a mention is a name, its article and the gender it states."""
    joined = JoinedNames(facts)
    rows = [
        {
            "id": str(number), "label": "PER", "name": name, "text": name, "article_id": article,
            "role": None, "role_entity_id": None, "gender": gender,
        }
        for number, (name, article, gender) in enumerate(mentions)
    ]  # fmt: skip
    articles = [
        {"id": article, "language": language, "published": None}
        for article, language in LANGUAGES.items()
    ]
    joined.add(joined.collector.collect(rows, articles))
    return {row["name"]: row["mentions"] for row in joined.rows()}


@pytest.mark.parametrize(
    ("french", "english", "pairs"),
    [
        ("Vladimir Poutine", "Vladimir Putin", 1),
        ("Mikhaïl Gorbatchev", "Mikhail Gorbachev", 1),
        ("Nikita Khrouchtchev", "Nikita Khrushchev", 1),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", 1),
        ("Sergueï Choïgou", "Sergei Shoigu", 1),
        ("Ioulia Timochenko", "Yulia Timoshenko", 1),
        # another given name, another surname
        ("Igor Varine", "Ivan Varin", 0),
        ("Igor Varine", "Igor Varov", 0),
        # a surname alone is anybody's
        ("Varine", "Varin", 0),
    ],
)
def test_two_full_names_that_sound_alike_are_a_pair(
    french: str, english: str, pairs: int
) -> None:
    languages_of = {french.casefold(): {"fr"}, english.casefold(): {"en"}}

    assert len(find_transliterations(languages_of)) == pairs


def test_both_spellings_and_a_lone_surname_are_one_row_of_the_names() -> None:
    found = people(
        ("Vladimir Poutine", "f", "m"),
        ("Vladimir Poutine", "g", None),
        ("Vladimir Putin", "e", "m"),
        ("Putin", "e", None),
        ("Igor Poutine", "f", None),
    )

    assert found == {"Vladimir Poutine": 4, "Igor Poutine": 1}


def test_spellings_of_one_language_or_of_three_names_are_left_apart() -> None:
    one_language = people(("Irina Varine", "f", None), ("Irina Varin", "g", None))
    three_names = people(
        ("Irina Varine", "f", None), ("Irina Varyn", "g", None), ("Irina Varin", "e", None)
    )  # fmt: skip
    known_in_both = people(
        ("Irina Varine", "f", None), ("Irina Varin", "g", None), ("Irina Varin", "e", None)
    )  # fmt: skip

    assert [len(one_language), len(three_names), len(known_in_both)] == [2, 3, 2]


def test_what_articles_or_a_correction_say_keeps_two_spellings_apart() -> None:
    mentions = ("Sacha Varine", "f", "m"), ("Sacha Varin", "e", "f")
    different = Corrections(
        different=(NameList(names=("Sacha Varine", "Sacha Varin"), line=1),)
    )
    facts = ResearcherFacts(corrections=different)

    assert len(people(*mentions)) == 2
    unstated = [(name, article, None) for name, article, _ in mentions]
    assert len(people(*unstated)) == 1
    assert len(people(*unstated, facts=facts)) == 2
