"""
Tasks done in an executor's processes, which stay from one call to the next: what they have read stays read.

A process that dies costs a round: all processes are started anew, and do what was not done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

from .deadly_articles import MAX_DEATHS, lost_processes_error
from .executors import ShardExecutor

__all__ = ["TaskProcesses"]

MAX_BEGUN_TASKS = 128
"""Tasks that are begun ahead of the result at hand, whose results wait in memory: two for each of 62 processes."""

Result = TypeVar("Result")


class TaskProcesses:
    """
    The processes that do the tasks of a seal: a `TaskRunner`. They are opened with the first task, and closed at the end of
    the block.
    """

    def __init__(self, executor: ShardExecutor) -> None:
        """Open none yet."""
        self._executor = executor
        self._opened = ExitStack()
        self._submit_task: Callable[[Callable[[], Any]], Future[Any]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the processes; after an `error` they are ended at once."""
        opened, self._opened = self._opened, ExitStack()
        self._submit_task = None
        opened.__exit__(kind, error, trace)

    def __call__(self, tasks: Iterable[Callable[[], Result]]) -> Iterator[Result]:
        """
        Do the tasks; return their results, in the order of the tasks. The first are begun at once.

        Raises `PressmarkError` when processes die again and again and no task is done.
        """
        results = self._results(iter(tasks))
        # To its first stop, where the first tasks are begun.
        next(results, None)
        return (result for (result,) in results)

    def _results(
        self, tasks: Iterator[Callable[[], Result]]
    ) -> Iterator[tuple[Result, ...]]:
        """Yield an empty tuple once the first tasks are begun, then one with the result of each task."""
        begun = deque(islice(tasks, MAX_BEGUN_TASKS))
        has_stopped = False
        fruitless_rounds = 0
        while begun:
            try:
                futures = deque(map(self._submit, begun))
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
                        futures.append(self._submit(task))
                    yield (result,)
            # A process may die while tasks are handed out, or while it is started.
            except (self._executor.process_lost, BrokenPipeError) as error:
                # The next task opens others.
                self.__exit__(type(error), error, error.__traceback__)
                fruitless_rounds += 1
            if fruitless_rounds == MAX_DEATHS:
                raise lost_processes_error(len(begun))

    def _submit(self, task: Callable[[], Result]) -> Future[Result]:
        """Hand a task to the processes, which are opened where they are not."""
        if self._submit_task is None:
            self._submit_task = self._opened.enter_context(self._executor.submitting())
        return self._submit_task(task)
