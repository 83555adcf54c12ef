"""The shards' work, here or in several processes. A process that dies costs its shard's work, never the run's."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from .errors import PressmarkError
from .plan import Plan
from .work import annotate_shard

__all__ = ["Job", "spread"]

Job = tuple[Plan, Path, Path, str]
"""What `annotate_shard` takes: the plan, the corpus folder, the file of articles, the shard's key."""

_TRIES = 3


def spread(jobs: Sequence[Job], workers: int) -> Iterator[int]:
    """
    Do the jobs; yields the number of articles of each when it is done, in no certain order.

    Raises `PressmarkError` when the processes died three times over the same jobs.
    """
    if workers <= 1:
        yield from (annotate_shard(*job) for job in jobs)
        return
    left = {job[3]: job for job in jobs}
    for _ in range(_TRIES):
        yield from _round(left, workers)
        if not left:
            return
    raise PressmarkError(
        f"{len(left)} shards are not done: their processes died {_TRIES} times, most often for lack of memory. "
        f"Set fewer `workers` under `run`, or a smaller `shard`, and start again; what is done stays done."
    )


def _round(left: dict[str, Job], workers: int) -> Iterator[int]:
    """Do what is left and take it off; ends early when a process dies, with the rest still in `left`."""
    executor = ProcessPoolExecutor(workers, get_context("spawn"), _start, (os.getpid(),))
    try:
        futures = {executor.submit(annotate_shard, *job): key for key, job in left.items()}
        for future in as_completed(futures):
            count = future.result()
            del left[futures[future]]
            yield count
    except BrokenProcessPool:
        return
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _start(driver: int) -> None:
    """In each worker: leave Ctrl-C to the driver, and end when the driver is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(driver,), daemon=True).start()


def _follow(driver: int) -> None:
    while os.getppid() == driver:
        time.sleep(1)
    os._exit(1)
