"""A site calls names as the articles of its language do."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import pressmark
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus
from pressmark.site import build
from pressmark.site.names_by_language import NamesInLanguage

TEXTS = [
    ("fr", "La Russie vend du blé à la Corée du Nord. La Russie exporte aussi du gaz."),
    ("en", "Russia sells wheat to Wexley. The mayor of Wexley was pleased."),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus of both languages, its names joined as a run does."""
    folder = tmp_path_factory.mktemp("wheat")
    rows = [
        {"id": str(number), "language": language, "text": text}
        for number, (language, text) in enumerate(TEXTS)
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "study.yaml").write_text(
        "title: Wheat\nsource: {files: [rows.jsonl]}\ncorpus: corpus/\nannotators: [entities]\nrun: {workers: 1}\n"
    )
    pressmark.run(folder / "study.yaml")
    return pressmark.load(folder / "corpus")


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [("en", ">Russia<", ">Russie<"), ("fr", ">Russie<", ">Russia<")],
)
def test_a_country_is_called_as_in_the_language_of_the_site(
    corpus: Corpus, tmp_path: Path, language: str, shown: str, hidden: str
) -> None:
    build(corpus, tmp_path, SiteOptions(language=language))
    places = (tmp_path / "names/places.html").read_text()
    assert shown in places
    assert hidden not in places
    # only French articles name it
    assert ">Corée du Nord<" in places
    page = (tmp_path / "names/loc-russie.html").read_text()
    assert shown[1:-1] in page.partition("</h1>")[0]
    # the other name is one of its spellings
    assert hidden[1:-1] in page.partition("</h1>")[2]


@pytest.mark.parametrize(
    ("name", "names", "foreign", "chosen"),
    [
        ("Russie", {"Russia": 9}, {"Russie"}, "Russia"),
        # what articles of the language have, and what no article has, stays
        ("UK", {"UK": 3, "Britain": 9}, {"UK"}, "UK"),
        ("Wheat Board (WB)", {"WB": 3}, {"Office du blé"}, "Wheat Board (WB)"),
        # a surname is no other name
        ("Ann Lee", {"Lee": 3}, {"Ann Lee"}, "Ann Lee"),
        ("Metz", {}, {"Metz"}, "Metz"),
    ],
)
def test_the_name_of_a_language(
    name: str, names: dict[str, int], foreign: set[str], chosen: str
) -> None:
    both = NamesInLanguage({"n": Counter(names)}, {"n": frozenset(foreign)})
    assert both.choose("n", name) == chosen
