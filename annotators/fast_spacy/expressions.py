"""
Regular expressions compiled without working out the same class of letters again and again.

French's tokenizer is one expression of 1.4 million characters with a few long classes of letters a thousand times.
Python works each of them out anew, which is most of the time that loading a French model takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["classes_once"]

_WORKER = "_optimize_charset"


@contextmanager
def classes_once() -> Iterator[None]:
    """While this is open, `re` works out each class of letters once; where its insides are others, as ever."""
    compiler: Any = getattr(re, "_compiler", None)
    original = getattr(compiler, _WORKER, None)
    if original is None:
        yield
        return
    setattr(compiler, _WORKER, _remembering(original))
    try:
        yield
    finally:
        setattr(compiler, _WORKER, original)


def _remembering(work: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[object, ...], Any] = {}

    def remembered(letters: Any, *cases: Any) -> Any:
        key = (repr(letters), *map(id, cases))
        if key not in known:
            known[key] = work(letters, *cases)
        return known[key]

    return remembered
