"""Tasks done in an executor's processes, round after round, until none remains: a process that dies costs a round."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from .deadly_articles import MAX_DEATHS, lost_processes_error
from .executors import ShardExecutor

__all__ = ["run_tasks"]

MAX_BEGUN_TASKS = 128
"""Tasks that are begun ahead of the result at hand, whose results wait in memory: two for each of 62 processes."""

Result = TypeVar("Result")


def run_tasks(
    executor: ShardExecutor, tasks: Iterable[Callable[[], Result]]
) -> Iterator[Result]:
    """
    Do the tasks in processes; return their results, in the order of the tasks. The first are begun at once.

    Raises `PressmarkError` when processes die again and again and no task is done.
    """
    results = _results(executor, iter(tasks))
    # To its first stop, where the first tasks are begun.
    next(results, None)
    return (result for (result,) in results)


def _results(
    executor: ShardExecutor, tasks: Iterator[Callable[[], Result]]
) -> Iterator[tuple[Result, ...]]:
    """Yield an empty tuple once the first tasks are begun, then one with the result of each task."""
    begun = deque(islice(tasks, MAX_BEGUN_TASKS))
    has_stopped = False
    fruitless_rounds = 0
    while begun:
        try:
            with executor.submitting() as submit:
                futures = deque(map(submit, begun))
                if not has_stopped:
                    has_stopped = True
                    yield ()
                while futures:
                    result = futures[0].result()
                    futures.popleft()
                    begun.popleft()
                    fruitless_rounds = 0
                    for task in islice(tasks, 1):
                        begun.append(task)
                        futures.append(submit(task))
                    yield (result,)
        # A process may die while tasks are handed out, or while it is started.
        except (executor.process_lost, BrokenPipeError):
            fruitless_rounds += 1
        if fruitless_rounds == MAX_DEATHS:
            raise lost_processes_error(len(begun))
