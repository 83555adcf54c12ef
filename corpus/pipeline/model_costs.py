"""
What annotators that ask a service for money say before a run, and what became of the answers, said after it.

Such an annotator of ours has `forecast`, `describe_refusals` and `prepare`; all others have none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pressmark.annotation.code_fingerprint import is_ours
from pressmark.articles import Article
from pressmark.config.project import AnnotatorChoice, Project
from pressmark.dataset.drafts import read_articles
from pressmark.errors import InputError

from .shard_jobs import ShardJob

__all__ = ["articles_in_work", "told_after", "told_before"]


def told_before(project: Project, jobs: Sequence[ShardJob]) -> Iterator[str]:
    """
    Yield what each such annotator is going to ask for, and its price.

    Raises `InputError` where a budget is not enough for it, or the key is missing: nothing was asked by then.
    """
    from pressmark.annotators.language_model.failures import ServiceRefused

    for choice, annotator in _asking(project):
        try:
            forecast = annotator.forecast(articles_in_work(choice.layer, jobs))
        except ServiceRefused as error:
            raise InputError(
                f"annotators: {choice.name} ({choice.layer}): {error}."
            ) from None
        yield from forecast.lines()
        usage = annotator.reader.client.ledger.read()
        shortage = forecast.shortage(usage.requests, usage.tokens)
        if forecast.requests and shortage:
            raise InputError(
                f"annotators: {choice.name} ({choice.layer}): {shortage}. Raise `budget`, or annotate fewer articles."
            )


def told_after(project: Project, jobs: Sequence[ShardJob]) -> Iterator[str]:
    """Yield what was refused of the answers for the articles that were annotated."""
    for choice, annotator in _asking(project):
        articles = articles_in_work(choice.layer, jobs)
        yield from annotator.describe_refusals(articles)


def _asking(project: Project) -> Iterator[tuple[AnnotatorChoice, Any]]:
    """Yield the annotators of a project that ask a service."""
    for choice in project.choices:
        annotator_class = choice.annotator_class
        if is_ours(annotator_class.__module__) and hasattr(annotator_class, "forecast"):
            yield choice, choice.annotator


def articles_in_work(layer: str, jobs: Iterable[ShardJob]) -> Iterator[Article]:
    """Yield the articles of the jobs that make a layer; those that an earlier try settled are not among them."""
    for job in jobs:
        if layer in job.computed_layers:
            settled = frozenset[str]().union(
                *(each.article_ids for each in job.settled)
            )
            for article in read_articles(job.articles):
                if article.id not in settled:
                    yield article
