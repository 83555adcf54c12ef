"""
A shard whose process died: tried alone, on this machine, and at last without the articles that kill.

A shard that kills its process three times is halved until the article that does it is found; that one is rejected, and
the rest of the shard is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pressmark.errors import PressmarkError

from .executors import local_executor
from .shard_jobs import ShardJob, count_articles, overdue_articles, suspect_position
from .shard_rejections import DEADLY, RejectionCause
from .shard_work import annotate_shard, probe_articles

__all__ = ["MAX_DEATHS", "annotate_with_care", "lost_processes_error"]

MAX_DEATHS = 3
"""
Times that a process may die of a shard before its articles are suspected: the first may be chance, or another shard's
fault in the same pool; the second, memory that others took. Chosen, not measured.
"""


def annotate_with_care(
    job: ShardJob, overdue: Mapping[int, RejectionCause] | None = None
) -> int:
    """
    Do a job whose process died before, and return the number of its articles.

    `overdue` is the article at which an annotator took more than its time, by its position: it is not read again.
    Raises `PressmarkError` when processes die and no article is to blame.
    """
    deadly = dict(overdue or {})
    deaths = 0
    while not _survives(annotate_shard, job, deadly):
        culprits = dict(overdue_articles(job))
        # The file that tells of the article in work may be that of an earlier death.
        for position in deadly:
            culprits.pop(position, None)
        if not culprits:
            deaths += 1
        # With the death that brought the job here, it is the last one that may be chance.
        if not culprits and deaths == MAX_DEATHS - 1:
            deaths = 0
            culprits = _find_killers(job, deadly)
            if not culprits:
                raise lost_processes_error(1)
        deadly |= culprits
    return count_articles(job)


def lost_processes_error(shards: int) -> PressmarkError:
    """Return the error of a run whose processes died again and again, with so many `shards` not done."""
    return PressmarkError(
        f"{shards} shards are not done: their processes died again and again, most often for lack of memory. "
        f"Set fewer `workers` under `run`, or a smaller `shard`, and start again; what is done stays done."
    )


def _find_killers(
    job: ShardJob, deadly: Mapping[int, RejectionCause]
) -> dict[int, RejectionCause]:
    """
    Find the articles that kill their process, by position, but for those known to be `deadly`.

    The one that an annotator had when the process died is tried first: it is nearly always the one. None is to blame
    where a process dies that reads no article, as when the module of an annotator cannot be loaded.
    """
    # Without an article: models and annotators are loaded all the same.
    if not _survives(probe_articles, job, 0, 0):
        return {}
    suspect = suspect_position(job)
    if (
        suspect is not None
        and suspect not in deadly
        and not _survives(probe_articles, job, suspect, suspect + 1)
    ):
        return {suspect: DEADLY}
    killers = _find_killers_between(job, 0, count_articles(job))
    return {position: DEADLY for position in killers if position not in deadly}


def _find_killers_between(job: ShardJob, start: int, end: int) -> tuple[int, ...]:
    """Find the articles of a range that kill their process even when it reads no other, by halving the range."""
    if _survives(probe_articles, job, start, end):
        return ()
    # Halving takes two processes a level: ten levels find one article among a thousand.
    if end - start == 1:
        return (start,)
    middle = (start + end) // 2
    return (
        *_find_killers_between(job, start, middle),
        *_find_killers_between(job, middle, end),
    )


def _survives(work: Callable[..., Any], job: ShardJob, *arguments: Any) -> bool:
    """Do one piece of a job in a process of its own; say whether the process lived."""
    return local_executor(1).survives(work, job, *arguments)
