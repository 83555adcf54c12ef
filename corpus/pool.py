"""
The shards' work through an executor: this machine's processes, or those of a Dask cluster.

A process that dies costs its shard's work, never the run's. A shard that kills its process three times is halved until
the article that does it is found; that one is rejected, and the rest of the shard is kept.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from typing import Any

from .errors import PressmarkError
from .work import DEADLY, Fate, Job, annotate_shard, is_begun, overdue, probe, size, suspect
from .worker_process import start_worker

__all__ = ["Pool", "cluster_pool", "local_pool", "spread"]

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Pool:
    """Where work is done: `opened` gives an executor, whose futures fail with `died` when a process is gone."""

    opened: Callable[[], Executor]
    died: type[Exception]

    def round(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, int]]:
        """Jobs that are done, each with the number of its articles; ends early when all processes are lost."""
        with _closed(self.opened()) as executor:
            with _interrupts_wait():
                futures = {executor.submit(annotate_shard, _expendable(job)): job for job in jobs}
            try:
                for future in as_completed(futures):
                    if not isinstance(future.exception(), self.died):
                        yield futures[future], future.result()
            finally:
                for future in futures:
                    future.cancel()


def local_pool(workers: int) -> Pool:
    """This machine's processes, each started afresh: a fork of a process with threads may hang."""
    return Pool(
        lambda: ProcessPoolExecutor(workers, get_context("spawn"), start_worker, (os.getpid(),)), BrokenProcessPool
    )


@contextmanager
def cluster_pool(address: str, workers: int) -> Iterator[Pool]:
    """
    The processes of a Dask cluster: `local` starts one here, else its scheduler's address. Raises `PressmarkError`.

    The corpus folder must be one that the workers see under the same path.
    """
    try:
        from dask import config
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError as error:
        raise PressmarkError('run.cluster: Dask is not installed.\n  Fix: pip install "pressmark[cluster]"') from error
    with ExitStack() as stack:
        try:
            config.set({"distributed.scheduler.allowed-failures": 1})  # the shard is tried again with care
            if address == "local":
                client = stack.enter_context(Client(stack.enter_context(LocalCluster(**_here(workers)))))
            else:
                client = stack.enter_context(Client(address))
        except (OSError, ValueError) as error:
            raise PressmarkError(
                f"run.cluster: no scheduler answers at {address} ({error}). Start it first."
            ) from error
        yield Pool(lambda: client.get_executor(pure=False), KilledWorker)


def _here(workers: int) -> dict[str, Any]:
    """The settings of a cluster of this machine: only the holder of a certificate made for this run may send code."""
    from distributed.security import Security

    try:
        security = Security.temporary()
    except ImportError as error:
        raise PressmarkError(
            'run.cluster: `local` needs the package cryptography.\n  Fix: pip install "pressmark[cluster]"'
        ) from error
    about = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    return {**about, "security": security, "protocol": "tls://"}


def spread(jobs: Sequence[Job], pool: Pool | None) -> Iterator[int]:
    """
    Do the jobs, in this process when there is no pool; yields the number of articles of each when it is done.

    Without a pool, a job at which an earlier run ended is not done in this process: it may have been what ended it.

    Raises `PressmarkError` when processes die and no article is to blame.
    """
    if pool is None:
        for job in jobs:
            yield _with_care(job) if is_begun(job) else annotate_shard(job)
        return
    left = {job.key: job for job in jobs}
    fruitless = 0
    while left:
        before = len(left)
        for job, count in pool.round(list(left.values())):
            del left[job.key]
            yield count
        begun = [(job, overdue(job)) for job in left.values() if is_begun(job)]  # at once: time goes on
        for job, late in begun:
            yield _with_care(left.pop(job.key), late)
        fruitless = fruitless + 1 if len(left) == before else 0
        if fruitless == _TRIES:
            raise _lost(len(left))


def _with_care(job: Job, late: Mapping[int, Fate] | None = None) -> int:
    """
    A job whose process died: tried alone, on this machine, and at last without the articles that kill.

    `late` is the article, and the reason, at which an annotator took more than its time: it is not read again.
    """
    deadly = dict(late or {})
    deaths = 0
    while not _lives(annotate_shard, job, deadly):
        found: Mapping[int, Fate] = {place: why for place, why in overdue(job).items() if place not in deadly}
        deaths += not found
        if not found and deaths == _TRIES - 1:
            deaths = 0
            found = _killers(job, deadly)
            if not found:
                raise _lost(1)
        deadly |= found
    return size(job)


def _killers(job: Job, deadly: Mapping[int, Fate]) -> Mapping[int, Fate]:
    """The articles that kill their process, by their place: the one that an annotator had, else those of the shard."""
    accused = suspect(job)
    if accused is not None and accused not in deadly and not _lives(probe, job, accused, accused + 1):
        return {accused: DEADLY}
    return {place: DEADLY for place in _deadly(job, 0, size(job)) if place not in deadly}


def _deadly(job: Job, start: int, end: int) -> tuple[int, ...]:
    """The articles that kill their process even when it reads no other, by their place in the shard."""
    if _lives(probe, job, start, end):
        return ()
    if end - start == 1:
        return (start,)
    middle = (start + end) // 2
    return (*_deadly(job, start, middle), *_deadly(job, middle, end))


def _lives(work: Callable[..., Any], job: Job, *given: Any) -> bool:
    """Do one piece of a job in a process of its own; says whether the process lived."""
    pool = local_pool(1)
    with _closed(pool.opened()) as executor:
        with _interrupts_wait():
            future = executor.submit(work, _expendable(job), *given)
        if isinstance(future.exception(), pool.died):
            return False
        future.result()
        return True


def _expendable(job: Job) -> Job:
    """The job for a process that may be ended when an annotator in it takes no end."""
    return replace(job, expendable=True)


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Let Ctrl-C wait while processes are started: they are born deaf to it, and the driver hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lost(count: int) -> PressmarkError:
    return PressmarkError(
        f"{count} shards are not done: their processes died again and again, most often for lack of memory. "
        f"Set fewer `workers` under `run`, or a smaller `shard`, and start again; what is done stays done."
    )


@contextmanager
def _closed(executor: Executor) -> Iterator[Executor]:
    """The executor, its work thrown away when the driver is interrupted: a shard is whole or not there."""
    others = set(active_children())
    try:
        yield executor
    except BaseException:
        for process in set(active_children()) - others:
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=False)
