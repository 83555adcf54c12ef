"""How long is waited, in a run and in memory, for an annotator that says `TryAgain`: longer each time, and not for ever."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

from pressmark.errors import TryAgain

__all__ = ["Patience"]

WAIT_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each further try; chosen: half a minute in all, in which most services that refuse take requests again."""

MAX_WAIT_SECONDS = 120.0
"""Seconds at most that a service may ask to wait before one try; chosen."""

MAX_FAILURES = 3
"""
Articles in a row that failed after all tries: a service that is down.

From then on each article is tried once, until one succeeds, or a run of ten thousand would wait for days. Chosen.
"""

T = TypeVar("T")


class Patience:
    """
    Tries calls of one annotator again while it says `TryAgain`, and remembers whether that helped.

    >>> Patience().call(lambda: "spans")
    'spans'
    """

    def __init__(self, sleep: Callable[[float], None] | None = None) -> None:
        self._sleep = sleep or time.sleep
        self._failures = 0

    def call(self, work: Callable[[], T]) -> T:
        """Return what `work` returns. Raises `TryAgain` where the last try raises it, and at once anything else."""
        waits = WAIT_SECONDS if self._failures < MAX_FAILURES else ()
        for wait in waits:
            try:
                value = work()
            except TryAgain as error:
                self._sleep(_seconds_to_wait(error, wait))
            else:
                self._failures = 0
                return value
        try:
            value = work()
        except TryAgain:
            self._failures += 1
            raise
        self._failures = 0
        return value


def _seconds_to_wait(error: TryAgain, wait: float) -> float:
    """Return how long to wait: what the annotator asks for, within bounds, else `wait`."""
    after = error.after
    # It is anybody's value: a text, NaN, a negative number.
    if not isinstance(after, int | float) or not math.isfinite(after):
        return wait
    return min(max(float(after), 0.0), MAX_WAIT_SECONDS)
