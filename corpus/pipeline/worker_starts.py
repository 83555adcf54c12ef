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
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING

from .shared_models import CACHE_FOLDER, DESCRIPTIONS, shareable, text_of_models

if TYPE_CHECKING:
    from pathlib import Path

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

_THREAD_LIMITS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What libraries of linear algebra read when they are loaded: one thread, so that the server can be forked."""


def worker_context(
    languages: Iterable[str] = (),
    models: Iterable[Model] = (),
    cache: Path | None = None,
) -> BaseContext:
    """
    Return what starts a process of work: it shares no file, thread or lock with the process that asks.

    What spaCy has of `languages` is read before the first fork, too: for French that is a pattern of 1.4 million
    letters, which takes more than a second to compile, and is read from the folder `cache` where it is kept. Those of the
    `models` that we know are loaded before it.
    """
    if sys.platform != "linux":
        # macOS's own libraries do not bear a fork; Windows has none.
        return get_context("spawn")
    context = get_context("forkserver")
    modules = [*SHARED_MODULES]
    variables = dict.fromkeys(_THREAD_LIMITS, "1")
    shared_models = shareable(models)
    if shared_models:
        # Before what spaCy has of the languages, whose patterns it may find in the cache.
        modules.append("pressmark.pipeline.model_preload")
        variables[DESCRIPTIONS] = text_of_models(shared_models)
        if cache is not None:
            variables[CACHE_FOLDER] = str(cache.absolute())
    modules += [f"spacy.lang.{language}" for language in languages]
    context.set_forkserver_preload(modules)
    with _environment_with(variables):
        forkserver.ensure_running()
    return context


def take_environment(environment: dict[str, str]) -> None:
    """Give this process the environment of its driver: the server that forked it has that of an earlier day."""
    os.environ.clear()
    os.environ.update(environment)


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
