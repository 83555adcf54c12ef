"""`pressmark count`: the counts of a study as a table, CSV or JSON. `app` registers it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from .arguments import (
    AsJson,
    CountColumns,
    CountedThing,
    DecisionFiles,
    DslFile,
    Folder,
    Labels,
    Languages,
    Naive,
    Outlets,
    ProofFolder,
    SampleFile,
    SharedColumn,
    Since,
    SiteAddress,
    SpeakerKinds,
    Until,
    WithCopies,
    filter_of_options,
)
from .terminal import print_plain as print

if TYPE_CHECKING:
    import pandas as pd

    from pressmark.dataset.corpus import Corpus
    from pressmark.study.estimation.group_values import CountRequest
    from pressmark.study.estimation.review_files import Checked

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        epilog="Example: pressmark count corpus/ quoted --by outlet --by month --top 20"
    )(count)


def count(
    corpus: Folder,
    what: CountedThing,
    by: CountColumns = None,
    of: SharedColumn = "gender",
    outlet: Outlets = None,
    language: Languages = None,
    label: Labels = None,
    kind: SpeakerKinds = None,
    since: Since = None,
    until: Until = None,
    copies: WithCopies = False,
    checked: DecisionFiles = None,
    sample: SampleFile = None,
    naive: Naive = False,
    proof: ProofFolder = None,
    site: SiteAddress = None,
    dsl: DslFile = None,
    top: Annotated[int, typer.Option(help="So many rows; 0 prints all.")] = 20,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count who is quoted or named, and what happens. With denominators; the filter is said on stderr."""
    from pressmark.dataset.corpus import load
    from pressmark.study.estimation.group_values import CountRequest
    from pressmark.study.estimation.review_files import Checked
    from pressmark.study.filter_effects import without_effect

    from .command_functions import count as count_in

    filter = filter_of_options(
        outlets=outlet,
        languages=language,
        labels=label,
        kinds=kind,
        since=since,
        until=until,
        copies=copies,
    )
    options: dict[str, Any] = {}
    if by:
        options["by"] = tuple(by)
    # Its default stands for every other count too, which would not know the option.
    if what == "shares":
        options["of"] = of
    loaded = load(corpus)
    people = None
    if checked:
        people = Checked(files=tuple(checked), sample=sample, naive=naive)
    frame = count_in(loaded, what, filter=filter, checked=people, **options)
    # Files first: a pipe that closes early must not cost them.
    if proof or dsl:
        request = CountRequest.make(what, filter=filter, **options)
        _write_files(loaded, request, people, _Files(proof, site, dsl))
    if as_json:
        print(_count_json(frame, {"what": what, **options}))
    elif csv:
        print(_count_csv(frame), end="")
    else:
        print(_format_table(frame, top), end="")
    notices: Iterable[str] = frame.attrs.get("notices", ())
    if frame.empty:  # a filter that meets nothing is most often a slip of the pen
        notices = [*notices, *without_effect(loaded, what, filter)]
    # Last and on stderr: a table that goes into a file stays clean, and the person still sees what was left out.
    _print_filter(frame, notices)


class _Files(NamedTuple):
    """Files that a count may write: the folder of `proof` with the `site` that it links to, and the table for `dsl`."""

    proof: Path | None
    site: str | None
    dsl: Path | None


def _write_files(
    corpus: Corpus,
    request: CountRequest,
    people: Checked | None,
    files: _Files,
) -> None:
    """Write the lists of sentences and the table for `dsl`; raise `InputError` for the latter where nobody checked."""
    from pressmark.errors import InputError
    from pressmark.storage.disk import write_bytes
    from pressmark.study.estimation.dsl_table import dsl_table
    from pressmark.study.estimation.group_values import layer_of
    from pressmark.study.estimation.receipts import write_receipts

    if files.proof:
        write_receipts(corpus, request, files.proof, site=files.site)
    if files.dsl is None:
        return
    if people is None:
        raise InputError("--dsl needs --checked: without it nothing is labeled.")
    table = dsl_table(people.open(corpus, layer_of(request.what)), request)
    write_bytes(files.dsl, _count_csv(table).encode())


def _count_json(frame: pd.DataFrame, request: Mapping[str, Any]) -> str:
    """Return the rows with what was asked for and what was left out."""
    # Through pandas' own JSON: it writes NaN as null, numbers of numpy as numbers.
    rows = json.loads(frame.to_json(orient="records", force_ascii=False))
    content = {
        **request,
        "filter": frame.attrs["filter"],
        "left_out": frame.attrs["left_out"],
        "notices": frame.attrs.get("notices", []),
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _count_csv(frame: pd.DataFrame) -> str:
    """Return the rows as CSV, no cell of which a spreadsheet takes for a formula."""
    from pressmark.exchange.spreadsheet_cells import guarded_rows

    # A name in the news may begin with `=`, and this file is most often opened in Excel.
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
    # The counts come sorted, so that the first rows are the most frequent.
    rows = frame.head(top) if top else frame
    text = rows.to_string(
        index=False, na_rep="–", float_format=lambda value: f"{value:.3f}"
    )
    if len(frame) == len(rows):
        return f"{text}\n"
    return f"{text}\n… and {len(frame) - len(rows)} more rows (--top 0 prints all)\n"
