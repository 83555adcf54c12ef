"""What the command line says of a run: its counts, and the articles that it did not keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .wording import counted

if TYPE_CHECKING:
    from .run import Outcome

__all__ = ["of_another_try", "outcome_lines"]


def outcome_lines(outcome: Outcome, more: dict[str, str]) -> Iterator[str]:
    """Yield what came of a run: counts, rejections by groups, and where the dataset and what is in `more` lie."""
    yield f"{counted(outcome.seen, 'article')} seen = {outcome.kept} kept + {outcome.rejected} rejected"
    if outcome.kept:
        yield f"{outcome.annotated} annotated now, {outcome.kept - outcome.annotated} stood already"
    layers = {table: rows for table, rows in outcome.counts.items() if table not in ("articles", "rejected", "runs")}
    yield ", ".join(f"{rows} {table}" for table, rows in layers.items())
    yield from outcome.summary.lines() if outcome.summary else ()
    yield from _rejections(outcome)
    yield f"Dataset: {outcome.corpus}"
    yield from (f"{name.capitalize()}: {value}" for name, value in more.items())


def of_another_try(outcome: Outcome) -> Iterator[str]:
    """Yield the sentence that says how many rejected articles may be kept when they are tried again, if any may."""
    if outcome.may_pass:
        articles, verb = counted(outcome.may_pass, "article"), "was" if outcome.may_pass == 1 else "were"
        again = "it" if outcome.may_pass == 1 else "them"
        yield f"{articles} {verb} rejected by an error that may pass; try {again} again with --retry"


def _rejections(outcome: Outcome, most: int = 20) -> Iterator[str]:
    from .library import load
    from .rejections import group_lines, grouped

    groups = grouped(load(outcome.corpus).table("rejected").to_list() if outcome.rejected else [])
    yield from (f"  rejected {line}" for line in group_lines(groups[:most]))
    if len(groups) > most:
        left = sum(group.count for group in groups[most:])
        yield f"  … and {left} more, for {len(groups) - most} reasons: pressmark rejected {outcome.corpus}"
