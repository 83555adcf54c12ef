"""
pressmark: news articles in, an annotated Hugging Face dataset and a site to read it out.

>>> import pressmark
>>> pressmark.run("news.yaml")                              # doctest: +SKIP
>>> corpus = pressmark.load("corpus")
>>> [quote.speaker_name for article in corpus for quote in article.quotes]
['Ann Lee']

Importing this loads neither spaCy nor datasets: each name is fetched when it is first used.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.annotation.annotators import Annotator, annotate_parsed
    from pressmark.cli.command_functions import (
        codebook,
        count,
        explain,
        forecast,
        info,
        init,
        methods,
        names,
        rejected,
        run,
        schema,
    )
    from pressmark.dataset.checks import check
    from pressmark.dataset.corpus import Corpus, load, save
    from pressmark.pipeline.annotated_texts import annotate

    from .articles import Article, Origin
    from .errors import PressmarkError, TryAgain
    from .evaluation import compare, evaluate, read_documents, sample
    from .exchange import export, import_annotation
    from .layers import Layer
    from .site import build
    from .site.article_display import show
    from .spans import Argument, CustomSpan, Entity, Event, Quote, Span, Time
    from .study.concordance import concord
    from .study.learning.learner import learn
    from .study.shared_corpus import fill, share

__version__ = "0.2.0"

# Silent until whoever uses the library asks for it: else Python prints warnings on stderr.
logging.getLogger(__name__).addHandler(logging.NullHandler())

_HOMES = {
    "Annotator": "annotation.annotators",
    "annotate_parsed": "annotation.annotators",
    "Article": "articles",
    "Origin": "articles",
    "codebook": "cli.command_functions",
    "count": "cli.command_functions",
    "explain": "cli.command_functions",
    "forecast": "cli.command_functions",
    "info": "cli.command_functions",
    "init": "cli.command_functions",
    "methods": "cli.command_functions",
    "names": "cli.command_functions",
    "rejected": "cli.command_functions",
    "run": "cli.command_functions",
    "schema": "cli.command_functions",
    "check": "dataset.checks",
    "Corpus": "dataset.corpus",
    "load": "dataset.corpus",
    "save": "dataset.corpus",
    "PressmarkError": "errors",
    "TryAgain": "errors",
    "compare": "evaluation",
    "read_documents": "evaluation",
    "evaluate": "evaluation",
    "sample": "evaluation",
    "export": "exchange",
    "import_annotation": "exchange",
    "annotate": "pipeline.annotated_texts",
    "concord": "study.concordance",
    "fill": "study.shared_corpus",
    "share": "study.shared_corpus",
    "learn": "study.learning.learner",
    "build": "site",
    "show": "site.article_display",
    "Argument": "spans",
    "CustomSpan": "spans",
    "Entity": "spans",
    "Event": "spans",
    "Layer": "layers",
    "Quote": "spans",
    "Span": "spans",
    "Time": "spans",
}
"""Public name → the module that it is fetched from."""

__all__ = [
    "Annotator",
    "Argument",
    "Article",
    "Corpus",
    "CustomSpan",
    "Entity",
    "Event",
    "Layer",
    "Origin",
    "PressmarkError",
    "Quote",
    "Span",
    "Time",
    "TryAgain",
    "__version__",
    "annotate",
    "annotate_parsed",
    "build",
    "check",
    "codebook",
    "compare",
    "concord",
    "count",
    "evaluate",
    "explain",
    "export",
    "fill",
    "forecast",
    "import_annotation",
    "info",
    "init",
    "learn",
    "load",
    "methods",
    "names",
    "read_documents",
    "rejected",
    "run",
    "sample",
    "save",
    "schema",
    "share",
    "show",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pressmark' has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
