"""
What the end of a run tells of a corpus beside its counts: articles without a date, wire copies, layers that a language
has no lexicon for. Read from the statistics of the files, not from their rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from pressmark.messages import counted
from pressmark.sources.languages import language_name
from pressmark.sources.numeric_dates import interpret_date
from pressmark.storage.manifest import Manifest

if TYPE_CHECKING:
    from .plan import Plan, Step

__all__ = [
    "Summary",
    "layers_with_lexicon",
    "lexicon_notices",
    "models_with_own_weights",
    "summary_of",
]

RAW = "published_raw"
"""The column that holds a date which could not be read, as it stands."""

MAX_EXAMPLE_CHARACTERS = 40
"""Characters of a date that is shown as an example; chosen: it may be a whole paragraph, by a wrong column."""

_LEXICON_OF_LAYER = {
    "entities": "entities",
    "quotes": "quotes",
    "times": "times",
    "events": "events",
}
"""Our layers, and the lexicon that each cannot do without; of entities, titles, roles and gender."""


@dataclass(frozen=True, slots=True)
class Summary:
    """
    How many articles a corpus has, how many without a date, and how many that are copies of another.

    `unread` counts the articles without a date of which one is there that could not be read; `example` is such a date.
    """

    articles: int
    undated: int = 0
    unread: int = 0
    example: str | None = None
    copies: int = 0

    def lines(self) -> Iterator[str]:
        """Yield what there is to say of dates and copies, a line each."""
        if self.copies:
            verb = "is" if self.copies == 1 else "are"
            yield f"{self.copies} of {counted(self.articles, 'article')} {verb} a copy of another"
        if not self.undated:
            return
        verb = "has" if self.undated == 1 else "have"
        line = f"{self.undated} of {counted(self.articles, 'article')} {verb} no date"
        if self.unread:
            like = f", like {self.example!r}" if self.example else ""
            line += f" ({self.unread} of them could not be read{like}{self._advice()})"
        yield line

    def _advice(self) -> str:
        """Say how to have dates read, where the example has two readings; a day that does not exist has none."""
        is_open = self.example is not None and _has_two_readings(self.example)
        return "; say how: source: {dates: day-first}" if is_open else ""


def summary_of(folder: Path, manifest: Manifest) -> Summary:
    """Summarise the articles of the sealed corpus in `folder`."""
    undated = unread = copies = 0
    example: str | None = None
    for file in manifest.files("articles"):
        metadata = pq.read_metadata(folder / file.path)
        undated += _count_nulls(metadata, "published")
        copies += metadata.num_rows - _count_nulls(metadata, "duplicate_of")
        # The column is there only where a date could not be read.
        if RAW in manifest.columns:
            raw_dates = metadata.num_rows - _count_nulls(metadata, RAW)
            unread += raw_dates
            if raw_dates and (example is None or not _has_two_readings(example)):
                example = _raw_date(folder / file.path) or example
    # No more than are undated: a source may have an own column `published_raw` that means something else.
    return Summary(
        manifest.counts["articles"], undated, min(unread, undated), example, copies
    )


def _count_nulls(metadata: pq.FileMetaData, column: str) -> int:
    """Count the rows of a file that say nothing in a column."""
    names = [
        metadata.schema.column(position).path
        for position in range(metadata.num_columns)
    ]
    position = names.index(column)
    count = 0
    for group in range(metadata.num_row_groups):
        statistics = metadata.row_group(group).column(position).statistics
        # A writer may leave statistics out: these rows count as filled, as nothing is read for a summary.
        if statistics is not None:
            count += statistics.null_count
    return count


def _raw_date(file: Path) -> str | None:
    """
    Return a date of a file that could not be read, cut to `MAX_EXAMPLE_CHARACTERS`: the first with two readings, for
    which a setting helps, else the first.
    """
    values = pq.read_table(file, columns=[RAW])[RAW].drop_null().to_pylist()
    dates = [str(value)[:MAX_EXAMPLE_CHARACTERS] for value in values]
    return next(filter(_has_two_readings, dates), next(iter(dates), None))


def _has_two_readings(date: str) -> bool:
    """
    Say whether a date in numbers is one day or another by what stands first.

    >>> _has_two_readings("03/04/2026"), _has_two_readings("2026-02-30")
    (True, False)
    """
    readings = interpret_date(date)
    return bool(readings and readings.day_first and readings.month_first)


def lexicon_notices(plan: Plan, languages: Iterable[str]) -> Iterator[str]:
    """
    Say of each language which of our layers have a lexicon and which none, where it is not as it is in ours.

    A layer without one will be empty, or poor. A language that has all of ours, and none of the user's, is not told of.
    """
    layers = [step.layer for step in plan.steps if _rests_on_lexicon(step)]
    for language in sorted(set(languages) & set(plan.models)):
        with_lexicon = layers_with_lexicon(plan, language)
        missing = [layer for layer in layers if layer not in with_lexicon]
        own_files = [
            file.name for file in plan.lexicons.files if file.language == language
        ]
        if own_files:
            there = ", ".join(with_lexicon) or "no layer of this run"
            yield f"{language_name(language)}: there are lexicons of {there}; yours are {', '.join(own_files)}"
        # Entities come from the model, too: without a lexicon they are poor, and not empty.
        empty_layers = [layer for layer in missing if layer != "entities"]
        if empty_layers:
            lexicons = ", ".join(empty_layers)
            yield f"{language_name(language)}: there is no lexicon of {lexicons}; none of these will be found"
        if "entities" in missing:
            yield f"{language_name(language)}: there is no lexicon of entities: names have no roles and no gender"


def layers_with_lexicon(plan: Plan, language: str) -> list[str]:
    """Return the layers of a plan that have a lexicon of `language`, ours or the user's, in the plan's order."""
    from pressmark.yaml_files.lexicons import lexicon_languages

    return [
        step.layer
        for step in plan.steps
        if _rests_on_lexicon(step)
        and language in lexicon_languages(_LEXICON_OF_LAYER[step.layer], plan.lexicons)
    ]


def _rests_on_lexicon(step: Step) -> bool:
    """Say whether a step is one of our layers by rules; a model that makes the layer needs no lexicon for it."""
    return step.ours and step.name == step.layer and step.layer in _LEXICON_OF_LAYER


def models_with_own_weights(plan: Plan) -> Iterator[str]:
    """Say of each model why it finds names with its own weights, where one would expect those of the package."""
    for model in plan.models.values():
        if model.chosen.reason:
            yield model.chosen.reason
