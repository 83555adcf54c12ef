"""The names of a corpus listed, and as a gazetteer to edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import entity, with_layers

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus, save
from pressmark.linking.gazetteer import read_gazetteer
from pressmark.study.name_lists import name_lines, name_rows, name_yaml

TEXT = "Luc Varin, le maire, est à Lure. Varin: NO. Varin a vu l'OMT, l'Office du thon."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    spans = [
        entity(
            TEXT,
            "Luc Varin",
            role="maire",
            role_start=TEXT.index("maire"),
            role_end=TEXT.index("maire") + 5,
        ),
        entity(TEXT, "Varin:", name="Luc Varin"),
        entity(TEXT, "NO", "ORG"),
        entity(TEXT, "OMT", "ORG", name="Office du thon"),
        entity(TEXT, "Office du thon", "ORG"),
        entity(TEXT, "Lure", "LOC", rule="gazetteer: places.csv line 2"),
    ]
    return save(
        [with_layers(Article(id="a", text=TEXT, language="fr"), entities=spans)],
        tmp_path / "c",
        title="t",
    )


def test_the_names_are_listed_with_what_the_corpus_says_of_them(corpus: Corpus) -> None:
    lines = list(name_lines(name_rows(corpus, least=2)))

    assert lines == [
        "      2  ORG   org-office-du-thon: Office du thon (1 article)",
        "      2  PER   per-luc-varin: Luc Varin (1 article; maire (1))",
    ]


def test_names_that_no_gazetteer_knows_make_a_gazetteer(
    corpus: Corpus, tmp_path: Path
) -> None:
    rows = name_rows(corpus, least=1, unmatched=True)
    file = tmp_path / "more.yaml"
    file.write_text("\n".join(name_yaml(rows)), "utf-8")

    entries = {entry.name: entry for entry in read_gazetteer(file)}

    assert set(entries) == {"Luc Varin", "Office du thon", "NO"}
    assert entries["Office du thon"].aliases == ("OMT",)
    assert entries["Luc Varin"].aliases == ()


def test_labels_choose(corpus: Corpus) -> None:
    assert [row["label"] for row in name_rows(corpus, labels=["LOC"], least=1)] == [
        "LOC"
    ]
