"""Python's search for garbage, kept away from what lives as long as the process: models are some 600,000 objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["settled"]


@contextmanager
def settled() -> Iterator[None]:
    """While this is open, what was there before is not searched for garbage."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
