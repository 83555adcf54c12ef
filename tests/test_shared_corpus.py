"""A corpus without its texts: no letter of them is in it, everything else holds, and who has them fills it again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from making import entity, event, quote, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark import Article, Corpus
from pressmark.cli.app import app
from pressmark.errors import InputError
from pressmark.spans import Argument
from pressmark.study.shared_corpus import HASH_COLUMN, MASK

TEXT = "🙂 « Le pont\nest fermé », a dit la maire Ann Lee à Larnholm."


def _article(number: int, **fields: Any) -> Article:
    start = TEXT.index("Larnholm")
    place = Argument(role="place", start=start, end=start + 8, text="Larnholm")
    cue = TEXT.index("a dit")
    return with_layers(
        Article(
            id=f"a{number}",
            text=TEXT,
            language="fr",
            title="Le pont",
            extra={"section": "local", "abstract": "Le pont est fermé."},
            **fields,
        ),
        entities=[entity(TEXT, "Ann Lee"), entity(TEXT, "Larnholm", "LOC")],
        quotes=[
            quote(
                TEXT,
                "Le pont\nest fermé",
                speaker_name="Ann Lee",
                cue="a dit",
                cue_start=cue,
                cue_end=cue + 5,
            )
        ],
        events=[event(TEXT, "fermé", arguments=(place,))],
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return pressmark.save(
        [_article(1), _article(2)], tmp_path / "corpus", title="Ponts"
    )


def test_no_letter_of_a_text_is_in_a_shared_corpus(
    corpus: Corpus, tmp_path: Path
) -> None:
    shared = pressmark.share(corpus, tmp_path / "shared")

    for table in ("articles", "entities", "quotes", "events"):
        content = json.dumps(
            shared.table(table).to_list(), ensure_ascii=False, default=str
        )
        for words in ("fermé", "a dit", "🙂", "abstract"):
            assert words not in content, (table, words)
    article = shared["a1"]
    assert len(article.text) == len(TEXT)
    assert {*article.text} == {MASK, " ", "\n"}
    (spoken,) = article.quotes
    assert (spoken.text, spoken.cue) == ("·· ····\n··· ·····", "· ···")
    assert article.events[0].arguments[0].text == MASK * 8


def test_offsets_names_and_counts_hold(corpus: Corpus, tmp_path: Path) -> None:
    shared = pressmark.share(corpus, tmp_path / "shared")

    assert pressmark.check(tmp_path / "shared") == ()
    assert shared.title == "Ponts"
    assert shared["a1"].title == "Le pont"
    for what in ("quoted", "named"):
        columns = ["name_id", "articles"]
        ours, theirs = (pressmark.count(one, what)[columns] for one in (corpus, shared))
        assert ours.equals(theirs)
    assert shared.table("runs").to_list()[-1]["step"] == "share"


def test_own_columns_stay_where_they_are_named(corpus: Corpus, tmp_path: Path) -> None:
    shared = pressmark.share(corpus, tmp_path / "shared", columns=["section"])
    assert shared["a1"].extra == {
        "section": "local",
        HASH_COLUMN: corpus["a1"].sha256,
    }
    with pytest.raises(InputError, match="no own column 'desk' to keep"):
        pressmark.share(corpus, tmp_path / "other", columns=["desk"])


def test_who_has_the_texts_gets_every_annotation_back(
    corpus: Corpus, tmp_path: Path
) -> None:
    shared = pressmark.share(corpus, tmp_path / "shared", columns=["section"])
    lines = "\n".join(
        json.dumps({"id": article.id, "text": article.text}) for article in corpus
    )
    (tmp_path / "texts.jsonl").write_text(lines)
    sources: list[Any] = [
        corpus,
        corpus.folder,
        tmp_path / "texts.jsonl",
        {article.id: article.text for article in corpus},
    ]
    for number, texts in enumerate(sources):
        filled = pressmark.fill(shared, texts, tmp_path / f"filled-{number}")
        assert (filled.missing, filled.differing) == ((), ())
        assert list(filled.corpus) == [
            replace(article, extra={"section": "local"}) for article in corpus
        ]
        assert pressmark.check(filled.corpus.folder) == ()
        names = filled.corpus.table("names").to_list()
        assert names == corpus.table("names").to_list()


def test_another_text_is_not_taken_and_told(corpus: Corpus, tmp_path: Path) -> None:
    shared = pressmark.share(corpus, tmp_path / "shared")
    texts = {"a1": TEXT, "a2": TEXT.replace("fermé", "ferme")}
    filled = pressmark.fill(shared, texts, tmp_path / "one")
    assert filled.corpus.ids == ("a1",)
    assert (filled.missing, filled.differing) == ((), ("a2",))

    filled = pressmark.fill(shared, {"a2": TEXT}, tmp_path / "two")
    assert (filled.missing, filled.differing) == (("a1",), ())
    assert "left out, as no text of their id is there: a1" in "\n".join(filled.lines())
    with pytest.raises(InputError, match="no text fits: 1 are not there, 1 are others"):
        pressmark.fill(shared, {"a1": "x"}, tmp_path / "three")
    with pytest.raises(InputError, match="was not written by `share`"):
        pressmark.fill(corpus, texts, tmp_path / "four")


def test_the_commands_say_what_they_did_and_write_over_nothing(
    corpus: Corpus, tmp_path: Path
) -> None:
    def run(*words: object) -> Any:
        return CliRunner().invoke(app, list(map(str, words)))

    shared, texts = tmp_path / "s", tmp_path / "t.jsonl"
    done = run("share", corpus.folder, "--output", shared, "--column", "section")
    assert done.exit_code == 0, done.output
    assert "2 articles without their texts" in done.stdout
    texts.write_text(json.dumps({"id": "a1", "text": TEXT}))
    done = run("fill", shared, "--texts", texts, "--output", tmp_path / "f")
    assert done.exit_code == 1
    assert done.stdout.startswith("1 article with their texts")
    done = run("share", corpus.folder, "--output", corpus.folder)
    assert done.exit_code != 0
    assert pressmark.load(corpus.folder)["a1"].text == TEXT
