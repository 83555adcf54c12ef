"""All jobs of a run, done one after the other or in many processes, until none remains."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from pressmark.dataset.drafts import find_drafts

from .deadly_articles import MAX_DEATHS, annotate_with_care, lost_processes_error
from .executors import ShardExecutor
from .shard_jobs import ShardJob, count_articles, is_begun, overdue_articles
from .shard_work import annotate_shard

__all__ = ["run_jobs"]


_log = logging.getLogger(__name__)


def run_jobs(jobs: Sequence[ShardJob], executor: ShardExecutor | None) -> Iterator[int]:
    """
    Do the jobs, in this process without an executor; yield the number of articles of each when it is done.

    Without an executor, a job at which an earlier run ended is not done in this process: it may have been what ended
    it. Raises `PressmarkError` when processes die and no article is to blame.
    """
    if executor is None:
        for job in jobs:
            yield annotate_with_care(job) if is_begun(job) else annotate_shard(job)
        return
    open_jobs = {job.key: job for job in jobs}
    fruitless_rounds = 0
    while open_jobs:
        count_before = len(open_jobs)
        for job, articles in executor.run_round(list(open_jobs.values())):
            del open_jobs[job.key]
            yield articles
        # All at once, before any is tried: the time of an annotator is measured to now.
        interrupted = [
            (job, overdue_articles(job)) for job in open_jobs.values() if is_begun(job)
        ]
        for job, overdue in interrupted:
            _log.warning("a process died at the shard %s; it is tried alone", job.key)
            del open_jobs[job.key]
            yield annotate_with_care(job, overdue)
        # A process may end its work and be unable to say so: an annotator closed its files.
        drafts = find_drafts(jobs[0].corpus) if open_jobs else {}
        for job in [job for job in open_jobs.values() if job.key in drafts]:
            del open_jobs[job.key]
            yield count_articles(job)
        fruitless_rounds = fruitless_rounds + 1 if len(open_jobs) == count_before else 0
        # No job was done and none begun: processes die before they read an article, and would do so for ever.
        if fruitless_rounds == MAX_DEATHS:
            raise lost_processes_error(len(open_jobs))
