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

from . import __version__
from .cli_outcomes import of_another_try, outcome_lines
from .cli_research import register
from .errors import PressmarkError, Stopped
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.site import Built

    from .config import Project
    from .library import Corpus
    from .progress import Progress
    from .run import Outcome

__all__ = ["app", "main"]

app = typer.Typer(
    help="News articles in; an annotated Hugging Face dataset and a site to read it out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_ORDER = (
    "init", "run", "annotate", "build", "serve", "check", "rejected", "info", "explain", "names", "count", "export",
    "import", "sample", "evaluate", "compare", "codebook", "schema",
)  # fmt: skip
"""The commands in the order in which a study needs them, as `--help` lists them."""

Yaml = Annotated[Path, typer.Argument(metavar="YAML", help="The configuration file.")]
Folder = Annotated[Path, typer.Argument(metavar="CORPUS", help="The folder of a corpus.")]
Retry = Annotated[bool, typer.Option("--retry", help="Try articles again that an error or a time limit kept out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


def main() -> None:
    """The `pressmark` command."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        app()
    except PressmarkError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # before or after a command, which says more
        print("Interrupted.", file=sys.stderr)
        raise SystemExit(130) from None


def _terminated(*_: object) -> NoReturn:
    print("Terminated. What is done stays done: the same command goes on from here.", file=sys.stderr)
    raise Stopped(128 + signal.SIGTERM)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends a command with 130 and a word on how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        print("Interrupted. What is done stays done: the same command goes on from here.", file=sys.stderr)
        raise typer.Exit(130) from None


@app.callback(invoke_without_command=True)
def _top(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"pressmark {__version__}")
        raise typer.Exit


@app.command(epilog="Example: pressmark run news.yaml")
def run(
    yaml: Yaml,
    as_json: AsJson = False,
    retry: Retry = False,
    status: Annotated[bool, typer.Option("--status", help="Only say how far a run is that is under way.")] = False,
) -> None:
    """Make or renew the dataset and the site of a YAML file."""
    from .config import read

    if status:
        _say_status(read(yaml, with_annotators=False).corpus, as_json)
        return
    project = _read(yaml)
    if project.config.site.search == "pagefind":
        from pressmark.site.fulltext import need_pagefind

        need_pagefind()
    outcome = _annotated(project, retry=retry)
    built = _built(outcome.corpus, project.site, project.edition)
    _report(outcome, as_json, site=str(built.folder / "index.html"), size=built.said)


@app.command(epilog="Example: pressmark annotate news.yaml")
def annotate(yaml: Yaml, as_json: AsJson = False, retry: Retry = False) -> None:
    """Make or renew the dataset alone."""
    _report(_annotated(_read(yaml), retry=retry), as_json)


@app.command(epilog="Example: pressmark build news.yaml    or: pressmark build corpus/ --output public/ --zip")
def build(
    source: Annotated[Path, typer.Argument(metavar="YAML|CORPUS", help="A configuration file or a corpus folder.")],
    output: Annotated[Path | None, typer.Option(help="Where the site goes; a YAML file says it itself.")] = None,
    language: Annotated[str | None, typer.Option(help="The interface: en or fr.")] = None,
    zipped: Annotated[
        bool, typer.Option("--zip", help="Also pack the site into one file beside it, to be sent.")
    ] = False,
) -> None:
    """Make the site of a corpus that stands already. How large it is, is said."""
    corpus, folder = source, Path("public")
    told: dict[str, Any] = {}
    if not source.is_dir():
        from .config import read

        project = read(source, with_annotators=False)
        corpus, folder, told = project.corpus, project.site, project.edition
    built = _built(corpus, output or folder, told | ({"language": language} if language else {}))
    print(f"Site: {built.folder / 'index.html'}\nSize: {built.said}")
    if zipped:
        from pressmark.site import pack

        archive = pack(built.folder)
        print(f"Zip: {archive} ({archive.stat().st_size / 1e6:,.1f} MB)")


@app.command(epilog="Example: pressmark check corpus/")
def check(corpus: Folder, as_json: AsJson = False) -> None:
    """Say whether a corpus is whole and true. Files, offsets and links are read; exits with 5 when one is wrong."""
    from .checks import check as problems_of

    problems = problems_of(corpus)
    if as_json:
        print(json.dumps([{"where": problem.where, "what": problem.what} for problem in problems], ensure_ascii=False))
    else:
        print("\n".join(map(str, problems)) or f"{corpus}: whole and true.")
    raise typer.Exit(5 if problems else 0)


@app.command(epilog="Example: pressmark rejected corpus/")
def rejected(corpus: Folder, as_json: AsJson = False) -> None:
    """List the articles that were not kept. Those of one file and one reason are one line."""
    from dataclasses import asdict

    from .library import load
    from .rejections import group_lines, grouped

    groups = grouped(load(corpus).table("rejected").to_list())
    if as_json:
        print(json.dumps([asdict(group) | {"may_pass": group.may_pass} for group in groups], ensure_ascii=False))
    else:
        print("\n".join(group_lines(groups)) or f"{corpus}: nothing was rejected.")


@app.command(epilog="Example: pressmark info corpus/")
def info(corpus: Folder, as_json: AsJson = False) -> None:
    """Say what a corpus holds and what made it."""
    from .library import load

    loaded = load(corpus)
    about = {"title": loaded.title, "seen": loaded.manifest.seen, "layers": list(loaded.layers)}
    about |= {"tables": loaded.counts, "runs": loaded.table("runs").to_list(), "times": dict(loaded.manifest.times)}
    print(json.dumps(about, ensure_ascii=False, indent=1) if as_json else _told(loaded))


@app.command(epilog="Example: pressmark export corpus/ --format sqlite --output corpus.db")
def export(
    corpus: Folder,
    output: Annotated[Path, typer.Option(help="The file or folder to write.")],
    format: Annotated[
        str,
        typer.Option(
            help="jsonl, csv, parquet, xlsx, sqlite, webannotation, docbin, brat, conllu, labelstudio, xmi, tei, txm,"
            " iramuteq, gexf, graphml, croissant or hub."
        ),
    ] = "jsonl",
    layer: Annotated[str | None, typer.Option(help="One layer alone, where a form holds one.")] = None,
    excel: Annotated[bool, typer.Option("--excel", help="csv: as Excel opens it.")] = False,
    scare: Annotated[bool, typer.Option("--scare", help="iramuteq: scare quotes are texts too.")] = False,
    push: Annotated[str | None, typer.Option(help="hub: the repository to send it to, org/name.")] = None,
) -> None:
    """Write a corpus for another tool. What that form could not carry is said."""
    from .exchange import export as write
    from .library import load

    report = write(load(corpus), output, format=format, layer=layer, excel=excel, push=push, scare=scare)
    print("\n".join(report.said()))


@app.command(epilog="Example: pressmark codebook > codebook.md")
def codebook() -> None:
    """Print the codebook of events. Each type with definition, example, codes and triggers, as Markdown."""
    from pressmark.annotators.events.codebook import codebook as written

    print(written(), end="")


@app.command(epilog="Example: pressmark explain corpus/ lm-0012 --layer quotes")
def explain(
    corpus: Folder,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of an article.")],
    layer: Annotated[list[str] | None, typer.Option(help="Only this layer; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print an article's annotations and the rule that made each."""
    from .explaining import explained, explanations
    from .library import load

    found = load(corpus).article(article)
    if as_json:
        print(json.dumps(explanations(found, layer or ()), ensure_ascii=False, indent=1))
    else:
        print("\n".join(explained(found, layer or ())))


@app.command(epilog="Example: pressmark names corpus/ --unmatched --label PER --least 5 > more.yaml")
def names(
    corpus: Folder,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="Those that no gazetteer knows, as YAML.")] = False,
    label: Annotated[list[str] | None, typer.Option(help="Only PER, LOC, ORG or MISC; may be repeated.")] = None,
    least: Annotated[int, typer.Option(help="Only names with so many mentions at least.")] = 2,
) -> None:
    """List the names of a corpus, the most mentioned first. With --unmatched, as a gazetteer to edit."""
    from .library import load
    from .name_lists import name_lines, name_rows, name_yaml

    rows = name_rows(load(corpus), labels=label or (), least=least, unmatched=unmatched)
    if rows or unmatched:
        print("\n".join(name_yaml(rows) if unmatched else name_lines(rows)))
    if least > 1:
        print(f"Names with fewer than {least} mentions are left out (--least 1 lists them).", file=sys.stderr)


