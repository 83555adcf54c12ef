"""
The run: source → import → shards → seal. Started again after any stop, it does only what is missing.

    import    reads the source into files of some hundred articles each, and counts what it kept and rejected
    annotate  makes the tables of each file that cannot be reused: of articles that changed, in this process or several
    seal      joins names, writes the tables, the card, and last the manifest
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from pressmark.config.project import Project
from pressmark.dataset.drafts import WORK, find_drafts
from pressmark.dataset.sealing import Draft, seal
from pressmark.dataset.tasks import run_here
from pressmark.errors import ModelMissing
from pressmark.linking.corrections import Corrections, read_corrections
from pressmark.linking.gazetteer import GazetteerEntry
from pressmark.linking.names import JoinedNames
from pressmark.linking.places import PlaceFinder
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.review.name_decisions import with_decisions
from pressmark.storage.disk import writing
from pressmark.storage.manifest import MANIFEST, Manifest

from .executors import Executors, open_executors
from .imported_articles import ImportedArticles
from .model_costs import told_after, told_before
from .plan import Plan, models_of
from .progress import Progress, lock_corpus, record_status
from .provenance import make_table_keys, parse_engines, run_rows, step_row
from .run_outcome import Outcome, outcome_of
from .run_preparation import prepare_run, refuse_losing_files
from .run_review import RunReview
from .shard_jobs import ShardJob, count_open_articles
from .shard_runs import run_jobs
from .shard_work import annotate_shard
from .task_processes import TaskProcesses

__all__ = ["Outcome", "Progress", "run"]

_log = logging.getLogger(__name__)


def run(
    project: Project,
    *,
    progress: Progress = lambda *_: None,
    notify: Callable[[str], None] = lambda _: None,
    retry: bool = False,
    apart: bool = False,
) -> Outcome:
    """
    Make the corpus of a project, or bring it up to date.

    `notify` is told before the work what will be missing, a layer that a language has no lexicon for, and what it costs.
    With `retry`, articles that an error, a time limit or a process that died kept out are tried again, they alone.
    With `apart`, other people's annotators never work in this process, with one worker neither.

    Raises `InputError` for a source that cannot be read, `ModelMissing` for a model that is not installed, `Blocked`
    for a corpus folder that another run works at or that cannot be written, `CorpusError` for one of a newer pressmark.
    """
    # Before the lock, which writes a file into the folder.
    refuse_losing_files(project)
    with (
        lock_corpus(project.corpus),
        writing(project.corpus),
        open_executors(project.config.run) as executors,
    ):
        status = record_status(progress, project.corpus)
        return _Run(project, status, executors).make(notify, retry=retry, apart=apart)


@dataclass(frozen=True)
class _Run:
    """One run of a project, whose corpus folder is locked."""

    project: Project
    progress: Progress
    executors: Executors
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.monotonic)

    def make(
        self, notify: Callable[[str], None], *, retry: bool, apart: bool
    ) -> Outcome:
        """Import, annotate and seal."""
        project, folder = self.project, self.project.corpus
        prepared = prepare_run(
            project,
            folder / WORK / "import",
            self.progress,
            retry=retry,
            when_many=self._prepare_workers,
        )
        plan, imported, review = prepared.plan, prepared.imported, prepared.review
        shards, jobs = prepared.shards, prepared.jobs
        # Each when it is found: what a service refuses ends the run.
        for notice in chain(
            prepared.notices, told_before(project, list(jobs.values()))
        ):
            _log.warning("%s", notice)
            notify(notice)
        self._annotate(jobs, imported, apart=apart)
        # Before the seal, after which the files of the articles are gone.
        of_answers = tuple(told_after(project, list(jobs.values())))

        total = sum(imported.sizes)
        self.progress("seal", 0, total)
        _log.info("seal: %d articles", total)
        names = _make_names(project, review)
        # Without their drafts: what is missing tells what this run parsed.
        engines = parse_engines(folder, project.config.run.parse, shards)
        whole_shards = _add_drafts(folder, shards)
        # Before the seal, which moves the drafts.
        of_review = tuple(review.notices(whole_shards))
        manifest = self._seal(plan, imported, whole_shards, names, engines, review)
        self.progress("seal", total, total)
        annotated = sum(
            manifest.shards[position].files["articles"].rows - job.settled_count
            for position, job in jobs.items()
            if count_open_articles(job)
        )
        notices = (
            *project.notices,
            *prepared.notices,
            *of_answers,
            *of_review,
            *names.without_effect(),
        )
        # Only now: what is drafted is thrown away when the manifest names what it became.
        shutil.rmtree(folder / WORK, ignore_errors=True)
        return outcome_of(folder, manifest, annotated=annotated, notices=notices)

    def _prepare_workers(self, languages: frozenset[str]) -> None:
        """Let the workers' models be loaded while the import reads on; for a first run alone, which needs them for sure."""
        # A model that is missing is told by the plan.
        with suppress(ModelMissing):
            if not (self.project.corpus / MANIFEST).exists():
                self.executors.prepare(models_of(self.project, languages))

    def _annotate(
        self, jobs: Mapping[int, ShardJob], imported: ImportedArticles, *, apart: bool
    ) -> None:
        """Do the jobs, and tell how many articles are done."""
        total = sum(imported.sizes)
        done = total - sum(imported.sizes[position] for position in jobs)
        self.progress("annotate", done, total)
        open_jobs = [job for job in jobs.values() if count_open_articles(job)]
        for job in jobs.values():
            if not count_open_articles(job):
                # Rows are written and no annotator is called: a process would take longer to start.
                done += annotate_shard(job)
                self.progress("annotate", done, total)
        # Ours alone need no process of their own, which would load the models once more.
        isolate = apart and any(_has_third_party(job.plan) for job in open_jobs)
        executor = self.executors.for_jobs(open_jobs, isolate=isolate)
        for count in run_jobs(open_jobs, executor):
            done += count
            _log.debug("annotate: %d of %d articles", done, total)
            self.progress("annotate", done, total)

    def _seal(
        self,
        plan: Plan,
        imported: ImportedArticles,
        shards: Sequence[Draft],
        names: JoinedNames,
        engines: Sequence[str],
        review: RunReview,
    ) -> Manifest:
        """Seal the corpus; what of the manifest is known before goes in."""
        config = self.project.config
        seconds = round(time.monotonic() - self.clock, 1)
        manifest = Manifest(
            title=config.title,
            description=config.description,
            licence=config.licence,
            authors=config.authors,
            layers=plan.layers,
            columns=plan.columns,
            declarations={
                name: layer.as_json() for name, layer in plan.declarations.items()
            },
            keys=self._keys(plan, imported, shards, review),
            seen=sum(imported.sizes) + len(imported.rejected),
            times={
                "started": self.started.isoformat(timespec="seconds"),
                "seconds": seconds,
            },
        )
        runs = run_rows(self.project, plan, shards, len(imported.rejected), engines)
        if review.record is not None:
            articles = sum(imported.sizes)
            runs.append(step_row("review", "people", articles, settings=review.record))
        executor = self.executors.for_seal(sum(imported.sizes))
        opened = TaskProcesses(executor) if executor else nullcontext(run_here)
        with opened as run_tasks:
            return seal(
                self.project.corpus,
                shards,
                manifest,
                rejected=imported.rejected,
                decisions=review.rows,
                runs=runs,
                names=names,
                run_tasks=run_tasks,
                cache=self.project.cache_folder,
            )

    def _keys(
        self,
        plan: Plan,
        imported: ImportedArticles,
        shards: Sequence[Draft],
        review: RunReview,
    ) -> dict[str, str]:
        """Return the fingerprints of what makes the layers of each language, and of tables that are not sharded."""
        keys: dict[str, str] = {}
        # Else no article is known to be what it was: a number may have become the word that it was sealed as.
        if not imported.has_values_made_text:
            keys = {name: key for name, (_, key) in plan.language_keys.items()}
        # What finds nothing of decisions on names must be told each time.
        if not review.of_names:
            keys |= make_table_keys(self.project, plan, shards)
        return keys


