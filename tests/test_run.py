"""The run: it counts, it does what is missing, and what raises costs its article alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from running import ANNOTATORS, made, tables

import pressmark
from pressmark.annotators import parse
from pressmark.config.project import read
from pressmark.dataset import seal_files
from pressmark.errors import ModelMissing
from pressmark.pipeline.driver import run

pytestmark = pytest.mark.slow


def test_every_article_gets_its_layers(project: Callable[..., Path]) -> None:
    outcome = made(project(["Anne part.", "Bob reste.", "Cleo dort."]))

    assert (outcome.seen, outcome.kept, outcome.rejected, outcome.annotated) == (
        3,
        3,
        0,
        3,
    )
    corpus = pressmark.load(outcome.corpus)
    assert [[span.text for span in article.layer("words")] for article in corpus] == [
        ["Anne"],
        ["Bob"],
        ["Cleo"],
    ]
    assert [article.extra for article in corpus] == [
        {"page": 0},
        {"page": 1},
        {"page": 2},
    ]
    assert pressmark.check(outcome.corpus) == ()


def test_what_stands_is_not_done_again(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob.", "Cleo."])
    first = made(yaml)
    manifest = (first.corpus / "manifest.json").read_bytes()

    assert made(yaml).annotated == 0
    assert (first.corpus / "manifest.json").read_bytes() == manifest


def test_only_what_is_new_is_annotated(project: Callable[..., Path]) -> None:
    made(project(["Anne.", "Bob."]))
    outcome = made(project(["Anne.", "Bob.", "Cleo.", "Dan."]))
    assert (outcome.kept, outcome.annotated) == (4, 2)


def test_changed_settings_do_all_again(project: Callable[..., Path]) -> None:
    made(project(["Anne.", "Bob."]))
    assert made(project(["Anne.", "Bob."], pause=0.001)).annotated == 2


def test_changed_code_does_all_again(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob."])
    made(yaml)
    (yaml.parent / "own.py").write_text(ANNOTATORS + "\n# changed\n")
    assert made(yaml).annotated == 2


def test_an_annotator_that_raises_costs_its_article(
    project: Callable[..., Path],
) -> None:
    outcome = made(project(["Anne.", "RAISE", "OUTSIDE", "Dan."]))

    assert (outcome.seen, outcome.kept, outcome.rejected) == (4, 2, 2)
    rows = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert [(row["id"], row["step"]) for row in rows] == [
        ("a1", "annotate: words"),
        ("a2", "annotate: words"),
    ]
    assert "ValueError: as the text asked (own.py:" in rows[0]["reason"]
    assert "not within the text" in rows[1]["reason"]
    assert rows[0]["file"] == "a.jsonl"
    assert rows[0]["place"] == "line 2"
    assert pressmark.check(outcome.corpus) == ()


def test_an_article_in_a_language_without_model_is_rejected(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne."])
    yaml.write_text(yaml.read_text().replace("language: fr", "language: xx"))
    outcome = made(yaml)
    (row,) = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert "no model for the language 'xx'" in row["reason"]
    assert outcome.annotated == outcome.kept == 0


def test_an_article_of_the_same_id_as_one_without_a_model_is_kept(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "Bob et Anne."])
    source = yaml.parent / "a.jsonl"
    first, second = map(json.loads, source.read_text().splitlines())
    rows = [
        {**first, "language": "xx"},
        {**second, "id": first["id"], "language": "fr"},
    ]
    source.write_text("\n".join(json.dumps(row) for row in rows))
    yaml.write_text(yaml.read_text().replace(", language: fr", ""))

    outcome = made(yaml)

    (article,) = pressmark.load(outcome.corpus)
    assert (article.id, article.text) == (first["id"], "Bob et Anne.")
    assert (outcome.seen, outcome.kept, outcome.rejected) == (2, 1, 1)


def test_a_missing_model_is_said_with_its_line(project: Callable[..., Path]) -> None:
    yaml = project(["Anne."])
    yaml.write_text(
        "title: T\nsource: {files: [a.jsonl], language: fr}\nmodels: {fr: fr_core_news_xl}\n"
    )
    with pytest.raises(
        ModelMissing,
        match=r"run\.yaml:3:14 models\.fr: the spaCy model 'fr_core_news_xl'",
    ) as raised:
        made(yaml)
    assert raised.value.exit_code == 4


def test_several_processes_make_the_same_bytes(project: Callable[..., Path]) -> None:
    texts = [f"Anne {n} et Bob." for n in range(9)]
    alone = made(project(texts, folder="alone"))
    together = made(project(texts, folder="together", workers=2))

    assert tables(alone.corpus) == tables(together.corpus)


def test_leftovers_of_a_killed_seal_are_swept(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = made(project(["Anne."])).corpus
    with (
        monkeypatch.context() as patch
    ):  # the seal ends when its files are in place and no manifest lists them
        patch.setattr(seal_files, "write_manifest", interrupted)
        with pytest.raises(KeyboardInterrupt):
            made(project(["Anne et Bob."]))
    (corpus / ".pressmark" / "seal").mkdir(exist_ok=True)
    (corpus / ".pressmark" / "seal" / "part-00000-0123.parquet").write_bytes(b"x")
    assert pressmark.check(corpus) != ()
    made(project(["Anne et Bob et Cléo."]))
    assert pressmark.check(corpus) == ()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_journal_from_elsewhere_deletes_nothing_of_a_users(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne."])
    corpus = made(yaml).corpus
    name = f"part-00000-{hashlib.sha256(b'mine').hexdigest()[:12]}.parquet"
    mine = [
        corpus / "words" / "part-00000-0123456789ab.parquet",
        corpus / "notes.txt",
        corpus.parent / name,
    ]
    for path in mine:
        path.write_bytes(b"mine")
    (corpus / ".pressmark").mkdir(exist_ok=True)
    paths = [
        "words/part-00000-0123456789ab.parquet",
        "notes.txt",
        f"../{name}",
        str(mine[2]),
        7,
        None,
    ]
    (corpus / ".pressmark" / "seal.json").write_text(json.dumps(paths))
    made(project(["Anne et Bob."]))
    assert all(path.is_file() for path in mine)


def test_a_shard_loads_the_models_of_its_own_languages(
    project: Callable[..., Path], blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yaml = project([])
    shutil.copytree(blank, yaml.parent / "second")
    rows = [
        {"id": f"a{n}", "text": "Anne.", "language": language}
        for n, language in enumerate(["fr", "fr", "en", "en"])
    ]
    (yaml.parent / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    yaml.write_text(
        yaml.read_text()
        .replace(", language: fr}", "}")
        .replace("models: {", "models: {en: second, ")
    )
    loaded: list[str] = []
    load = parse._load
    monkeypatch.setattr(
        parse,
        "_load",
        lambda path, *rest: loaded.append(path.name) or load(path, *rest),
    )

    def told(step: str, done: int, total: int | None) -> None:
        if (step, done) == ("annotate", 2):
            assert set(loaded) == {"blank"}

    assert run(read(yaml), progress=told).kept == 4
    assert set(loaded) == {"blank", "second"}
