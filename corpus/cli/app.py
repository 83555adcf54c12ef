"""
The command line: each command calls one public function and says what came of it.

Data goes to stdout, progress and errors to stderr. Exit codes: 0 done, 1 done with rejected articles, and those of
`errors.py`; 130 when interrupted. Everything heavy is imported within a command, so that `--help` is quick.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from pressmark import __version__
from pressmark.errors import PressmarkError, Stopped

from . import corpus_commands, study_commands
from .arguments import AsJson
from .outcomes import outcome_lines, retry_lines
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.config.project import Project
    from pressmark.config.site_options import SiteOptions
    from pressmark.pipeline.driver import Outcome
    from pressmark.pipeline.progress import Progress
    from pressmark.site import Built

__all__ = ["app", "main"]

app = typer.Typer(
    help="News articles in; an annotated Hugging Face dataset and a site to read it out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_COMMAND_ORDER = (
    "init", "run", "annotate", "build", "serve", "check", "rejected", "info", "explain", "names", "count", "export",
    "import", "sample", "evaluate", "compare", "codebook", "schema",
)  # fmt: skip
"""The commands in the order in which a study needs them, as `--help` lists them."""

Yaml = Annotated[Path, typer.Argument(metavar="YAML", help="The configuration file.")]
Retry = Annotated[
    bool,
    typer.Option(
        "--retry", help="Try articles again that an error or a time limit kept out."
    ),
]


def main() -> None:
    """Run the `pressmark` command; an error that a person can mend is printed, and its exit code returned."""
    signal.signal(signal.SIGTERM, _stop_on_signal)
    try:
        app()
    except PressmarkError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # before or after a command, which says more
        print("Interrupted.", file=sys.stderr)
        raise SystemExit(130) from None


def _stop_on_signal(*_: object) -> NoReturn:
    print(
        "Terminated. What is done stays done: the same command goes on from here.",
        file=sys.stderr,
    )
    raise Stopped(128 + signal.SIGTERM)


@contextmanager
def _report_interrupt() -> Iterator[None]:
    """Ctrl-C ends a command with 130 and a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        print(
            "Interrupted. What is done stays done: the same command goes on from here.",
            file=sys.stderr,
        )
        raise typer.Exit(130) from None


@app.callback(invoke_without_command=True)
def _print_version(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.")
    ] = False,
) -> None:
    if version:
        print(f"pressmark {__version__}")
        raise typer.Exit


@app.command(epilog="Example: pressmark run news.yaml")
def run(
    yaml: Yaml,
    as_json: AsJson = False,
    retry: Retry = False,
    status: Annotated[
        bool,
        typer.Option("--status", help="Only say how far a run is that is under way."),
    ] = False,
) -> None:
    """Make or renew the dataset and the site of a YAML file."""
    from pressmark.config.project import read

    if status:
        _print_status(read(yaml, with_annotators=False).corpus, as_json)
        return
    project = _read_project(yaml)
    if project.config.site.search == "pagefind":
        from pressmark.site.fulltext_search import need_pagefind

        need_pagefind()
    outcome = _annotate_project(project, retry=retry)
    built = _build_site(
        outcome.corpus, project.site, project.site_options, project.workers
    )
    _print_outcome(
        outcome,
        as_json,
        site=str(built.folder / "index.html"),
        size=built.size_in_words,
    )


@app.command(epilog="Example: pressmark annotate news.yaml")
def annotate(yaml: Yaml, as_json: AsJson = False, retry: Retry = False) -> None:
    """Make or renew the dataset alone."""
    _print_outcome(_annotate_project(_read_project(yaml), retry=retry), as_json)


@app.command(
    epilog="Example: pressmark build news.yaml    or: pressmark build corpus/ --output public/ --zip"
)
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
) -> None:
    """Make the site of a corpus that stands already. How large it is, is said."""
    from pressmark.config.project import read
    from pressmark.config.site_options import SiteOptions

    corpus, folder, workers = source, Path("public"), 1
    options = SiteOptions()
    if not source.is_dir():
        project = read(source, with_annotators=False)
        corpus, folder, options, workers = (
            project.corpus,
            project.site,
            project.site_options,
            project.workers,
        )
    if language:
        options = options.model_copy(update={"language": language})
    built = _build_site(corpus, output or folder, options, workers)
    print(f"Site: {built.folder / 'index.html'}\nSize: {built.size_in_words}")
    if zipped:
        from pressmark.site import pack

        archive = pack(built.folder)
        print(f"Zip: {archive} ({archive.stat().st_size / 1e6:,.1f} MB)")


@app.command(epilog="Example: pressmark codebook > codebook.md")
def codebook() -> None:
    """Print the codebook of events. Each type with definition, example, codes and triggers, as Markdown."""
    from pressmark.annotators.events.codebook import make_codebook

    print(make_codebook(), end="")


