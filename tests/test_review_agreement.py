"""What two reviews differ on, and how far they agree."""

from __future__ import annotations

import json
from pathlib import Path

from reviewing import TEXT, decision, words_at, write_review_project
from running import made
from test_review_settling import _article
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.evaluation.review_agreement import (
    ReviewAgreement,
    compare_reviews,
    unreviewed_articles,
)
from pressmark.review import Decision, append
from pressmark.review.decisions import schema


def _by_anne(article: Article) -> list[Decision]:
    first, second = article.quotes
    return [
        decision(article, "quotes", "wrong", first),
        decision(article, "quotes", "right", second),
        decision(article, "quotes", "checked", minute=9),
    ]


def _by_ben(article: Article) -> list[Decision]:
    first, _ = article.quotes
    added = words_at(TEXT, "Nobody else came", label="indirect")
    return [
        decision(
            article,
            "quotes",
            "changed",
            first,
            who="ben",
            after={"speaker_name": "Cora Lind"},
        ),
        decision(article, "quotes", "added", who="ben", after=added),
        decision(article, "quotes", "checked", who="ben", minute=9),
    ]


def _compare(article: Article, *settling: Decision) -> ReviewAgreement:
    return compare_reviews([article], _by_anne(article), _by_ben(article), settling)


def test_only_what_differs_is_listed_and_silence_in_a_read_article_is_a_word() -> None:
    article = _article()
    agreement = _compare(article)
    # What Ben said nothing of he took as it was, as Anne did; what he added she did not see.
    assert [str(one) for one in agreement.open] == [
        "a 24:35 quotes: – / direct «“We march,”» by Cora Lind",
        "a 79:95 quotes: – / indirect «Nobody else came»",
    ]
    assert len(agreement.open[0].settles) == 2


def test_what_one_said_nothing_of_is_left_out_where_not_both_read_the_article() -> None:
    article = _article()
    anne, ben = _by_anne(article)[:2], _by_ben(article)[:2]
    agreement = compare_reviews([article], anne, ben)
    assert [one.bounds for one in agreement.open] == [(24, 35)]
    differences = agreement.before["quotes"].differences
    assert {difference.bounds for difference in differences} == {(24, 35)}


def test_agreement_is_whole_once_all_is_settled() -> None:
    article = _article()
    agreement = _compare(article)
    first, second = agreement.open
    settling = [
        decision(article, "quotes", "wrong", first.machine, who="cora", minute=20, settles=first.settles),
        decision(
            article, "quotes", "added", who="cora", minute=20, settles=second.settles,
            after=words_at(TEXT, "Nobody else came", label="indirect"),
        ),
    ]  # fmt: skip

    settled = _compare(article, *settling)

    assert (len(settled.disagreements), settled.open) == (2, ())
    assert settled.before["quotes"].differences != ()
    assert settled.after["quotes"].differences == ()
    assert settled.after["quotes"].kappa["quotes"] == 1.0
    assert (
        json.loads(json.dumps(settled.as_json()))["disagreements"][0]["settled"] is True
    )


def test_layers_that_not_both_reviewed_are_left_out() -> None:
    article = _article()
    agreement = compare_reviews([article], _by_anne(article), [])
    assert (agreement.disagreements, dict(agreement.before)) == ((), {})


def test_the_command_lists_what_differs(tmp_path: Path, blank: Path) -> None:
    yaml = write_review_project(tmp_path / "p", blank, [TEXT])
    article = next(iter(pressmark.load(made(yaml).corpus)))
    append(tmp_path / "anne.jsonl", _by_anne(article))
    append(tmp_path / "ben.jsonl", _by_ben(article))
    # What a run makes of one review is no ground to compare upon: what annotators alone find is.
    append(yaml.parent / "review.jsonl", _by_anne(article))
    corpus = pressmark.load(made(yaml).corpus)
    assert [
        len(one.layer("quotes")) for one in unreviewed_articles(corpus, ["a0"])
    ] == [2]
    command = [
        "review",
        str(yaml),
        "--settle",
        str(tmp_path / "anne.jsonl"),
        str(tmp_path / "ben.jsonl"),
    ]

    result = CliRunner().invoke(app, command)

    assert result.exit_code == 0, result.output
    assert "2 annotations that the two differ on, 0 settled" in result.output
    assert "a0 24:35 quotes: – / direct «“We march,”» by Cora Lind" in result.output
    assert "kappa, by character" in result.output
    printed = CliRunner().invoke(app, [*command, "--json"])
    assert len(json.loads(printed.stdout)["disagreements"]) == 2


def test_the_command_prints_the_schema_of_a_line() -> None:
    result = CliRunner().invoke(app, ["schema", "review"])
    assert json.loads(result.stdout) == schema()
