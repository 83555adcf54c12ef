"""The decisions of people in a run: read, handed to the shards, and what a person should know of them afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pressmark.config.project import Project
from pressmark.dataset.sealing import Draft
from pressmark.messages import counted
from pressmark.review.application import OUTCOMES, DecisionOutcome
from pressmark.review.decision_files import DecisionReading, read_decisions
from pressmark.review.decisions import Decision
from pressmark.review.name_decisions import NAMES, unsettled_names
from pressmark.review.reviewed_articles import ReviewedArticles

from .plan import DECISIONS

__all__ = ["RunReview"]

MAX_SHOWN_DECISIONS = 20
"""Decisions that fit nothing and are told one by one; chosen: a screen. All are in the table `decisions`."""

_LOST = ("lost", "unfit", "no layer", "no article")


@dataclass(frozen=True, slots=True)
class RunReview:
    """What people decided (`review`), for one run: `shards` are the decisions on the articles of each shard."""

    reading: DecisionReading
    review: ReviewedArticles
    absent: tuple[str, ...]
    shards: tuple[ReviewedArticles, ...]
    elsewhere: ReviewedArticles
    is_asked: bool

    @classmethod
    def of(cls, project: Project, article_files: Sequence[Path]) -> RunReview:
        """Read the decisions of a project whose shards' articles are in `article_files`."""
        files = project.config.review
        present = [file for file in files if file.exists()]
        absent = tuple(file.name for file in files if file not in present)
        reading = read_decisions(present)
        review = ReviewedArticles.of(reading.decisions)
        shards: list[ReviewedArticles] = []
        elsewhere = review
        for path in article_files:
            ids: list[str] = []
            # Without decisions no file is opened for its ids.
            if review:
                ids = pq.read_table(path, columns=["id"])["id"].to_pylist()
            shards.append(review.among(ids))
            elsewhere = elsewhere.without(ids)
        return cls(reading, review, absent, tuple(shards), elsewhere, bool(files))

    def decision_ids(self, article_id: str) -> frozenset[str]:
        """Return the ids of the decisions on an article."""
        decisions = self.review.by_article.get(article_id, ())
        return frozenset(decision.decision for decision in decisions)

    @property
    def rows(self) -> list[dict[str, Any]] | None:
        """The rows of decisions on articles that no shard has; None where the project names no review."""
        if not self.is_asked:
            return None
        return [
            DecisionOutcome(decision=decision, outcome="no article").as_row()
            for decision in sorted(self.elsewhere, key=lambda one: one.order)
        ]

    @property
    def of_names(self) -> list[Decision]:
        """The decisions on names across articles, those on articles that the corpus does not have left out."""
        return sorted(
            (one for shard in self.shards for one in shard if one.layer == NAMES),
            key=lambda one: one.order,
        )

    @property
    def record(self) -> dict[str, Any] | None:
        """What the table `runs` says of the review: how many decisions, and a hash of them; None without a review."""
        if not self.is_asked:
            return None
        ids = [decision.decision for decision in self.reading.decisions]
        # Sorted: the order of files and lines says nothing.
        digest = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
        return {"decisions": len(ids), "sha256": digest}

    def notices(self, shards: Sequence[Draft]) -> Iterator[str]:
        """Yield what a person should know: damaged lines, decisions that fit nothing, people who disagree."""
        for name in self.absent:
            yield f"review: there is no file {name} yet, so nothing of it is applied"
        yield from self.reading.notices()
        rows = [*(self.rows or ()), *_read_rows(shards)]
        lost = [row for row in rows if row["outcome"] in _LOST]
        if lost:
            yield f"review: {counted(len(lost), 'decision')} of {len(rows)} could not be applied"
        for row in lost[:MAX_SHOWN_DECISIONS]:
            yield self._describe(row)
        if len(lost) > MAX_SHOWN_DECISIONS:
            more = len(lost) - MAX_SHOWN_DECISIONS
            yield f"  and {more} more, in the table `decisions`"
        unsettled = {
            (row["article_id"], row["annotation"] or row["id"])
            for row in rows
            if row["outcome"] == "unsettled"
        }
        for pair in sorted(map(sorted, unsettled_names(self.of_names))):
            yield f"review: people disagree on whether {' and '.join(pair)} are one"
        if unsettled:
            count = counted(len(unsettled), "annotation")
            yield (
                f"review: people disagree on {count}; the machine's stands until `pressmark review --settle` settles it"
            )

    def _describe(self, row: Mapping[str, Any]) -> str:
        """Return one line on a decision that was not applied: where it stands, what it says, and why."""
        place = self.reading.places.get(row["id"], "review")
        reason = row["reason"] or OUTCOMES[row["outcome"]]
        return f"  {place} {row['action']} in {row['layer']} of {row['article_id']}, by {row['who']}: {reason}"


def _read_rows(shards: Sequence[Draft]) -> Iterator[Mapping[str, Any]]:
    """Yield what became of the decisions on the articles of the shards."""
    for shard in shards:
        if DECISIONS in shard.files:
            yield from pq.read_table(shard.files[DECISIONS]).to_pylist()
