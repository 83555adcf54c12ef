"""A stream in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["chunks"]

T = TypeVar("T")


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in order, so many at a time; the last list may be shorter, none is empty."""
    going = iter(rows)
    while some := list(islice(going, size)):
        yield some
