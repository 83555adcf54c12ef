"""People's decisions in a run: they hold in the layer, and in all that reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reviewing import TEXT, decision, outcomes, words_at, write_review_project
from running import made

import pressmark
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.review import append


@pytest.fixture(name="reviewed")
def _reviewed(tmp_path: Path, blank: Path) -> Callable[..., Path]:
    """`reviewed(texts)`: writes a project whose YAML names `review.jsonl`; gives its YAML file."""

    def written(
        texts: object = (TEXT,), *, folder: str = "p", **settings: object
    ) -> Path:
        return write_review_project(tmp_path / folder, blank, texts, **settings)  # type: ignore[arg-type]

    return written


def _corpus(yaml: Path) -> Corpus:
    return pressmark.load(made(yaml).corpus)


def _articles(yaml: Path) -> list[Article]:
    return list(_corpus(yaml))


def test_a_corrected_name_is_what_quotes_and_what_reads_them_see(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    article = _articles(yaml)[0]
    (_, ben, _) = article.entities
    append(
        yaml.parent / "review.jsonl",
        [
            decision(article, "entities", "wrong", ben),
            decision(article, "quotes", "right", article.quotes[1], minute=1),
        ],
    )

    corpus = _corpus(yaml)

    (article,) = corpus
    assert [entity.text for entity in article.entities] == ["Anne Morel", "Cora Lind"]
    assert [quote.speaker for quote in article.quotes] == ["Cora Lind", "Cora Lind"]
    voices = [voice.attributes["speaker"] for voice in article.layer("voices")]  # type: ignore[attr-defined]
    assert voices == ["Cora Lind", "Cora Lind"]
    assert [(quote.verdict, quote.reviewer) for quote in article.quotes] == [
        (None, None),
        ("right", "anne"),
    ]
    assert {quote.annotator for quote in article.quotes} == {"marks"}
    assert outcomes(corpus) == ["applied", "applied"]
    assert "Ben Stone" not in {row["name"] for row in corpus.table("names").to_list()}
    assert pressmark.check(corpus.folder) == ()


def test_a_speaker_and_edges_that_a_person_changes_are_hers(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    article = _articles(yaml)[0]
    first, second = article.quotes
    shorter = {"start": first.start + 1, "end": first.end - 1, "text": first.text[1:-1]}
    append(
        yaml.parent / "review.jsonl",
        [
            decision(
                article,
                "quotes",
                "changed",
                first,
                after=shorter | {"speaker_name": "Anne Morel"},
            ),
            decision(
                article, "quotes", "changed", second, minute=1, after={"speaker": None}
            ),
        ],
    )

    first, second = _articles(yaml)[0].quotes

    assert first.text == "We march,"
    assert first.spans == ((first.start, first.end),)
    assert first.id == f"a0/quotes-{first.start}-{first.end}"
    assert (first.speaker, first.speaker_id) == ("Anne Morel", article.entities[0].id)
    assert (first.annotator, first.verdict) == ("human:anne", "changed")
    assert (second.speaker, second.speaker_id, second.speaker_name) == (
        None,
        None,
        None,
    )


def test_what_a_person_adds_is_there_for_what_reads_the_layer(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed(["“Go,” said the mayor, Ann. Cora Lind left."])
    article = _articles(yaml)[0]
    added = words_at(article.text, "Ann", label="PER")
    append(
        yaml.parent / "review.jsonl",
        [decision(article, "entities", "added", after=added)],
    )

    corpus = _corpus(yaml)

    (quote,) = next(iter(corpus)).quotes
    assert quote.speaker == "Ann"
    (entity, _) = next(iter(corpus)).entities
    assert (entity.annotator, entity.verdict) == ("human:anne", "added")
    assert pressmark.check(corpus.folder) == ()


def test_only_shards_with_new_decisions_are_annotated_again(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed([TEXT] * 6)
    made(yaml)
    article = _articles(yaml)[0]
    append(
        yaml.parent / "review.jsonl",
        [decision(article, "quotes", "wrong", article.quotes[0])],
    )

    assert made(yaml).annotated == 2
    assert made(yaml).annotated == 0
