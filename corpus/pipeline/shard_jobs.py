"""The job of annotating one shard, as it is handed to a process, and what can be told of it from outside."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from pressmark.annotation.process_guard import GRACE_SECONDS
from pressmark.dataset.drafts import WORK
from pressmark.review.reviewed_articles import ReviewedArticles

from .article_in_work import ArticleInWork
from .plan import REVIEW_TABLES, Plan
from .shard_rejections import RejectionCause, time_limit_cause

__all__ = [
    "SettledArticles",
    "ShardJob",
    "count_articles",
    "count_open_articles",
    "is_begun",
    "overdue_articles",
    "suspect_position",
]


@dataclass(frozen=True, slots=True)
class SettledArticles:
    """Articles that keep the layers they have: the files of the shard that has them, by table, and their ids."""

    tables: Mapping[str, Path]
    article_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShardJob:
    """
    A shard's work: the plan, the corpus folder, the file of the shard's articles, and the key of its draft.

    `reusable` are the tables that need not be made; those that annotators read are read from there. `settled` are
    articles that are not annotated again, because they are as the sealed corpus has them, with the tables of their
    layers. `review` holds people's decisions on the shard's articles. An `expendable` process may be ended when an
    annotator in it takes no end.
    """

    plan: Plan
    corpus: Path
    articles: Path
    key: str
    reusable: Mapping[str, Path] = field(default_factory=dict)
    settled: tuple[SettledArticles, ...] = ()
    review: ReviewedArticles = field(default_factory=ReviewedArticles)
    expendable: bool = False

    @property
    def settled_count(self) -> int:
        """How many of the shard's articles are not annotated again."""
        return sum(len(settled.article_ids) for settled in self.settled)

    @property
    def missing_tables(self) -> tuple[str, ...]:
        """The tables to make."""
        tables = ["articles", *self.plan.layers]
        if self.review:
            tables += REVIEW_TABLES
        return tuple(table for table in tables if table not in self.reusable)

    @property
    def computed_layers(self) -> frozenset[str]:
        """
        The layers to compute: the missing ones, and third-party ones that they depend on; all where decisions are new.

        Third-party layers are computed again instead of read, because `attributes` do not survive Parquet exactly: a
        pair comes back as a list, a score is rounded.
        """
        computed = set(self.missing_tables) - {"articles", *REVIEW_TABLES}
        # What became of a decision, and what is found without it, is known where all layers are made.
        if not set(REVIEW_TABLES).isdisjoint(self.missing_tables):
            computed |= set(self.plan.layers)
        third_party = {step.layer for step in self.plan.steps if not step.ours}
        # The last first: what it reads may itself read another.
        for step in reversed(self.plan.steps):
            if step.layer in computed:
                computed |= third_party.intersection(step.reads)
        return frozenset(computed)

    @property
    def read_tables(self) -> dict[str, Path]:
        """The tables of the layers that are read and not computed."""
        computed = self.computed_layers
        needed: set[str] = set()
        for step in self.plan.steps:
            if step.layer in computed:
                needed.update(step.reads)
        return {layer: self.reusable[layer] for layer in needed - computed}

    @property
    def begun_file(self) -> Path:
        """The file that is there while the job is being done; a process that died left it."""
        return self.corpus / WORK / "begun" / self.key


def count_articles(job: ShardJob) -> int:
    """Return the number of articles of a job's shard."""
    return int(pq.read_metadata(job.articles).num_rows)


def count_open_articles(job: ShardJob) -> int:
    """Return the number of articles that are to be annotated; 0 where no layer is to be computed."""
    if not job.computed_layers:
        return 0
    return count_articles(job) - job.settled_count


def is_begun(job: ShardJob) -> bool:
    """Say whether a process began the job and did not end it."""
    return job.begun_file.exists()


def suspect_position(job: ShardJob) -> int | None:
    """Return the position of the article that a third-party annotator had when the process of `job` died, if any."""
    article = ArticleInWork.read(job.begun_file)
    return None if article is None else article.position


def overdue_articles(job: ShardJob) -> dict[int, RejectionCause]:
    """
    Return the article whose annotator had more than its time when the process of `job` ended, by its position.

    Empty when none had. Ask at once after the process ended: the time of an annotator is measured to now.
    """
    article = ArticleInWork.read(job.begun_file)
    limit = job.plan.limit
    if article is None or limit is None:
        return {}
    # A process that runs over is ended `GRACE_SECONDS` after the limit; one gone well before died of something else.
    if time.time() - article.since < limit + GRACE_SECONDS / 2:
        return {}
    return {article.position: time_limit_cause(article.annotator, limit)}
