"""A corpus that people reviewed goes wherever a corpus goes: checks, exports, counts, pages, another folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import TEXT, decision, words_at, write_review_project
from running import made

import pressmark
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus
from pressmark.exchange import FORMATS, export, import_annotation
from pressmark.review import append
from pressmark.site import build
from pressmark.storage.tables import TABLES
from pressmark.study.explanations import explanation_lines


@pytest.fixture(scope="module", name="corpus")
def _corpus(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Corpus:
    yaml = write_review_project(tmp_path_factory.mktemp("r") / "p", blank, [TEXT, TEXT])
    article = next(iter(pressmark.load(made(yaml).corpus)))
    first, second = article.quotes
    added = words_at(TEXT, "Nobody else came", label="indirect")
    append(
        yaml.parent / "review.jsonl",
        [
            decision(article, "entities", "wrong", article.entities[0]),
            decision(article, "quotes", "changed", first, after={"speaker": None}),
            decision(article, "quotes", "right", second, minute=1),
            decision(article, "quotes", "added", minute=2, after=added),
            decision(article, "quotes", "checked", minute=3),
            decision("gone", "quotes", "checked", minute=4),
        ],
    )
    return pressmark.load(made(yaml).corpus)


def test_it_is_whole_and_true(corpus: Corpus) -> None:
    assert pressmark.check(corpus.folder) == ()
    assert (corpus.counts["decisions"], corpus.counts["machine"]) == (6, 7)


@pytest.mark.parametrize("table", ["decisions", "machine", "quotes"])
def test_its_tables_have_exactly_their_columns(corpus: Corpus, table: str) -> None:
    assert corpus.table(table).features == TABLES[table].features


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "hub"])
def test_it_is_exported(corpus: Corpus, tmp_path: Path, format: str) -> None:
    report = export(corpus, tmp_path / "out", format=format)
    assert report.articles or format in ("gexf", "graphml", "croissant")


def test_what_people_said_comes_back_of_json_lines(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "out.jsonl")
    imported = import_annotation(
        corpus, tmp_path / "out.jsonl", format="jsonl", by="zoe"
    )
    quotes = imported.articles[0].quotes
    assert [quote.verdict for quote in quotes] == [
        quote.verdict for quote in corpus["a0"].quotes
    ]


def test_it_becomes_pages_and_is_saved(corpus: Corpus, tmp_path: Path) -> None:
    build(corpus, tmp_path / "site", SiteOptions())
    assert (tmp_path / "site" / "index.html").is_file()
    saved = corpus.save(tmp_path / "saved")
    assert [quote.annotator for quote in saved["a0"].quotes] == [
        "human:anne",
        "marks",
        "human:anne",
    ]


def test_explain_names_who_decided(corpus: Corpus) -> None:
    lines = "\n".join(explanation_lines(corpus["a0"], ["quotes"]))
    assert "«“We march,”»  [human:anne]" in lines
    assert "verdict right; reviewer anne" in lines
