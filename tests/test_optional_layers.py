"""Layers whose annotator is optional: where it fails, the article is kept without them, and that is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from reviewing import decision
from running import made, tables
from test_foreign_annotators import with_module
from typer.testing import CliRunner

import pressmark
from pressmark.cli.app import app
from pressmark.config.project import read, schema
from pressmark.dataset.rejections import failure_lines
from pressmark.errors import ConfigError
from pressmark.exchange import export
from pressmark.pipeline.driver import run
from pressmark.review import append
from pressmark.storage.accompanying_files import write_accompanying_files
from pressmark.storage.disk import sha256_of
from pressmark.storage.manifest import read_manifest, write_manifest

MODULE = """
from pathlib import Path
from pressmark import CustomSpan

class Own:
    name = layer = "own"
    needs = ()
    reads = ()

    def __init__(self, optional=None):
        self.setting = optional

    def annotate(self, article, doc):
        with Path(__file__).with_name("seen").open("a") as file:
            file.write(article.id + " ")
        if "BUSY" in article.text and not Path(__file__).with_name("up").exists():
            raise ConnectionError("429: too many requests")
        yield CustomSpan.cut(article.text, 0, 1, self.setting or "x")

class Reader:
    name = layer = "reader"
    needs = ("own",)
    reads = ()

    def annotate(self, article, doc):
        yield CustomSpan.cut(article.text, 0, 2, str(len(article.layer("own"))))

class Beside:
    name = layer = "beside"
    needs = ()
    reads = ()

    def annotate(self, article, doc):
        yield CustomSpan.cut(article.text, 0, 3, "x")
