"""What tests of the annotator `llm` share: an article, what a model that knows it answers, and layers by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import spacy
from model_service import ModelService

from pressmark.annotation.annotators import (
    annotate_parsed,
    find,
    make_annotator,
)
from pressmark.annotators.language_model import LanguageModel, chat_client
from pressmark.articles import Article
from pressmark.spans import Entity, Span

TEXT = (
    "“We march,” said Ann Lee in Metz on Monday. It rains.\n\n"
    "Later she said the rain’s over. Ann Lee left Metz."
)
QUOTES = [
    {"pieces": ["We march,"], "kind": "direct", "speaker": "Ann Lee", "name": "Ann Lee", "cue": "said"},
    {"pieces": ["the rain's over"], "kind": "indirect", "speaker": "she", "name": "Ann Lee", "cue": "said",
     "speaker_kind": "person"},
]  # fmt: skip
NAMES = [
    {"name": "Ann Lee", "label": "PER"},
    {"name": "Metz", "label": "LOC"},
]
EVENTS = [
    {
        "trigger": "march",
        "context": "We march, said",
        "type": "PROTEST",
        "status": "planned",
        "arguments": [
            {"role": "agent", "words": "Ann Lee"},
            {"role": "place", "words": "Metz"},
            {"role": "time", "words": "on Monday"},
        ],
    }
]
KEYS = {"quotes": "quotes", "entities": "names", "events": "events"}
PARTS: dict[str, list[dict[str, Any]]] = {
    "quotes": QUOTES,
    "entities": NAMES,
    "events": EVENTS,
}


def knowing(layer: str) -> Callable[[str], dict[str, Any]]:
    """What a model answers that knows the article: the parts whose first words stand in the text."""

    def answering(text: str) -> dict[str, Any]:
        def first_words(part: dict[str, Any]) -> str:
            words = part.get("name") if layer == "entities" else part.get("trigger")
            return str(words or part["pieces"][0]).replace("'", "’")

        return {
            KEYS[layer]: [part for part in PARTS[layer] if first_words(part) in text]
        }

    return answering


def model_maker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., LanguageModel]:
    """
    Give `model(service, layer="quotes", …)`: an annotator that asks a service, its answers in a folder of the test.

    It does not wait before another try, unless it is told to.
    """
    monkeypatch.setattr(chat_client, "FIRST_WAIT_SECONDS", 0.0)

    def made(service: ModelService, layer: str = "quotes", **settings: Any) -> Any:
        given = {
            "layer": layer,
            "address": service.address,
            "model": "tiny",
            "cache": "cache",
        } | settings
        return make_annotator(find("llm"), given, folder=tmp_path)  # fmt: skip

    return made


class Names:
    """The names of the article, and one expression of time, whoever else found them."""

    name = layer = "entities"
    needs = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        for words, label in (("Ann Lee", "PER"), ("Metz", "LOC")):
            start = article.text.find(words)
            if start >= 0:
                end = start + len(words)
                yield Entity.cut(article.text, start, end, label, mention_start=start, mention_end=end,
                                 name=words)  # fmt: skip


class EveryName(Names):
    """The names of the article at each of their places."""

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        for words, label in (("Ann Lee", "PER"), ("Metz", "LOC")):
            for match in re.finditer(words, article.text):
                start, end = match.span()
                yield Entity.cut(article.text, start, end, label, mention_start=start, mention_end=end,
                                 name=words)  # fmt: skip


class NoQuotes:
    """No quotes."""

    name = layer = "quotes"
    needs = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        yield from ()


class NoTimes:
    """No expression of time."""

    name = layer = "times"
    needs = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        yield from ()


def read_by(*annotators: Any, text: str = TEXT, language: str = "en") -> Article:
    """Annotate a text whose parse is no more than tokens."""
    published = datetime(2024, 5, 15, tzinfo=UTC)
    article = Article(id="a", text=text, language=language, published=published)
    doc = spacy.blank(language)(text)
    (annotated,) = annotate_parsed([(article, doc)], annotators)
    return annotated


LONG = "\n\n".join(
    f"“Speech number {number} is here,” said Ann Lee. It was a day like any other."
    for number in range(30)
)


def speeches(text: str) -> dict[str, Any]:
    """The quotes of `LONG` that stand in a window."""
    numbers = [n for n in range(30) if f"“Speech number {n} is" in text]
    return {
        "quotes": [
            {"pieces": [f"Speech number {n} is here"], "kind": "direct", "speaker": "Ann Lee"}
            for n in numbers
        ]
    }  # fmt: skip