def _has_third_party(plan: Plan) -> bool:
    """Say whether somebody else's annotator is in a plan."""
    return not all(step.ours for step in plan.steps)


def _add_drafts(folder: Path, shards: Sequence[Draft]) -> list[Draft]:
    """Return the shards with the files that were drafted for what was missing of them."""
    drafted = find_drafts(folder)
    whole: list[Draft] = []
    for shard in shards:
        if shard.missing:
            shard = replace(shard, files={**shard.files, **drafted[shard.key].files})
        whole.append(shard)
    return whole


def _make_names(project: Project, review: RunReview) -> JoinedNames:
    """Return what joins the names, knowing gazetteers, corrections, and what people decided on names."""
    entries: list[GazetteerEntry] = []
    for choice in project.choices:
        entries += getattr(choice.annotator, "known_names", ())
    settings = project.config.names
    corrections: Corrections | None = None
    if settings.corrections:
        corrections = read_corrections(settings.corrections)
    if review.of_names:
        corrections = with_decisions(
            corrections, review.of_names, review.reading.places
        )
    facts = ResearcherFacts.of(entries, corrections)
    lexicons = project.lexicons
    places: PlaceFinder | None = None
    if settings.places:
        places = PlaceFinder(lexicons=lexicons, cache=project.cache_folder)
    return JoinedNames(facts, places, lexicons)