@app.command(epilog="Example: pressmark schema > pressmark.schema.json")
def schema() -> None:
    """Print the JSON Schema of the YAML file, for editors."""
    from pressmark.config.project import schema as made

    print(json.dumps(made(), ensure_ascii=False, indent=1))


@app.command(epilog="Example: pressmark init my-study --language fr")
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where to start.")
    ] = Path(),
    language: Annotated[
        str,
        typer.Option(
            help="The language of the first article and of the site: en or fr."
        ),
    ] = "en",
) -> None:
    """Write a commented YAML file that runs, and a first article."""
    from .first_project import CONFIG, write_first_project

    for path in write_first_project(folder, language=language):
        print(f"Wrote {path}")
    print(f"Next: pressmark run {folder / CONFIG}")


@app.command(epilog="Example: pressmark serve public/ --port 8000")
def serve(
    site: Annotated[
        Path,
        typer.Argument(
            metavar="YAML|SITE", help="A configuration file or a site's folder."
        ),
    ],
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="0 takes any that is free.")
    ] = 8000,
) -> None:
    """Show a site in the browser, on this machine alone. Of a YAML file, built anew when it changes; Ctrl-C ends it."""
    from .server import follow_project, open_server

    folder = (
        site
        if site.is_dir()
        else follow_project(site, lambda message: print(message, file=sys.stderr))
    )
    with open_server(folder, port=port) as serving:
        print(
            f"http://127.0.0.1:{serving.server_address[1]}/    (Ctrl-C ends it)",
            flush=True,
        )
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print("Ended.", file=sys.stderr)


def _interruptible_command(command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def interruptible(*arguments: Any, **options: Any) -> Any:
        with _report_interrupt():
            return command(*arguments, **options)

    return interruptible


corpus_commands.register(app)
study_commands.register(app)
for _command in app.registered_commands:
    if _command.callback is not None:
        _command.callback = _interruptible_command(_command.callback)
app.registered_commands.sort(
    key=lambda command: _COMMAND_ORDER.index(
        command.name or getattr(command.callback, "__name__", "")
    )
)


def _print_status(corpus: Path, as_json: bool) -> None:
    """Print how far a run is that is under way, or was left unfinished."""
    from dataclasses import asdict

    from pressmark.pipeline.progress import read_status

    run_status = read_status(corpus)
    if as_json:
        print(
            json.dumps(
                (asdict(run_status) | {"left": run_status.seconds_left})
                if run_status
                else None
            )
        )
    else:
        print(
            f"{corpus}: {run_status or 'no run is under way, and none was left unfinished.'}"
        )


def _read_project(yaml: Path) -> Project:
    """Read a project and make its annotators; what their modules print goes to stderr."""
    from pressmark.annotation.process_guard import print_aside
    from pressmark.config.project import read

    with print_aside():
        return read(yaml)


def _annotate_project(project: Project, *, retry: bool) -> Outcome:
    from pressmark.annotation.process_guard import print_aside
    from pressmark.pipeline.driver import run as make

    with print_aside(), _progress_bar() as progress:
        notify = partial(print, file=sys.stderr)
        return make(project, progress=progress, notify=notify, retry=retry, apart=True)


def _build_site(
    corpus: Path, output: Path, options: SiteOptions, workers: int
) -> Built:
    from pressmark.dataset.corpus import load
    from pressmark.site import build as make

    return make(load(corpus), output, options, workers=workers)


def _print_outcome(outcome: Outcome, as_json: bool, **locations: str) -> None:
    """Print what came of a run, and exit with 1 if articles were rejected."""
    for notice in (*outcome.notices, *retry_lines(outcome)):
        print(notice, file=sys.stderr)
    if as_json:
        summary: dict[str, Any] = {
            "seen": outcome.seen,
            "kept": outcome.kept,
            "rejected": outcome.rejected,
        }
        summary |= {
            "may_pass": outcome.may_pass,
            "annotated": outcome.annotated,
            "tables": dict(outcome.counts),
            "corpus": str(outcome.corpus),
        }
        if outcome.summary:
            summary |= {
                name: getattr(outcome.summary, name)
                for name in ("undated", "unread", "copies")
            }
        print(json.dumps(summary | locations, ensure_ascii=False))
    else:
        print("\n".join(outcome_lines(outcome, locations)))
    raise typer.Exit(1 if outcome.rejected else 0)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """Show a progress bar on stderr; nothing moves if stderr is no terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns: tuple[Any, ...] = (
        TextColumn("{task.description:9}"),
        BarColumn(),
        MofNCompleteColumn(),
    )
    columns += (
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(
        *columns, console=Console(stderr=True), speed_estimate_period=600
    ) as bars:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, total: int | None) -> None:
            tasks[step] = (
                tasks[step]
                if step in tasks
                else bars.add_task(step, total=None, rate="")
            )
            speed = next(task.speed for task in bars.tasks if task.id == tasks[step])
            bars.update(
                tasks[step],
                completed=done,
                total=total,
                rate=f"{speed:.1f}/s" if speed else "",
            )

        yield progress
