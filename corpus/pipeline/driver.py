"""
The run: source → import → shards → seal. Started again after any stop, it does only what is missing.

    import    reads the source into files of some hundred articles each, and counts what it kept and rejected
    annotate  makes the tables of each file that do not stand already, in this process or several
    seal      joins names, writes the tables, the card, and last the manifest
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pressmark.articles import Article, Origin
from pressmark.config.project import Project, RunSettings
from pressmark.dataset.drafts import WORK, drafts, read_articles, write_articles
from pressmark.dataset.rejections import may_pass
from pressmark.dataset.sealing import Draft, seal
from pressmark.errors import CorpusError, InputError
from pressmark.linking.corrections import read_corrections
from pressmark.linking.names import JoinedNames
from pressmark.linking.places import PlaceFinder
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.sources import match_files
from pressmark.sources.article_import import Rejection, import_articles
from pressmark.sources.copies import batch_whole_groups, find_copies, group_copies, require_rensa
from pressmark.sources.overlap import find_first_inside
from pressmark.sources.settings import CopySettings
from pressmark.storage.batches import chunks
from pressmark.storage.disk import writing
from pressmark.storage.manifest import Manifest, refuse_newer
from pressmark.storage.own_columns import Columns

from .executors import Pool, cluster_pool, local_pool, spread
from .plan import Plan, parsable_languages, plan
from .progress import Progress, locked, recorded
from .provenance import parse_engines, run_rows, whole_keys
from .reusable_tables import passing, standing
from .shard_work import Job, no_model
from .summary import Summary, layers_without_lexicon, summary_of

__all__ = ["Outcome", "Progress", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a run did. `annotated` counts the articles kept that were annotated now; the others stood already.

    `notices` are what a person should know: corrections that found nothing, secrets that are masked, layers that a
    language has no lexicon for; `summary` tells of dates and copies. `may_pass` counts the rejected articles that
    another try may keep.
    """

    corpus: Path
    seen: int
    kept: int
    rejected: int
    annotated: int
    counts: Mapping[str, int]
    notices: tuple[str, ...] = ()
    summary: Summary | None = None
    may_pass: int = 0


@dataclass(frozen=True, slots=True)
class _Imported:
    files: tuple[Path, ...]
    sizes: tuple[int, ...]
    rejected: tuple[dict[str, Any], ...]
    columns: Mapping[str, str]
    languages: frozenset[str]


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

    `notify` is told before the work what will be missing: a layer that a language has no lexicon for. With `retry`,
    articles that an error, a time limit or a process that died kept out are tried again, they alone. With `apart`,
    other people's annotators never work in this process, with one worker neither.

    Raises `InputError` for a source that cannot be read, `ModelMissing` for a model that is not installed, `Blocked`
    for a corpus folder that another run works at or that cannot be written, `CorpusError` for one of a newer pressmark.
    """
    refuse_newer(project.corpus)
    _refuse_own_files(project)
    with locked(project.corpus), writing(project.corpus):
        return _run(project, recorded(progress, project.corpus), notify, retry=retry, apart=apart)


def _run(project: Project, progress: Progress, notify: Callable[[str], None], *, retry: bool, apart: bool) -> Outcome:
    started = datetime.now(UTC)
    clock = time.monotonic()
    folder = project.corpus
    imported = _import(project, folder / WORK / "import", progress)
    planned = plan(project, imported.languages, imported.columns)
    poor = tuple(layers_without_lexicon(planned, imported.languages))
    for notice in poor:
        notify(notice)
    keys = planned.keys(imported.files)
    found = standing(folder, keys, retry=retry)
    missing = [position for position, shard in enumerate(found) if shard.missing]
    jobs = _jobs(project, planned, imported, {position: found[position] for position in missing}, retry=retry)
    _annotate(project, jobs, imported, progress, apart=apart)
    total = sum(imported.sizes)
    progress("seal", 0, total)
    done = drafts(folder)
    shards = [replace(one, files={**one.files, **done[one.key].files}) if one.missing else one for one in found]
    names = _names(project)
    engines = parse_engines(folder, project.config.run.parse, found)
    manifest = _seal(project, planned, imported, shards, names, engines, started, clock)
    progress("seal", total, total)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    annotated = sum(manifest.shards[position].files["articles"].rows for position in missing)
    notices = (*project.notices, *poor, *names.without_effect())
    return _outcome(folder, manifest, annotated=annotated, notices=notices)


def _refuse_own_files(project: Project) -> None:
    """Raise `InputError` when a file of the source lies in the corpus's folder or the site's, by a link for example."""
    files = list(match_files(project.config.source, project.folder))
    for written in (project.corpus, project.site):
        if (path := find_first_inside(files, written)) is not None:
            raise InputError(f"source.files: {path} lies in {written}, which pressmark writes. Name another folder.")


def _import(project: Project, spool: Path, progress: Progress) -> _Imported:
    shutil.rmtree(spool, ignore_errors=True)
    if project.config.copies:
        require_rensa()
    columns, languages = Columns(), set()
    files: list[Path] = []
    sizes: list[int] = []
    rejected: list[dict[str, Any]] = []
    stream = _kept(import_articles(project.config.source, project.folder), rejected, parsable_languages(project))
    for path, batch in _spooled(chunks(stream, project.config.run.shard), spool):
        files.append(path)
        sizes.append(len(batch))
        for article in batch:
            columns.see(article.extra)
            languages.add(article.language or "")
        progress("import", sum(sizes), None)
    progress("import", sum(sizes), sum(sizes))
    if project.config.copies:
        files, sizes = _folded(files, spool, project)
    return _Imported(tuple(files), tuple(sizes), tuple(rejected), columns.types(), frozenset(languages))


def _spooled(batches: Iterable[list[Article]], spool: Path) -> Iterator[tuple[Path, list[Article]]]:
    """Write the articles, a batch a file; gives each file with what is in it."""
    for count, batch in enumerate(batches):
        path = spool / f"{count:05d}.parquet"
        write_articles(path, batch)
        yield path, batch


def _folded(files: Sequence[Path], spool: Path, project: Project) -> tuple[list[Path], list[int]]:
    """The articles in new files, copies marked and in the file of their original, right behind it."""
    settings = project.config.copies or CopySettings.model_validate({})

    def read() -> Iterator[Article]:
        return (article for path in files for article in read_articles(path))

    copies = find_copies(read, window=settings.window, threshold=settings.threshold)
    batches = batch_whole_groups(group_copies(read, copies), project.config.run.shard)
    written = [(path, len(batch)) for path, batch in _spooled(batches, spool / "folded")]
    return [path for path, _ in written], [size for _, size in written]


def _kept(
    stream: Iterable[Article | Rejection], rejected: list[dict[str, Any]], languages: Collection[str]
) -> Iterable[Article]:
    """The articles that can be annotated: an original of copies must be one of them."""
    for item in stream:
        if isinstance(item, Article) and item.language in languages:
            yield item
        elif isinstance(item, Article):
            origin = item.origin or Origin(file="")
            place = {"file": origin.file or None, "place": origin.place}
            rejected.append({"id": item.id, **place, "step": "parse", "reason": no_model(item)})
        else:
            rejected.append(
                {"id": item.id, "file": item.file, "place": item.place, "step": "import", "reason": item.reason}
            )


def _jobs(
    project: Project, planned: Plan, imported: _Imported, missing: Mapping[int, Draft], *, retry: bool
) -> dict[int, Job]:
    """The work on the shards of which something is missing, by their position."""
    folder = project.corpus.absolute()
    settled = passing(folder) if retry else {}
    return {
        position: Job(
            planned,
            folder,
            imported.files[position].absolute(),
            shard.key,
            _absolute(shard.files),
            settled.get(shard.key, {}),
        )
        for position, shard in missing.items()
    }


def _annotate(
    project: Project, jobs: Mapping[int, Job], imported: _Imported, progress: Progress, *, apart: bool
) -> None:
    total = sum(imported.sizes)
    done = total - sum(imported.sizes[position] for position in jobs)
    progress("annotate", done, total)
    foreign = any(not step.ours for job in jobs.values() for step in job.plan.steps)
    with _pool(project.config.run, len(jobs), apart=apart and foreign) as pool:
        for count in spread(list(jobs.values()), pool):
            done += count
            progress("annotate", done, total)


def _absolute(files: Mapping[str, Path]) -> dict[str, Path]:
    return {table: path.absolute() for table, path in files.items()}


@contextmanager
def _pool(settings: RunSettings, jobs: int, *, apart: bool) -> Iterator[Pool | None]:
    """Where the shards' work is done: on a cluster, in processes here, or (None) in this very process."""
    workers = min(settings.workers or os.cpu_count() or 1, jobs)
    if settings.cluster and jobs:
        with cluster_pool(settings.cluster, workers) as pool:
            yield pool
    else:
        yield local_pool(workers) if workers > 1 or (apart and jobs) else None


