"""Python's search for garbage, which takes a third of work that makes many values and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["garbage_collection_paused"]


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """
    Search for no garbage within this block. Where the search is paused already, it stays so after the block.

    A value that nothing refers to is freed all the same. The search is for values that refer to one another in a circle, as
    rows of tables never do, and goes through all that live, again and again as they become more.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
