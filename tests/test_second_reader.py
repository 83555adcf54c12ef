"""Two corpora of the same articles: what they differ on is asked of a person, whose answer is a decision on the first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from making import entity, quote, with_layers
from typer.testing import CliRunner

from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus, save
from pressmark.errors import InputError
from pressmark.evaluation.second_reader import compare_with_second_reader
from pressmark.evaluation.settling_page import settling_page
from pressmark.review import Decision
from pressmark.review.application import apply_decisions
from pressmark.spans import Quote

TEXT = "“We march,” said Ann Lee. “At noon,” added Bob Roe. “Never,” said he. “Old Town” sleeps."


def article(*quotes: Quote, names: tuple[str, ...] = ("Ann Lee", "Bob Roe")) -> Article:
    entities = [entity(TEXT, name) for name in names]
    whole = Article(id="a", text=TEXT, language="en")
    return with_layers(whole, entities=entities, quotes=list(quotes))  # type: ignore[arg-type]


def said(surface: str, by: str, *, linked: bool = True) -> Quote:
    """A quote with its speaker; `linked` to the name where that is in the article."""
    start = TEXT.index(by)
    fields: dict[str, Any] = {
        "speaker": by,
        "speaker_start": start,
        "speaker_end": start + len(by),
        "speaker_name": by,
        "speaker_id": f"a/entities-{start}-{start + len(by)}" if linked else None,
    }
    return quote(TEXT, surface, **fields)


@pytest.fixture
def corpora(tmp_path: Path) -> tuple[Corpus, Corpus]:
    """By rules: two quotes, one of a wrong speaker, and a name that is none; by a model, the other quote too."""
    rules = article(
        said("We march,", "Ann Lee"),
        said("At noon,", "Ann Lee"),
        quote(TEXT, "Old Town"),
    )
    model = article(
        said("We march,", "Ann Lee"),
        said("At noon,", "Bob Roe"),
        said("Never,", "he", linked=False),
    )
    return (
        save([rules], tmp_path / "rules", title="By rules"),
        save([model], tmp_path / "model", title="By a model"),
    )


def test_what_a_second_reader_reads_otherwise_is_told_once_each(
    corpora: tuple[Corpus, Corpus],
) -> None:
    agreement = compare_with_second_reader(*corpora, ["quotes"])

    told = [
        (one.first and one.first.text, one.second and one.second.text)
        for one in agreement.disagreements
    ]
    assert told == [("At noon,", "At noon,"), (None, "Never,"), ("Old Town", None)]
    kappa = agreement.before["quotes"].kappa["quotes"]
    assert kappa is not None
    assert 0 < kappa < 1
    assert json.loads(json.dumps(agreement.as_json()))["disagreements"][0][
        "second"
    ] == ("direct «At noon,» by Bob Roe")


def answers(corpora: tuple[Corpus, Corpus], *chosen: int) -> list[Decision]:
    """The decisions of a person who takes the answer of such a number (0 the first corpus's) in each difference."""
    agreement = compare_with_second_reader(*corpora, ["quotes"])
    stops = settling_page(agreement.open, ("rules", "model"))["stops"]
    decisions = []
    for stop, number in zip(stops, chosen, strict=True):
        row = stop["answers"][number]["decision"]
        about = {"article": stop["article"], "layer": stop["layer"]}
        made = {"who": "anne", "when": "2026-03-02T09:15:00Z"}
        decisions.append(
            Decision.model_validate(
                row | about | made | {"settles": tuple(row["settles"])}
            )
        )
    return decisions  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((0, 0, 0), [("We march,", "Ann Lee"), ("At noon,", "Ann Lee"), ("Old Town", None)]),
        ((1, 1, 1), [("We march,", "Ann Lee"), ("At noon,", "Bob Roe"), ("Never,", "he")]),
    ],
)  # fmt: skip
def test_the_answer_of_either_reader_is_what_the_article_has(
    corpora: tuple[Corpus, Corpus],
    chosen: tuple[int, ...],
    expected: list[tuple[str, str | None]],
) -> None:
    (machine,) = corpora[0]
    reviewed, outcomes = apply_decisions(machine, "quotes", answers(corpora, *chosen))

    assert [(one.text, one.speaker_name) for one in reviewed.quotes] == expected
    assert {outcome.outcome for outcome in outcomes} <= {"applied", "gone"}
    speakers = {quote.speaker_id for quote in reviewed.quotes}
    assert speakers <= {None, *(one.id for one in machine.entities)}


def test_what_is_settled_is_not_asked_of_again(corpora: tuple[Corpus, Corpus]) -> None:
    decisions = answers(corpora, 1, 1, 0)
    agreement = compare_with_second_reader(*corpora, ["quotes"], decisions[:2])

    assert [one.is_settled for one in agreement.disagreements] == [True, True, False]
    own = Decision(
        article="a", layer="quotes", action="wrong", who="ben", when="2026-03-02T09:15:00Z",
        annotation=decisions[2].annotation, before=decisions[2].before,
    )  # fmt: skip
    agreement = compare_with_second_reader(*corpora, ["quotes"], [own])
    assert [one.is_settled for one in agreement.disagreements] == [False, False, True]


def test_links_to_names_that_the_first_corpus_does_not_have_are_left_out(
    tmp_path: Path,
) -> None:
    first = save([article(names=("Bob Roe",))], tmp_path / "first", title="F")
    second = save(
        [article(said("We march,", "Ann Lee"))], tmp_path / "second", title="S"
    )
    (one,) = compare_with_second_reader(first, second, ["quotes"]).disagreements

    assert isinstance(one.second, Quote)
    assert (one.second.speaker_name, one.second.speaker_id) == ("Ann Lee", None)


def test_what_cannot_be_compared_is_said(
    corpora: tuple[Corpus, Corpus], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="--layer events"):
        compare_with_second_reader(*corpora, ["events"])
    other = with_layers(Article(id="b", text="Other."), entities=[], quotes=[])
    apart = save([other], tmp_path / "apart", title="Apart")
    with pytest.raises(InputError, match="share no article"):
        compare_with_second_reader(corpora[0], apart, ["quotes"])


def test_the_command_lists_the_differences_and_writes_the_page(
    corpora: tuple[Corpus, Corpus], tmp_path: Path
) -> None:
    (tmp_path / "run.yaml").write_text(
        "title: T\nsource: {files: [none.jsonl]}\ncorpus: rules/\nannotators: [entities, quotes]\n"
    )
    page = tmp_path / "page.html"
    command = [
        "review",
        str(tmp_path / "run.yaml"),
        "--against",
        str(tmp_path / "model"),
        "--who",
        "anne",
    ]
    result = CliRunner().invoke(app, [*command, "--file", str(page)])

    assert result.exit_code == 0, result.output
    assert "3 annotations that the two differ on, 0 settled" in result.output
    assert "quotes: – / direct «Never,» by he" in result.output
    assert "Bob Roe" in page.read_text(encoding="utf-8")
    rows = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert len(rows["disagreements"]) == 3
    both = [*command, "--settle", str(page), str(page)]
    assert "give one of the two" in str(CliRunner().invoke(app, both).exception)  # fmt: skip
