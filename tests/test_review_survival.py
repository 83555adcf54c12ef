"""People's decisions last: whatever is run again, edited, upgraded, moved or merged."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from reviewing import TEXT, decision, outcomes, words_at, write_review_project
from running import made, tables

import pressmark
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.review import Decision, append

pytestmark = pytest.mark.slow


@pytest.fixture(name="reviewed")
def _reviewed(tmp_path: Path, blank: Path) -> Callable[..., Path]:
    """
    Write a project with decisions on its first article: a name wrong, a speaker changed, a quote right and one added.

    `reviewed(texts)` gives its YAML file, before a run that applies them.
    """

    def written(texts: object = (TEXT,), **settings: object) -> Path:
        yaml = write_review_project(tmp_path / "p", blank, texts, **settings)  # type: ignore[arg-type]
        article = next(iter(pressmark.load(made(yaml).corpus)))
        append(yaml.parent / "review.jsonl", _decisions(article))
        return yaml

    return written


def _decisions(article: Article) -> list[Decision]:
    anne = article.entities[0]
    first, second = article.quotes
    added = words_at(
        article.text, "Nobody else came", label="indirect", speaker="Cora Lind"
    )
    return [
        decision(article, "entities", "changed", anne, after={"label": "ORG"}),
        decision(article, "quotes", "right", second, minute=1),
        decision(
            article,
            "quotes",
            "changed",
            first,
            minute=2,
            after={"speaker_name": "Anne Morel"},
        ),
        decision(article, "quotes", "added", minute=3, after=added),
    ]


def _corpus(yaml: Path) -> Corpus:
    return pressmark.load(made(yaml).corpus)


def _holds(corpus: Corpus, article_id: str = "a0") -> bool:
    """Say whether all that `_decisions` decided is so in an article."""
    article = corpus[article_id]
    quotes = [
        (quote.text, quote.speaker_name, quote.verdict) for quote in article.quotes
    ]
    return quotes == [
        ("“We march,”", "Anne Morel", "changed"),
        ("“At noon,”", "Cora Lind", "right"),
        ("Nobody else came", "Cora Lind", "added"),
    ] and (article.entities[0].label, article.entities[0].verdict) == ("ORG", "changed")


def _replace_text(yaml: Path, text: str) -> None:
    (yaml.parent / "a.jsonl").write_text(json.dumps({"id": "a0", "text": text}))


def test_they_survive_another_run_and_new_articles(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    assert _holds(_corpus(yaml))
    assert _holds(_corpus(yaml))
    rows = (yaml.parent / "a.jsonl").read_text()
    new = [json.dumps({"id": f"b{number}", "text": TEXT}) for number in range(3)]
    (yaml.parent / "a.jsonl").write_text("\n".join([*new, rows]))
    assert _holds(_corpus(yaml))


@pytest.mark.parametrize(
    "text",
    [
        f"Added before. {TEXT}",
        f"{TEXT} Added after.",
        TEXT.replace("spoke first", "spoke before anybody else did"),
        TEXT.replace(". “At noon", ". A line that was put between them. “At noon"),
        TEXT.replace(
            "Nobody else came", "Bob Hill waited outside for long. Nobody else came"
        ),
    ],
)
def test_they_survive_edits_of_the_text(
    reviewed: Callable[..., Path], text: str
) -> None:
    yaml = reviewed()
    _replace_text(yaml, text)
    outcome = made(yaml)
    assert outcome.notices == ()
    corpus = pressmark.load(outcome.corpus)
    assert _holds(corpus)
    assert pressmark.check(corpus.folder) == ()


def test_words_that_an_edit_deleted_are_told_and_nothing_else_is_touched(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    _replace_text(yaml, TEXT.replace("“We march,” said Ben Stone. ", ""))
    outcome = made(yaml)
    assert outcome.notices == (
        "review: 1 decision of 4 could not be applied",
        "  review.jsonl:3 changed in quotes of a0, by anne: fits nothing any more",
    )
    assert outcomes(pressmark.load(outcome.corpus)) == [
        "applied",
        "applied",
        "lost",
        "applied",
    ]


def test_the_same_words_at_another_place_are_never_taken(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    _replace_text(
        yaml,
        "Elsewhere a crowd sang: “We march,” and “At noon,” it went home. Anne Morel sat.",
    )
    corpus = _corpus(yaml)
    assert outcomes(corpus)[1:] == ["lost", "lost", "lost"]
    assert {quote.verdict for quote in corpus["a0"].quotes} == {None}


def test_they_survive_an_upgrade_that_finds_less_more_or_otherwise(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    code = (yaml.parent / "own.py").read_text()
    # Neither the quotes nor the name are found any more.
    (yaml.parent / "own.py").write_text(code.replace('marks="“”"', 'marks="<>"'))
    corpus = _corpus(yaml)
    assert _holds(corpus)
    assert {quote.annotator for quote in corpus["a0"].quotes} == {"human:anne"}
    # The quotes have other edges: the marks are left out.
    wider = code.replace("[^{marks[1]}]*{marks[1]}", "[^{marks[1]}]*{marks[1]} said")
    (yaml.parent / "own.py").write_text(wider)
    assert _holds(_corpus(yaml))
    # The quote that a person added is found, and with a speaker.
    more = code.replace('{marks[1]}"', '{marks[1]}|Nobody else came"')
    (yaml.parent / "own.py").write_text(more)
    assert _holds(_corpus(yaml))


def test_they_survive_other_settings_and_another_folder(
    reviewed: Callable[..., Path], tmp_path: Path
) -> None:
    yaml = reviewed()
    made(yaml)
    settings = yaml.read_text().replace(
        "own:Names", "own:Names: {pattern: '[A-Z]\\w+ [A-Z][a-z]+'}"
    )
    yaml.write_text(settings)
    assert _holds(_corpus(yaml))
    moved = shutil.move(yaml.parent, tmp_path / "elsewhere")
    outcome = made(Path(moved) / "run.yaml")
    assert outcome.annotated == 0
    assert _holds(pressmark.load(outcome.corpus))


def test_files_and_lines_in_any_order_give_the_same_bytes(
    tmp_path: Path, blank: Path
) -> None:
    yaml = write_review_project(
        tmp_path / "p", blank, [TEXT] * 3, review=["b.jsonl", "c.jsonl"]
    )
    articles = list(pressmark.load(made(yaml).corpus))
    lines: list[str] = []
    for article in articles:
        of_anne = _decisions(article)
        undo = decision(article, "quotes", "undo", minute=9, of=of_anne[1].decision)
        first = article.quotes[0]
        of_ben = [
            decision(article, "quotes", "wrong", first, who="ben", minute=2),
            decision(article, "quotes", "right", first, who="ben", minute=5),
        ]
        lines += [one.as_line() for one in [*of_anne, undo, *of_ben]]
    drawn = random.Random(7)
    made_corpora = []
    for _ in range(4):
        drawn.shuffle(lines)
        middle = drawn.randrange(len(lines))
        # Some lines twice, as a merge may leave them.
        (yaml.parent / "b.jsonl").write_text("".join(lines[:middle] + lines[:2]))
        (yaml.parent / "c.jsonl").write_text("".join(lines[middle:]))
        shutil.rmtree(yaml.parent / "corpus", ignore_errors=True)
        made(yaml)
        made_corpora.append(tables(yaml.parent / "corpus"))
    assert all(corpus == made_corpora[0] for corpus in made_corpora)
