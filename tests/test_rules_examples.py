"""Every rule of every layer reads the example that it stands beside."""

from __future__ import annotations

from typing import Any

import pytest
from third_language import german_lexicons, german_model

from pressmark.annotation.annotators import add_layer, find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.annotators.rules import AnyRule
from pressmark.articles import Article
from pressmark.yaml_files.lexicons import OURS

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
    is_ours = language in DEFAULT_MODELS
    nlp = model_path(DEFAULT_MODELS[language]).nlp if is_ours else german_model()
    lexicons = OURS if is_ours else german_lexicons()
    ((article, doc),) = parse_articles([article], nlp)
    for name in BEFORE[layer]:
        annotator = make_annotator(find(name), {}, lexicons=lexicons)
        article = add_layer(article, annotator, doc)
    counted, annotator_class = Counted(), find(layer)
    counted.spoke = set()
    settings: dict[str, Any] = {"other": True} if layer == "events" else {}
    model = getattr(annotator_class, "Settings", None)
    given = [model.model_validate(settings)] if model else []
    own = {} if is_ours else {"lexicons": lexicons}
    annotator = annotator_class(*given, without=counted, **own)
    list(annotator.annotate(article, doc))
    return counted.spoke


@pytest.mark.parametrize(
    ("layer", "rule"), RULES, ids=[f"{layer}: {rule.name}" for layer, rule in RULES]
)
def test_a_rule_speaks_of_its_example(layer: str, rule: AnyRule) -> None:
    text = rule.example.replace("¶", "\n\n")

    # Rules of another language's grammar have a German sentence.
    languages = (*DEFAULT_MODELS, "de")
    assert any(rule.name in spoken(layer, text, language) for language in languages)
