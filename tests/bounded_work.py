"""
What four times the work may cost.

What is measured is the CPU time of this process, with no search for garbage; where that grows too fast, the least of a few
tries counts, so that a busy machine makes no test fail.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

ALLOWED = 7.5
"""As long for four times the text: n log n takes 4.7, what leaves the processor's cache up to 6.5, a square 16."""
FLOOR = 0.01  # seconds: a text that takes less is taken to take as long
TRIES = 6


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of some work."""
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()


def assert_bounded(smaller: Callable[[], object], larger: Callable[[], object]) -> None:
    """Work on four times as much takes at most `ALLOWED` times as long; else both are tried again."""
    least_of_smaller = least_of_larger = float("inf")
    for _ in range(TRIES):
        least_of_smaller = min(least_of_smaller, seconds(smaller))
        least_of_larger = min(least_of_larger, seconds(larger))
        if least_of_larger <= ALLOWED * max(least_of_smaller, FLOOR):
            return
    pytest.fail(f"grows too fast: {least_of_smaller:.3f} s, {least_of_larger:.3f} s")
