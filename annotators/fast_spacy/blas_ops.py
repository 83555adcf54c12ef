"""
Matrix products through numpy's BLAS instead of thinc's own, where that is faster on this machine.

Replaces `gemm` of thinc's `NumpyOps`, which calls BLIS, in the layers of a model that are not compiled; the parser's
own loop does not go through it. The two round differently in the last bit, so the numbers are equal to some seven
digits; what the models decide has been the same on every text compared. Where thinc's is faster, thinc's is used.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

__all__ = ["NumpyBlas", "faster_ops", "one_blas_thread"]

# Tokens of a batch, inputs and outputs of an encoder's layer in the small models.
_SHAPE = (2048, 288, 288)
# The fastest of three: another process may take the core during one. Chosen, not measured.
_TRIALS = 3


class NumpyBlas(NumpyOps):  # type: ignore[misc]
    """thinc's operations, their matrix product numpy's."""

    # as thinc declares it
    def gemm(
        self,
        x: Any,
        y: Any,
        out: Any = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Any:
        """Multiply two matrices, either of them transposed first."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


def faster_ops() -> NumpyOps:
    """Return the operations whose matrix product is faster here."""
    if _numpy_is_faster():
        return NumpyBlas()
    return NumpyOps()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Hold BLAS to one thread meanwhile, and put back the limits that were there."""
    with _blas_libraries().limit(limits=1, user_api="blas"):
        yield


@cache
def _blas_libraries() -> ThreadpoolController:
    """Look for the loaded BLAS libraries once: a search takes milliseconds, and numpy's is there since the import."""
    return ThreadpoolController()


@cache
def _numpy_is_faster() -> bool:
    """Measure both products, some 20 milliseconds, once in a process."""
    with one_blas_thread():
        numpy_seconds = min(_seconds(NumpyBlas()) for _ in range(_TRIALS))
        thinc_seconds = min(_seconds(NumpyOps()) for _ in range(_TRIALS))
        return numpy_seconds < thinc_seconds


def _seconds(ops: NumpyOps) -> float:
    """Measure one matrix product of the size that an encoder's layer has."""
    rows, width, columns = _SHAPE
    tokens = np.ones((rows, width), dtype="float32")
    weights = np.ones((columns, width), dtype="float32")
    start = time.perf_counter()
    ops.gemm(tokens, weights, trans2=True)
    return time.perf_counter() - start
