"""
The work on one shard: annotate its articles, copies with their originals, and write the draft. It runs in any process.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow.parquet as pq

from pressmark.articles import Article
from pressmark.dataset.drafts import read_articles, read_layers, write_draft
from pressmark.review.application import DecisionOutcome
from pressmark.review.machine_layers import machine_rows

from .article_annotation import annotate_articles
from .copy_groups import CopyGroups, adopt_orphans
from .layer_failures import LayerFailure, failures_of_copies
from .plan import DECISIONS, MACHINE, REVIEW_TABLES
from .shard_jobs import ShardJob
from .shard_rejections import ArticleRejection, RejectionCause

__all__ = ["annotate_shard", "probe_articles"]


def annotate_shard(
    job: ShardJob, deadly: Mapping[int, RejectionCause] | None = None
) -> int:
    """
    Annotate the articles of a shard, write their draft, and return how many articles it has, rejected ones included.

    `deadly` are the positions of articles that kill the process that reads them, each with the cause: they are rejected
    unread.
    """
    job.begun_file.parent.mkdir(parents=True, exist_ok=True)
    job.begun_file.touch()
    articles = read_articles(job.articles)
    shard = _work(job, articles, deadly or {})
    # The reusable tables hold an article too many, or spans of a layer that an annotator has just failed to make.
    if job.reusable and (shard.rejections or shard.has_failed(job.reusable)):
        job = replace(job, reusable={})
        shard = _work(job, articles, deadly or {})
    rows: dict[str, Sequence[Mapping[str, Any]]]
    rows = {
        "rejected": [rejection.row() for rejection in shard.rejections],
        "layer_failures": [failure.row() for failure in shard.failures],
    }
    of_review = {DECISIONS: shard.decision_rows, MACHINE: shard.machine_rows}
    for table in REVIEW_TABLES:
        if table in job.missing_tables:
            rows[table] = of_review[table]
    write_draft(
        job.corpus,
        job.key,
        shard.articles,
        [table for table in job.missing_tables if table not in REVIEW_TABLES],
        rows,
        declarations=job.plan.declarations,
    )
    # Only once the draft is whole: a file that is left tells that the process died with this shard.
    job.begun_file.unlink(missing_ok=True)
    return len(articles)


def probe_articles(job: ShardJob, start: int, end: int) -> None:
    """Annotate the articles from `start` to `end` of a shard and write nothing, to see whether the process lives."""
    articles = read_articles(job.articles)
    # Nothing reused: the process must do all the work that may have killed the one before.
    probed_job = replace(job, reusable={}, settled=())
    for _ in annotate_articles(probed_job, articles[start:end], _positions(articles)):
        pass


@dataclass(frozen=True, slots=True)
class _AnnotatedShard:
    """
    The articles of a shard with the layers of the job, what was rejected, and the rows of the review's tables.

    `failures` are the layers that articles are kept without.
    """

    articles: list[Article]
    rejections: list[ArticleRejection]
    failures: list[LayerFailure]
    decision_rows: list[dict[str, Any]]
    machine_rows: list[dict[str, Any]]

    def has_failed(self, layers: Container[str]) -> bool:
        """Say whether an article is kept without one of these `layers`."""
        return any(failure.layer in layers for failure in self.failures)


def _work(
    job: ShardJob, articles: Sequence[Article], deadly: Mapping[int, RejectionCause]
) -> _AnnotatedShard:
    """Return the articles with the layers of the job, and the rejections, in the order of the shard."""
    positions = _positions(articles)
    rejections = [
        ArticleRejection.of_article(articles[position], cause)
        for position, cause in deadly.items()
    ]
    readable = [
        article for position, article in enumerate(articles) if position not in deadly
    ]
    copies = CopyGroups(job.plan, adopt_orphans(readable, job.plan))
    done = _settled_articles(job, copies)
    outcomes: list[DecisionOutcome] = []
    failures: list[LayerFailure] = []
    machine: dict[str, Article | None] = {}
    # Copies are in the shard of their original: where it is rejected, another of them becomes the original, and has to
    # be annotated in turn.
    while open_articles := copies.unfinished(done):
        for result in annotate_articles(job, open_articles, positions):
            if isinstance(result, ArticleRejection):
                rejections.append(result)
            else:
                done[result.article.id] = result.article
                outcomes += result.outcomes
                failures += result.failures
                machine[result.article.id] = result.machine
        copies = copies.without_rejected(done)
    rejections.sort(key=lambda rejection: positions[rejection.id or ""])
    finished = copies.finish(done)
    failures += failures_of_copies(failures, copies.same_as_original(finished, done))
    failures.sort(key=lambda failure: positions[failure.article_id])
    # A folded copy bears its original's annotation, and then what people said of its own.
    for position, article in enumerate(finished):
        if article.id not in done:
            # As annotators alone have it, where the original was reviewed in this run.
            original = machine.get(article.duplicate_of or "")
            alone = (
                copies.fold(article, {original.id: original}) if original else article
            )
            machine[article.id] = alone
            finished[position], of_copy = _review_copy(job, article)
            outcomes += of_copy
    settled_rows = {table: _read_settled_rows(job, table) for table in REVIEW_TABLES}
    return _AnnotatedShard(
        finished,
        rejections,
        failures,
        _decision_rows(job, finished, outcomes, settled_rows[DECISIONS]),
        _machine_rows(job, finished, machine, settled_rows[MACHINE]),
    )


def _machine_rows(
    job: ShardJob,
    articles: Sequence[Article],
    machine: Mapping[str, Article | None],
    settled_rows: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return what annotators alone find in the reviewed articles, in the order of the shard."""
    rows: list[dict[str, Any]] = []
    for article in articles:
        # A copy bears what people decided of its original.
        if not {article.id, article.duplicate_of} & job.review.by_article.keys():
            continue
        alone = machine.get(article.id)
        if alone is None:
            rows += [row for row in settled_rows if row["article_id"] == article.id]
        else:
            rows += machine_rows(alone)
    return rows


