"""Evaluation, agreement and samples: figures checked by hand or against another package, and what the commands say."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from making import entity, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.errors import InputError, PressmarkError
from pressmark.evaluation import (
    alpha,
    compare,
    error_page,
    evaluate,
    kappa,
    read_documents,
    sample,
)
from pressmark.evaluation.scores import Score

TEXT = "Anne Morel, maire de Larnholm, a vu Paul Morel à Larnholm 🙂."


def document(
    *entities: tuple[str, str, str], id: str = "a", **layers: Any
) -> dict[str, Any]:
    rows = [{"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "label": label, "name": name}
            for words, label, name in entities]  # fmt: skip
    return {"id": id, "text": TEXT, "entities": rows, **layers}


GOLD = document(
    ("Anne Morel", "PER", "Anne Morel"),
    ("Larnholm", "LOC", "Larnholm"),
    ("Paul Morel", "PER", "Paul Morel"),
)
FOUND = document(
    ("Anne Morel", "PER", "Morel"),
    ("Larnholm", "ORG", "Larnholm"),
    ("Paul Morel", "PER", "Morel"),
)


def test_each_measure_has_its_score_by_label_too() -> None:
    found = evaluate({"a": FOUND}, {"a": GOLD})

    assert found.layers["entities"]["exact"].score == Score(3, 3, 3)
    assert found.layers["entities"]["exact+label"].score == Score(2, 3, 3)
    assert found.labels["entities"]["LOC"]["found under any label"].score == Score(
        1, 1, 1
    )
    assert found.labels["entities"]["LOC"]["exact"].score == Score(0, 0, 1)
    assert "quotes" not in found.layers


def test_names_joined_wrongly_cost_precision() -> None:
    joined = (
        evaluate({"a": FOUND}, {"a": GOLD})
        .layers["entities"]["names joined (B-cubed)"]
        .score
    )
    assert joined.precision == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert joined.recall == 1.0


def test_an_article_without_a_prediction_is_missed_whole() -> None:
    found = evaluate(
        {"a": GOLD}, {"a": GOLD, "b": document(("Larnholm", "LOC", "L"), id="b")}
    )
    assert found.absent == ("b",)
    assert found.layers["entities"]["exact"].score == Score(3, 3, 4)
    assert found.layers["entities"]["exact"].by_article == 0.5


def test_texts_that_differ_are_refused_with_the_place() -> None:
    with pytest.raises(
        InputError, match="article 'a': the two texts differ from character 4 on"
    ):
        evaluate({"a": FOUND | {"text": "Anne-Morel"}}, {"a": GOLD})
    with pytest.raises(InputError, match="no article of the gold is in the corpus"):
        evaluate({"b": FOUND}, {"a": GOLD})


def test_an_interval_holds_the_score_and_is_the_same_each_time() -> None:
    gold = {
        f"a{n}": document(("Anne Morel", "PER", "A"), id=f"a{n}") for n in range(40)
    }
    found = {
        id: one if int(id[1:]) % 4 else {**one, "entities": []}
        for id, one in gold.items()
    }

    first, second = (
        evaluate(found, gold).layers["entities"]["exact"] for _ in range(2)
    )
    assert first == second
    assert first.score.recall == 0.75
    assert first.low is not None
    assert first.high is not None
    # Recall of 30 in 40: ± 1.96 √(0.75 × 0.25 / 40) = 0.616 to 0.884; F1 = 2R / (1 + R) of these.
    assert first.low == pytest.approx(2 * 0.616 / 1.616, abs=0.03)
    assert first.high == pytest.approx(2 * 0.884 / 1.884, abs=0.03)


def test_a_page_shows_each_error_in_its_sentence_and_nothing_else_runs() -> None:
    hostile = {**FOUND, "text": TEXT}
    page = error_page(
        evaluate({"a": hostile}, {"a": GOLD}), title="<script>alert(1)</script>"
    )

    root = html.fromstring(page)
    assert not root.xpath("//script")
    (wrong,) = root.xpath("//article")
    assert wrong.xpath(".//mark/text()") == ["Larnholm", "Larnholm"]
    assert (
        "Anne Morel, maire de Larnholm, a vu Paul Morel à Larnholm 🙂."
        in wrong.text_content()
    )


VALUES = st.lists(
    st.tuples(*[st.sampled_from([None, "a", "b", "c"])] * 3), min_size=2, max_size=30
)


@given(VALUES)
def test_alpha_is_that_of_the_krippendorff_package(
    units: list[tuple[str | None, ...]],
) -> None:
    counts: dict[tuple[Any, ...], int] = {}
    for unit in units:
        counts[unit] = counts.get(unit, 0) + 1
    codes = {None: math.nan, "a": 0.0, "b": 1.0, "c": 2.0}
    table = np.array(
        [[codes[value] for value in coder] for coder in zip(*units, strict=True)]
    )
    pairable = [
        value
        for unit in units
        if sum(one is not None for one in unit) > 1
        for value in unit
        if value
    ]
    ours = alpha(counts)
    if len(set(pairable)) < 2:
        assert ours is None
        return
    theirs = krippendorff.alpha(
        table, value_domain=[0.0, 1.0, 2.0], level_of_measurement="nominal"
    )
    assert ours == pytest.approx(theirs)


def test_kappa_is_that_of_cohens_formula() -> None:
    # 20 + 15 agreed of 50; one says yes 25 times, the other 30: po 0.7, pe 0.5.
    assert kappa(
        {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    ) == pytest.approx(0.4)
    assert kappa({("y", "y"): 3}) is None


def test_two_annotators_are_compared_by_span_and_by_character() -> None:
    found = compare({"a": GOLD, "x": GOLD | {"id": "x"}}, {"a": FOUND})

    assert (found.articles, found.alone) == (("a",), ("x",))
    assert found.f1["entities"]["exact+label"].f1 == pytest.approx(2 / 3)
    letters = [letter for letter in TEXT if not letter.isspace()]
    per = len("AnneMorelPaulMorel")
    place = len("Larnholm")
    rest = len(letters) - per - place
    assert found.kappa["entities"] == pytest.approx(
        kappa({("PER", "PER"): per, ("LOC", "ORG"): place, ("", ""): rest}), abs=1e-12
    )
    assert found.alpha["entities"] == pytest.approx(
        alpha({("PER", "PER"): per, ("LOC", "ORG"): place, ("", ""): rest}), abs=1e-12
    )
    assert [(one.kind, one.bounds) for one in found.differences] == [
        ("label", (21, 29))
    ]


def _corpus(folder: Path) -> pressmark.Corpus:
    articles = [
        with_layers(
            Article(id=f"a{n:02}", text=TEXT, outlet=["Le Phare", "La Digue", None][n % 3 if n < 9 else 0],
                    published=datetime(2026, 1 + n % 2, 3, tzinfo=UTC), duplicate_of="a00" if n == 29 else None),
            entities=[entity(TEXT, "Anne Morel")],
        )
        for n in range(30)
    ]  # fmt: skip
    return pressmark.save(articles, folder, title="T")


def test_a_sample_is_drawn_in_proportion_with_weights(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path / "corpus")
    drawn = sample(corpus, 8, by=["outlet"], seed=3)

    assert drawn.strata == {"La Digue": (3, 1), "Le Phare": (23, 6), "none": (3, 1)}
    assert sum(
        float(article.extra["sample_weight"]) for article in drawn.articles
    ) == pytest.approx(29)
    assert "a29" not in {article.id for article in drawn.articles}
    assert [one.id for one in sample(corpus, 8, by=["outlet"], seed=3).articles] == [
        one.id for one in drawn.articles
    ]
    assert [one.id for one in sample(corpus, 8, by=["outlet"], seed=4).articles] != [
        one.id for one in drawn.articles
    ]
    assert len(sample(corpus, 100).articles) == 29
    with pytest.raises(PressmarkError, match="no 'outlett' to draw by"):
        sample(corpus, 8, by=["outlett"])


def test_the_commands(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path / "corpus")
    run = CliRunner().invoke
    drawn = run(
        app,
        [
            "sample",
            str(corpus.folder),
            "--n",
            "4",
            "--by",
            "month",
            "--output",
            str(tmp_path / "s"),
        ],
    )
    assert drawn.exit_code == 0, drawn.output
    assert drawn.stdout.startswith(
        "     2 of     15  2026-01\n     2 of     14  2026-02\n4 articles written"
    )

    export = ["export", str(tmp_path / "s"), "--output", str(tmp_path / "gold.jsonl")]
    assert run(app, export).exit_code == 0
    done = run(
        app,
        [
            "evaluate",
            str(corpus.folder),
            str(tmp_path / "gold.jsonl"),
            "--html",
            str(tmp_path / "e.html"),
        ],
    )
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("4 articles of gold\n")
    assert "100.0 – 100.0" in done.stdout
    assert (tmp_path / "e.html").read_text().startswith("<!doctype html>")
    as_json = run(
        app, ["evaluate", str(corpus.folder), str(tmp_path / "gold.jsonl"), "--json"]
    )
    assert json.loads(as_json.stdout)["layers"]["entities"]["exact"]["f1"] == 1.0
    same = run(app, ["compare", str(corpus.folder), str(tmp_path / "gold.jsonl")])
    assert "4 articles in both, 26 in one alone" in same.stdout
    assert "alpha, by character      1.000" in same.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1: is not JSON"),
        ("[]\n", "line 1: is no article"),
        ('{"id": "a", "text": ""}\n' * 2, "stands twice"),
    ],
)
def test_a_broken_file_is_refused_with_the_line(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "gold.jsonl").write_text(content)
    with pytest.raises(InputError, match=said):
        read_documents(tmp_path / "gold.jsonl")


SAID = (
    "« Un », dit A. « Deux », dit B. Trois, selon C. Quatre, selon D. Le « cinq » dort."
)


def said(words: str, label: str) -> dict[str, Any]:
    start = SAID.index(words)
    return {"start": start, "end": start + len(words), "type": label, "speaker": None}


def spoken(*quotes: tuple[str, str], id: str = "a", **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "text": SAID,
        "quotes": [said(*quote) for quote in quotes],
        **more,
    }


def test_a_prediction_that_matches_nothing_is_charged_to_its_own_label_alone() -> None:
    found = spoken(
        ("Un", "direct"),
        ("Deux", "direct"),
        ("Trois", "indirect"),
        ("Quatre", "indirect"),
    )
    gold = spoken(("Un", "direct"), ("Deux", "direct"), ("Trois", "indirect"))

    labels = evaluate({"a": found}, {"a": gold}).labels["quotes"]
    assert labels["direct"]["overlap"].score == Score(2, 2, 2)
    assert labels["indirect"]["overlap"].score == Score(1, 2, 1)
    assert set(labels) == {"direct", "indirect"}


def test_a_matched_quote_of_another_label_is_missed_there_and_false_here() -> None:
    found = spoken(("Un", "direct"), ("Deux", "indirect"), ("cinq", "scare"))
    gold = spoken(("Un", "direct"), ("Deux", "direct"), ("cinq", "direct"))

    labels = evaluate({"a": found}, {"a": gold}).labels["quotes"]
    assert labels["direct"]["exact"].score == Score(1, 1, 3)
    assert labels["direct"]["found under any label"].score == Score(3, 3, 3)
    assert labels["indirect"]["exact"].score == Score(0, 1, 0)
    assert labels["scare"]["exact"].score == Score(0, 1, 0)


def test_a_label_in_few_articles_has_no_interval_and_resamples_without_it_do_not_count() -> (
    None
):
    gold = {
        f"a{n}": spoken(
            ("Un", "direct"), *[("Trois", "indirect")] * (n < 4), id=f"a{n}"
        )
        for n in range(30)
    }
    seldom = {
        id: one if id != "a9" else spoken(("Un", "direct"), ("Quatre", "mixed"), id=id)
        for id, one in gold.items()
    }
    found = evaluate(seldom, gold)

    assert found.labels["quotes"]["indirect"]["exact"].f1_interval is None
    assert found.labels["quotes"]["mixed"]["exact"].precision_interval is None
    assert found.labels["quotes"]["direct"]["exact"].f1_interval == (1.0, 1.0)
    five = {
        id: spoken(
            ("Un", "direct"), *[("Trois", "indirect")] * (int(id[1:]) < 5), id=id
        )
        for id in gold
    }
    assert evaluate(five, five).labels["quotes"]["indirect"][
        "exact"
    ].recall_interval == (1.0, 1.0)


def test_precision_and_recall_have_intervals_of_their_own() -> None:
    gold = {
        f"a{n}": document(("Anne Morel", "PER", "A"), id=f"a{n}") for n in range(40)
    }
    found = {
        id: one if int(id[1:]) % 4 else {**one, "entities": []}
        for id, one in gold.items()
    }

    measure = evaluate(found, gold).layers["entities"]["exact"]
    assert measure.precision_interval == (1.0, 1.0)
    assert measure.recall_interval is not None
    # Recall of 30 in 40: ± 1.96 √(0.75 × 0.25 / 40) = 0.616 to 0.884.
    assert measure.recall_interval == pytest.approx((0.616, 0.884), abs=0.03)
    assert {"precision_low", "recall_high", "f1_low"} <= measure.as_json().keys()


def test_articles_count_for_those_that_they_stand_for() -> None:
    gold = {
        "a": spoken(("Un", "direct"), sample_weight=9.0),
        "b": spoken(("Un", "direct"), id="b", sample_weight=1.0),
    }
    found = evaluate({"a": gold["a"], "b": spoken(id="b")}, gold)
    measure = found.layers["quotes"]["exact"]

    assert found.is_weighted
    assert (measure.recall, measure.score.recall) == (0.9, 0.5)
    assert measure.by_article == 0.9
    for lost in (None, float("nan"), -1, "x"):
        assert not evaluate(
            gold, {**gold, "b": spoken(("Un", "direct"), id="b", sample_weight=lost)}
        ).is_weighted


def timed(
    *times: tuple[str, str, str | None, str | None], id: str = "a"
) -> dict[str, Any]:
    rows = [{"start": SAID.index(words), "end": SAID.index(words) + len(words), "label": label, "value": value,
             "period": period} for words, label, value, period in times]  # fmt: skip
    return {"id": id, "text": SAID, "times": rows}


def test_times_are_scored_and_compared_by_label_and_value() -> None:
    gold = timed(
        ("Un", "date", "2026-03-02", None),
        ("Deux", "duration", None, "P3D"),
        ("Trois", "vague", None, None),
    )
    other = timed(("Un", "date", "2026-03-03", None), ("Deux", "duration", None, "P3D"))
    found = evaluate({"a": other}, {"a": gold})

    assert found.layers["times"]["exact+label"].score == Score(2, 2, 3)
    assert found.layers["times"]["value right (of matched)"].score == Score(1, 2, 2)
    assert found.labels["times"]["vague"]["exact"].score == Score(0, 0, 1)
    agreed = compare({"a": gold}, {"a": other})
    assert [(one.kind, str(one).split(" ")[3]) for one in agreed.differences] == [
        ("time", "time:"),
        ("missing", "missing:"),
    ]
    assert agreed.kappa["times"] is not None
    assert agreed.kappa_labels["times"] == 1.0
    assert compare({"a": gold}, {"a": timed()}).kappa["times"] == pytest.approx(0.0)


def test_spans_without_labels_are_no_label_of_nothing() -> None:
    bare = {"id": "a", "text": SAID, "times": [{"start": 2, "end": 4}]}
    agreed = compare({"a": bare}, {"a": bare | {"times": []}})
    assert agreed.kappa["times"] == pytest.approx(0.0)
    assert "None" not in str(agreed.differences[0])


def test_a_sample_of_fewer_articles_than_strata_says_so(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path / "corpus")
    drawn = sample(corpus, 2, by=["outlet"])
    (notice,) = drawn.notices()
    assert notice.startswith("3 strata, 2 drawn: 1 strata (3 articles) have none")
    assert list(sample(corpus, 3, by=["outlet"]).notices()) == []


def test_articles_are_drawn_by_iso_weeks(tmp_path: Path) -> None:
    days = {
        "a": datetime(2025, 12, 29, tzinfo=UTC),
        "b": datetime(2026, 1, 4, tzinfo=UTC),
    }
    articles = [
        Article(id=name, text="Il pleut.", published=day) for name, day in days.items()
    ]
    corpus = pressmark.save(
        [*articles, Article(id="u", text="Il neige.")], tmp_path / "w", title="W"
    )
    drawn = pressmark.sample(corpus, 3, by=["week"])
    assert drawn.strata == {"2026-W01": (2, 2), "undated": (1, 1)}
    by_year = pressmark.sample(corpus, 3, by=["year"])
    assert set(by_year.strata) == {"2025", "2026", "undated"}
