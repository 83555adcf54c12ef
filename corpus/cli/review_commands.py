"""Commands of the review: what two people differ on, and how far they agree. `app` registers them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.messages import counted

from .arguments import AsJson
from .evaluation_commands import agreement_lines
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.evaluation.review_agreement import ReviewAgreement

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(
        epilog="Example: pressmark review study.yaml --settle anne.jsonl ben.jsonl"
    )(review)


def review(
    project: Annotated[
        Path, typer.Argument(metavar="YAML", help="The configuration file.")
    ],
    settle: Annotated[
        tuple[Path, Path],
        typer.Option(help="Two files of decisions: list what they differ on."),
    ],
    most: Annotated[int, typer.Option(help="How many differences to print.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Say what two reviews differ on, and how far they agree. Before it was settled, and after."""
    from pressmark.config.project import read
    from pressmark.dataset.corpus import load
    from pressmark.evaluation.review_agreement import (
        compare_reviews,
        unreviewed_articles,
    )
    from pressmark.review import read_decisions

    study = read(project, with_annotators=False)
    corpus = load(study.corpus)
    readings = [read_decisions([file]) for file in settle]
    settling = read_decisions([file for file in study.config.review if file.exists()])
    for reading in (*readings, settling):
        for notice in reading.notices():
            print(notice, file=sys.stderr)
    first, second = (reading.decisions for reading in readings)
    ids = {decision.article for decision in first} & {one.article for one in second}
    agreement = compare_reviews(
        unreviewed_articles(corpus, ids), first, second, settling.decisions
    )
    if as_json:
        print(json.dumps(agreement.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(agreement, most)))


def _lines(agreement: ReviewAgreement, most: int) -> Iterator[str]:
    """Yield the coefficients of each layer before and after, then the first `most` that nobody settled."""
    if not agreement.before:
        yield "The two files share no article of the corpus."
        return
    settled = len(agreement.disagreements) - len(agreement.open)
    yield f"{counted(len(agreement.disagreements), 'annotation')} that the two differ on, {settled} settled"
    for layer, before in agreement.before.items():
        yield f"\nBefore: {counted(len(before.articles), 'article')} that both reviewed"
        yield from agreement_lines(before, [layer])
        if settled:
            yield "\nAfter"
            yield from agreement_lines(agreement.after[layer], [layer])
    yield ""
    yield from (f"  {one}" for one in agreement.open[:most])
    if len(agreement.open) > most:
        yield f"  … and {len(agreement.open) - most} more (--most prints more)"
