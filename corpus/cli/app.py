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
from typing import Annotated, Any, Literal, NoReturn

import typer

from pressmark import __version__
from pressmark.errors import PressmarkError, Stopped

from . import (
    concord_command,
    corpus_commands,
    count_command,
    evaluation_commands,
    hand_annotation_commands,
    learn_command,
    probe_command,
    review_commands,
    run_commands,
    share_commands,
    shell_completion,
)
from .terminal import print_plain as print

__all__ = ["app", "main"]

app = typer.Typer(
    help="News articles in; an annotated Hugging Face dataset and a site to read it out.",
    no_args_is_help=True,
    # For every command: those below take it from here.
    context_settings={"help_option_names": ["-h", "--help"]},
    # A command in their place, `completion`: two options fewer, which few newcomers would know what to do with.
    add_completion=False,
    rich_markup_mode=None,
    # A traceback is for a bug report: plain, and without the values of variables, which hold articles.
    pretty_exceptions_enable=False,
)

_COMMAND_ORDER = (
    "init", "run", "annotate", "build", "serve", "check", "rejected", "info", "explain", "names", "count", "concord",
    "export", "share", "fill", "review", "learn", "import", "sample", "evaluate", "compare", "probe", "methods", "codebook",
    "schema", "completion",
)  # fmt: skip
"""The commands in the order in which a study needs them, as `--help` lists them."""


def main() -> None:
    """Run the `pressmark` command; an error that a person can mend is printed, and its exit code returned."""
    # A cluster and a container end a process by SIGTERM, which Python obeys without closing anything.
    signal.signal(signal.SIGTERM, _stop_on_signal)
    shell_completion.prepare_completion()
    try:
        app()
    except PressmarkError as error:
        print(error, file=sys.stderr)
        # `from None`: the chain of Python's errors says nothing to a person who can mend the file.
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # before or after a command, which says more
        print("Interrupted.", file=sys.stderr)
        raise SystemExit(130) from None


def _stop_on_signal(*_: object) -> NoReturn:
    """Raise `Stopped` for SIGTERM, so that workers and files are closed as on Ctrl-C."""
    print(
        "Terminated. What is done stays done: the same command goes on from here.",
        file=sys.stderr,
    )
    # 128 and the number of the signal, as shells count.
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
    """Print the version and end, when `--version` asks for it; otherwise the command runs."""
    if version:
        print(f"pressmark {__version__}")
        raise typer.Exit


@app.command(epilog="Example: pressmark codebook > codebook.md")
def codebook() -> None:
    """Print the codebook of events. Each type with definition, example, codes and triggers, as Markdown."""
    # Within the command, as all that is heavy: see the head of this module.
    from .command_functions import codebook as make_codebook

    print(make_codebook(), end="")


@app.command(epilog="Example: pressmark schema > pressmark.schema.json")
def schema(
    what: Annotated[
        Literal["yaml", "review"],
        typer.Argument(help="The YAML file, or a line of review.jsonl."),
    ] = "yaml",
) -> None:
    """Print the JSON Schema of the YAML file, for editors. Or that of a decision, a line of review.jsonl."""
    from .command_functions import schema as make_schema

    print(json.dumps(make_schema(what), ensure_ascii=False, indent=1))


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
    annotator: Annotated[
        str | None,
        typer.Option(help="Write an annotator of this name, its test and its YAML."),
    ] = None,
) -> None:
    """Write a commented YAML file that runs, and a first article. Or an annotator of your own, with its test."""
    from .command_functions import init as write_first_project
    from .first_project import CONFIG

    files = write_first_project(folder, language=language, annotator=annotator)
    for path in files:
        print(f"Wrote {path}")
    config = CONFIG if annotator is None else f"{annotator}.yaml"
    print(f"Next: pressmark run {folder / config}")
    if annotator is not None:
        print(f"Test: python -m pytest {folder}")


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

    # A folder is served as it stands; it may come from another machine, without its YAML file.
    folder = site
    if not site.is_dir():
        folder = follow_project(site, partial(print, file=sys.stderr))
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
    """Return the command with Ctrl-C reported; name, help and options stay those that Typer reads."""

    # Typer reads signature and docstring of what it registers; `wraps` shows it those of the command.
    @wraps(command)
    def interruptible(*arguments: Any, **options: Any) -> Any:
        with _report_interrupt():
            return command(*arguments, **options)

    return interruptible


_COMMAND_MODULES = (
    run_commands,
    corpus_commands,
    count_command,
    concord_command,
    evaluation_commands,
    hand_annotation_commands,
    review_commands,
    learn_command,
    probe_command,
    share_commands,
    shell_completion,
)
for _module in _COMMAND_MODULES:
    _module.register(app)
# Typer ends a command at Ctrl-C with "Aborted." alone, which does not say how to go on: so each is wrapped.
for _command in app.registered_commands:
    if _command.callback is not None:
        _command.callback = _interruptible_command(_command.callback)
# Typer lists commands as they were registered, which is by module and not by the needs of a study.
app.registered_commands.sort(
    key=lambda command: _COMMAND_ORDER.index(
        command.name or getattr(command.callback, "__name__", "")
    )
)
