"""Counts over a corpus made by hand, each number seen at a glance, each with its denominator."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from making import entity, event, quote, span_id, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.study.counts import Filter, events, named, quoted, shares, together

TEXT = "« Le pont est fermé », dit Anne Morel. « Il rouvrira », ajoute-t-elle à Larnholm. « Non », dit l'autre, « zut »."


def _article(
    id: str,
    outlet: str,
    month: int,
    *,
    copy: str | None = None,
    second: str = "Anne Morel",
) -> Article:
    anne = span_id(id, "entities", TEXT, "Anne Morel")
    made = Article(
        id=id, text=TEXT, language="fr", outlet=outlet, published=datetime(2026, month, 5, tzinfo=UTC),
        duplicate_of=copy, extra={"desk": "local"},
    )  # fmt: skip
    spoken = {"speaker_id": anne, "speaker_name": "Anne Morel"}
    return with_layers(
        made,
        entities=[entity(TEXT, "Anne Morel", gender="f", role="maire"), entity(TEXT, "Larnholm", "LOC")],
        quotes=[quote(TEXT, "Le pont est fermé", **spoken), quote(TEXT, "Il rouvrira", **(spoken if second else {})),
                quote(TEXT, "Non"), quote(TEXT, "zut", "scare", **spoken)],
        events=[event(TEXT, "fermé", "ECONOMY", place_id=span_id(id, "entities", TEXT, "Larnholm")),
                event(TEXT, "rouvrira", "ECONOMY", status="planned")],
    )  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    bare = with_layers(
        Article(id="bare", text="Rien.", outlet="Le Phare"),
        entities=[],
        quotes=[],
        events=[],
    )
    made = [_article("a", "Le Phare", 1), _article("b", "Le Phare", 2, second=""), _article("c", "La Digue", 2),
            _article("d", "La Digue", 2, copy="a"), bare]  # fmt: skip
    return pressmark.save(made, tmp_path_factory.mktemp("c") / "corpus", title="T")


def test_quoted_counts_names_of_all_quotes_and_leaves_copies_and_scare_quotes_out(
    corpus: Corpus,
) -> None:
    (row,) = quoted(corpus).to_dict("records")
    assert row.pop("name_id") == "per-anne-morel"
    assert row == {
        "name": "Anne Morel",
        "quotes": 5,
        "articles": 3,
        "label": "PER",
        "of_quotes": 9,
        "share": 5 / 9,
    }
    (row,) = quoted(corpus, filter=Filter(copies=True)).to_dict("records")
    assert (row["quotes"], row["of_quotes"]) == (7, 12)


def test_a_cell_has_its_own_denominator(corpus: Corpus) -> None:
    found = quoted(corpus, by=("outlet", "month"))
    assert found[["outlet", "month", "quotes", "of_quotes"]].to_numpy().tolist() == [
        ["La Digue", "2026-02", 2, 3], ["Le Phare", "2026-01", 2, 3], ["Le Phare", "2026-02", 1, 3],
    ]  # fmt: skip


def test_named_is_a_share_of_all_articles(corpus: Corpus) -> None:
    found = named(corpus)
    assert found[["name", "label", "mentions", "articles", "of_articles"]].to_numpy().tolist() == [
        ["Anne Morel", "PER", 3, 3, 4], ["Larnholm", "LOC", 3, 3, 4],
    ]  # fmt: skip
    assert len(named(corpus, filter=Filter(labels=("LOC",)))) == 1
    assert named(corpus, by=("desk",))["of_articles"].tolist() == [3, 3]


def test_shares_say_what_is_not_known(corpus: Corpus) -> None:
    found = shares(corpus, of="gender").to_dict("records")
    assert [
        (row["gender"], row["quotes"], row["of_quotes"])
        for row in found
        if row["gender"] == "f"
    ] == [("f", 5, 9)]
    assert found[0]["share_of_known"] == 1.0
    assert sum(row["quotes"] for row in found) == 9
    assert sum(row["share"] for row in found) == pytest.approx(1)
    by_outlet = shares(corpus, of="role", by=("outlet",))
    assert by_outlet[by_outlet["role"] == "maire"]["share_of_known"].tolist() == [
        1.0,
        1.0,
    ]
    with pytest.raises(PressmarkError, match="shares of 'hair' are not counted"):
        shares(corpus, of="hair")


def test_events_are_counted_by_type_place_and_month(corpus: Corpus) -> None:
    found = events(corpus, by=("label", "place", "month"))
    rows = {
        (row["place"], row["month"]): row["events"]
        for row in found.to_dict("records")
        if row["place"] == "Larnholm"
    }
    assert rows == {("Larnholm", "2026-01"): 1, ("Larnholm", "2026-02"): 2}
    assert set(found["of_events"]) == {6}
    assert events(corpus, by=("status",))[["status", "events"]].to_numpy().tolist() == [
        ["asserted", 3],
        ["planned", 3],
    ]


def test_names_that_stand_together(corpus: Corpus) -> None:
    (row,) = together(corpus).to_dict("records")
    assert row == {
        "name": "Anne Morel",
        "other": "Larnholm",
        "articles": 3,
        "jaccard": 1.0,
        "of_articles": 4,
        "share": 0.75,
    }


def test_a_filter_is_kept_with_the_frame(corpus: Corpus) -> None:
    chosen = Filter(
        outlets=("Le Phare",), since=date(2026, 2, 1), until=date(2026, 2, 28)
    )
    found = quoted(corpus, filter=chosen)
    assert found["quotes"].tolist() == [1]
    assert found.attrs["filter"] == {
        "outlets": ("Le Phare",),
        "since": "2026-02-01",
        "until": "2026-02-28",
        "copies": False,
    }


def test_one_word_stands_for_a_list_of_one(corpus: Corpus) -> None:
    assert quoted(corpus, by="outlet").equals(quoted(corpus, by=("outlet",)))
    assert named(corpus, by="month").equals(named(corpus, by=["month"]))
    assert Filter(outlets="Le Phare", labels="PER") == Filter(
        outlets=("Le Phare",), labels=("PER",)
    )  # type: ignore[arg-type]
    assert quoted(corpus, filter=Filter(outlets="Le Phare"))["quotes"].tolist()  # type: ignore[arg-type]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(
    corpus: Corpus,
) -> None:
    with pytest.raises(
        PressmarkError,
        match=r"there is no 'outlett' to count by; did you mean 'outlet'",
    ):
        quoted(corpus, by=("outlett",))
    with pytest.raises(
        PressmarkError, match=r"there is no 'hair' to count by; there is .*outlet"
    ):
        quoted(corpus, by=("hair",))


def test_nothing_counts_as_nothing(tmp_path: Path) -> None:
    bare = pressmark.save(
        [with_layers(Article(id="a", text="Rien."), entities=[], quotes=[], events=[])],
        tmp_path / "c",
        title="T",
    )
    for found in (
        quoted(bare),
        named(bare),
        shares(bare, of="gender"),
        events(bare),
        together(bare),
    ):
        assert len(found) == 0


def test_a_filter_that_names_nothing_of_the_corpus_is_said(corpus: Corpus) -> None:
    asked = [
        "count",
        str(corpus.folder),
        "named",
        "--label",
        "PERS",
        "--outlet",
        "Le Fare",
        "--language",
        "xx",
    ]
    done = CliRunner().invoke(app, asked)
    assert done.stdout == "nothing of this kind in the corpus\n"
    assert "no label 'PERS' among the entities; did you mean 'PER'?" in done.stderr
    assert (
        "no outlet 'Le Fare' among the entities; did you mean 'Le Phare'?"
        in done.stderr
    )
    assert "no language 'xx' among the entities; there is " in done.stderr


@pytest.mark.parametrize("what", ["quoted", "named", "shares", "together", "events"])
def test_the_command_prints_a_table_and_the_filter(corpus: Corpus, what: str) -> None:
    done = CliRunner().invoke(app, ["count", str(corpus.folder), what])
    assert done.exit_code == 0, done.output
    assert "share" in done.stdout
    assert 'filter: {"copies": false}' in done.stderr
    as_json = json.loads(
        CliRunner().invoke(app, ["count", str(corpus.folder), what, "--json"]).stdout
    )
    assert as_json["filter"] == {"copies": False}
    as_csv = (
        CliRunner().invoke(app, ["count", str(corpus.folder), what, "--csv"]).stdout
    )
    assert len(as_csv.splitlines()) == 1 + len(as_json["rows"])


def test_weeks_are_those_of_iso_and_may_lie_in_two_years(tmp_path: Path) -> None:
    days = [datetime(2025, 12, 28), datetime(2025, 12, 29), datetime(2026, 1, 4, 23)]
    articles = [
        with_layers(
            Article(id=f"w{n}", text=TEXT, published=day.replace(tzinfo=UTC)),
            entities=[entity(TEXT, "Larnholm", "LOC")],
        )
        for n, day in enumerate([*days, datetime(2026, 5, 11)])
    ]
    undated = with_layers(Article(id="u", text=TEXT), entities=[])
    weekly = pressmark.save([*articles, undated], tmp_path / "weeks", title="W")

    found = named(weekly, by="week")
    assert found[["week", "articles"]].to_numpy().tolist() == [
        ["2025-W52", 1],
        ["2026-W01", 2],
        ["2026-W20", 1],
    ]


def test_attributes_of_a_layer_of_ones_own_are_counted_by(tmp_path: Path) -> None:
    text = "Calm sea, rough sea."
    tones = [
        pressmark.CustomSpan.cut(
            text, 0, 4, "calm", attributes={"toward": "sea", "hours": [1, 2]}
        ),
        pressmark.CustomSpan.cut(text, 10, 15, "rough", attributes={"toward": "sea"}),
        pressmark.CustomSpan.cut(text, 16, 19, "calm"),
    ]
    article = with_layers(Article(id="a", text=text), tone=tones)
    corpus = pressmark.save([article], tmp_path / "c", title="T")

    frame = pressmark.count(corpus, "tone", by=("toward", "label"))
    hours = pressmark.count(corpus, "tone", by="hours")

    assert frame.fillna("none")[["toward", "label", "annotations"]].to_numpy().tolist() == [
        ["sea", "calm", 1], ["sea", "rough", 1], ["none", "calm", 1],
    ]  # fmt: skip
    assert "[1, 2]" in hours["hours"].to_list()
    with pytest.raises(PressmarkError, match="did you mean 'toward'"):
        pressmark.count(corpus, "tone", by="towards")


@pytest.mark.parametrize(
    ("what", "options", "words"),
    [
        ("shares", {}, "the count 'shares' needs `of`, for instance of='gender'"),
        ("events", {"of": "gender"}, "the count 'events' takes no `of`; it takes `by`"),
        ("together", {"by": "outlet"}, "takes no `by`; it takes `most`"),
        ("quotes", {"buy": "outlet"}, "takes no `buy`; it takes `by`; did you mean"),
    ],
)
def test_an_option_that_a_count_lacks_or_does_not_take_is_said(
    corpus: Corpus, what: str, options: dict[str, str], words: str
) -> None:
    with pytest.raises(PressmarkError, match=re.escape(words)):
        pressmark.count(corpus, what, **options)


def test_the_command_says_that_pairs_of_names_are_not_divided(corpus: Corpus) -> None:
    result = CliRunner().invoke(
        app, ["count", str(corpus.folder), "together", "--by", "outlet"]
    )

    assert isinstance(result.exception, PressmarkError)
    assert "takes no `by`" in str(result.exception)
