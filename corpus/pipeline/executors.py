"""
Where the work on shards is done, theirs and the seal's: this machine's processes, or those of a Dask cluster.

A process that dies costs its shard's work, never the run's; `shard_runs` and `deadly_articles` see to that, and
`task_processes` in a seal.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pressmark.config.project import RunSettings
from pressmark.errors import PressmarkError
from pressmark.storage.garbage_collection import garbage_collection_paused

from .shard_jobs import ShardJob
from .shard_work import annotate_shard
from .worker_process import start_worker
from .worker_starts import worker_context

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = [
    "Executors",
    "ShardExecutor",
    "cluster_executor",
    "local_executor",
    "open_executors",
]

Result = TypeVar("Result")

MIN_ARTICLES = 400
"""Articles from which on a run's processes are asked to do the tasks of its seal, too. Chosen, not measured."""

MIN_ARTICLES_TO_OPEN = 3_000
"""The same where none was opened: to start them takes as long as they save with fewer. Chosen, not measured."""

_DASK_SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        # Not Dask's three: a shard whose process died is tried again with care by `deadly_articles`.
        "distributed.scheduler.allowed-failures": 1,
        # What a worker does beside its work, up to fifty times a second: the work waits for it, as Python has one lock.
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.system-monitor.interval": "5s",
        "distributed.worker.memory.monitor-interval": "2s",
    }
)

NO_MODELS: Mapping[str, Model] = MappingProxyType({})
"""For processes that load what they need themselves."""


@dataclass(frozen=True, slots=True)
class ShardExecutor:
    """What does jobs: `open` gives an executor, whose futures fail with `process_lost` when a process is gone."""

    open: Callable[[], Executor]
    process_lost: type[Exception]

    def run_round(self, jobs: Sequence[ShardJob]) -> Iterator[tuple[ShardJob, int]]:
        """Yield the jobs that are done, each with the number of its articles; end early when all processes are lost."""
        with _shut_down(self.open()) as executor:
            with _interrupts_wait():
                futures = {
                    executor.submit(annotate_shard, replace(job, expendable=True)): job
                    for job in jobs
                }
            try:
                for future in as_completed(futures):
                    if not isinstance(future.exception(), self.process_lost):
                        yield futures[future], future.result()
            finally:
                for future in futures:
                    future.cancel()

    @contextmanager
    def submitting(self) -> Iterator[Callable[[Callable[[], Result]], Future[Result]]]:
        """Open processes, and give what hands a task to them; work that is not done at the end is thrown away."""
        with _shut_down(self.open()) as executor:

            def submit(task: Callable[[], Result]) -> Future[Result]:
                with _interrupts_wait():
                    return executor.submit(_do, task)

            yield submit

    def survives(
        self, work: Callable[..., Any], job: ShardJob, *arguments: Any
    ) -> bool:
        """Call `work` with a job and `arguments` in a process; say whether the process lived. Raises what it raises."""
        with _shut_down(self.open()) as executor:
            with _interrupts_wait():
                future = executor.submit(
                    work, replace(job, expendable=True), *arguments
                )
            if isinstance(future.exception(), self.process_lost):
                return False
            future.result()
            return True


class Executors:
    """
    The executors of a run, opened as they are asked for. One that is None stands for this very process.

    A cluster is opened once, and closed when `stack` is.
    """

    def __init__(self, settings: RunSettings, stack: ExitStack) -> None:
        """Open none yet; `settings` say how many processes, and where."""
        self._settings = settings
        self._stack = stack
        self._opened: ShardExecutor | None = None

    def prepare(self, models: Mapping[str, Model]) -> None:
        """Let this machine load what processes share, while the driver does something else: these `models` too."""
        if self._workers > 1 and self._settings.cluster in (None, "local"):
            worker_context(sorted(models), models.values())

    def for_jobs(
        self, jobs: Sequence[ShardJob], *, isolate: bool
    ) -> ShardExecutor | None:
        """Return what does `jobs`; with `isolate`, that is never this process."""
        # No more processes than jobs: each takes a second and some hundred MB.
        workers = min(self._workers, len(jobs))
        if not jobs or (workers <= 1 and not isolate and not self._settings.cluster):
            return None
        return self._open(workers, jobs[0].plan.models)

    def for_seal(self, articles: int) -> ShardExecutor | None:
        """Return what does the tasks of a seal of so many `articles`."""
        # What the jobs were done by is there already.
        least = MIN_ARTICLES if self._opened else MIN_ARTICLES_TO_OPEN
        if articles < least or (self._workers <= 1 and not self._settings.cluster):
            return None
        return self._open(self._workers, NO_MODELS)

    @property
    def _workers(self) -> int:
        return self._settings.workers or os.cpu_count() or 1

    def _open(self, workers: int, models: Mapping[str, Model]) -> ShardExecutor:
        """Return the cluster of the run, or so many processes of this machine, which share the `models`."""
        if not self._settings.cluster:
            self._opened = local_executor(workers, models)
        elif self._opened is None:
            self._opened = self._stack.enter_context(
                cluster_executor(self._settings.cluster, workers, models)
            )
        return self._opened


