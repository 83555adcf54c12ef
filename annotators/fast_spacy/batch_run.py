"""
Texts through a pipeline, component by component, each over the whole batch.

Replaces `nlp.pipe`, which hands each component batches of its own size through chained generators. A component sees the
same docs in the same order, so what it decides is the same. The parser, the entity recogniser and the attribute ruler
run through `greedy_parser` and `attribute_ruler` where these know them; every other component, and any subclass of
those, runs through its own `pipe` or `__call__`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from . import attribute_ruler, greedy_parser

__all__ = ["run_batch"]

# Forms: some 50 MB. spaCy's own cache of them grows without end.
_MAX_CACHED_LEMMAS = 200_000


def run_batch(nlp: Language, texts: Iterable[str]) -> list[Doc]:
    """Return the docs of `texts`, as `nlp.pipe` makes them."""
    docs = [nlp.make_doc(text) for text in texts]
    for _, pipe in nlp.pipeline:
        docs = _apply(pipe, docs)
    return docs


def _apply(pipe: Any, docs: list[Doc]) -> list[Doc]:
    """Run one component over a batch."""
    # The known components first; whatever else a pipeline holds runs as spaCy runs it.
    if greedy_parser.is_greedy(pipe):
        greedy_parser.parse_batch(pipe, docs)
        return docs
    if attribute_ruler.is_plain(pipe):
        attribute_ruler.set_attributes(pipe, docs)
        return docs
    if isinstance(pipe, Lemmatizer) and len(pipe.cache) > _MAX_CACHED_LEMMAS:
        pipe.cache.clear()
    # A component of a user's own may be a plain function.
    if hasattr(pipe, "pipe"):
        # One batch of all: a component that pads to its longest doc decides the same.
        batch_size = max(len(docs), 1)
        return list(pipe.pipe(docs, batch_size=batch_size))
    return [pipe(doc) for doc in docs]
