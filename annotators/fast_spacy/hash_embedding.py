"""
Embeddings computed once for each different token of a batch.

A hash embedding knows nothing of a token's neighbours: tokens with equal attributes get equal vectors. In news, seven
tokens of ten repeat one of the same batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from spacy.attrs import ORTH, intify_attr
from spacy.tokens import Doc
from thinc.api import Model

__all__ = ["embedding_once"]

_LEAVES = frozenset(
    {"extract_features", "list2ragged", "ints-getitem", "hashembed", "static_vectors"}
    | {"maxout", "layernorm", "dropout", "ragged2list"}
)
"""The layers of `spacy.MultiHashEmbed`. A model with any other layer there is left as it is."""


class _Tokens:
    """Tokens without a text, in the two ways that embeddings ask a `Doc` for them."""

    def __init__(self, vocab: Any, columns: Sequence[int], rows: np.ndarray[Any, Any]) -> None:
        self.vocab = vocab
        self._columns = list(columns)
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def to_array(self, attributes: Any) -> np.ndarray[Any, Any]:
        """Like `Doc.to_array`: one column, or several."""
        if isinstance(attributes, list | tuple):
            return self._rows[:, [self._columns.index(intify_attr(name)) for name in attributes]]
        return self._rows[:, self._columns.index(intify_attr(attributes))]


def embedding_once(layer: Model[Any, Any]) -> Model[Any, Any] | None:
    """A hash embedding that computes each different token of a batch once; None of any other layer."""
    return Model("embed_once", _forward, layers=[layer]) if _is_embedding(layer) else None


def _is_embedding(layer: Model[Any, Any]) -> bool:
    leaves = {node.name for node in layer.walk() if not node.layers}
    return bool(layer.layers) and layer.layers[-1].name == "ragged2list" and leaves <= _LEAVES


def _forward(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    embedding = model.layers[0]
    if is_train or not any(map(len, docs)):
        return embedding(docs, is_train)
    columns = _columns(embedding, docs[0].vocab)
    rows = np.concatenate([doc.to_array([*columns]).reshape(len(doc), len(columns)) for doc in docs])
    first, places = _different(rows)
    (vectors,) = embedding.predict([_Tokens(docs[0].vocab, columns, rows[first])])
    bounds = np.cumsum([len(doc) for doc in docs])[:-1]
    return np.split(vectors[places], bounds), lambda _: []


def _columns(embedding: Model[Any, Any], vocab: Any) -> list[int]:
    """The attributes that decide a token's vector."""
    named = [name for node in embedding.walk() for name in node.attrs.get("columns", ())]
    return list(dict.fromkeys([*map(intify_attr, named), getattr(vocab.vectors, "attr", ORTH)]))


def _different(rows: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The first place of each different row, and for every row which of these it equals."""
    weights = np.random.default_rng(0).integers(1, 2**63, rows.shape[1], dtype="uint64") * np.uint64(2) + np.uint64(1)
    mixed = (rows * weights).sum(axis=1, dtype="uint64")
    _, first, places = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(rows[first][places], rows):  # two rows share a hash: compare the rows themselves
        _, first, places = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, places.reshape(-1)