def _review_copy(
    job: ShardJob, article: Article
) -> tuple[Article, list[DecisionOutcome]]:
    """Return a folded copy with people's word in its layers, and what became of the decisions."""
    outcomes: list[DecisionOutcome] = []
    for layer in job.plan.layers:
        article, of_layer = job.review.apply(
            article, job.plan.declarations.get(layer, layer)
        )
        outcomes += of_layer
    return article, outcomes


def _decision_rows(
    job: ShardJob,
    articles: Sequence[Article],
    outcomes: Sequence[DecisionOutcome],
    settled_rows: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """
    Return the rows of what became of the shard's decisions, those on layers and articles that are not there too.

    `settled_rows` are those of an earlier try, whose articles are not annotated again.
    """
    told = [*outcomes, *job.review.outcomes_beyond(job.plan.layers)]
    kept = {article.id for article in articles}
    rows = [outcome.as_row() for outcome in told if outcome.decision.article in kept]
    known = {row["id"] for row in rows}
    rows += [row for row in settled_rows if row["id"] not in known]
    for decision in job.review.without(kept):
        rows.append(DecisionOutcome(decision=decision, outcome="no article").as_row())
    return sorted(rows, key=lambda row: (row["when"], row["id"]))


def _positions(articles: Sequence[Article]) -> dict[str, int]:
    """Return the position of each article in the shard, by id."""
    return {article.id: position for position, article in enumerate(articles)}


def _settled_articles(job: ShardJob, copies: CopyGroups) -> dict[str, Article]:
    """Return the articles that are settled, with their layers, by id; folded copies are none of them."""
    settled_layers = _read_settled_layers(job)
    settled: dict[str, Article] = {}
    for article in copies.articles:
        if article.id in settled_layers and not copies.is_folded(article):
            settled[article.id] = replace(article, layers=settled_layers[article.id])
    return settled


def _read_settled_rows(job: ShardJob, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of the review that an earlier run made, of the articles that are settled."""
    settled_rows: list[dict[str, Any]] = []
    for settled in job.settled:
        if table not in settled.tables:
            continue
        for row in pq.read_table(settled.tables[table]).to_pylist():
            is_settled = row["article_id"] in settled.article_ids
            if is_settled and row.get("outcome") != "no article":
                settled_rows.append(row)
    return settled_rows


def _read_settled_layers(job: ShardJob) -> dict[str, dict[str, Any]]:
    """Return the layers of each article that is settled, by id."""
    layers_by_article: dict[str, dict[str, Any]] = {}
    for settled in job.settled:
        spans_by_layer = read_layers(
            {layer: settled.tables[layer] for layer in job.plan.layers},
            job.plan.declarations,
        )
        for article_id in settled.article_ids:
            layers_by_article[article_id] = {
                layer: spans.get(article_id, ())
                for layer, spans in spans_by_layer.items()
            }
    return layers_by_article
