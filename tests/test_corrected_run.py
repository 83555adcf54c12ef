"""From articles to a number that can be published: a run, a sample, decisions, the run again, the corrected count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reviewing import decision, write_review_project
from running import made
from typer.testing import CliRunner

import pressmark
from pressmark.cli.app import app
from pressmark.errors import InputError
from pressmark.review import append
from pressmark.study.estimation.drawn_sample import read_sample
from pressmark.study.estimation.machine_corpus import without_decisions
from pressmark.study.estimation.review_files import Checked

TEXT = "“We march,” said Ben Stone of {place}. “At noon,” said Cora Lind."


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Path:
    """A project of 40 articles: run, sampled, checked, and run again; gives its YAML file."""
    texts = [TEXT.format(place=f"Town {number}") for number in range(40)]
    folder = tmp_path_factory.mktemp("study")
    yaml = write_review_project(folder / "p", blank, texts, shard=20)
    corpus = pressmark.load(made(yaml).corpus)
    command = ["sample", str(corpus.folder), "--for", "shares:label", "--n", "20"]
    drawn = CliRunner().invoke(app, command)
    assert drawn.exit_code == 0, drawn.output
    (path,) = corpus.folder.parent.glob("sample-*.json")
    review = folder / "p" / "review.jsonl"
    for number, id in enumerate(sorted(read_sample(path).ids)):
        article = corpus[id]
        decisions = [decision(article, "quotes", "checked", who="anne")]
        # In every second article the second quote is none.
        if number % 2:
            decisions.append(decision(article, "quotes", "wrong", article.quotes[1]))
        append(review, decisions)
    with pytest.raises(InputError, match="10 decisions not applied"):
        Checked(files=(review,)).open(corpus, "quotes")
    made(yaml)
    return yaml


def test_the_machine_stays_known_after_decisions_are_applied(study: Path) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    assert corpus.counts["quotes"] == 70
    assert without_decisions(corpus).table("quotes").num_rows == 80


def test_a_count_is_corrected_by_decisions_of_the_run(study: Path) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    checked = Checked(files=(study.parent / "review.jsonl",), naive=True)
    frame = pressmark.count(corpus, "shares", of="label", checked=checked)
    (row,) = frame.to_dict("records")
    assert (row["label"], row["quotes"], row["checked"]) == ("direct", 80, 20)
    # Half of the checked articles have one quote less: 40 · 1.5 where the machine finds 80.
    assert row["corrected_quotes"] == pytest.approx(60)
    assert row["low_quotes"] < 60 < row["high_quotes"]
    quoted = pressmark.count(corpus, "quoted", checked=checked).set_index("name")
    assert quoted.loc["Cora Lind", "corrected_quotes"] == pytest.approx(20)


def test_the_methods_section_scores_the_machine_on_the_checked_articles(
    study: Path,
) -> None:
    done = CliRunner().invoke(app, ["methods", str(study)])
    assert done.exit_code == 0, done.output
    assert "30 decisions by anne were applied" in done.stdout
    # 30 of 40 quotes are right, and none is missed.
    assert "| quotes, overlap | 75.0 |" in done.stdout
    text = CliRunner().invoke(app, ["count", str(study.parent / "corpus"), "shares", "--json",
                                    "--checked", str(study.parent / "review.jsonl")])  # fmt: skip
    assert json.loads(text.stdout)["rows"][0]["corrected"] == pytest.approx(1)


def test_the_methods_section_says_how_far_two_people_agree(study: Path) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    review = study.parent / "review.jsonl"
    second = study.parent / "second.jsonl"
    ids = sorted({one.article for one in Checked(files=(review,)).decisions()})
    append(second, [decision(corpus[id], "quotes", "checked", who="ben") for id in ids])
    command = ["methods", str(study), "--checked", str(review), "--checked", str(second)]  # fmt: skip
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "anne and ben both reviewed the quotes of 20 articles" in done.stdout
