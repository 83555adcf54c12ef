"""Each command has its function in Python, and what it returns is what the command prints."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from making import entity, quote, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark import Article, Corpus
from pressmark.cli.app import app

ROOT = Path(__file__).parent.parent
TEXT = "« Le pont est fermé », a dit Ann Lee. Ann Lee part."


def printed(*words: str | Path) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """An article with a name twice and a quote."""
    article = Article(id="a", text=TEXT, language="fr", title="Le pont")
    again = TEXT.rindex("Ann Lee")
    second = entity(TEXT[again:], "Ann Lee")
    names = [
        entity(TEXT, "Ann Lee"),
        type(second).cut(TEXT, again, again + 7, "PER", name="Ann Lee",
                         mention_start=again, mention_end=again + 7),
    ]  # fmt: skip
    words = quote(TEXT, "Le pont est fermé", rule="incise: marks «")
    annotated = with_layers(article, entities=names, quotes=[words])
    return pressmark.save([annotated], tmp_path / "corpus", title="Ponts")


def rows_of_page() -> list[tuple[str, str]]:
    """Each command of the table in docs/python.md, with the dotted path of its function."""
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \| `(pressmark[\w.]+)\(", page, re.M)
    return [
        (command.split()[0], path)
        for commands, path in rows
        for command in re.findall(r"`([^`]+)`", commands)
    ]


def test_every_command_stands_in_the_table_with_its_function() -> None:
    commands = {
        command.name or command.callback.__name__  # type: ignore[union-attr]
        for command in app.registered_commands
    }
    assert commands == {command for command, _ in rows_of_page()}


@pytest.mark.parametrize(("command", "path"), rows_of_page())
def test_the_function_of_a_command_is_there(command: str, path: str) -> None:
    module, _, name = path.rpartition(".")
    function = getattr(importlib.import_module(module), name)
    assert callable(function)
    assert module != "pressmark" or name in pressmark.__all__


def test_names_are_those_that_the_command_lists(corpus: Corpus) -> None:
    frame = pressmark.names(corpus, labels=["PER"])
    assert frame[["id", "mentions"]].to_dict("records") == [
        {"id": "per-ann-lee", "mentions": 2}
    ]
    assert "per-ann-lee: Ann Lee" in printed("names", corpus.folder)
    none = pressmark.names(corpus, least=9)
    assert none.empty
    assert {"id", "name", "mentions"} <= {*none.columns}


def test_what_an_annotation_rests_on_is_a_row(corpus: Corpus) -> None:
    frame = pressmark.explain(corpus["a"], layers=["quotes"])
    told = json.loads(
        printed("explain", corpus.folder, "a", "--layer=quotes", "--json")
    )
    assert json.loads(frame.to_json(orient="records")) == told
    assert frame.loc[0, "rule"] == "incise: marks «"


def test_info_is_what_the_command_prints_as_json(corpus: Corpus) -> None:
    told = json.loads(printed("info", corpus.folder, "--json"))
    assert json.loads(json.dumps(pressmark.info(corpus))) == told
    assert told["tables"]["entities"] == 2


def test_like_rejections_are_one_row(project: Callable[..., Path]) -> None:
    yaml = project(["Il pleut beaucoup sur le pont ce matin, dit-on.", " ", "\n"])
    outcome = pressmark.run(yaml, site=False)
    corpus = pressmark.load(outcome.corpus)
    frame = pressmark.rejected(corpus)

    assert frame["count"].sum() == outcome.rejected > 0
    told = json.loads(printed("rejected", corpus.folder, "--json"))
    assert [row["reason"] for row in told] == frame["reason"].to_list()
    assert not frame["may_pass"].any()


def test_codebook_and_schema_are_what_the_commands_print() -> None:
    assert printed("codebook") == pressmark.codebook()
    for what in ("yaml", "review"):
        assert json.loads(printed("schema", what)) == pressmark.schema(what)  # type: ignore[arg-type]


def test_methods_are_what_the_command_prints(project: Callable[..., Path]) -> None:
    yaml = project(["Il pleut beaucoup sur le pont ce matin, dit-on."])
    pressmark.run(yaml, site=False)
    text = pressmark.methods(yaml, language="fr")
    assert text == printed("methods", yaml, "--language", "fr")
    assert len(text) > 200


def test_a_first_project_is_written(tmp_path: Path) -> None:
    files = pressmark.init(tmp_path / "s", language="fr")
    assert [file.name for file in files] == ["pressmark.yaml", "first.txt"]
    assert all(file.is_file() for file in files)
