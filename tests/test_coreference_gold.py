"""Passages of our own with the right bearer of a pronoun or description: how many the resolver finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.annotators.coreference import CoreferenceReading, Resolver
from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.coreference.lexicon import load_lexicon
from pressmark.annotators.grammar.tree import tree_of
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article
from pressmark.yaml_files.strict import parse_yaml

pytestmark = pytest.mark.model

GOLD = Path(__file__).parent / "coreference"
FLOOR = 19
"""Of 20 passages or a few more in each language."""


def bearer_of(
    annotate: Callable[..., Article], text: str, words: str, language: str
) -> str | None:
    """Whom the last `words` of a text mean."""
    article = annotate(text, "entities", "quotes", language=language)
    ((_, parse),) = parse_articles(
        [Article(id="a", text=text)], model_path(DEFAULT_MODELS[language]).nlp
    )
    quoted = sorted(
        span
        for quote in article.quotes
        for span in quote.spans
        if quote.label == "direct"
    )
    reading = CoreferenceReading(
        text,
        tree_of(parse),
        load_lexicon(language),
        EntityIndex.of(article.entities),
        quoted,
    )
    resolver = Resolver.of(reading)
    start = text.rindex(words)
    resolver.hear_quotes(
        quote for quote in article.quotes if quote.speaker_start != start
    )
    entity = [e for e in article.entities if e.start == start and e.text == words]
    if entity:
        return entity[0].name
    referent = resolver.resolve(start, start + len(words)).referent
    return referent.name if referent else None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_most_passages_find_their_bearer(
    annotate: Callable[..., Article], language: str
) -> None:
    passages, _ = parse_yaml((GOLD / f"{language}.yaml").read_text("utf-8"), "gold")
    assert len(passages) >= 20
    wrong = []
    for passage in passages:
        found = bearer_of(annotate, passage["text"], passage["words"], language)
        if found != passage["bearer"]:
            wrong.append((passage["text"], passage["words"], passage["bearer"], found))
    assert len(passages) - len(wrong) >= FLOOR, wrong
