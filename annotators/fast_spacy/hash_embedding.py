"""
Embeddings computed once for each different token of a batch.

Replaces the forward pass of `spacy.MultiHashEmbed` (thinc's `hashembed`, `static_vectors` and the `maxout` that mixes
them). It knows nothing of a token's neighbours, so tokens with equal attributes get equal vectors; in news, seven
tokens of ten repeat one of the same batch. The layer itself is asked, with the different tokens alone, and each token
gets its own one's vector.

A layer with any other part (a character embedding, a transformer) is left as it is, and in training the layer is asked
as ever.
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
"""The names of all layers within `spacy.MultiHashEmbed`, in thinc's registry."""


class _Tokens:
    """Rows of token attributes that answer the two questions that an embedding asks a `Doc`: its length, its arrays."""

    def __init__(
        self, vocab: Any, columns: Sequence[int], rows: np.ndarray[Any, Any]
    ) -> None:
        self.vocab = vocab
        self._columns = list(columns)
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def to_array(self, attributes: Any) -> np.ndarray[Any, Any]:
        """Return one column, or several, as `Doc.to_array` does."""
        if isinstance(attributes, list | tuple):
            return self._rows[
                :, [self._columns.index(intify_attr(name)) for name in attributes]
            ]
        return self._rows[:, self._columns.index(intify_attr(attributes))]


def embedding_once(layer: Model[Any, Any]) -> Model[Any, Any] | None:
    """Wrap `layer` so that it embeds each different token of a batch once; return None if it is no hash embedding."""
    return (
        Model("embed_once", _embed_once, layers=[layer])
        if _is_embedding(layer)
        else None
    )


def _is_embedding(layer: Model[Any, Any]) -> bool:
    """Tell whether a layer consists of a `MultiHashEmbed`'s parts alone."""
    leaves = {node.name for node in layer.walk() if not node.layers}
    return (
        bool(layer.layers)
        and layer.layers[-1].name == "ragged2list"
        and leaves <= _LEAVES
    )


def _embed_once(
    model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    """Return the vectors of `docs`, each different token embedded once; in training what the layer itself returns."""
    embedding = model.layers[0]
    # Training needs gradients; and of no tokens at all the layer knows best what to return.
    if is_train or not any(map(len, docs)):
        return embedding(docs, is_train)
    columns = _deciding_attributes(embedding, docs[0].vocab)
    rows = np.concatenate(
        [doc.to_array([*columns]).reshape(len(doc), len(columns)) for doc in docs]
    )
    first, row_numbers = _different(rows)
    # One pretended doc of all different tokens: the layer never asks where one doc ends.
    (vectors,) = embedding.predict([_Tokens(docs[0].vocab, columns, rows[first])])
    bounds = np.cumsum([len(doc) for doc in docs])[:-1]
    return np.split(vectors[row_numbers], bounds), lambda _: []


def _deciding_attributes(embedding: Model[Any, Any], vocab: Any) -> list[int]:
    """Return the attributes that decide a token's vector: those hashed, and the one that looks up a static vector."""
    hashed = [
        name for node in embedding.walk() for name in node.attrs.get("columns", ())
    ]
    return list(
        dict.fromkeys([*map(intify_attr, hashed), getattr(vocab.vectors, "attr", ORTH)])
    )


def _different(
    rows: np.ndarray[Any, Any],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """
    Return the positions of the first of each kind of equal rows, and for every row which of these it equals.

    Sorting one hash per row takes a tenth of the time of sorting whole rows. Odd weights keep every bit of a column.
    """
    weights = np.random.default_rng(0).integers(
        1, 2**63, rows.shape[1], dtype="uint64"
    ) * np.uint64(2) + np.uint64(1)
    hashes = (rows * weights).sum(axis=1, dtype="uint64")
    _, first, row_numbers = np.unique(hashes, return_index=True, return_inverse=True)
    # two different rows share a hash: compare the rows themselves
    if not np.array_equal(rows[first][row_numbers], rows):
        _, first, row_numbers = np.unique(
            rows, axis=0, return_index=True, return_inverse=True
        )
    return first, row_numbers.reshape(-1)
