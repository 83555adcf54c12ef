"""
What can be taken over from a shard whose decisions alone have changed: the articles that no new decision is about.

A person reviews an article, and the run after that annotates this article again and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pressmark.errors import CorpusError
from pressmark.review.decisions import Decision
from pressmark.review.reviewed_articles import ReviewedArticles
from pressmark.storage.manifest import Shard, read_manifest

from .plan import DECISIONS, Plan
from .run_review import RunReview

__all__ = ["ReviewedBefore", "find_reviewed_before"]


@dataclass(frozen=True, slots=True)
class ReviewedBefore:
    """The tables of a shard as it was before the last decisions, and the articles in it that these are about."""

    tables: Mapping[str, Path]
    reopened: frozenset[str]


def find_reviewed_before(
    folder: Path,
    plan: Plan,
    article_files: Mapping[int, Path],
    review: RunReview,
) -> dict[int, ReviewedBefore]:
    """
    Return what the sealed corpus in `folder` has of shards that differ from it by decisions alone, by position.

    `article_files` are those of the shards of which something is missing.
    """
    by_articles = {
        shard.keys["articles"]: shard
        for shard in _sealed_shards(folder)
        if "articles" in shard.keys
    }
    decisions = {one.decision: one for one in review.reading.decisions}
    reviewed_before: dict[int, ReviewedBefore] = {}
    for position, path in article_files.items():
        now = review.shards[position]
        (keys,) = plan.table_keys([path], [now])
        shard = by_articles.get(keys["articles"])
        if shard is None:
            continue
        before = _review_of(folder, shard, decisions)
        if before is None or plan.table_keys([path], [before]) != [dict(shard.keys)]:
            continue
        if all(file.is_whole(folder) for file in shard.files.values()):
            tables = {table: folder / file.path for table, file in shard.files.items()}
            reopened = _changed_articles(before, now)
            reviewed_before[position] = ReviewedBefore(tables, reopened)
    return reviewed_before


def _sealed_shards(folder: Path) -> Sequence[Shard]:
    """Return the shards of the sealed corpus; none where no corpus can be read."""
    try:
        return read_manifest(folder).shards
    except CorpusError:
        return ()


def _review_of(
    folder: Path, shard: Shard, decisions: Mapping[str, Decision]
) -> ReviewedArticles | None:
    """Return the decisions that a sealed shard was made with; None where the files have one of them no more."""
    if DECISIONS not in shard.files:
        return ReviewedArticles()
    path = folder / shard.files[DECISIONS].path
    ids = pq.read_table(path, columns=["id"])["id"].to_pylist()
    if not decisions.keys() >= set(ids):
        return None
    by_article: dict[str, tuple[Decision, ...]] = {}
    for decision in sorted((decisions[id] for id in ids), key=lambda one: one.order):
        of_article = by_article.get(decision.article, ())
        by_article[decision.article] = (*of_article, decision)
    return ReviewedArticles(by_article)


def _changed_articles(
    before: ReviewedArticles, now: ReviewedArticles
) -> frozenset[str]:
    """Return the articles whose decisions differ."""
    articles = {*before.by_article, *now.by_article}
    return frozenset(
        article
        for article in articles
        if before.by_article.get(article) != now.by_article.get(article)
    )
