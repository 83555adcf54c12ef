"""What a run did, as its caller is told: counts, notices, and what another try may keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from pressmark.dataset.rejections import may_pass
from pressmark.errors import CorpusError
from pressmark.storage.manifest import Manifest

from .provenance import count_layer_failures
from .summary import Summary, summary_of

__all__ = ["Outcome", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a run did. `annotated` counts the articles kept that were annotated now; the others were reused.

    `notices` are what a person should know: corrections that found nothing, secrets that are masked, layers that a
    language has no lexicon for; `summary` tells of dates and copies. `may_pass` counts the rejected articles that
    another try may keep, `layer_failures` by layer the articles kept without it, which another try may give them.
    """

    corpus: Path
    seen: int
    kept: int
    rejected: int
    annotated: int
    counts: Mapping[str, int]
    notices: tuple[str, ...] = ()
    summary: Summary | None = None
    may_pass: int = 0
    layer_failures: Mapping[str, int] = field(default_factory=dict)


def outcome_of(
    folder: Path, manifest: Manifest, *, annotated: int, notices: Iterable[str]
) -> Outcome:
    """
    Return the outcome of the run that sealed the corpus in `folder`.

    Raises `CorpusError` when an article was lost: each that was seen must be kept or rejected.
    """
    counts = manifest.counts
    outcome = Outcome(
        folder,
        manifest.seen,
        counts["articles"],
        counts["rejected"],
        annotated,
        counts,
        notices=tuple(notices),
        summary=summary_of(folder, manifest),
        may_pass=_count_may_pass(folder, manifest),
        layer_failures=count_layer_failures(
            folder / file.path for file in manifest.files("layer_failures")
        ),
    )
    # Counted by the import and by the seal, each for itself: an article that is lost between them shows here.
    if outcome.seen != outcome.kept + outcome.rejected:
        raise CorpusError(
            f"{folder}: seen {outcome.seen}, kept {outcome.kept} and rejected {outcome.rejected} differ"
        )
    return outcome


def _count_may_pass(folder: Path, manifest: Manifest) -> int:
    """Return the number of rejected articles that another try may keep."""
    count = 0
    for file in manifest.files("rejected"):
        steps = pq.read_table(folder / file.path, columns=["step"])["step"].to_pylist()
        count += sum(map(may_pass, steps))
    return count
