"""Commands that make: the dataset of a YAML file, its site, or both. `app` registers them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .arguments import AsJson
from .dry_runs import print_forecast, print_site_forecast
from .log_lines import show_log
from .outcomes import outcome_lines, retry_lines
from .progress_bar import show_progress
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.config.project import Project
    from pressmark.config.site_options import SiteOptions
    from pressmark.pipeline.driver import Outcome
    from pressmark.site import Built

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: pressmark run news.yaml")(run)
    app.command(epilog="Example: pressmark annotate news.yaml")(annotate)
    app.command(
        epilog="Example: pressmark build news.yaml    or: pressmark build corpus/ --output public/ --zip"
    )(build)


Yaml = Annotated[Path, typer.Argument(metavar="YAML", help="The configuration file.")]


Retry = Annotated[
    bool,
    typer.Option(
        "--retry",
        help="Try articles again that an error or a time limit kept out, or left without a layer.",
    ),
]


Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        envvar="PRESSMARK_SET",
        help="A setting for this run alone: run.workers=4; repeat it.",
    ),
]


Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print errors alone; the exit code says it."),
]


Verbosity = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        help="Log each step on stderr; -vv each shard and file too.",
    ),
]


Dry = Annotated[
    bool,
    typer.Option("--dry", help="Only say what would be done; nothing is written."),
]


def run(
    yaml: Yaml,
    as_json: AsJson = False,
    retry: Retry = False,
    changes: Changes = None,
    quiet: Quiet = False,
    verbosity: Verbosity = 0,
    dry: Dry = False,
    status: Annotated[
        bool,
        typer.Option("--status", help="Only say how far a run is that is under way."),
    ] = False,
) -> None:
    """Make or renew the dataset and the site of a YAML file."""
    if status:
        # Another process annotates at this moment: models need not be loaded a second time to ask it.
        project = _read_project(yaml, changes, with_annotators=False)
        _print_status(project.corpus, as_json)
        return
    project = _read_project(yaml, changes)
    if project.config.site.search == "pagefind":
        from pressmark.site.fulltext_search import need_pagefind

        # Asked first: nobody should learn after hours of annotation that the site cannot be built.
        need_pagefind()
    if dry:
        print_forecast(project, as_json, retry=retry, quiet=quiet, with_site=True)
    with show_log(verbosity):
        outcome = _annotate_project(
            project, retry=retry, quiet=quiet, is_logged=bool(verbosity)
        )
        built = _build_site(
            outcome.corpus,
            project.site,
            project.site_options,
            project.workers,
            project.cache_folder,
        )
    _print_outcome(
        outcome,
        as_json,
        quiet=quiet,
        site=str(built.folder / "index.html"),
        size=built.size_in_words,
    )


def annotate(
    yaml: Yaml,
    as_json: AsJson = False,
    retry: Retry = False,
    changes: Changes = None,
    quiet: Quiet = False,
    verbosity: Verbosity = 0,
    dry: Dry = False,
) -> None:
    """Make or renew the dataset alone."""
    project = _read_project(yaml, changes)
    if dry:
        print_forecast(project, as_json, retry=retry, quiet=quiet, with_site=False)
    with show_log(verbosity):
        outcome = _annotate_project(
            project, retry=retry, quiet=quiet, is_logged=bool(verbosity)
        )
    _print_outcome(outcome, as_json, quiet=quiet)


def build(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="YAML|CORPUS", help="A configuration file or a corpus folder."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(help="Where the site goes; a YAML file says it itself."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The interface: en or fr.")
    ] = None,
    zipped: Annotated[
        bool,
        typer.Option(
            "--zip", help="Also pack the site into one file beside it, to be sent."
        ),
    ] = False,
    changes: Changes = None,
    quiet: Quiet = False,
    verbosity: Verbosity = 0,
    dry: Dry = False,
) -> None:
    """Make the site of a corpus that stands already. How large it is, is said."""
    from pressmark.config.site_options import SiteOptions
    from pressmark.errors import InputError
    from pressmark.storage.entry_cache import default_cache_folder

    # What holds for a corpus folder, which says nothing of a site.
    corpus, folder, options, workers = source, Path("public"), SiteOptions(), 1
    cache: Path | None = default_cache_folder()
    if source.is_dir() and changes:
        raise InputError(
            "--set changes a YAML file, and a corpus folder has none; name the file"
        )
    if not source.is_dir():
        # The annotators are not made: their models need not be installed to build a site.
        project = _read_project(source, changes, with_annotators=False)
        corpus, folder = project.corpus, project.site
        options, workers = project.site_options, project.workers
        cache = project.cache_folder
    # A copy: options are values that nobody changes, and the YAML file's own stay as read.
    if language:
        options = options.model_copy(update={"language": language})
    if dry:
        print_site_forecast(corpus, output or folder, options)
        return
    with show_log(verbosity):
        built = _build_site(corpus, output or folder, options, workers, cache)
    if not quiet:
        print(f"Site: {built.folder / 'index.html'}\nSize: {built.size_in_words}")
    if zipped:
        from pressmark.site import pack

        archive = pack(built.folder)
        # Megabytes of a million bytes, as mail programs and file managers state limits.
        if not quiet:
            print(f"Zip: {archive} ({archive.stat().st_size / 1e6:,.1f} MB)")


def _print_status(corpus: Path, as_json: bool) -> None:
    """Print how far a run is that is under way, or was left unfinished."""
    from dataclasses import asdict

    from pressmark.pipeline.progress import read_status

    status = read_status(corpus)
    if not as_json:
        nothing = "no run is under way, and none was left unfinished."
        print(f"{corpus}: {status or nothing}")
        return
    summary = None
    if status:
        summary = asdict(status) | {"left": status.seconds_left}
    print(json.dumps(summary))


def _read_project(
    yaml: Path, changes: Sequence[str] | None, *, with_annotators: bool = True
) -> Project:
    """Read a project with the `changes` of its settings; what modules of annotators print goes to stderr."""
    from pressmark.annotation.process_guard import print_aside
    from pressmark.config.changed_settings import parse_assignments
    from pressmark.config.project import read

    settings = parse_assignments(changes or ())
    with print_aside():
        return read(yaml, with_annotators=with_annotators, settings=settings)


def _annotate_project(
    project: Project, *, retry: bool, quiet: bool, is_logged: bool
) -> Outcome:
    """
    Annotate with a bar on stderr, each article apart, so that one that kills its process is found.

    Where the run `is_logged`, its notices are lines of the log.
    """
    from pressmark.annotation.process_guard import print_aside
    from pressmark.pipeline.driver import run as make

    # Libraries print to stdout as they load models, where `--json` promises JSON alone.
    with print_aside(), show_progress(quiet=quiet) as progress:
        is_told = quiet or is_logged
        notify = _say_nothing if is_told else partial(print, file=sys.stderr)
        return make(project, progress=progress, notify=notify, retry=retry, apart=True)


def _say_nothing(notice: str) -> None:
    """Leave a notice out, where nothing but errors shall be printed."""


def _build_site(
    corpus: Path, output: Path, options: SiteOptions, workers: int, cache: Path | None
) -> Built:
    """Build the site of the corpus in the folder `corpus` into `output`; rows of it are kept in `cache`."""
    from pressmark.dataset.corpus import load
    from pressmark.site import build as make

    return make(load(corpus), output, options, workers=workers, cache=cache)


def _print_outcome(
    outcome: Outcome, as_json: bool, *, quiet: bool, **locations: str
) -> None:
    """Print what came of a run, unless it shall be `quiet`, and exit with 1 if articles were rejected."""
    # On stderr: with `--json` a script reads stdout.
    if not quiet:
        for notice in (*outcome.notices, *retry_lines(outcome)):
            print(notice, file=sys.stderr)
    if as_json:
        print(json.dumps(_outcome_json(outcome) | locations, ensure_ascii=False))
    elif not quiet:
        print("\n".join(outcome_lines(outcome, locations)))
    raise typer.Exit(1 if outcome.rejected else 0)


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Return what `--json` says of a run; those of its summary only where it has one."""
    summary: dict[str, Any] = {
        "seen": outcome.seen,
        "kept": outcome.kept,
        "rejected": outcome.rejected,
        "may_pass": outcome.may_pass,
        "layer_failures": dict(outcome.layer_failures),
        "annotated": outcome.annotated,
        "tables": dict(outcome.counts),
        "corpus": str(outcome.corpus),
    }
    if outcome.summary:
        for name in ("undated", "unread", "copies"):
            summary[name] = getattr(outcome.summary, name)
    return summary
