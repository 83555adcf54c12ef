"""Arguments and options that several commands have, or whose help is long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shell_completion import counted_things

if TYPE_CHECKING:
    from pressmark.study.filters import Filter

__all__ = [
    "AsJson",
    "CountColumns",
    "CountedThing",
    "DecisionFiles",
    "DslFile",
    "Folder",
    "Labels",
    "Languages",
    "Naive",
    "Outlets",
    "ProofFolder",
    "SampleFile",
    "SharedColumn",
    "Since",
    "SiteAddress",
    "SpeakerKinds",
    "Until",
    "WithCopies",
    "filter_of_options",
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
DecisionFiles = Annotated[
    list[Path] | None,
    typer.Option(
        help="Decisions on a sample (review.jsonl), by which numbers are corrected; repeat it."
    ),
]
SampleFile = Annotated[
    Path | None, typer.Option(help="The sample that was checked; else the one beside.")
]
Naive = Annotated[
    bool, typer.Option("--naive", help="With --checked: the machine's numbers too.")
]
ProofFolder = Annotated[
    Path | None, typer.Option(help="A folder for the list of sentences of each number.")
]
SiteAddress = Annotated[
    str | None,
    typer.Option(help="The site's address or folder, to which --proof links."),
]
DslFile = Annotated[
    Path | None, typer.Option(help="A CSV of the articles for R's package dsl.")
]
CountedThing = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="quoted, named, shares, together, events, or a layer.",
        autocompletion=counted_things,
    ),
]
CountColumns = Annotated[
    list[str] | None,
    typer.Option(help="outlet, week, month, year, language, a column …; repeat it."),
]
SharedColumn = Annotated[
    str,
    typer.Option(
        help="shares: of gender, role, kind, speaker_label, label, status, cue_class."
    ),
]
WithCopies = Annotated[
    bool, typer.Option("--copies", help="Count copies of other articles too.")
]


def filter_of_options(
    *,
    outlets: Sequence[str] | None,
    languages: Sequence[str] | None,
    labels: Sequence[str] | None,
    since: datetime | None,
    until: datetime | None,
    copies: bool,
    kinds: Sequence[str] | None = None,
) -> Filter:
    """Return the filter that a command's options say; None stands for an option that is not given."""
    from pressmark.study.filters import Filter

    return Filter(
        outlets=tuple(outlets or ()),
        languages=tuple(languages or ()),
        labels=tuple(labels or ()),
        kinds=tuple(kinds or ()),
        # Typer knows no type for a day, so the option is a datetime at midnight.
        since=since.date() if since else None,
        until=until.date() if until else None,
        copies=copies,
    )
