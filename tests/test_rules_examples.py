"""Every rule of every layer reads the example that it stands beside."""

from __future__ import annotations

from typing import Any

import pytest

from pressmark.annotation.annotators import add_layer, find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.annotators.rules import AnyRule
from pressmark.articles import Article

pytestmark = pytest.mark.model

BEFORE = {
    "entities": (),
    "quotes": ("entities",),
    "times": (),
    "events": ("entities", "quotes", "times"),
}
RULES = [(layer, rule) for layer in BEFORE for rule in find(layer).rules]


class Counted(frozenset[str]):
    """No names, which takes down the names that are looked for: those of the rules that spoke."""

    spoke: set[str]

    def __contains__(self, name: object) -> bool:
        self.spoke.add(str(name))
        return False


def spoken(layer: str, text: str, language: str) -> set[str]:
    article = Article(id="a", text=text, language=language)
    nlp = model_path(DEFAULT_MODELS[language]).nlp
    ((article, doc),) = parse_articles([article], nlp)
    for name in BEFORE[layer]:
        article = add_layer(article, make_annotator(find(name), {}), doc)
    counted, annotator_class = Counted(), find(layer)
    counted.spoke = set()
    settings: dict[str, Any] = {"other": True} if layer == "events" else {}
    model = getattr(annotator_class, "Settings", None)
    given = [model.model_validate(settings)] if model else []
    list(annotator_class(*given, without=counted).annotate(article, doc))
    return counted.spoke


@pytest.mark.parametrize(
    ("layer", "rule"), RULES, ids=[f"{layer}: {rule.name}" for layer, rule in RULES]
)
def test_a_rule_speaks_of_its_example(layer: str, rule: AnyRule) -> None:
    text = rule.example.replace("¶", "\n\n")

    assert any(rule.name in spoken(layer, text, language) for language in ("fr", "en"))
