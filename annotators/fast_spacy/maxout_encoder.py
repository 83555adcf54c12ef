"""
The encoder, which tells tokens by their neighbours, some hundred tokens at a time.

Replaces the forward pass of `spacy.MaxoutWindowEncoder`: of each residual layer thinc's `expand_window`, `maxout` and
`layernorm`. spaCy takes a whole batch through one step of a layer after the other, and each step goes through the
memory again. Blocks that stay in the processor's cache take half the time. Each token's numbers come from the same
three tokens, weights and formulas; a block begins and ends with the neighbours beyond it. Only the order of additions
in the matrix product can differ, so the numbers are equal but for the last bits.

A layer is replaced if it is a chain of two or more residual layers with exactly these parts in this order and a window
of one token to each side. Any other encoder (a BiLSTM, Mish, a wider window, one layer alone) is left as it is, and in
training the layer is asked as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from thinc.api import Model

__all__ = ["encoding_in_blocks"]

# Their windows and products take 1.2 MB, which stays in the cache
_BLOCK_TOKENS = 512
# thinc's names of a residual layer's parts, in their order.
_PARTS = ["expand_window", "maxout", "layernorm", "dropout"]
# what thinc's LayerNorm adds to the variance
_EPSILON = 1e-08
_Floats = np.ndarray[Any, Any]


def encoding_in_blocks(layer: Model[Any, Any]) -> Model[Any, Any] | None:
    """Wrap `layer` so that it goes in blocks; return None if it is not a `spacy.MaxoutWindowEncoder` as above."""
    if not _is_encoder(layer):
        return None
    weights = tuple(map(_ResidualLayer.of, layer.layers))
    return Model(
        "encode_in_blocks",
        _encode_in_blocks,
        layers=[layer],
        attrs={"weights": weights},
    )


def _is_encoder(model: Model[Any, Any]) -> bool:
    """
    Tell whether `model` is a chain of residual layers, one after another.

    thinc writes into a name what was combined how: `a>>b` is a chain, `with_array(a)` another layer that also holds
    `a`.
    """
    chain = ">>".join(layer.name for layer in model.layers)
    return (
        len(model.layers) > 1
        and model.name == chain
        and all(map(_is_residual_layer, model.layers))
    )


def _is_residual_layer(model: Model[Any, Any]) -> bool:
    """Tell whether `model` adds to each token the largest of some products with it and its two neighbours, normalised."""
    if model.name != f"residual({'>>'.join(_PARTS)})":
        return False
    leaves = {node.name: node for node in model.walk() if not node.layers}
    return (
        set(leaves) == set(_PARTS) and leaves["expand_window"].attrs["window_size"] == 1
    )


@dataclass(frozen=True, slots=True)
class _ResidualLayer:
    """
    The weights of one residual layer.

    `weights` and `bias` hold the first of the products that maxout chooses among for all outputs, then the second, and
    so on.
    """

    weights: _Floats
    bias: _Floats
    width: int
    scale: _Floats
    shift: _Floats

    @classmethod
    def of(cls, model: Model[Any, Any]) -> _ResidualLayer:
        """Copy the weights of a residual layer of spaCy's."""
        nodes = {node.name: node for node in model.walk()}
        maxout, norm = nodes["maxout"], nodes["layernorm"]
        weights = np.asarray(maxout.get_param("W"))
        bias = np.asarray(maxout.get_param("b"))
        outputs, _, inputs = weights.shape
        # thinc has (outputs, pieces, inputs): piece by piece, one product gives all outputs of a piece side by side.
        by_piece = weights.transpose(2, 1, 0).reshape(inputs, -1)
        return cls(
            weights=np.ascontiguousarray(by_piece),
            bias=np.ascontiguousarray(bias.T.reshape(-1)),
            width=outputs,
            scale=np.asarray(norm.get_param("G")),
            shift=np.asarray(norm.get_param("b")),
        )

    def predict(self, vectors: _Floats) -> _Floats:
        """Return the layer's output for the `vectors` of tokens in their order."""
        outputs = np.empty_like(vectors)
        windows = np.empty((_BLOCK_TOKENS, 3 * self.width), dtype=vectors.dtype)
        products = np.empty((_BLOCK_TOKENS, len(self.bias)), dtype=vectors.dtype)
        for start in range(0, len(vectors), _BLOCK_TOKENS):
            end = min(start + _BLOCK_TOKENS, len(vectors))
            block_windows = _fill_windows(vectors, start, end, windows[: end - start])
            block_products = np.dot(
                block_windows, self.weights, out=products[: end - start]
            )
            block_products += self.bias
            np.add(
                vectors[start:end],
                self._normalised_maxima(block_products),
                out=outputs[start:end],
            )
        return outputs

    def _normalised_maxima(self, products: _Floats) -> _Floats:
        """Return the largest of each token's products, normalised, scaled and shifted; `products` is written over."""
        # Maxout, then thinc's LayerNorm in the order of its own additions, all in the block's memory.
        best = products[:, : self.width]
        for first in range(self.width, products.shape[1], self.width):
            np.maximum(best, products[:, first : first + self.width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = (best * best).mean(axis=1, keepdims=True) + _EPSILON
        best *= variance ** (-1.0 / 2.0)
        best *= self.scale
        best += self.shift
        return best


def _fill_windows(vectors: _Floats, start: int, end: int, windows: _Floats) -> _Floats:
    """Write each token's numbers between those of its neighbours, which are zero at both ends."""
    width = vectors.shape[1]
    windows[:, width : 2 * width] = vectors[start:end]
    windows[1:, :width] = vectors[start : end - 1]
    windows[0, :width] = vectors[start - 1] if start else 0
    windows[:-1, 2 * width :] = vectors[start + 1 : end]
    windows[-1, 2 * width :] = vectors[end] if end < len(vectors) else 0
    return windows


def _encode_in_blocks(
    model: Model[Any, Any], vectors: _Floats, is_train: bool
) -> tuple[_Floats, Callable[[Any], Any]]:
    """Return the encoded `vectors`, layer by layer; in training what the layer itself returns."""
    # Training needs gradients, which only thinc's own layer gives.
    if is_train:
        return model.layers[0](vectors, is_train)
    for layer in model.attrs["weights"]:
        vectors = layer.predict(vectors)
    return vectors, lambda _: vectors
