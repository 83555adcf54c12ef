"""A task that says what it took: in a module of its own, since a worker does not read the script of its driver."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peaks import megabytes


@dataclass(frozen=True)
class MeasuredTask:
    """A task of a seal, whose result comes with its CPU seconds and the peak memory of its process in MB."""

    task: Callable[[], Any]

    def __call__(self) -> tuple[Any, float, int]:
        """Do the task."""
        started = time.process_time()
        result = self.task()
        return result, time.process_time() - started, megabytes()
