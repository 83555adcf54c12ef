"""Arguments and options that several commands have, or whose help is long."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsJson",
    "Folder",
    "Labels",
    "Languages",
    "Outlets",
    "Since",
    "SpeakerKinds",
    "Until",
]

Folder = Annotated[
    Path, typer.Argument(metavar="CORPUS", help="The folder of a corpus.")
]
"""The corpus that a command reads."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
"""Whether a command prints for a script."""

# A day alone: Typer's own formats also take a time, which no filter looks at.
_DAY_FORMATS = ["%Y-%m-%d"]
Outlets = Annotated[
    list[str] | None, typer.Option(help="Only articles of this outlet; repeat it.")
]
Languages = Annotated[
    list[str] | None, typer.Option(help="Only articles in this language; repeat it.")
]
Labels = Annotated[
    list[str] | None,
    typer.Option(
        help="Only annotations with this label (of quotes PER, ORG … mean their speakers); repeat it."
    ),
]
SpeakerKinds = Annotated[
    list[str] | None,
    typer.Option(
        help="Only quotes by such speakers: person, unnamed, group, organisation, document; repeat it."
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        formats=_DAY_FORMATS, metavar="DAY", help="From this day on: 2026-03-02."
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option(
        formats=_DAY_FORMATS, metavar="DAY", help="Up to this day: 2026-03-31."
    ),
]
