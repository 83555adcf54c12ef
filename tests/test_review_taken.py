"""What people did in another tool comes back as decisions that give, applied, what they made."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from making import entity, with_layers
from reviewing import TEXT
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus
from pressmark.exchange import export
from pressmark.review import read_decisions
from pressmark.review.application import apply_decisions
from pressmark.review.decisions import standing
from pressmark.review.taken_decisions import take_decisions
from pressmark.spans import Quote, Span
from pressmark.storage.tables import span_row

NAMES = ("Anne Morel", "Ben Stone", "Cora Lind")


def _quote(article: Article, words: str, speaker: int, **values: object) -> Quote:
    start = TEXT.index(words)
    end = start + len(words)
    who = article.entities[speaker]
    return Quote.cut(
        TEXT, start, end, "direct", spans=((start, end),), speaker=who.text, speaker_start=who.start,
        speaker_end=who.end, speaker_id=who.id, speaker_name=who.name, score=0.5, rule="marks", **values,
    )  # fmt: skip


def _machine() -> Article:
    article = Article(id="un/1", text=TEXT, language="en")
    article = with_layers(
        article, entities=[entity(TEXT, name, "PER") for name in NAMES]
    )
    return with_layers(
        article,
        quotes=[_quote(article, "“We march,”", 1), _quote(article, "“At noon,”", 2)],
    )


def _person() -> Article:
    """The same read by a person: a name wrong, one of another label, a speaker and edges changed, a quote missing."""
    article = Article(id="un/1", text=TEXT, language="en")
    names: list[Span] = [
        entity(TEXT, name, label)
        for name, label in zip(NAMES, ("ORG", "PER", "PER"), strict=True)
    ]
    article = with_layers(article, entities=names[:2])
    quotes: list[Span] = [
        _quote(article, "We march", 0),
        _quote(article, "Nobody else came", 1),
    ]
    return with_layers(article, quotes=quotes)


@pytest.fixture(scope="module", name="corpus")
def _corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("c")
    other = with_layers(
        Article(id="deux", text="Rain.", language="en"), entities=[], quotes=[]
    )
    return pressmark.save([_machine(), other], folder / "corpus", title="T")


def _said(span: Span) -> tuple[object, ...]:
    who = span.speaker_name if isinstance(span, Quote) else None
    return span.start, span.end, span.text, span.label, who


@pytest.mark.parametrize("format", ["jsonl", "brat", "labelstudio", "xmi"])
def test_what_a_person_made_is_what_her_decisions_make(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    hers = pressmark.save([_person()], tmp_path / "hers", title="T")
    export(hers, tmp_path / "out.json", format=format)

    taken = take_decisions(corpus, tmp_path / "out.json", format=format, by="anne")

    assert taken.refusals == ()
    counts = Counter((one.layer, one.action) for one in taken.decisions)
    assert counts == {
        ("entities", "changed"): 1,
        ("entities", "right"): 1,
        ("entities", "wrong"): 1,
        ("entities", "checked"): 1,
        ("quotes", "changed"): 1,
        ("quotes", "wrong"): 1,
        ("quotes", "added"): 1,
        ("quotes", "checked"): 1,
    }
    article = corpus["un/1"]
    for layer in ("entities", "quotes"):
        decisions = [one for one in standing(taken.decisions) if one.layer == layer]
        article, outcomes = apply_decisions(article, layer, decisions)
        assert {one.outcome for one in outcomes} == {"applied", "checked"}
        assert [_said(span) for span in article.layer(layer)] == [
            _said(span) for span in _person().layer(layer)
        ]


def _write_quotes(path: Path, *left_out: str, **others: object) -> None:
    """Write the machine's article as JSON lines, its quotes without some columns, and with other values in the first."""
    quotes = []
    for number, quote in enumerate(_machine().quotes):
        row = span_row(quote) | ({} if number else others)
        quotes.append(
            {name: value for name, value in row.items() if name not in left_out}
        )
    line = {"id": "un/1", "text": TEXT, "quotes": quotes}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "left_out",
    [
        ("speaker_id",),
        ("cue", "status", "speaker_kind", "pronoun_gender"),
        ("spans", "speaker_name", "speaker_id", "parent", "rule", "id", "article_id"),
    ],
)
def test_of_a_column_that_a_file_does_not_have_it_says_nothing(
    corpus: Corpus, tmp_path: Path, left_out: tuple[str, ...]
) -> None:
    _write_quotes(tmp_path / "hers.jsonl", *left_out)

    taken = take_decisions(corpus, tmp_path / "hers.jsonl", format="jsonl", by="anne")

    assert [one.action for one in taken.decisions] == ["right", "right", "checked"]


def test_a_column_that_a_file_has_may_be_emptied(
    corpus: Corpus, tmp_path: Path
) -> None:
    nobody = dict.fromkeys(
        ("speaker", "speaker_start", "speaker_end", "speaker_id", "speaker_name")
    )
    _write_quotes(tmp_path / "hers.jsonl", "status", "cue", **nobody)

    taken = take_decisions(corpus, tmp_path / "hers.jsonl", format="jsonl", by="anne")

    assert [one.action for one in taken.decisions] == ["changed", "right", "checked"]
    after = taken.decisions[0].after or {}
    assert after == nobody


@pytest.mark.parametrize("format", ["jsonl", "brat", "labelstudio", "xmi"])
def test_an_export_that_nobody_touched_says_that_all_is_right(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    export(corpus, tmp_path / "out.json", format=format)
    taken = take_decisions(corpus, tmp_path / "out.json", format=format, by="anne")
    counts = Counter(one.action for one in taken.decisions)
    assert counts == {"right": 5, "checked": 4}


def test_a_table_with_verdicts_is_taken(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "q.csv", format="csv", layer="quotes")
    with (tmp_path / "q.csv").open(newline="") as exported:
        ids = [row["id"] for row in csv.DictReader(exported)]
    file = tmp_path / "read.csv"
    lines = [
        "id;verdict;correct;note",
        f"{ids[0]};wrong;Anne Morel;",
        f"{ids[1]};0;;twice",
        "un/1/entities-0-10;changed;label: ORG;",
        "un/1/entities-41-50;;;not looked at",
        "un/1/entities-69-78;maybe;;",
        "nowhere/quotes-1-2;right;;",
    ]
    file.write_text("\n".join(lines), encoding="utf-8-sig")

    taken = take_decisions(corpus, file, format="csv", by="anne")

    assert [(one.action, one.after) for one in taken.decisions] == [
        ("changed", {"speaker_name": "Anne Morel"}),
        ("wrong", None),
        ("changed", {"label": "ORG"}),
    ]
    assert [str(refusal).partition(": ")[0] for refusal in taken.refusals] == [
        "read.csv line 6",
        "read.csv line 7",
    ]


def test_the_command_takes_a_file_into_the_review_once(
    corpus: Corpus, tmp_path: Path
) -> None:
    hers = pressmark.save([_person()], tmp_path / "hers", title="T")
    export(hers, tmp_path / "brat", format="brat")
    into = tmp_path / "review.jsonl"
    command = [
        "import",
        str(corpus.folder),
        str(tmp_path / "brat"),
        "--format",
        "brat",
        "--by",
        "anne",
        "--into",
        str(into),
    ]

    first = CliRunner().invoke(app, command)
    second = CliRunner().invoke(app, command)

    assert first.exit_code == second.exit_code == 0, first.output
    assert "8 decisions by anne" in first.output
    assert "8 were there already" in second.output
    assert len(read_decisions([into]).decisions) == 8
