"""Bodies that are known by several names: acronyms, and names in other languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_names import articles, ids, names, row

from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.linking.corrections import Corrections, NameList
from pressmark.linking.known_bodies import find_known_bodies
from pressmark.linking.names import JoinedNames
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.yaml_files.lexicon_models.name_words import BodyNames
from pressmark.yaml_files.lexicons import read_lexicon


def _organisations(*texts: str) -> list[str]:
    """The name ids of organisations, each in an article of its own."""
    rows = [
        row("ORG", text, text, article)
        for text, article in zip(texts, "abc", strict=False)
    ]
    return ids(*rows)


@pytest.mark.parametrize(
    "texts",
    [
        ("UE", "EU", "European Union"),
        ("UE", "EU"),
        ("Nations Unies", "ONU", "UN"),
        ("Otan", "NATO"),
        ("OMS", "World Health Organisation"),
        ("Cour pénale internationale", "International Criminal Court"),
    ],
)
def test_a_known_body_is_one_row_in_any_language(texts: tuple[str, ...]) -> None:
    assert len(set(_organisations(*texts))) == 1


@pytest.mark.parametrize(
    "texts",
    [("ICC", "Cour pénale internationale"), ("UE", "ONU"), ("Union", "EU")],
)
def test_what_may_be_another_body_stays_another_row(texts: tuple[str, ...]) -> None:
    assert len(set(_organisations(*texts))) == len(texts)


def test_what_is_no_organisation_is_no_known_body() -> None:
    rows = [row("LOC", "UE", "UE", "a"), row("ORG", "EU", "EU", "b")]
    assert len(set(ids(*rows))) == 2


def test_a_body_that_few_articles_write_out_is_still_one() -> None:
    rows = [row("ORG", "UE", "UE", article) for article in "abc"]
    rows.append(row("ORG", "European Union", "European Union", "a"))
    assert len(list(names(*rows).rows())) == 1


def test_a_researcher_who_calls_two_names_different_is_heard() -> None:
    facts = ResearcherFacts.of(
        corrections=Corrections(different=(NameList(("UE", "EU"), 1),))
    )
    rows = [row("ORG", "UE", "UE", "a"), row("ORG", "EU", "EU", "b")]
    assert len(set(ids(*rows, facts=facts))) == 2


def test_a_lexicon_of_ones_own_adds_a_body(tmp_path: Path) -> None:
    (tmp_path / "names.und.yaml").write_text(
        "extends: ours\nbodies: {Harbour Trust: [HT, Fonds du port]}\n",
        encoding="utf-8",
    )
    rows = [
        row("ORG", "HT", "HT", "a"),
        row("ORG", "Fonds du port", "Fonds du port", "b"),
    ]
    joined = JoinedNames(lexicons=read_lexicon_folders([tmp_path], tmp_path))
    joined.add(joined.collector.collect(rows, articles()))

    assert len(set(joined.links(0).name_ids)) == 1


def test_no_name_of_ours_is_of_two_bodies() -> None:
    lexicon = read_lexicon("names", "und", BodyNames)
    assert lexicon is not None
    listed = [
        name for body, others in lexicon.bodies.items() for name in (body, *others)
    ]
    assert len(find_known_bodies()) == len(listed)
