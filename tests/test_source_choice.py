"""What a study takes of a source: articles that hold its words, with what its table of outlets says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from running import made, write_project

import pressmark
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.errors import ConfigError, InputError
from pressmark.sources.article_import import import_articles
from pressmark.sources.outlet_table import OutletTable
from pressmark.sources.records import Rejection
from pressmark.sources.settings import SourceSettings

TEXT = "Le maire de la ville a déclaré que le port resterait fermé jusqu'à lundi."
STRIKE = "Les grévistes du port ont occupé la mairie de la ville pendant la nuit."


def imported(
    tmp_path: Path, *rows: dict[str, Any], **settings: Any
) -> list[Article | Rejection]:
    """What becomes of these rows."""
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    source = SourceSettings.model_validate(
        {"files": ["a.jsonl"], **settings}, context={"folder": tmp_path}
    )
    return list(import_articles(source, tmp_path))


def test_articles_without_the_words_are_rejected_and_say_so(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": TEXT},
        {"id": "b", "text": STRIKE},
        {"id": "c", "text": TEXT, "title": "La Grève continue"},
    ]
    first, second, third = imported(tmp_path, *rows, words=["grev*", "GRÈVE"])

    assert isinstance(first, Rejection)
    assert first.id == "a"
    assert first.reason == "holds none of the words that are asked for (grev*, GRÈVE)"
    assert isinstance(second, Article)
    assert isinstance(third, Article)


def test_a_word_alone_is_a_list_and_no_words_keep_all(tmp_path: Path) -> None:
    assert all(isinstance(item, Article) for item in imported(tmp_path, {"text": TEXT}))
    (article,) = imported(tmp_path, {"text": TEXT}, words="port")
    assert isinstance(article, Article)
    # « portion » is another word.
    (rejection,) = imported(tmp_path, {"text": TEXT}, words="por")
    assert isinstance(rejection, Rejection)


def test_a_word_without_a_letter_is_a_mistake_of_the_file(
    tmp_path: Path, blank: Path
) -> None:
    yaml = write_project(tmp_path / "p", blank, [TEXT])
    text = yaml.read_text().replace("language: fr", "language: fr, words: ['*']")
    yaml.write_text(text)
    with pytest.raises(ConfigError, match=r"source\.words.*is no word to look for"):
        read(yaml)


def test_what_is_left_out_for_its_words_is_counted(tmp_path: Path, blank: Path) -> None:
    yaml = write_project(tmp_path / "p", blank, [TEXT, STRIKE, TEXT + " Oui."])
    yaml.write_text(
        yaml.read_text().replace("language: fr", "language: fr, words: [greviste*]")
    )
    outcome = made(yaml)
    assert (outcome.seen, outcome.kept, outcome.rejected) == (3, 1, 2)
    frame = pressmark.rejected(pressmark.load(outcome.corpus))
    assert frame["count"].to_list() == [2]
    assert not frame["may_pass"].any()
    settings = pressmark.load(outcome.corpus).table("runs").to_list()[0]["settings"]
    assert json.loads(settings)["words"] == ["greviste*"]


def test_the_columns_of_an_outlet_are_those_of_its_articles(
    tmp_path: Path, blank: Path
) -> None:
    yaml = write_project(tmp_path / "p", blank, [TEXT])
    rows = [
        {"id": "a", "text": TEXT, "outlet": "LE  LIEN"},
        {"id": "b", "text": STRIKE, "outlet": "Elsewhere"},
        {"id": "c", "text": TEXT + " Oui.", "outlet": "Le Lien", "outlet_kind": "web"},
    ]
    (yaml.parent / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (yaml.parent / "outlets.csv").write_text(
        "outlet;owner;kind\nLe Lien;Roux;daily\nThe Post;;weekly\n"
    )
    yaml.write_text(
        yaml.read_text().replace("language: fr", "language: fr, outlets: outlets.csv")
    )
    corpus = pressmark.load(made(yaml).corpus)

    assert {article.id: dict(article.extra) for article in corpus} == {
        "a": {"outlet_owner": "Roux", "outlet_kind": "daily"},
        "b": {"outlet_owner": None, "outlet_kind": None},
        "c": {"outlet_owner": "Roux", "outlet_kind": "web"},
    }
    counts = pressmark.count(corpus, "words", by="outlet_owner")
    assert "Roux" in counts["outlet_owner"].to_list()
    settings = corpus.table("runs").to_list()[0]["settings"]
    assert json.loads(settings)["outlets"] == "outlets.csv"
    assert str(tmp_path) not in settings


def test_all_that_is_wrong_with_the_table_is_told(tmp_path: Path) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text("outlet,kind\nLe Lien,daily\n,weekly\nle lien,web\n")
    with pytest.raises(InputError) as caught:
        OutletTable.read(table)
    message = str(caught.value)
    assert "line 3: no `outlet` (its columns are outlet, kind)" in message
    assert "line 4: the outlet 'le lien' stands twice" in message
    table.write_text("name,kind\nLe Lien,daily\n")
    with pytest.raises(InputError, match="no `outlet`"):
        OutletTable.read(table)
    table.write_text("")
    with pytest.raises(InputError, match="is empty"):
        OutletTable.read(table)


def test_a_table_of_json_lines_keeps_its_types(tmp_path: Path) -> None:
    table = tmp_path / "outlets.jsonl"
    table.write_text('{"outlet": "Le Lien", "founded": 1871, "owner": null}\n')
    assert OutletTable.read(table).columns_of("Le Lien") == {"outlet_founded": 1871}
    assert OutletTable.read(table).columns_of(None) == {}


def test_a_table_that_is_not_there_is_told(tmp_path: Path, blank: Path) -> None:
    yaml = write_project(tmp_path / "p", blank, [TEXT])
    yaml.write_text(
        yaml.read_text().replace("language: fr", "language: fr, outlets: no.csv")
    )
    with pytest.raises(ConfigError, match=r"source\.outlets: there is no file"):
        read(yaml)