"""

ANNOTATORS = "[{own:Own: {}, optional: true}, own:Reader, own:Beside]"
TEXTS = ["Anne.", "BUSY", "Bob.", "Cleo.", "BUSY too", "Dan."]


@pytest.fixture
def study(project: Callable[..., Path]) -> Callable[..., Path]:
    """`study(texts, annotators=…)`: a project whose own annotator fails for texts with BUSY, until `up` is there."""

    def written(
        texts: list[str] = TEXTS, annotators: str = ANNOTATORS, **settings: Any
    ) -> Path:
        return with_module(project(texts, **settings), MODULE, annotators=annotators)

    return written


def failures(outcome: Any) -> list[dict[str, Any]]:
    """Return the rows of `layer_failures` of the corpus that a run made."""
    return list(pressmark.load(outcome.corpus).table("layer_failures"))


def test_an_article_is_kept_without_a_layer_that_fails(
    study: Callable[..., Path],
) -> None:
    outcome = made(study(shard=3))
    corpus = pressmark.load(outcome.corpus)

    assert (outcome.seen, outcome.kept, outcome.rejected) == (6, 6, 0)
    assert outcome.layer_failures == {"own": 2, "reader": 2}
    assert [len(article.layer("own")) for article in corpus] == [1, 0, 1, 1, 0, 1]
    assert [len(article.layer("beside")) for article in corpus] == [1] * 6
    of_own = [row for row in failures(outcome) if row["layer"] == "own"]
    assert [row["article_id"] for row in of_own] == ["a1", "a4"]
    assert {row["step"] for row in of_own} == {"annotate: own"}
    assert of_own[0]["reason"].startswith("ConnectionError: 429: too many requests")
    assert corpus.counts["layer_failures"] == 4
    assert pressmark.check(outcome.corpus) == ()


def test_a_layer_that_reads_a_missing_layer_is_missing_too(
    study: Callable[..., Path],
) -> None:
    outcome = made(study())
    rows = [row for row in failures(outcome) if row["layer"] == "reader"]

    assert [row["article_id"] for row in rows] == ["a1", "a4"]
    assert {row["reason"] for row in rows} == {
        "reader reads own, which could not be made for this article"
    }
    corpus = pressmark.load(outcome.corpus)
    assert [span.label for span in corpus["a0"].layer("reader")] == ["1"]
    assert corpus["a1"].layer("reader") == ()


def test_the_rows_of_runs_count_the_articles_that_have_the_layer(
    study: Callable[..., Path],
) -> None:
    runs = pressmark.load(made(study()).corpus).table("runs").to_list()
    rows = {row["name"]: row for row in runs if row["step"] == "annotate"}

    assert {name: row["articles"] for name, row in rows.items()} == {
        "own:Own": 4,
        "own:Reader": 4,
        "own:Beside": 6,
    }
    assert json.loads(rows["own:Own"]["settings"])["optional"] is True
    assert "optional" not in json.loads(rows["own:Reader"]["settings"])


def test_without_the_word_the_article_is_rejected(study: Callable[..., Path]) -> None:
    outcome = made(study(annotators="[{own:Own: {}, optional: false}, own:Reader]"))
    assert (outcome.kept, outcome.rejected, outcome.layer_failures) == (4, 2, {})
    assert "layer_failures" not in pressmark.load(outcome.corpus).manifest.tables()


def test_a_retry_asks_for_the_missing_layers_alone(study: Callable[..., Path]) -> None:
    yaml = study(shard=3)
    made(yaml)
    (yaml.parent / "up").touch()
    (yaml.parent / "seen").write_text("")
    still = made(yaml)
    assert (still.annotated, still.layer_failures) == (0, {"own": 2, "reader": 2})
    assert (yaml.parent / "seen").read_text() == ""

    again = run(read(yaml), retry=True)
    assert (again.kept, again.layer_failures) == (6, {})
    assert (yaml.parent / "seen").read_text() == "a1 a4 "
    assert pressmark.check(again.corpus) == ()

    fresh = study(shard=3, folder="fresh")
    (fresh.parent / "up").touch()
    assert tables(again.corpus) == tables(made(fresh).corpus)


def test_a_retry_that_fails_again_loses_nothing(study: Callable[..., Path]) -> None:
    yaml = study()
    before = tables(made(yaml).corpus)
    again = run(read(yaml), retry=True)
    assert again.layer_failures == {"own": 2, "reader": 2}
    assert tables(again.corpus) == before


def test_an_article_more_does_not_hide_what_failed(
    study: Callable[..., Path],
) -> None:
    yaml = study(shard=20)
    made(yaml)
    (yaml.parent / "seen").write_text("")
    longer = study([*TEXTS, "Eve."], shard=20)
    outcome = made(longer)
    assert outcome.layer_failures == {"own": 2, "reader": 2}
    # The article that is new, and those that lack a layer.
    assert sorted((longer.parent / "seen").read_text().split()) == ["a1", "a4", "a6"]


def test_a_copy_shares_what_its_original_lacks(study: Callable[..., Path]) -> None:
    text = "BUSY " + " ".join(f"The ferry number {n} is late." for n in range(30))
    yaml = study([text, text, "Anne."], shard=3)
    yaml.write_text(yaml.read_text() + "copies: {}\n")
    outcome = made(yaml)
    of_own = [row["article_id"] for row in failures(outcome) if row["layer"] == "own"]
    assert of_own == ["a0", "a1"]


def test_what_a_person_adds_to_a_missing_layer_is_kept(
    study: Callable[..., Path],
) -> None:
    yaml = study()
    yaml.write_text(yaml.read_text() + "review: review.jsonl\n")
    (yaml.parent / "review.jsonl").touch()
    article = pressmark.load(made(yaml).corpus)["a1"]
    after = {"start": 0, "end": 4, "text": "BUSY", "label": "mine"}
    added = decision(article, "own", "added", after=after)
    append(yaml.parent / "review.jsonl", [added])

    outcome = made(yaml)
    corpus = pressmark.load(outcome.corpus)
    assert [span.text for span in corpus["a1"].layer("own")] == ["BUSY"]
    assert outcome.layer_failures == {"own": 2, "reader": 2}
    assert pressmark.check(outcome.corpus) == ()


def test_a_layer_added_later_leaves_the_others_and_tells_what_failed(
    study: Callable[..., Path],
) -> None:
    yaml = study(annotators="[own:Beside]")
    made(yaml)
    content = yaml.read_text().replace("[own:Beside]", ANNOTATORS)
    yaml.write_text(content)
    outcome = made(yaml)
    assert (outcome.kept, outcome.layer_failures) == (6, {"own": 2, "reader": 2})
    assert pressmark.check(outcome.corpus) == ()


def test_a_layer_that_is_made_again_for_another_and_fails_now_is_told(
    study: Callable[..., Path],
) -> None:
    yaml = study(annotators="[{own:Own: {}, optional: true}, own:Beside]", shard=20)
    (yaml.parent / "up").touch()
    assert made(yaml).layer_failures == {}
    # What reads it is new: a layer of somebody's own is then made again, and its table is no longer what it was.
    (yaml.parent / "up").unlink()
    content = yaml.read_text().replace("own:Beside]", "own:Reader, own:Beside]")
    yaml.write_text(content)

    outcome = made(yaml)
    corpus = pressmark.load(outcome.corpus)
    assert outcome.layer_failures == {"own": 2, "reader": 2}
    assert [len(article.layer("own")) for article in corpus] == [1, 0, 1, 1, 0, 1]
    assert [len(article.layer("beside")) for article in corpus] == [1] * 6
    assert pressmark.check(outcome.corpus) == ()


def test_the_word_stands_beside_an_own_setting_of_that_name(
    study: Callable[..., Path],
) -> None:
    outcome = made(study(annotators="[{own:Own: {optional: mine}, optional: true}]"))
    corpus = pressmark.load(outcome.corpus)
    assert [span.label for span in corpus["a0"].layer("own")] == ["mine"]
    assert outcome.layer_failures == {"own": 2}


def test_the_word_is_true_or_false(study: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError, match="`optional` beside an annotator is true or"):
        read(study(annotators="[{own:Own: {}, optional: perhaps}]"))


def test_the_schema_has_the_word_beside_each_annotator() -> None:
    entries = schema()["properties"]["annotators"]["items"]["anyOf"][1:]
    keyed = [entry for entry in entries if entry["type"] == "object"]
    assert keyed
    for entry in keyed:
        assert entry["properties"]["optional"]["type"] == "boolean"


def test_the_command_line_tells_what_is_missing(study: Callable[..., Path]) -> None:
    yaml = study()
    result = CliRunner().invoke(app, ["annotate", str(yaml)])
    assert result.exit_code == 0, result.output
    assert "2 of 6 articles without the layer own: its annotator failed" in (
        result.output
    )
    assert "2 articles are kept without the layer own, which failed" in result.output
    corpus = str(read(yaml, with_annotators=False).corpus)
    listed = CliRunner().invoke(app, ["rejected", corpus]).output
    assert "nothing was rejected" in listed
    assert "kept without own, 2 articles: a1, a4: ConnectionError: 429" in listed
    facts = json.loads(CliRunner().invoke(app, ["info", corpus, "--json"]).output)
    assert "layer_failures" in json.dumps(facts)


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "sqlite", "croissant"])
def test_the_table_is_exported(
    study: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    corpus = pressmark.load(made(study()).corpus)
    output = tmp_path / f"exported.{form}"
    export(corpus, output, format=form)
    assert output.exists()
    if form == "sqlite":
        with closing(sqlite3.connect(output)) as database:
            query = "SELECT article_id FROM layer_failures WHERE layer = 'own'"
            assert database.execute(query).fetchall() == [("a1",), ("a4",)]


def test_a_row_that_names_no_article_is_a_mistake_of_the_corpus(
    study: Callable[..., Path],
) -> None:
    folder = made(study()).corpus
    manifest = read_manifest(folder)
    (shard, *others) = [
        shard for shard in manifest.shards if "layer_failures" in shard.files
    ]
    # The rows of another shard: its articles are not in this one.
    strange = others[0].files["layer_failures"]
    content = pq.read_table(folder / strange.path)
    target = folder / shard.files["layer_failures"].path
    pq.write_table(content, target)
    changed = replace(
        shard.files["layer_failures"],
        rows=content.num_rows,
        sha256=sha256_of(target),
        bytes=target.stat().st_size,
    )
    files = {**shard.files, "layer_failures": changed}
    shards = tuple(
        replace(each, files=files) if each is shard else each
        for each in manifest.shards
    )
    damaged = replace(manifest, shards=shards)
    write_manifest(folder, damaged)
    write_accompanying_files(folder, damaged)
    problems = [str(problem) for problem in pressmark.check(folder)]
    assert any("names no article of its shard" in problem for problem in problems), (
        problems
    )


def test_what_lacks_a_layer_is_in_no_count_of_it(study: Callable[..., Path]) -> None:
    corpus = pressmark.load(made(study()).corpus)

    frame = pressmark.count(corpus, "own", by="label")
    beside = pressmark.count(corpus, "beside", by="label")

    assert frame.loc[0, "annotations"] == 4
    (notice,) = frame.attrs["notices"]
    assert notice.startswith("2 of 6 articles left out: without the layer own")
    assert "notices" not in beside.attrs


NAMING = """
from pressmark import Entity

