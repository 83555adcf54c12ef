"""Threads that wait for a model side by side, and hold up nobody who is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Self, TypeVar

__all__ = ["RequestPool"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class RequestPool:
    """
    Threads for requests; where one piece of work is all there is, it is done in the thread that asks.

    They are daemons: a run that is told to stop must not wait for a model that takes its time.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._is_over = threading.Event()

    @classmethod
    def of(cls, concurrency: int, tasks: int) -> RequestPool:
        """Return a pool of no more threads than there are tasks."""
        return cls(min(concurrency, tasks))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # An article whose time is over must not wait for requests that nobody needs any more.
        self._is_over.set()

    def map_in_order(
        self, work: Callable[[_Task], _Result], tasks: Sequence[_Task]
    ) -> Iterator[_Result]:
        """Yield what `work` makes of each task, in their order; raise what it raises."""
        if self._threads <= 1:
            yield from map(work, tasks)
            return
        results: list[Future[_Result]] = [Future() for _ in tasks]
        waiting = iter(list(zip(tasks, results, strict=True)))
        lock = threading.Lock()
        for _ in range(self._threads):
            arguments = (work, waiting, lock)
            threading.Thread(target=self._do_tasks, args=arguments, daemon=True).start()
        for result in results:
            yield result.result()

    def _do_tasks(
        self,
        work: Callable[[_Task], _Result],
        waiting: Iterator[tuple[_Task, Future[_Result]]],
        lock: threading.Lock,
    ) -> None:
        """Take one task after the other until there is none, or nobody waits any more."""
        while not self._is_over.is_set():
            with lock:
                pair = next(waiting, None)
            if pair is None:
                return
            task, result = pair
            try:
                result.set_result(work(task))
            # Whatever it is, it is raised where the result is waited for.
            except BaseException as error:  # noqa: BLE001
                result.set_exception(error)
