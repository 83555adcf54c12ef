"""
The work of a site in tasks: groups of pages and of the files beside them, done in this process or in several.

A process that dies costs its task, never the build: what it was at is done again, as a file is whole or not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.pipeline.worker_process import start_worker
from pressmark.pipeline.worker_starts import worker_context

from .files_beside_pages import FileGroup
from .page_plan import Page
from .renderer import PageRenderer, RenderedFile, RenderJob
from .template_engine import Templates

__all__ = ["SiteTask", "cut_into_tasks", "do_tasks"]

PAGES_OF_TASK = 200
"""Pages that a process is given at once: so many that sending them is no cost, so few that all end together."""

MIN_ARTICLES_FOR_WORKERS = 1500
"""Below this, starting the processes takes longer than they save: each imports and opens all of its own."""

MAX_FRUITLESS_ROUNDS = 3
"""Times that all processes may die before a task is done: the first may be chance. As many as a run's shard has."""

SiteTask = FileGroup | tuple[Page, ...]
"""What a process is given at once."""


def cut_into_tasks(pages: Iterable[Page]) -> Iterator[tuple[Page, ...]]:
    """Yield the pages in groups of PAGES_OF_TASK, the last one shorter."""
    stream = iter(pages)
    while task := tuple(islice(stream, PAGES_OF_TASK)):
        yield task


def do_tasks(
    tasks: Sequence[SiteTask],
    job: RenderJob,
    corpus: Corpus,
    templates: Templates,
    *,
    workers: int,
) -> Iterator[RenderedFile]:
    """
    Do the tasks, in `workers` processes where there are many articles; yield their files, in no certain order.

    Raises `PressmarkError` when processes die again and again.
    """
    if workers <= 1 or len(corpus) < MIN_ARTICLES_FOR_WORKERS:
        renderer = PageRenderer(job, corpus, templates)
        for task in tasks:
            yield from _do(task, renderer)
        return
    open_tasks = dict(enumerate(tasks))
    fruitless_rounds = 0
    while open_tasks:
        count_before = len(open_tasks)
        for number, files in _do_round(open_tasks, job, workers):
            del open_tasks[number]
            yield from files
        fruitless_rounds = (
            fruitless_rounds + 1 if len(open_tasks) == count_before else 0
        )
        if fruitless_rounds == MAX_FRUITLESS_ROUNDS:
            raise PressmarkError(
                f"{len(open_tasks)} parts of the site are not made: their processes died again and again, most often "
                "for lack of memory. Set fewer `workers` under `run`, and start again; what is made stays made."
            )


def _do_round(
    tasks: dict[int, SiteTask], job: RenderJob, workers: int
) -> Iterator[tuple[int, list[RenderedFile]]]:
    """Yield the tasks that are done, by number, with their files; end early when a process is lost."""
    # A fork of this process would share its open database and threads.
    executor = ProcessPoolExecutor(
        workers, worker_context(), _start_worker, (dict(os.environ), job)
    )
    with executor:
        futures: dict[Future[list[RenderedFile]], int] = {}
        try:
            for number, task in tasks.copy().items():
                futures[executor.submit(_do_in_worker, task)] = number
            for future in as_completed(futures):
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield futures[future], future.result()
        # A process may die while tasks are still handed out, or while it is started.
        except (BrokenProcessPool, BrokenPipeError):
            return
        finally:
            for future in futures:
                future.cancel()


_WORKER_RENDERER: list[PageRenderer] = []
"""The renderer of this process, when it is a worker: made once, when it starts."""


def _start_worker(environment: dict[str, str], job: RenderJob) -> None:
    """Make this process a worker of its driver, and its renderer."""
    start_worker(environment)
    _WORKER_RENDERER.append(PageRenderer(job))


def _do_in_worker(task: SiteTask) -> list[RenderedFile]:
    """Do a task, and return what was written of it."""
    return list(_do(task, _WORKER_RENDERER[0]))


def _do(task: SiteTask, renderer: PageRenderer) -> Iterator[RenderedFile]:
    """Make the files of a task."""
    if isinstance(task, FileGroup):
        yield from renderer.make_group(task)
        return
    for page in task:
        yield from renderer.render(page)
