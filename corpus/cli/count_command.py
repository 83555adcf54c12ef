"""`pressmark count`: the counts of a study as a table, CSV or JSON. `app` registers it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .arguments import (
    AsJson,
    Folder,
    Labels,
    Languages,
    Outlets,
    Since,
    SpeakerKinds,
    Until,
)
from .terminal import print_plain as print

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        epilog="Example: pressmark count corpus/ quoted --by outlet --by month --top 20"
    )(count)


def count(
    corpus: Folder,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="quoted, named, shares, together, events, or a layer."
        ),
    ],
    by: Annotated[
        list[str] | None,
        typer.Option(help="outlet, month, year, language, a column …; repeat it."),
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            help="shares: of gender, role, kind, speaker_label, label, status, cue_class."
        ),
    ] = "gender",
    outlet: Outlets = None,
    language: Languages = None,
    label: Labels = None,
    kind: SpeakerKinds = None,
    since: Since = None,
    until: Until = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Count copies of other articles too.")
    ] = False,
    top: Annotated[int, typer.Option(help="So many rows; 0 prints all.")] = 20,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count who is quoted or named, and what happens. With denominators; the filter is said on stderr."""
    from pressmark.dataset.corpus import load
    from pressmark.study.filter_effects import without_effect
    from pressmark.study.filters import Filter

    from .command_functions import count as count_in

    filter = Filter(
        outlets=tuple(outlet or ()),
        languages=tuple(language or ()),
        labels=tuple(label or ()),
        kinds=tuple(kind or ()),
        since=since.date() if since else None,
        until=until.date() if until else None,
        copies=copies,
    )
    options: dict[str, Any] = {}
    # Pairs of names are counted over the whole corpus: `together` has no `by`.
    if by and what != "together":
        options["by"] = tuple(by)
    if what == "shares":
        options["of"] = of
    loaded = load(corpus)
    frame = count_in(loaded, what, filter=filter, **options)
    if as_json:
        print(_count_json(frame, {"what": what, **options}))
    elif csv:
        print(_count_csv(frame), end="")
    else:
        print(_format_table(frame, top), end="")
    notices: Iterable[str] = ()
    if frame.empty:  # a filter that meets nothing is most often a slip of the pen
        notices = without_effect(loaded, what, filter)
    _print_filter(frame, notices)


def _count_json(frame: pd.DataFrame, request: Mapping[str, Any]) -> str:
    """Return the rows with what was asked for and what was left out."""
    # Through pandas' own JSON: it writes NaN as null, numbers of numpy as numbers.
    rows = json.loads(frame.to_json(orient="records", force_ascii=False))
    content = {
        **request,
        "filter": frame.attrs["filter"],
        "left_out": frame.attrs["left_out"],
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _count_csv(frame: pd.DataFrame) -> str:
    """Return the rows as CSV, no cell of which a spreadsheet takes for a formula."""
    from pressmark.exchange.spreadsheet_cells import guarded_rows

    return guarded_rows(frame).to_csv(index=False)


def _print_filter(frame: pd.DataFrame, notices: Iterable[str]) -> None:
    """Print to stderr what was counted, what was left out, and which parts of the filter met nothing."""
    print(
        f"filter: {json.dumps(frame.attrs['filter'], ensure_ascii=False)}",
        file=sys.stderr,
    )
    for label in frame.attrs["left_out"]:
        print(
            f"left out: {label} quotes, which are nobody's words (--label {label} counts them)",
            file=sys.stderr,
        )
    for notice in notices:
        print(notice, file=sys.stderr)


def _format_table(frame: pd.DataFrame, top: int) -> str:
    """Return the first `top` rows of a count as a person reads them; 0 takes all."""
    if frame.empty:
        return "nothing of this kind in the corpus\n"
    rows = frame.head(top) if top else frame
    text = rows.to_string(
        index=False, na_rep="–", float_format=lambda value: f"{value:.3f}"
    )
    if len(frame) == len(rows):
        return f"{text}\n"
    return f"{text}\n… and {len(frame) - len(rows)} more rows (--top 0 prints all)\n"
