"""What `--dry` prints: what a run or a build would do, of which nothing is done."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from pressmark.messages import counted

from .outcomes import rejection_lines
from .progress_bar import show_progress
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.config.project import Project
    from pressmark.config.site_options import SiteOptions

__all__ = ["print_forecast", "print_site_forecast"]


def print_forecast(
    project: Project, as_json: bool, *, retry: bool, quiet: bool, with_site: bool
) -> NoReturn:
    """Print what a run would do, and exit as it would: with 1 where the import rejects articles."""
    from dataclasses import asdict

    from pressmark.annotation.process_guard import print_aside
    from pressmark.pipeline.run_forecast import forecast_run

    with print_aside(), show_progress(quiet=quiet) as progress:
        forecast = forecast_run(project, progress=progress, retry=retry)
    folders = {"dataset": str(forecast.corpus)}
    if with_site:
        folders["site"] = str(project.site)
    if as_json:
        print(json.dumps(asdict(forecast) | folders, ensure_ascii=False, default=str))
    else:
        for notice in () if quiet else forecast.notices:
            print(notice, file=sys.stderr)
        rejected = rejection_lines(forecast.rejected, "the source")
        print("\n".join(["Nothing is written.", *forecast.lines(), *rejected]))
        for name, folder in folders.items():
            print(f"{name.capitalize()}: {folder}")
    raise typer.Exit(1 if forecast.rejected else 0)


def print_site_forecast(corpus: Path, output: Path, options: SiteOptions) -> None:
    """Print whether the site of the corpus in the folder `corpus` would be made anew in `output`."""
    from pressmark.dataset.corpus import load
    from pressmark.site.builder import is_current

    loaded = load(corpus)
    print("Nothing is written.")
    state = "stands as it would be made"
    if not is_current(loaded, output, options):
        state = f"would be made of {counted(len(loaded), 'article')}"
    print(f"Site: {output / 'index.html'} {state}")
