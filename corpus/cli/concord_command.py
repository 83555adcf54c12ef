"""`pressmark concord`: every place of a word with what stands around it. `app` registers it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.messages import counted

from .arguments import (
    AsJson,
    Folder,
    Labels,
    Languages,
    Outlets,
    Since,
    Until,
    WithCopies,
    filter_of_options,
)
from .terminal import print_plain as print

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["register"]

CONTEXT_CHARACTERS = 48
"""Characters on either side of a word that a line shows; chosen, so that a line fits a window of 120."""


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(
        epilog="Example: pressmark concord corpus/ 'grev*' --layer quotes --csv"
    )(concord)


def concord(
    corpus: Folder,
    words: Annotated[
        str,
        typer.Argument(
            metavar="WORDS", help="A word, its beginning (`strik*`), or several."
        ),
    ],
    layer: Annotated[
        str | None, typer.Option(help="Only within annotations of this layer.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Only within quotes of this speaker.")
    ] = None,
    window: Annotated[
        int | None,
        typer.Option(min=0, help="Characters on either side; else the sentence."),
    ] = None,
    regex: Annotated[
        bool, typer.Option("--regex", help="WORDS are a regular expression.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Case and accents count.")
    ] = False,
    outlet: Outlets = None,
    language: Languages = None,
    label: Labels = None,
    since: Since = None,
    until: Until = None,
    copies: WithCopies = False,
    top: Annotated[int, typer.Option(help="So many places; 0 prints all.")] = 50,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all places.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the places of a word, each with what stands around it. Accents and case do not count."""
    from pressmark.dataset.corpus import load
    from pressmark.exchange.spreadsheet_cells import guarded_rows
    from pressmark.study.concordance import concord as find_places

    filter = filter_of_options(
        outlets=outlet,
        languages=language,
        labels=label,
        since=since,
        until=until,
        copies=copies,
    )
    frame = find_places(
        load(corpus),
        words,
        layer=layer,
        speaker=speaker,
        window=window,
        regex=regex,
        exact=exact,
        filter=filter,
    )
    if as_json:
        _print_json(words, frame)
    elif csv:
        print(guarded_rows(frame).to_csv(index=False), end="")
    else:
        print("\n".join(_lines(frame, top)))
    places = counted(len(frame), "place")
    articles = counted(frame["article_id"].nunique(), "article")
    print(f"{places} in {articles}", file=sys.stderr)


def _print_json(words: str, frame: pd.DataFrame) -> None:
    """Print what was asked for, the filter in words and the places."""
    rows = json.loads(
        frame.to_json(orient="records", force_ascii=False, date_format="iso")
    )
    content = {"words": words, "filter": frame.attrs["filter"], "rows": rows}
    print(json.dumps(content, ensure_ascii=False, indent=1))


def _lines(frame: pd.DataFrame, top: int) -> Iterator[str]:
    """Yield a line for each place, the words below each other; 0 takes all."""
    if frame.empty:
        yield "nothing of this kind in the corpus"
        return
    rows = frame.head(top) if top else frame
    width = max(map(len, rows["match"]))
    for left, match, right, article_id, speaker in zip(
        *(rows[name] for name in ("left", "match", "right", "article_id", "speaker")),
        strict=True,
    ):
        before = left[-CONTEXT_CHARACTERS:]
        after = right[:CONTEXT_CHARACTERS]
        # An empty cell of a frame may be None or NaN.
        who = f" — {speaker}" if isinstance(speaker, str) else ""
        yield (
            f"{before:>{CONTEXT_CHARACTERS}}  {match:{width}}  {after:{CONTEXT_CHARACTERS}}"
            f"  {article_id}{who}"
        )
    if len(frame) > len(rows):
        yield f"… and {len(frame) - len(rows)} more places (--top 0 prints all)"
