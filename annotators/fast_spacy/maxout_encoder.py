"""
The encoder, which tells tokens by their neighbours, some hundred tokens at a time.

spaCy takes a whole batch through one step of a layer after the other, and each step goes through the memory again.
Blocks that stay in the processor's cache give the same numbers, but for the last bit, in half the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from thinc.api import Model

__all__ = ["encoding_in_blocks"]

_BLOCK = 512
_Floats = np.ndarray[Any, Any]


def encoding_in_blocks(layer: Model[Any, Any]) -> Model[Any, Any] | None:
    """A `spacy.MaxoutWindowEncoder` with a window of one token that goes in blocks; None of any other layer."""
    if not _is_encoder(layer):
        return None
    weights = tuple(map(_Layer.of, layer.layers))
    return Model("encode_in_blocks", _forward, layers=[layer], attrs={"weights": weights})


def _is_encoder(model: Model[Any, Any]) -> bool:
    """Whether a model is a chain of layers as below, one after another."""
    return model.name.count(">>residual(") + 1 == len(model.layers) and all(map(_is_layer, model.layers))


def _is_layer(model: Model[Any, Any]) -> bool:
    """Whether a model adds to each token the largest of some products with it and its two neighbours, normalised."""
    nodes = {node.name: node for node in model.walk() if not node.layers}
    return (
        model.name.startswith("residual(")
        and set(nodes) == {"expand_window", "maxout", "layernorm", "dropout"}
        and nodes["expand_window"].attrs["window_size"] == 1
    )


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer's weights, those of the first candidates of all outputs before those of the second."""

    weights: _Floats
    bias: _Floats
    width: int
    scale: _Floats
    shift: _Floats

    @classmethod
    def of(cls, model: Model[Any, Any]) -> _Layer:
        """The weights of one of spaCy's layers."""
        nodes = {node.name: node for node in model.walk()}
        maxout, norm = nodes["maxout"], nodes["layernorm"]
        weights, bias = np.asarray(maxout.get_param("W")), np.asarray(maxout.get_param("b"))
        outputs, _, inputs = weights.shape
        return cls(
            np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, -1)),
            np.ascontiguousarray(bias.T.reshape(-1)),
            outputs,
            np.asarray(norm.get_param("G")),
            np.asarray(norm.get_param("b")),
        )

    def over(self, given: _Floats) -> _Floats:
        """The layer's output for tokens in their order."""
        result = np.empty_like(given)
        windows = np.empty((_BLOCK, 3 * self.width), dtype=given.dtype)
        products = np.empty((_BLOCK, len(self.bias)), dtype=given.dtype)
        for start in range(0, len(given), _BLOCK):
            end = min(start + _BLOCK, len(given))
            seen = _windows(given, start, end, windows[: end - start])
            found = np.dot(seen, self.weights, out=products[: end - start])
            found += self.bias
            np.add(given[start:end], self._normalised(found), out=result[start:end])
        return result

    def _normalised(self, products: _Floats) -> _Floats:
        best = products[:, : self.width]
        for first in range(self.width, products.shape[1], self.width):
            np.maximum(best, products[:, first : first + self.width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = (best * best).mean(axis=1, keepdims=True) + 1e-08
        best *= variance ** (-1.0 / 2.0)
        best *= self.scale
        best += self.shift
        return best


def _windows(given: _Floats, start: int, end: int, into: _Floats) -> _Floats:
    """Each token's numbers between those of its neighbours, which are zero before the first and behind the last."""
    width = given.shape[1]
    into[:, width : 2 * width] = given[start:end]
    into[1:, :width] = given[start : end - 1]
    into[0, :width] = given[start - 1] if start else 0
    into[:-1, 2 * width :] = given[start + 1 : end]
    into[-1, 2 * width :] = given[end] if end < len(given) else 0
    return into


def _forward(model: Model[Any, Any], given: _Floats, is_train: bool) -> tuple[_Floats, Callable[[Any], Any]]:
    if is_train:
        return model.layers[0](given, is_train)
    for layer in model.attrs["weights"]:
        given = layer.over(given)
    return given, lambda _: given
