"""Texts through a pipeline, component by component, each over the whole batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from . import attribute_ruler, greedy_parser

__all__ = ["processed"]

_MOST_LEMMAS = 200_000


def processed(nlp: Language, texts: Iterable[str]) -> list[Doc]:
    """The docs of some texts, as `nlp.pipe` makes them."""
    docs = [nlp.make_doc(text) for text in texts]
    for _, pipe in nlp.pipeline:
        docs = _applied(pipe, docs)
    return docs


def _applied(pipe: Any, docs: list[Doc]) -> list[Doc]:
    if greedy_parser.is_greedy(pipe):
        greedy_parser.decide(pipe, docs)
        return docs
    if type(pipe) is AttributeRuler and not any("_" in said for said in pipe.attrs):
        attribute_ruler.apply(pipe, docs)
        return docs
    if isinstance(pipe, Lemmatizer) and len(pipe.cache) > _MOST_LEMMAS:
        pipe.cache.clear()
    return list(pipe.pipe(docs, batch_size=max(len(docs), 1))) if hasattr(pipe, "pipe") else [pipe(doc) for doc in docs]