@contextmanager
def open_executors(settings: RunSettings) -> Iterator[Executors]:
    """Give the executors of a run; they are closed at the end."""
    with ExitStack() as stack:
        yield Executors(settings, stack)


def local_executor(
    workers: int, models: Mapping[str, Model] = NO_MODELS
) -> ShardExecutor:
    """
    Return this machine's processes; none is a fork of this one, whose threads it would wait for in vain.

    `models` are those of the articles' languages, which the processes share where the platform allows it.
    """

    def start() -> Executor:
        return ProcessPoolExecutor(
            workers,
            worker_context(sorted(models), models.values()),
            start_worker,
            (dict(os.environ),),
        )

    return ShardExecutor(start, BrokenProcessPool)


@contextmanager
def cluster_executor(
    address: str, workers: int, models: Mapping[str, Model] = NO_MODELS
) -> Iterator[ShardExecutor]:
    """
    Connect to the processes of a Dask cluster: `local` starts one here, else `address` is its scheduler's.

    The processes that are started here share the `models`, as those of `local_executor` do.
    The corpus folder must be one that the workers see under the same path. Raises `PressmarkError` when Dask is not
    installed, or no scheduler answers.
    """
    try:
        from dask import config
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError as error:
        raise PressmarkError(
            'run.cluster: Dask is not installed.\n  Fix: pip install "pressmark[cluster]"'
        ) from error
    with ExitStack() as stack:
        try:
            config.set(_DASK_SETTINGS)
            if address == "local":
                # By the name of a method Dask finds the server that ours are forked from.
                context = worker_context(sorted(models), models.values())
                method = context.get_start_method()
                config.set({"distributed.worker.multiprocessing-method": method})
                cluster = stack.enter_context(
                    LocalCluster(**_local_cluster_options(workers))
                )
                client = stack.enter_context(Client(cluster))
            else:
                client = stack.enter_context(Client(address))
        except (OSError, ValueError) as error:
            raise PressmarkError(
                f"run.cluster: no scheduler answers at {address} ({error}). Start it first."
            ) from error
        yield ShardExecutor(lambda: client.get_executor(pure=False), KilledWorker)


def _local_cluster_options(workers: int) -> dict[str, Any]:
    """Return the options of a cluster of this machine: only who holds a certificate of this run may send code."""
    from distributed.security import Security

    try:
        security = Security.temporary()
    except ImportError as error:
        raise PressmarkError(
            'run.cluster: `local` needs the package cryptography.\n  Fix: pip install "pressmark[cluster]"'
        ) from error
    return {
        "n_workers": workers,
        # Folder, streams and signals are those of a process: two annotators in one would undo each other's.
        "threads_per_worker": 1,
        "dashboard_address": None,
        "host": "127.0.0.1",
        "security": security,
        "protocol": "tls://",
    }


def _do(task: Callable[[], Result]) -> Result:
    """Do a task, in the process that it was handed to."""
    with garbage_collection_paused():
        return task()


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Let Ctrl-C wait while processes are started: they are born deaf to it, and the driver hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def _shut_down(executor: Executor) -> Iterator[Executor]:
    """Hand on the executor, its work thrown away when the driver is interrupted: a shard is whole or not there."""
    # Those that the caller of pressmark started are none of ours to end.
    unrelated = set(active_children())
    try:
        yield executor
    except BaseException:
        for process in set(active_children()) - unrelated:
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=False)
