"""Python's search for garbage, which takes a third of work that makes many values and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["garbage_collection_paused"]


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """
    Search for no garbage within this block; whoever pauses it already goes on pausing it.

    What no value refers to is freed all the same: a search finds those alone that refer to one another, which rows of tables
    do not. It looks through all values that live, again and again as their number grows.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
