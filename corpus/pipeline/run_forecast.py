"""What a run would do, found out without doing it: nothing of the project's folders is written, and nobody is asked."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.config.project import Project
from pressmark.errors import CorpusError
from pressmark.messages import counted
from pressmark.storage.manifest import read_manifest

from .model_costs import told_before
from .progress import Progress
from .run_preparation import prepare_run, refuse_losing_files
from .settled_articles import find_changes

__all__ = ["RunForecast", "forecast_run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunForecast:
    """
    What a run would do.

    Of the articles that the import keeps, `new` are not in the corpus that stands, `changed` are there and differ, `same`
    do not; `gone` are in the corpus and no longer in the source. `annotated` are those whose `layers` would be made.
    `rejected` are the rows of those that the import rejects; the annotation may reject more. `costs` are what services
    would be asked for.
    """

    new: int
    changed: int
    same: int
    gone: int
    annotated: int
    layers: tuple[str, ...]
    rejected: Sequence[dict[str, Any]]
    notices: tuple[str, ...]
    costs: tuple[str, ...]
    corpus: Path
    site: Path

    @property
    def kept(self) -> int:
        """How many articles the import keeps."""
        return self.new + self.changed + self.same

    def lines(self) -> Iterator[str]:
        """Yield what would be done, a line each."""
        seen = self.kept + len(self.rejected)
        yield f"{counted(seen, 'article')} seen = {self.kept} kept + {len(self.rejected)} rejected by the import"
        yield f"{self.new} new, {self.changed} changed, {self.same} as in the corpus; {self.gone} no longer in the source"
        layers = f": {', '.join(self.layers)}" if self.layers else ""
        yield f"{self.annotated} would be annotated{layers}"
        yield from self.costs


def forecast_run(
    project: Project,
    *,
    progress: Progress = lambda *_: None,
    retry: bool = False,
) -> RunForecast:
    """
    Return what a run of `project` would do, with `retry` as with that of a run.

    The source is read, models are looked for and none is loaded. Raises what a run raises before it annotates: for a
    source that cannot be read, a model that is not installed, a folder of somebody else's, a budget that is too small.
    """
    folder = project.corpus
    refuse_losing_files(project)
    with tempfile.TemporaryDirectory(prefix="pressmark-") as spool:
        prepared = prepare_run(
            project, Path(spool) / "import", progress, retry=retry, discard=False
        )
        changes = Counter(find_changes(folder, prepared.imported.files))
        jobs = list(prepared.jobs.values())
        costs = tuple(told_before(project, jobs))
        # Of the files in the folder, which is gone below.
        annotated = prepared.open_count
        layers = {layer for job in jobs for layer in job.computed_layers}
    return RunForecast(
        new=changes["new"],
        changed=changes["changed"],
        same=changes["same"],
        gone=_count_sealed(folder) - changes["changed"] - changes["same"],
        annotated=annotated,
        layers=tuple(layer for layer in prepared.plan.layers if layer in layers),
        rejected=[dict(row) for row in prepared.imported.rejected],
        notices=(*project.notices, *prepared.notices),
        costs=costs,
        corpus=folder,
        site=project.site,
    )


def _count_sealed(folder: Path) -> int:
    """Return how many articles the corpus that stands has; 0 where there is none."""
    try:
        return read_manifest(folder).counts["articles"]
    except CorpusError:
        return 0
