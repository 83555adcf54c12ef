"""`pressmark probe`: how far a model that codes events agrees with itself. `app` registers it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.messages import counted

from .arguments import AsJson
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.study.model_probes import ProbeReport, ProbeResult

__all__ = ["register"]

_QUESTIONS = {
    "again": "asked again",
    "order": "types in another order",
    "names": "other names",
    "definitions": "definitions exchanged",
}


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(epilog="Example: pressmark probe study.yaml --articles 20")(probe)


def probe(
    yaml: Annotated[
        Path, typer.Argument(metavar="YAML", help="The configuration file.")
    ],
    articles: Annotated[
        int, typer.Option(min=1, help="Articles of the corpus that are drawn.")
    ] = 20,
    seed: Annotated[int, typer.Option(help="What is drawn by.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Probe a language model as a coder of events. Whether it agrees with itself, names and definitions changed."""
    from pressmark.annotators.language_model.failures import ModelFailure
    from pressmark.config.project import read
    from pressmark.errors import InputError
    from pressmark.study.model_probes import probe as probe_model

    project = read(yaml)
    notify = partial(print, file=sys.stderr)
    try:
        report = probe_model(project, articles=articles, seed=seed, notify=notify)
    except ModelFailure as failure:
        raise InputError(f"probe: {failure}. What was answered is kept.") from None
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_report_lines(report)))


def _report_lines(report: ProbeReport) -> Iterator[str]:
    """Yield a table with a line for each probe, and what its columns are."""
    yield f"{report.model}: {counted(report.events, 'event')} in {counted(report.articles, 'article')}"
    yield f"\n{'':24} events   F1 of triggers   same type   kappa   same status   by definition"
    yield from (_result_line(result) for result in report.results)
    yield "\nin per cent, kappa apart; types, status and definitions are of the events that both codings have"


def _result_line(result: ProbeResult) -> str:
    kappa = "–" if result.kappa is None else f"{result.kappa:.2f}"
    return (
        f"{_QUESTIONS[result.name]:24} {result.coded:6} {_percent(result.f1):>16} {_percent(result.label_share):>11}"
        f" {kappa:>7} {_percent(result.status_share):>13} {_percent(result.followed_share):>15}"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"
