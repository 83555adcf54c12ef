"""The examples of docs/findings.md are what pressmark finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pressmark.articles import Article
from pressmark.spans import Entity, Event, Quote

pytestmark = pytest.mark.model
Annotate = Callable[..., Article]

PAGE = Path(__file__).parent.parent / "docs" / "findings.md"
BLOCK = re.compile(r"^```text\n(.*?)^```", re.M | re.S)


def examples() -> Iterator[tuple[str, str, str, list[str]]]:
    """Language, sentence, layer and found lines of each example of the page."""
    page = PAGE.read_text(encoding="utf-8")
    for block in BLOCK.finditer(page):
        heading = re.findall(r"^## (\w+)", page[: block.start()], re.M)[-1].lower()
        for example in re.split(r"^(?=fr  |en  )", block.group(1), flags=re.M)[1:]:
            sentence, *lines = example.strip("\n").split("\n")
            yield sentence[:2], sentence[4:], heading, [line.strip() for line in lines]


def lines_of(article: Article, layer: str) -> list[str]:
    """What is found in an article, as the page writes it."""
    if layer == "names":
        return [name_line(entity) for entity in article.entities]
    if layer == "quotes":
        return [quote_line(quote) for quote in article.quotes]
    return [event_line(event) for event in article.events]


def name_line(entity: Entity) -> str:
    parts = ["name", entity.text, entity.label]
    parts += [entity.role] if entity.role else []
    parts += [f"for {entity.name}"] if entity.name != entity.text else []
    return " · ".join(parts)


def quote_line(quote: Quote) -> str:
    return " · ".join(
        ("quote", quote.text, quote.label, quote.speaker_name or "nobody")
    )


def event_line(event: Event) -> str:
    return " · ".join(("event", event.text, event.label, event.status))


@pytest.mark.parametrize(
    ("language", "sentence", "layer", "lines"),
    list(examples()),
    ids=[sentence[:40] for _, sentence, _, _ in examples()],
)
def test_an_example_is_what_is_found(
    annotate: Annotate, language: str, sentence: str, layer: str, lines: list[str]
) -> None:
    layers = {"names": ("entities",), "quotes": ("entities", "quotes")}
    article = annotate(
        sentence,
        *layers.get(layer, ("entities", "quotes", "events")),
        language=language,
    )
    assert (lines_of(article, layer) or ["nothing"]) == lines


def test_the_page_shows_every_layer_in_both_languages() -> None:
    shown = {(language, layer) for language, _, layer, _ in examples()}
    assert shown == {
        (language, layer)
        for language in ("fr", "en")
        for layer in ("names", "quotes", "events")
    }
