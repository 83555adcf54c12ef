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

from .languages import language_name
from .manifest import Manifest
from .wording import counted

if TYPE_CHECKING:
    from .plan import Plan

__all__ = ["Summary", "layers_without_lexicon", "summary_of"]

RAW = "published_raw"
"""The column that holds a date which could not be read, as it stands."""

_LEXICAL = {"entities": "entities", "quotes": "quotes", "times": "times", "events": "events"}
"""Our layers, and the lexicon that each cannot do without; of entities, titles, roles and gender."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many articles have no date, of how many of these one could not be read (with an example), and are copies."""

    articles: int
    undated: int = 0
    unread: int = 0
    example: str | None = None
    copies: int = 0

    def lines(self) -> Iterator[str]:
        """Say what there is to say, a line each."""
        if self.copies:
            verb = "is" if self.copies == 1 else "are"
            yield f"{self.copies} of {counted(self.articles, 'article')} {verb} a copy of another"
        if not self.undated:
            return
        verb = "has" if self.undated == 1 else "have"
        line = f"{self.undated} of {counted(self.articles, 'article')} {verb} no date"
        if self.unread:
            like = f", like {self.example!r}" if self.example else ""
            line += f" ({self.unread} of them could not be read{like}; say how: source: {{dates: day-first}})"
        yield line


def summary_of(folder: Path, manifest: Manifest) -> Summary:
    """Summarise the articles of a sealed corpus."""
    undated = unread = copies = 0
    example: str | None = None
    for file in manifest.files("articles"):
        metadata = pq.read_metadata(folder / file.path)
        undated += _empty(metadata, "published")
        copies += metadata.num_rows - _empty(metadata, "duplicate_of")
        raw = metadata.num_rows - _empty(metadata, RAW) if RAW in manifest.columns else 0
        unread += raw
        example = _first(folder / file.path) if raw and example is None else example
    return Summary(manifest.counts["articles"], undated, min(unread, undated), example, copies)


def _empty(metadata: pq.FileMetaData, column: str) -> int:
    """How many rows of a file say nothing in a column."""
    place = next(n for n in range(metadata.num_columns) if metadata.schema.column(n).path == column)
    groups = (metadata.row_group(n).column(place).statistics for n in range(metadata.num_row_groups))
    return sum(statistics.null_count for statistics in groups if statistics is not None)


def _first(file: Path) -> str | None:
    values = pq.read_table(file, columns=[RAW])[RAW].drop_null()
    return str(values[0].as_py())[:40] if len(values) else None


def layers_without_lexicon(plan: Plan, languages: Iterable[str]) -> Iterator[str]:
    """Say of each language which of our layers will be empty, or poor, since no lexicon of it is there."""
    from pressmark.annotators.lexicon import languages as lexicon_languages

    for language in sorted(set(languages) & set(plan.models)):
        missing = [
            step.layer
            for step in plan.steps
            if step.ours and step.layer in _LEXICAL and language not in lexicon_languages(_LEXICAL[step.layer])
        ]
        empty = [layer for layer in missing if layer != "entities"]
        if empty:
            yield f"{language_name(language)}: there is no lexicon of {', '.join(empty)}; none of these will be found"
        if "entities" in missing:
            yield f"{language_name(language)}: there is no lexicon of entities: names have no roles and no gender"
