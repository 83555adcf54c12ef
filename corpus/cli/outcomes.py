"""What the command line prints about a run: its counts, and the articles that it did not keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pressmark.messages import counted

if TYPE_CHECKING:
    from pressmark.pipeline.driver import Outcome

__all__ = ["outcome_lines", "rejection_lines", "retry_lines"]


def outcome_lines(outcome: Outcome, locations: dict[str, str]) -> Iterator[str]:
    """
    Yield what came of a run: counts, rejections by groups, and the dataset and the `locations` of what else was made.
    """
    yield f"{counted(outcome.seen, 'article')} seen = {outcome.kept} kept + {outcome.rejected} rejected"
    # Where all was rejected the numbers of annotated articles would be two zeros.
    if outcome.kept:
        yield f"{outcome.annotated} annotated now, {outcome.kept - outcome.annotated} stood already"
    rows = dict(outcome.counts)
    # The lines above have the first two; what failed is told by layer.
    for table in ("articles", "rejected", "runs", "layer_failures"):
        rows.pop(table, None)
    yield ", ".join(f"{count} {table}" for table, count in rows.items())
    if outcome.summary:
        yield from outcome.summary.lines()
    for layer, count in outcome.layer_failures.items():
        yield f"{count} of {counted(outcome.kept, 'article')} without the layer {layer}: its annotator failed"
    # After the counts, which would scroll away above a long list.
    yield from _rejection_lines(outcome)
    yield f"Dataset: {outcome.corpus}"
    for name, location in locations.items():
        yield f"{name.capitalize()}: {location}"


def retry_lines(outcome: Outcome) -> Iterator[str]:
    """
    Yield what another try may mend: articles kept without a layer, a line for each layer, and how many were rejected.
    """
    for layer, count in outcome.layer_failures.items():
        articles = counted(count, "article")
        verb, pronoun = ("is", "it") if count == 1 else ("are", "them")
        yield (
            f"{articles} {verb} kept without the layer {layer}, which failed; try"
            f" {pronoun} again with --retry (why: pressmark rejected {outcome.corpus})"
        )
    if not outcome.may_pass:
        return
    # "1 article was …, try it", "2 articles were …, try them".
    verb, pronoun = ("was", "it") if outcome.may_pass == 1 else ("were", "them")
    articles = counted(outcome.may_pass, "article")
    yield f"{articles} {verb} rejected by an error that may pass; try {pronoun} again with --retry"


def _rejection_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the lines of the articles that a run rejected."""
    from pressmark.dataset.corpus import load

    if outcome.rejected:
        rows = load(outcome.corpus).rows("rejected")
        yield from rejection_lines(rows, f"pressmark rejected {outcome.corpus}")


# 20 lines: chosen, so that the counts above them stay in view.
def rejection_lines(
    rows: Iterable[Mapping[str, Any]], elsewhere: str, max_groups: int = 20
) -> Iterator[str]:
    """Yield a line for each file and reason; after `max_groups` of them, how many are left, and that `elsewhere` has all."""
    from pressmark.dataset.rejections import group_lines, grouped

    groups = grouped(rows)
    yield from (f"  rejected {line}" for line in group_lines(groups[:max_groups]))
    if len(groups) > max_groups:
        # Articles and not lines: it must add up to the number of rejected articles in the first line.
        remaining = sum(group.count for group in groups[max_groups:])
        yield f"  … and {remaining} more, for {len(groups) - max_groups} reasons: {elsewhere}"
