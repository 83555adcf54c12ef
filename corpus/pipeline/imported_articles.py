"""The first step of a run: the source read into files of some hundred articles each, copies beside their originals."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.config.project import Project
from pressmark.dataset.drafts import read_articles, write_articles
from pressmark.sources.article_import import import_articles
from pressmark.sources.copies import (
    find_copies,
    group_copies,
    require_rensa,
    whole_groups,
)
from pressmark.sources.records import Rejection
from pressmark.sources.settings import CopySettings
from pressmark.storage.own_columns import Columns

from .plan import parsable_languages
from .progress import Progress
from .shard_boundaries import cut_into_shards
from .shard_rejections import ArticleRejection, RejectionCause, describe_missing_model

__all__ = ["ImportedArticles", "spool_articles"]

SHARDS_THAT_ARE_MANY = 2
"""Shards from which on a run is done by several processes."""


@dataclass(frozen=True, slots=True)
class ImportedArticles:
    """
    The files of the articles that were imported, one a shard, with the number of articles in each.

    `rejected` are rows of that table, `columns` the user's own columns with their types. Where it
    `has_values_made_text`, the sealed columns do not tell what an annotator read.
    """

    files: tuple[Path, ...]
    sizes: tuple[int, ...]
    rejected: tuple[Mapping[str, Any], ...]
    columns: Mapping[str, str]
    languages: frozenset[str]
    has_values_made_text: bool = False


def spool_articles(
    project: Project,
    spool: Path,
    progress: Progress,
    when_many: Callable[[frozenset[str]], None] = lambda _: None,
) -> ImportedArticles:
    """
    Read the source of `project` into files in the folder `spool`, which is emptied first.

    `when_many` is called once, when the articles are more than a shard's, with their languages so far.

    Raises `InputError` for a source that cannot be read, `PressmarkError` where what finds copies is not installed.
    """
    shutil.rmtree(spool, ignore_errors=True)
    if project.config.copies:
        # Before the source is read, which may take hours.
        require_rensa()
    parsable = parsable_languages(project)
    intake = _Intake(parsable)
    files: list[Path] = []
    sizes: list[int] = []
    source_articles = intake.accept(
        import_articles(
            project.config.source,
            project.folder,
            parsable=parsable,
            cache=project.cache_folder,
        )
    )
    single_articles = ([article] for article in source_articles)
    for path, batch in _write_batches(
        cut_into_shards(single_articles, project.config.run.shard), spool
    ):
        files.append(path)
        sizes.append(len(batch))
        progress("import", sum(sizes), None)
        if len(files) == SHARDS_THAT_ARE_MANY:
            when_many(frozenset(intake.languages))
    progress("import", sum(sizes), sum(sizes))
    if project.config.copies:
        files, sizes = _regroup_copies(
            files, spool, project.config.copies, project.config.run.shard
        )
    return ImportedArticles(
        tuple(files),
        tuple(sizes),
        tuple(rejection.row() for rejection in intake.rejections),
        intake.columns.types(),
        frozenset(intake.languages),
        intake.columns.has_values_made_text,
    )


@dataclass(slots=True)
class _Intake:
    """What is noted of articles while they stream through: rejections, own columns, languages."""

    parsable: frozenset[str]
    rejections: list[ArticleRejection] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    languages: set[str] = field(default_factory=set)

    def accept(self, results: Iterable[Article | Rejection]) -> Iterator[Article]:
        """
        Yield the articles that can be annotated, and note all others as rejected.

        Those of a language without a model go now and not at the parse: an original of copies must be one that stays.
        """
        for result in results:
            if isinstance(result, Rejection):
                self.rejections.append(ArticleRejection.of_import(result))
            elif result.language not in self.parsable:
                cause = RejectionCause("parse", describe_missing_model(result))
                self.rejections.append(ArticleRejection.of_article(result, cause))
            else:
                self.columns.see(result.extra)
                # Of an article that can be parsed the language is known; the empty one is for the type alone.
                self.languages.add(result.language or "")
                yield result


def _write_batches(
    batches: Iterable[list[Article]], folder: Path
) -> Iterator[tuple[Path, list[Article]]]:
    """Write the articles, a batch a file; yield each file with what is in it."""
    for number, batch in enumerate(batches):
        path = folder / f"{number:05d}.parquet"
        write_articles(path, batch)
        yield path, batch


def _regroup_copies(
    files: Sequence[Path], spool: Path, settings: CopySettings, shard_size: int
) -> tuple[list[Path], list[int]]:
    """
    Write the articles of `files` into new files, copies marked and right after their original; return files and sizes.

    The source need not be in order, and a copy is annotated with its original: both must be in one shard.
    """

    def read() -> Iterator[Article]:
        for path in files:
            yield from read_articles(path)

    copies = find_copies(read, window=settings.window, threshold=settings.threshold)
    groups = whole_groups(group_copies(read, copies))
    batches = cut_into_shards(groups, shard_size)
    new_files: list[Path] = []
    sizes: list[int] = []
    # Into a folder of their own, as the first files are still being read.
    for path, batch in _write_batches(batches, spool / "folded"):
        new_files.append(path)
        sizes.append(len(batch))
    return new_files, sizes
