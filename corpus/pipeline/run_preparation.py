"""
What a run finds out before it annotates: the articles, the plan, the decisions, and the jobs that are to be done.

A run and its forecast both begin with it; it writes into the spool folder alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressmark.config.project import Project
from pressmark.dataset.sealing import Draft
from pressmark.errors import InputError
from pressmark.sources import match_files
from pressmark.sources.overlap import find_first_inside
from pressmark.storage.foreign_folder import refuse_foreign_files
from pressmark.storage.manifest import refuse_newer

from .imported_articles import ImportedArticles, spool_articles
from .plan import Plan, make_plan
from .progress import Progress
from .reusable_tables import find_reusable, shards_to_retry
from .run_review import RunReview
from .settled_articles import find_settled_articles
from .shard_jobs import ShardJob, count_open_articles
from .summary import lexicon_notices, models_with_own_weights

__all__ = ["RunPreparation", "prepare_run", "refuse_losing_files"]


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunPreparation:
    """
    The articles of a run, its plan, people's decisions, its `shards` with what of each is made already, and the `jobs`.

    `jobs` are those of the shards of which something is missing, by their position.
    """

    imported: ImportedArticles
    plan: Plan
    review: RunReview
    shards: Sequence[Draft]
    jobs: Mapping[int, ShardJob]

    @property
    def notices(self) -> tuple[str, ...]:
        """What will be missing: layers without a lexicon for a language, and names found by a model's own weights."""
        return (
            *lexicon_notices(self.plan, self.imported.languages),
            *models_with_own_weights(self.plan),
        )

    @property
    def open_count(self) -> int:
        """How many articles are to be annotated."""
        return sum(map(count_open_articles, self.jobs.values()))


def refuse_losing_files(project: Project) -> None:
    """
    Raise `PressmarkError` where the corpus would be written over files that are not its own.

    Those are a corpus of a newer version, files of a person's own, and files of the source that lie in the corpus's folder
    or the site's, by a link for example.
    """
    refuse_newer(project.corpus)
    refuse_foreign_files(project.corpus)
    files = list(match_files(project.config.source, project.folder))
    for folder in (project.corpus, project.site):
        if (path := find_first_inside(files, folder)) is not None:
            raise InputError(
                f"source.files: {path} lies in {folder}, which pressmark writes. Name another folder."
            )


def prepare_run(
    project: Project,
    spool: Path,
    progress: Progress,
    *,
    retry: bool,
    discard: bool = True,
    when_many: Callable[[frozenset[str]], None] = lambda _: None,
) -> RunPreparation:
    """
    Read the source into the folder `spool` and find out what is to be done.

    With `discard`, drafts of a run that was stopped are thrown away where they cannot be used. `when_many` is called as
    `spool_articles` says.
    """
    folder = project.corpus
    imported = spool_articles(project, spool, progress, when_many)
    _log.info(
        "import: %d articles kept, %d rejected",
        sum(imported.sizes),
        len(imported.rejected),
    )
    plan = make_plan(project, imported.languages, imported.columns)
    _log.info("plan: layers %s", ", ".join(plan.layers))
    for language, model in plan.models.items():
        _log.info("plan: model %s for %s", model.name, language)
    # The import is done anew each time: fingerprints are those of the articles as they are now.
    review = RunReview.of(project, imported.files)
    keys = plan.table_keys(imported.files, review.shards)
    shards = find_reusable(folder, keys, retry=retry, discard=discard)
    missing = {
        position: shard for position, shard in enumerate(shards) if shard.missing
    }
    jobs = _make_jobs(folder, plan, imported, missing, review, retry=retry)
    prepared = RunPreparation(imported, plan, review, shards, jobs)
    _log.info(
        "to do: %d articles, in %d of %d shards",
        prepared.open_count,
        len(jobs),
        len(shards),
    )
    for position, job in jobs.items():
        _log.debug("to do: shard %d lacks %s", position, ", ".join(job.missing_tables))
    return prepared


def _make_jobs(
    corpus: Path,
    plan: Plan,
    imported: ImportedArticles,
    missing: Mapping[int, Draft],
    review: RunReview,
    *,
    retry: bool,
) -> dict[int, ShardJob]:
    """Return the jobs of the shards of which something is missing, by their position."""
    # A worker may have another current folder.
    folder = corpus.absolute()
    to_retry = shards_to_retry(folder) if retry else {}
    # Own columns of a new type change the articles alone, and no layer is to be made.
    files = {
        position: imported.files[position]
        for position, shard in missing.items()
        if shard.key not in to_retry and set(shard.missing) != {"articles"}
    }
    settled = find_settled_articles(folder, plan, files, review)
    jobs: dict[int, ShardJob] = {}
    for position, shard in missing.items():
        of_shard = settled.get(position, ())
        if shard.key in to_retry:
            of_shard = (to_retry[shard.key],)
        jobs[position] = ShardJob(
            plan,
            folder,
            imported.files[position].absolute(),
            shard.key,
            reusable={table: path.absolute() for table, path in shard.files.items()},
            settled=of_shard,
            review=review.shards[position],
        )
    return jobs
