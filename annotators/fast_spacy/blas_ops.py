"""
Matrix products through numpy's BLAS instead of thinc's own, where that is faster on this machine.

The two round differently in the last bit; what the models decide has been the same on every text compared.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Any, Literal

import numpy as np
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

__all__ = ["Blas", "NumpyBlas", "operations"]

Blas = Literal["auto", "stock"]
"""`auto` measures which product is faster on this machine; `stock` is thinc's."""

_SHAPE = (2048, 288, 288)  # a batch of tokens through a layer of the small models


class NumpyBlas(NumpyOps):  # type: ignore[misc]
    """thinc's operations, their matrix product numpy's."""

    def gemm(
        self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Any:  # as thinc declares it
        """The product of two matrices, either of them transposed first."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


def operations(blas: Blas) -> NumpyOps:
    """The operations that a model is to be loaded with. One thread each: the run uses a process per core."""
    if blas == "stock":
        return NumpyOps()
    threadpool_limits(1, user_api="blas")
    return NumpyBlas() if _numpy_is_faster() else NumpyOps()


@cache
def _numpy_is_faster() -> bool:
    """A measurement of some 20 milliseconds, once in a process."""
    return min(_seconds(NumpyBlas()) for _ in range(3)) < min(_seconds(NumpyOps()) for _ in range(3))


def _seconds(ops: NumpyOps) -> float:
    rows, width, columns = _SHAPE
    left, right = np.ones((rows, width), dtype="float32"), np.ones((columns, width), dtype="float32")
    started = time.perf_counter()
    ops.gemm(left, right, trans2=True)
    return time.perf_counter() - started
