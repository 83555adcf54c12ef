"""
pressmark: news articles in, an annotated Hugging Face dataset and a site to read it out.

>>> corpus = pressmark.load("corpus/")          # doctest: +SKIP
>>> corpus.table("quotes").to_pandas()          # doctest: +SKIP
>>> [quote.speaker_name for article in corpus for quote in article.quotes]   # doctest: +SKIP

Importing this loads neither spaCy nor datasets: each name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.annotation.annotators import Annotator, annotate
    from pressmark.dataset.checks import check
    from pressmark.dataset.corpus import Corpus, load, save

    from .articles import Article, Origin
    from .errors import PressmarkError
    from .spans import Argument, CustomSpan, Entity, Event, Quote, Span, Time

__version__ = "0.1.0"

_HOMES = {
    "Annotator": "annotation.annotators",
    "annotate": "annotation.annotators",
    "Article": "articles",
    "Origin": "articles",
    "check": "dataset.checks",
    "PressmarkError": "errors",
    "Corpus": "dataset.corpus",
    "load": "dataset.corpus",
    "save": "dataset.corpus",
    "Argument": "spans",
    "CustomSpan": "spans",
    "Entity": "spans",
    "Event": "spans",
    "Quote": "spans",
    "Span": "spans",
    "Time": "spans",
}

__all__ = [
    "Annotator",
    "Argument",
    "Article",
    "Corpus",
    "CustomSpan",
    "Entity",
    "Event",
    "Origin",
    "PressmarkError",
    "Quote",
    "Span",
    "Time",
    "__version__",
    "annotate",
    "check",
    "load",
    "save",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pressmark' has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