def _names(project: Project) -> JoinedNames:
    """What joins the names, knowing the gazetteers of the annotators and the corrections of the project."""
    entries = (entry for choice in project.choices for entry in getattr(choice.annotator, "known_names", ()))
    about = project.config.names
    corrections = read_corrections(about.corrections) if about.corrections else None
    return JoinedNames(ResearcherFacts.of(entries, corrections), PlaceFinder() if about.places else None)


def _seal(
    project: Project,
    planned: Plan,
    imported: _Imported,
    shards: Sequence[Draft],
    names: JoinedNames,
    engines: Sequence[str],
    started: datetime,
    clock: float,
) -> Manifest:
    known = Manifest(
        title=project.config.title,
        description=project.config.description,
        licence=project.config.licence,
        layers=planned.layers,
        columns=planned.columns,
        keys=whole_keys(project, planned, shards),
        seen=sum(imported.sizes) + len(imported.rejected),
        times={"started": started.isoformat(timespec="seconds"), "seconds": round(time.monotonic() - clock, 1)},
    )
    runs = run_rows(project, planned, shards, len(imported.rejected), engines)
    return seal(project.corpus, shards, known, rejected=imported.rejected, runs=runs, names=names)


def _outcome(folder: Path, manifest: Manifest, *, annotated: int, notices: Iterable[str]) -> Outcome:
    counts = manifest.counts
    outcome = Outcome(
        folder,
        manifest.seen,
        counts["articles"],
        counts["rejected"],
        annotated,
        counts,
        notices=tuple(notices),
        summary=summary_of(folder, manifest),
        may_pass=_may_pass(folder, manifest),
    )
    if outcome.seen != outcome.kept + outcome.rejected:
        raise CorpusError(f"{folder}: seen {outcome.seen}, kept {outcome.kept} and rejected {outcome.rejected} differ")
    return outcome


def _may_pass(folder: Path, manifest: Manifest) -> int:
    """The number of rejected articles that another try may keep."""
    tables = (pq.read_table(folder / file.path, columns=["step"]) for file in manifest.files("rejected"))
    return sum(may_pass(step) for table in tables for step in table["step"].to_pylist())
