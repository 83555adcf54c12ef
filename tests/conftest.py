"""What many tests share: an article annotated from a sentence, and texts that are not plain ASCII."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from pressmark.annotation import annotate as run
from pressmark.annotation import find, made
from pressmark.annotators.parse import DEFAULT_MODELS, Model, model_path, parse
from pressmark.articles import Article


@cache
def _model(language: str) -> Model:
    return model_path(DEFAULT_MODELS[language])


@pytest.fixture(scope="session")
def annotate() -> Callable[..., Article]:
    """`annotate(text, "entities", "quotes", language="fr")`: the article with these layers, default settings."""

    def annotated(text: str, *names: str, language: str = "fr", **fields: object) -> Article:
        article = Article(id="a", text=text, language=language, **fields)  # type: ignore[arg-type]
        (article,) = run(parse([article], _model(language).nlp), [made(find(name), {}) for name in names])
        return article

    return annotated
