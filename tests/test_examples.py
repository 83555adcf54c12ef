"""The example corpus is annotated as well as it was: each layer keeps its score against the gold of `examples/gold`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pressmark import Article, annotate_parsed
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.config.project import read
from pressmark.evaluation.quote_scores import score_quotes
from pressmark.evaluation.scores import (
    Documents,
    Score,
    score_arguments,
    score_entities,
    score_events,
)
from pressmark.exchange import article_json
from pressmark.sources.article_import import import_articles

pytestmark = pytest.mark.model

EXAMPLES = Path(__file__).parent.parent / "examples"


def typed(documents: Documents) -> dict[str, Score]:
    """The scores of events that are more than statements."""
    return score_events(documents, without=("STATEMENT",))


# What the layers reached when they were last changed, in percent. A better layer raises its line.
FLOORS = [
    ("fr", score_entities, "exact+label", 87.6),
    ("fr", score_quotes, "overlap", 89.1),
    ("fr", score_quotes, "e2e", 83.5),
    ("fr", typed, "exact", 79.3),
    ("fr", typed, "exact+label", 66.2),
    ("fr", score_arguments, "role+overlap", 56.9),
    ("en", score_entities, "exact+label", 74.8),
    ("en", score_quotes, "overlap", 80.1),
    ("en", score_quotes, "e2e", 77.0),
    ("en", typed, "exact", 79.1),
    ("en", typed, "exact+label", 67.1),
    ("en", score_arguments, "role+overlap", 59.7),
]


@cache
def found(language: str) -> tuple[Article, ...]:
    """The example articles of a language, imported as the demo does, with their three layers."""
    project = read(EXAMPLES / "pressmark.yaml")
    every = [
        one
        for one in import_articles(project.config.source, EXAMPLES)
        if isinstance(one, Article)
    ]
    spoken = [one for one in every if one.language == language]
    layers = [
        make_annotator(find(name), {}) for name in ("entities", "quotes", "events")
    ]
    return tuple(
        annotate_parsed(
            parse_articles(spoken, model_path(DEFAULT_MODELS[language]).nlp), layers
        )
    )


@cache
def gold(language: str) -> dict[str, dict[str, Any]]:
    lines = (EXAMPLES / "gold" / f"{language}.jsonl").read_text("utf-8").splitlines()
    return {document["id"]: document for document in map(json.loads, lines)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_gold_stands_in_the_articles(language: str) -> None:
    assert {article.id: article.text for article in found(language)} == {
        id: document["text"] for id, document in gold(language).items()
    }
    for document in gold(language).values():
        for layer in ("entities", "quotes", "events"):
            for span in document[layer]:
                assert span["text"] == document["text"][span["start"] : span["end"]]
                for part in span.get("args", ()):
                    assert part["text"] == document["text"][part["start"] : part["end"]]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_quote_within_another_names_it_by_its_id(language: str) -> None:
    for document in gold(language).values():
        ids = {
            f"{document['id']}/quotes-{quote['start']}-{quote['end']}": quote
            for quote in document["quotes"]
        }
        for quote in document["quotes"]:
            if quote.get("parent") is not None:
                outer = ids[quote["parent"]]
                assert outer["start"] <= quote["start"] < quote["end"] <= outer["end"]


@pytest.mark.parametrize(("language", "scores", "measure", "floor"), FLOORS)
def test_no_layer_loses(
    language: str,
    scores: Callable[[Documents], dict[str, Score]],
    measure: str,
    floor: float,
) -> None:
    pairs = [
        (gold(language)[article.id], article_json(article))
        for article in found(language)
    ]

    assert 100 * scores(pairs)[measure].f1 >= floor
