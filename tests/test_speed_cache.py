"""Parses are kept, bounded, and never believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from making import TEXTS
from running import made, tables
from spacy.language import Language

from pressmark.annotators.fast_spacy.doc_bytes import pack, unpack
from pressmark.annotators.parse import parse_articles
from pressmark.annotators.parse_cache import ParseCache
from pressmark.annotators.parse_engine import EngineName
from pressmark.articles import Article

ENGINES: tuple[EngineName, ...] = ("fast", "stock")
TEXT = "Anne Morel part.\n\nBob reste « ici »."


class Counting:
    """A component that counts the docs it sees, and tags their capitals as entities."""

    def __init__(self) -> None:
        self.seen = 0

    def __call__(self, doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        self.seen += 1
        doc.ents = [
            spacy.tokens.Span(doc, word.i, word.i + 1, "PER")
            for word in doc
            if word.text.istitle()
        ]
        return doc


@pytest.fixture
def nlp() -> Language:
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("sentencizer")
    pipeline._components.append(("counting", Counting()))
    return pipeline


def seen(nlp: Language) -> int:
    return nlp.get_pipe("counting").seen  # type: ignore[no-any-return, attr-defined]


def parsed(
    nlp: Language, cache: ParseCache | None, *texts: str, engine: EngineName = "fast"
) -> list[spacy.tokens.Doc]:
    articles = [Article(id=f"a{n}", text=text) for n, text in enumerate(texts)]
    return [doc for _, doc in parse_articles(articles, nlp, engine=engine, cache=cache)]


def test_a_parse_is_made_once(nlp: Language, tmp_path: Path) -> None:
    cache = ParseCache(tmp_path, "m")
    (first,) = parsed(nlp, cache, TEXT)
    (again, _) = parsed(nlp, cache, TEXT, "Cleo.")
    assert seen(nlp) == 3
    assert again.text == TEXT
    assert [(span.text, span.label_) for span in again.ents] == [
        ("Anne", "PER"),
        ("Morel", "PER"),
        ("Bob", "PER"),
    ]
    assert [sent.text for sent in again.sents] == [sent.text for sent in first.sents]


def test_another_model_or_pipeline_has_parses_of_its_own(
    nlp: Language, tmp_path: Path
) -> None:
    parsed(nlp, ParseCache(tmp_path, "m"), "Anne.")
    parsed(nlp, ParseCache(tmp_path, "n"), "Anne.")
    nlp.remove_pipe("sentencizer")
    parsed(nlp, ParseCache(tmp_path, "m"), "Anne.")
    assert seen(nlp) == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_what_any_component_leaves_in_a_doc_is_in_the_kept_parse(
    engine: EngineName, tmp_path: Path
) -> None:
    nlp = spacy.blank("fr")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Anne", "id": "anne"}])  # type: ignore[attr-defined]
    nlp._components.append(("notes", leave_notes))
    cache = ParseCache(tmp_path, "m")
    for doc in [
        *parsed(nlp, cache, TEXT, engine=engine),
        *parsed(nlp, cache, TEXT, engine=engine),
    ]:
        assert [(span.text, span.ent_id_) for span in doc.ents] == [("Anne", "anne")]
        assert [span.text for span in doc.spans["capitals"]] == ["Anne", "Morel", "Bob"]
        assert [token._.initial for token in doc if token.text.istitle()] == [
            "A",
            "M",
            "B",
        ]


def leave_notes(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
    """Leave in a doc what the models of spaCy do not: a group of spans and an extension attribute."""
    spacy.tokens.Token.set_extension("initial", default=None, force=True)
    capitals = [token for token in doc if token.text.istitle()]
    doc.spans["capitals"] = [doc[token.i : token.i + 1] for token in capitals]
    for token in capitals:
        token._.initial = token.text[0]
    return doc


@pytest.mark.parametrize("engine", ENGINES)
def test_a_parse_that_cannot_be_written_is_made_each_time(
    engine: EngineName, nlp: Language, tmp_path: Path
) -> None:
    nlp._components.append(("handle", leave_a_handle))
    for _ in range(2):
        (doc,) = parsed(nlp, ParseCache(tmp_path, "m"), "Anne.", engine=engine)
        assert doc[0]._.handle is not None
    assert seen(nlp) == 2


def leave_a_handle(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
    """Leave an object that no form of bytes can hold."""
    spacy.tokens.Token.set_extension("handle", default=None, force=True)
    doc[0]._.handle = object()
    return doc


def test_an_engine_reads_no_parse_of_the_other(nlp: Language, tmp_path: Path) -> None:
    for engine in (*ENGINES, *ENGINES):
        (doc,) = parsed(nlp, ParseCache(tmp_path, "m"), "Anne.", engine=engine)
        assert doc.text == "Anne."
    assert seen(nlp) == 2


def test_a_damaged_entry_is_parsed_anew(nlp: Language, tmp_path: Path) -> None:
    cache = ParseCache(tmp_path, "m")
    parsed(nlp, cache, "Anne.")
    with sqlite3.connect(cache.file) as base:
        base.execute(
            "UPDATE parses SET content = substr(content, 1, 20) || X'00' || substr(content, 22)"
        )
    (doc,) = parsed(nlp, cache, "Anne.")
    assert (doc.text, seen(nlp)) == ("Anne.", 2)
    parsed(nlp, cache, "Anne.")
    assert seen(nlp) == 2


def test_a_file_that_is_no_cache_is_begun_anew(nlp: Language, tmp_path: Path) -> None:
    cache = ParseCache(tmp_path, "m")
    cache.file.write_bytes(
        b"no database, but long enough to be asked for its header" * 100
    )
    for _ in range(3):
        parsed(nlp, cache, "Anne.")
    assert seen(nlp) <= 2


def test_a_folder_that_cannot_be_written_costs_time_alone(
    nlp: Language, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    cache = ParseCache(tmp_path / "file" / "below", "m")
    assert [doc.text for doc in parsed(nlp, cache, "Anne.")] == ["Anne."]


def test_the_cache_is_bounded(nlp: Language, tmp_path: Path) -> None:
    cache = ParseCache(tmp_path, "m", max_bytes=60_000)
    for n in range(60):
        parsed(nlp, cache, *(f"Anne {n} {m} " * 30 for m in range(4)))
    with sqlite3.connect(cache.file) as base:
        (kept,) = base.execute("SELECT count(*) FROM parses").fetchone()
    assert 0 < kept < 240
    assert cache.file.stat().st_size < 150_000


@given(TEXTS)
def test_what_is_unpacked_is_what_was_packed(text: str) -> None:
    doc = BLANK(text)
    again = unpack(pack(doc) or b"", BLANK.vocab)
    assert again.text == text
    assert [token.idx for token in again] == [token.idx for token in doc]


BLANK = spacy.blank("fr")


def test_a_run_with_a_cold_and_a_warm_cache_and_without_one_makes_the_same_bytes(
    project: Callable[..., Path],
) -> None:
    texts = [f"Anne {n} et Bob." for n in range(4)]
    corpora = [
        made(project(texts, folder=name, cache=cache)).corpus for name, cache in RUNS
    ]
    assert tables(corpora[0]) == tables(corpora[1]) == tables(corpora[2])


RUNS = (("none", False), ("cold", "../cache"), ("warm", "../cache"))
