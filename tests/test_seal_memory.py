"""What a seal remembers of shards is what it would make of them anew; what decides it decides the key, too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from making import entity, event, quote, span_id, with_layers
from running import tables

from pressmark import Article, check
from pressmark.dataset import shard_clusters
from pressmark.dataset.drafts import write_draft
from pressmark.dataset.sealing import seal
from pressmark.linking.corrections import Corrections, NameList, Namesake
from pressmark.linking.names import JoinedNames
from pressmark.linking.places import PlaceFinder
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.linking.shard_names import NameCollector
from pressmark.spans import Argument
from pressmark.storage.manifest import Manifest
from pressmark.yaml_files.lexicons import LexiconFile, Lexicons

LAYERS = ("entities", "quotes", "events")
FIRST_DAY = datetime(2024, 5, 14, tzinfo=UTC)
SHARDS = 3


def article(
    number: int, person: str = "Ann Lee", town: str = "Kiev", day: int | None = None
) -> Article:
    """An article in which a person speaks of an attack on a town."""
    text = f"“We march 🙂,” said {person}. Une attaque sur {town}. Un vol."
    identity = f"a{number}"
    linked = span_id(identity, "entities", text, town)
    start = text.index(town)
    place = Argument(
        role="place",
        start=start,
        end=start + len(town),
        text=town,
        entity_id=linked,
    )
    speaker = span_id(identity, "entities", text, person)
    return with_layers(
        Article(
            id=identity,
            language="fr",
            text=text,
            published=FIRST_DAY + timedelta(number // 2 if day is None else day),
        ),
        entities=[entity(text, person), entity(text, town, "LOC")],
        quotes=[quote(text, "“We march 🙂,”", speaker_id=speaker)],
        events=[
            event(text, "attaque", "ASSAULT", cluster="c1", arguments=(place,)),
            event(text, "vol", "ASSAULT", cluster="c2"),
        ],
    )


ARTICLES = [article(number) for number in range(2 * SHARDS)]

CHANGES: dict[str, Sequence[Article]] = {
    "nothing": ARTICLES,
    "a name": [article(0, person="Bob Roy"), *ARTICLES[1:]],
    "a longer name that others are short for": [
        article(0, person="Ann Lee Moore"),
        *ARTICLES[1:],
    ],
    "a town": [*ARTICLES[:-1], article(5, town="Lviv")],
    "a day": [article(0, day=40), *ARTICLES[1:]],
    "a language": [replace(ARTICLES[0], language="en"), *ARTICLES[1:]],
    "the order": ARTICLES[::-1],
    "an article more": [*ARTICLES, article(6), article(7)],
    "an article less": ARTICLES[:4],
}


def sealed(
    folder: Path,
    articles: Sequence[Article],
    cache: Path | None,
    names: JoinedNames | None = None,
) -> dict[str, bytes]:
    """The bytes of the tables of a corpus of shards of two articles, sealed in an empty folder."""
    drafts = [
        write_draft(
            folder, f"{first:032d}", articles[first : first + 2], ("articles", *LAYERS)
        )
        for first in range(0, len(articles), 2)
    ]
    about = Manifest(title="T", layers=LAYERS, seen=len(articles))
    seal(folder, drafts, about, names=names, cache=cache)
    assert check(folder) == ()
    return tables(folder)


def refuse(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("this is remembered")


def test_what_is_remembered_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    first = sealed(tmp_path / "first", ARTICLES, cache)
    monkeypatch.setattr(NameCollector, "collect", refuse)
    monkeypatch.setattr(shard_clusters, "clusters_of_rows", refuse)

    assert sealed(tmp_path / "second", ARTICLES, cache) == first
    with pytest.raises(AssertionError, match="remembered"):
        sealed(tmp_path / "third", ARTICLES, None)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that a seal of `ARTICLES` left; to be copied."""
    folder = tmp_path_factory.mktemp("memory")
    sealed(folder / "corpus", ARTICLES, folder / "cache")
    return folder / "cache"


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_bytes_are_those_of_a_seal_without_memory(
    tmp_path: Path, memory: Path, change: str
) -> None:
    cache = shutil.copytree(memory, tmp_path / "cache")

    after = sealed(tmp_path / "after", CHANGES[change], cache)

    assert after == sealed(tmp_path / "anew", CHANGES[change], None)


def lexicons(text: str) -> Lexicons:
    return Lexicons((LexiconFile("places", "fr", "places.fr.yaml", text),))


NAMES: dict[str, Callable[[], JoinedNames]] = {
    "places": lambda: JoinedNames(places=PlaceFinder()),
    "no towns": lambda: JoinedNames(places=PlaceFinder(towns=False)),
    "a lexicon": lambda: JoinedNames(
        places=PlaceFinder(lexicons=lexicons("extends: ours\nnowhere: [Kiev]\n"))
    ),
    "a merge": lambda: JoinedNames(
        ResearcherFacts.of(
            [], Corrections(same=(NameList(("Ann Lee", "Kiev"), line=1),))
        )
    ),
    "a namesake": lambda: JoinedNames(
        ResearcherFacts.of(
            [],
            Corrections(
                namesakes=(Namesake("Ann Lee", ("a1",), "Ann Lee (editor)", line=1),)
            ),
        )
    ),
}


def test_another_way_to_join_names_finds_nothing_of_those_before(
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache"
    for kind, names in NAMES.items():
        after = sealed(tmp_path / f"{kind} after", ARTICLES, cache, names())

        assert after == sealed(tmp_path / f"{kind} anew", ARTICLES, None, names())


def test_a_damaged_memory_is_none(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = sealed(tmp_path / "first", ARTICLES, cache)
    (cache / "seal.sqlite").write_bytes(b"no database")

    assert sealed(tmp_path / "second", ARTICLES, cache) == first
