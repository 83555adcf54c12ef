"""Work of a seal in tasks, which this process does or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["TaskRunner", "run_here"]

Result = TypeVar("Result")


class TaskRunner(Protocol):
    """
    Does tasks and yields their results, in the order of the tasks.

    A task may be done by another process, which is sent the task and sends its result back; by one after the other where a
    process died. What it writes is therefore whole or not there, and the same each time.
    """

    def __call__(self, tasks: Iterable[Callable[[], Result]]) -> Iterator[Result]:
        """Yield the results of `tasks`, which are asked for as they are done."""


def run_here(tasks: Iterable[Callable[[], Result]]) -> Iterator[Result]:
    """Do the tasks in this process, one after the other."""
    for task in tasks:
        yield task()
