"""
How processes of work are started: forked from a server that has read our modules, where the platform allows it.

A process started afresh reads Python's modules, spaCy's and ours, which takes 1 to 2 s of one core: for each worker,
and for each that follows one that died. On Linux a server process reads them once and forks a worker in milliseconds.
No code of ours or of a library runs a thread in it, so that its forks inherit no lock that somebody holds; the one
thread beside its own is that of Arrow's allocator, jemalloc, which is made to be forked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import context, forkserver
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from .shared_models import DESCRIPTIONS, LANGUAGES, shareable, text_of_models

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = ["SHARED_MODULES", "take_environment", "worker_context"]

SHARED_MODULES = (
    "pressmark.pipeline.shard_work",
    "pressmark.annotators.entities",
    "pressmark.annotators.quotes",
    "pressmark.annotators.times",
    "pressmark.annotators.events",
    "pressmark.site.renderer",
)
"""What the server reads before its first fork: what a worker of a run or of a site needs, but for the models."""

_LOCATION_ATTRIBUTES: tuple[str, ...] = ("__file__", "__spec__")
"""By these `multiprocessing` finds the script that a process was started with."""

_THREAD_LIMITS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What libraries of linear algebra read when they are loaded: one thread, so that the server can be forked."""


class _ProcessWithoutScript(BaseProcess):
    """A process that does not read its driver's script."""

    def start(self) -> None:
        """Start the process."""
        with _without_script():
            super().start()


class _SpawnedProcess(_ProcessWithoutScript, context.SpawnProcess):
    """One that is started afresh."""


class _SpawnContext(context.SpawnContext):
    Process = _SpawnedProcess


if sys.platform == "linux":

    class _ForkedProcess(_ProcessWithoutScript, context.ForkServerProcess):
        """One that is forked from the server."""

    class _ForkServerContext(context.ForkServerContext):
        Process = _ForkedProcess


def worker_context(
    languages: Iterable[str] = (), models: Iterable[Model] = ()
) -> context.BaseContext:
    """
    Return what starts a process of work: it shares no file, thread or lock with the process that asks.

    What spaCy has of `languages` is read before the first fork, and those of the `models` that we know are loaded.
    """
    if sys.platform != "linux":
        # macOS's own libraries do not bear a fork; Windows has none.
        return _SpawnContext()
    server_context = _ForkServerContext()
    variables = dict.fromkeys(_THREAD_LIMITS, "1") | {
        LANGUAGES: " ".join(languages),
        DESCRIPTIONS: text_of_models(shareable(models)),
    }
    server_context.set_forkserver_preload(
        [*SHARED_MODULES, "pressmark.pipeline.model_preload"]
    )
    with _environment_with(variables), _without_script():
        forkserver.ensure_running()
    return server_context


def take_environment(environment: dict[str, str]) -> None:
    """Give this process the environment of its driver: the server that forked it has that of an earlier day."""
    os.environ.clear()
    os.environ.update(environment)


@contextmanager
def _without_script() -> Iterator[None]:
    """
    Let `multiprocessing` find no script to read in the processes that are started meanwhile.

    Nothing of a script is handed to a worker. Read there, one that calls `pressmark.run` outside of
    `if __name__ == "__main__"` would start a run in each of its workers.
    """
    script = sys.modules["__main__"]
    # What tells where it is, and not the module itself: another thread may pickle something of it meanwhile.
    names = vars(script)
    before = {name: names[name] for name in _LOCATION_ATTRIBUTES if name in names}
    names.update(dict.fromkeys(before))
    try:
        yield
    finally:
        names.update(before)


@contextmanager
def _environment_with(variables: Mapping[str, str]) -> Iterator[None]:
    """Let processes that are started meanwhile have these variables in their environment."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