class Naming:
    name = "naming"
    layer = "entities"
    needs = ()

    def annotate(self, article, doc):
        if "BUSY" in article.text:
            raise ConnectionError("429")
        yield Entity.cut(article.text, 0, 3, "PER", name=article.text[:3], mention_start=0, mention_end=3)
"""


def test_named_articles_are_those_that_have_the_layer(
    project: Callable[..., Path],
) -> None:
    texts = ["Ann reads.", "Ann rests.", "BUSY Ann.", "Bob rests."]
    annotators = "[{own:Naming: {}, optional: true}]"
    yaml = with_module(project(texts), NAMING, annotators=annotators)
    corpus = pressmark.load(made(yaml).corpus)

    frame = pressmark.count(corpus, "named")

    assert frame[["name", "articles", "of_articles"]].to_dict("records") == [
        {"name": "Ann", "articles": 2, "of_articles": 3},
        {"name": "Bob", "articles": 1, "of_articles": 3},
    ]
    (notice,) = frame.attrs["notices"]
    assert notice.startswith("1 of 4 articles left out: without the layer entities")


def test_the_site_says_what_an_article_lacks(study: Callable[..., Path]) -> None:
    yaml = study()
    pressmark.run(yaml)
    public = yaml.parent / "public"

    whole = (public / "articles" / "a0.html").read_text()
    lacking = (public / "articles" / "a1.html").read_text()
    about = (public / "corpus.html").read_text()

    assert "the annotator failed" not in whole
    assert "Not annotated here, as the annotator failed: own, reader." in lacking
    assert 'href="../corpus.html#gaps"' in lacking
    assert 'id="gaps"' in about


def test_an_article_that_gets_its_layer_loses_the_note(
    study: Callable[..., Path],
) -> None:
    yaml = study()
    pressmark.run(yaml)
    (yaml.parent / "up").write_text("")
    pressmark.run(yaml, retry=True)

    page = (yaml.parent / "public" / "articles" / "a1.html").read_text()
    assert "the annotator failed" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "2 articles lack the layer “own”"), ("fr", "« own » à 2 articles")],
)
def test_the_methods_section_tells_it(
    study: Callable[..., Path], language: str, words: str
) -> None:
    yaml = study()
    pressmark.run(yaml, site=False)
    assert words in pressmark.methods(yaml, language=language)


def test_reasons_that_differ_in_numbers_are_one_line() -> None:
    reasons = ["503 after 2.5 s", "no «gate»", "503 after 3 s", "503 after 2.5 s"]
    rows = [
        {"article_id": f"a{n}", "layer": "own", "step": "annotate: own", "reason": reason}
        for n, reason in enumerate(reasons)
    ]  # fmt: skip

    assert list(failure_lines(rows)) == [
        "kept without own, 3 articles: a0, a2, a3: 503 after 2.5 s (and 1 reason like it)",
        "kept without own, 1 article: a1: no «gate»",
    ]


def test_a_corpus_that_is_saved_or_shared_still_says_what_it_lacks(
    study: Callable[..., Path], tmp_path: Path
) -> None:
    corpus = pressmark.load(made(study()).corpus)

    saved = corpus.save(tmp_path / "saved")
    shared = pressmark.share(corpus, tmp_path / "shared")

    for copy in (saved, shared):
        assert pressmark.check(copy.folder) == ()
        assert copy.counts["layer_failures"] == 4
        (notice,) = pressmark.count(copy, "own").attrs["notices"]
        assert notice.startswith("2 of 6 articles left out")


def test_json_of_what_was_rejected_has_the_layers_that_articles_lack(
    study: Callable[..., Path],
) -> None:
    corpus = pressmark.load(made(study()).corpus)
    told = json.loads(
        CliRunner().invoke(app, ["rejected", str(corpus.folder), "--json"]).stdout
    )

    assert {row["layer"]: row["ids"] for row in told} == {
        "own": ["a1", "a4"],
        "reader": ["a1", "a4"],
    }
    assert all(row["may_pass"] for row in told)
    assert pressmark.rejected(corpus)["layer"].to_list() == ["own", "reader"]
