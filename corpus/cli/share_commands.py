"""`pressmark share` and `fill`: a corpus handed on without its texts, and filled again. `app` registers them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .arguments import Folder
from .hand_annotation_commands import refuse_overwriting
from .terminal import print_plain as print

__all__ = ["register"]

Output = Annotated[Path, typer.Option(help="The corpus folder to write.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: pressmark share corpus/ --output shared/")(share)
    app.command(
        epilog="Example: pressmark fill shared/ --texts mine.jsonl --output corpus/"
    )(fill)


def share(
    corpus: Folder,
    output: Output,
    column: Annotated[
        list[str] | None,
        typer.Option(help="An own column that stays; repeat it. Others are left out."),
    ] = None,
) -> None:
    """Write a corpus without its texts, to be handed on. Every letter is masked, and all offsets hold."""
    from pressmark.dataset.corpus import load
    from pressmark.study.shared_corpus import share as write

    refuse_overwriting(output, corpus)
    shared = write(load(corpus), output, columns=column or ())
    print(f"{len(shared)} articles without their texts written to {output}")
    print(f"Next: pressmark fill {output} --texts TEXTS --output FOLDER")


def fill(
    corpus: Folder,
    output: Output,
    texts: Annotated[
        Path, typer.Option(help="A corpus with the texts, or JSON lines: id, text.")
    ],
) -> None:
    """Fill a shared corpus with its texts again. Each is checked by its hash; exits with 1 when some are left out."""
    from pressmark.dataset.corpus import load
    from pressmark.study.shared_corpus import fill as write

    refuse_overwriting(output, corpus)
    filled = write(load(corpus), texts, output)
    print("\n".join(filled.lines()))
    raise typer.Exit(1 if filled.missing or filled.differing else 0)