@app.command(epilog="Example: pressmark schema > pressmark.schema.json")
def schema() -> None:
    """Print the JSON Schema of the YAML file, for editors."""
    from .config import schema as made

    print(json.dumps(made(), ensure_ascii=False, indent=1))


@app.command(epilog="Example: pressmark init my-study --language fr")
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to start.")] = Path(),
    language: Annotated[str, typer.Option(help="The language of the first article and of the site: en or fr.")] = "en",
) -> None:
    """Write a commented YAML file that runs, and a first article."""
    from .starting import CONFIG, start

    for path in start(folder, language=language):
        print(f"Wrote {path}")
    print(f"Next: pressmark run {folder / CONFIG}")


@app.command(epilog="Example: pressmark serve public/ --port 8000")
def serve(
    site: Annotated[Path, typer.Argument(metavar="YAML|SITE", help="A configuration file or a site's folder.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8000,
) -> None:
    """Show a site in the browser, on this machine alone. Of a YAML file, built anew when it changes; Ctrl-C ends it."""
    from .serving import followed, server

    folder = site if site.is_dir() else followed(site, lambda said: print(said, file=sys.stderr))
    with server(folder, port=port) as serving:
        print(f"http://127.0.0.1:{serving.server_address[1]}/    (Ctrl-C ends it)", flush=True)
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print("Ended.", file=sys.stderr)


def _interruptible_command(command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def interruptible(*given: Any, **named: Any) -> Any:
        with _interruptible():
            return command(*given, **named)

    return interruptible


register(app)
for _command in app.registered_commands:
    if _command.callback is not None:
        _command.callback = _interruptible_command(_command.callback)
app.registered_commands.sort(key=lambda one: _ORDER.index(one.name or getattr(one.callback, "__name__", "")))


def _say_status(corpus: Path, as_json: bool) -> None:
    from dataclasses import asdict

    from .progress import status

    found = status(corpus)
    if as_json:
        print(json.dumps((asdict(found) | {"left": found.left}) if found else None))
    else:
        print(f"{corpus}: {found or 'no run is under way, and none was left unfinished.'}")


def _read(yaml: Path) -> Project:
    """A project whose annotators are made; what their modules print goes to stderr."""
    from .config import read
    from .guarding import print_aside

    with print_aside():
        return read(yaml)


def _annotated(project: Project, *, retry: bool) -> Outcome:
    from .guarding import print_aside
    from .run import run as make

    with print_aside(), _progress() as progress:
        notify = partial(print, file=sys.stderr)
        return make(project, progress=progress, notify=notify, retry=retry, apart=True)


def _built(corpus: Path, output: Path, told: dict[str, Any]) -> Built:
    from pressmark.site import build as make

    from .library import load

    return make(load(corpus), output, **told)


def _report(outcome: Outcome, as_json: bool, **more: str) -> None:
    """What came of a run, and exit code 1 when articles were rejected."""
    for notice in (*outcome.notices, *of_another_try(outcome)):
        print(notice, file=sys.stderr)
    if as_json:
        about: dict[str, Any] = {"seen": outcome.seen, "kept": outcome.kept, "rejected": outcome.rejected}
        about |= {
            "may_pass": outcome.may_pass,
            "annotated": outcome.annotated,
            "tables": dict(outcome.counts),
            "corpus": str(outcome.corpus),
        }
        if outcome.summary:
            about |= {name: getattr(outcome.summary, name) for name in ("undated", "unread", "copies")}
        print(json.dumps(about | more, ensure_ascii=False))
    else:
        print("\n".join(outcome_lines(outcome, more)))
    raise typer.Exit(1 if outcome.rejected else 0)


def _told(corpus: Corpus) -> str:
    rows = [f"{corpus.title}: {corpus.folder}", ""]
    rows += [f"{rows:>9}  {table}" for table, rows in corpus.counts.items()]
    rows += ["", "made by"]
    for row in corpus.table("runs").to_list():
        model = f", model {row['model']} {row['model_version']} ({row['model_licence']})" if row["model"] else ""
        rows.append(f"  {row['step']} {row['name']}: pressmark {row['version']}{model}")
    return "\n".join(rows)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on stderr; nothing moves where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns: tuple[Any, ...] = (TextColumn("{task.description:9}"), BarColumn(), MofNCompleteColumn())
    columns += (TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), speed_estimate_period=600) as bars:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, total: int | None) -> None:
            tasks[step] = tasks[step] if step in tasks else bars.add_task(step, total=None, rate="")
            speed = next(task.speed for task in bars.tasks if task.id == tasks[step])
            bars.update(tasks[step], completed=done, total=total, rate=f"{speed:.1f}/s" if speed else "")

        yield progress
