"""`pressmark completion SHELL`: the script by which a shell completes commands, options and their values."""

from __future__ import annotations

import os
from typing import Annotated, Literal

import typer

from .terminal import print_plain as print

__all__ = [
    "completion",
    "completion_script",
    "counted_things",
    "export_formats",
    "import_formats",
    "prepare_completion",
    "register",
]

Shell = Literal["bash", "zsh", "fish"]

_PROGRAM = "pressmark"
_VARIABLE = "_PRESSMARK_COMPLETE"
"""The variable of the environment in which the shell asks for completions; its name is what typer makes of the program's."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: pressmark completion bash >> ~/.bashrc")(completion)


def completion(
    shell: Annotated[Shell, typer.Argument(help="bash, zsh or fish.")],
) -> None:
    """Print the script by which a shell completes pressmark. Read it from your shell's start-up file."""
    print(completion_script(shell))


def completion_script(shell: Shell) -> str:
    """
    Return the completion script of a shell.

    >>> completion_script("bash").splitlines()[-1]
    'complete -o default -F _pressmark_completion pressmark'
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    return get_completion_script(
        prog_name=_PROGRAM, complete_var=_VARIABLE, shell=shell
    )


def prepare_completion() -> None:
    """Let the command line answer a shell that asks for completions; nothing happens where none asks."""
    if _VARIABLE in os.environ:
        # Typer does it by itself only where an app has its two options for it.
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()


def export_formats() -> list[str]:
    """Return what a shell completes `export --format` by. Imported when it is asked for, as the other two below."""
    from pressmark.exchange import FORMATS

    return list(FORMATS)


def import_formats() -> list[str]:
    """Return what a shell completes `import --format` by."""
    from pressmark.exchange.annotation_import import READERS

    return list(READERS)


def counted_things() -> list[str]:
    """Return what a shell completes the second argument of `count` by; layers of somebody's own are not among it."""
    from pressmark.study.counts import COUNTS

    return list(COUNTS)
