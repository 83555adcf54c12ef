"""The end of a run: how many articles have no date and why, how many are copies, which lexicons are missing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pressmark.articles import Article
from pressmark.dataset.corpus import load, save
from pressmark.pipeline.plan import Plan, Step
from pressmark.pipeline.summary import Summary, lexicon_notices, summary_of

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def test_articles_without_a_date_and_copies_are_counted(tmp_path: Path) -> None:
    given = [
        Article(id="a", text="x", published=DAY, copies=1),
        Article(id="b", text="y", extra={"published_raw": "03/04/2026"}, copies=0),
        Article(id="c", text="x", duplicate_of="a", copies=0),
    ]
    save(given, tmp_path / "corpus", title="t")
    summary = summary_of(tmp_path / "corpus", load(tmp_path / "corpus").manifest)

    assert summary == Summary(3, undated=2, unread=1, example="03/04/2026", copies=1)
    assert list(summary.lines()) == [
        "1 of 3 articles is a copy of another",
        "2 of 3 articles have no date (1 of them could not be read, like '03/04/2026'; say how:"
        " source: {dates: day-first})",
    ]


def test_a_corpus_whose_articles_have_dates_and_no_copies_says_nothing(
    tmp_path: Path,
) -> None:
    save([Article(id="a", text="x", published=DAY)], tmp_path / "corpus", title="t")
    assert not list(
        summary_of(tmp_path / "corpus", load(tmp_path / "corpus").manifest).lines()
    )


def _plan(*layers: str) -> Plan:
    models: Any = {"es": None, "fr": None}
    return Plan(
        Path(),
        tuple(Step(layer, layer, {}, {}, "", ours=True) for layer in layers),
        models,
        {},
    )


def test_a_language_with_a_model_and_no_lexicon_of_a_layer_is_told() -> None:
    assert list(
        lexicon_notices(_plan("entities", "quotes", "events"), ["es", "fr"])
    ) == [
        "Spanish (es): there is no lexicon of quotes, events; none of these will be found",
        "Spanish (es): there is no lexicon of entities: names have no roles and no gender",
    ]
    assert not list(lexicon_notices(_plan("entities", "quotes"), ["fr"]))


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["2026-02-30"], "(1 of them could not be read, like '2026-02-30')"),
        (["spring"], "(1 of them could not be read, like 'spring')"),
        # Of several, the one for which a setting helps.
        (["2026-02-30", "05/06/2026"], "like '05/06/2026'; say how: source: {dates: "),
    ],
)
def test_a_setting_is_named_where_it_helps(
    tmp_path: Path, dates: list[str], words: str
) -> None:
    given = [
        Article(id=f"a{n}", text="x", extra={"published_raw": date})
        for n, date in enumerate(dates)
    ]
    save(given, tmp_path / "corpus", title="t")
    summary = summary_of(tmp_path / "corpus", load(tmp_path / "corpus").manifest)

    (line,) = summary.lines()
    assert words in line
