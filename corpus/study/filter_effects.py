"""What a filter asks for that a corpus does not have: said beside a count that came out empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pressmark.dataset.corpus import Corpus
from pressmark.messages import suggestion

from .counted_rows import speaker_kinds
from .filters import Filter

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["without_effect"]

_TABLES_OF_COUNTS = {
    "quoted": "quotes",
    "shares": "quotes",
    "named": "entities",
    "together": "entities",
}
"""The table whose rows each count groups, where it is not of the count's name."""


def without_effect(corpus: Corpus, what: str, filter: Filter) -> Iterator[str]:
    """Say what a filter asks for that the corpus has nowhere: labels, outlets and languages, with what there is."""
    from pressmark.exchange.flat_rows import frame

    table = _TABLES_OF_COUNTS.get(what, what)
    rows = frame(corpus, table)
    if table == "quotes":
        rows["speaker_kind"] = speaker_kinds(rows)
    values_by_name = {
        "label": filter.labels,
        "outlet": filter.outlets,
        "language": filter.languages,
        "kind": filter.kinds,
    }
    for name, values in values_by_name.items():
        choices = _column_values(rows, name)
        for value in values:
            if value not in choices:
                offer = f"; there is {', '.join(choices) or 'none'}"
                advice = suggestion(value, choices) or offer
                yield f"no {name} {value!r} among the {table}{advice}"


def _column_values(rows: pd.DataFrame, name: str) -> list[str]:
    """Return the sorted values of the columns that a filter's `name` is compared with: `label`, `speaker_label` …"""
    values: set[str] = set()
    for column in (name, f"canonical_{name}", f"speaker_{name}"):
        if column in rows:
            values.update(rows[column].dropna())
    return sorted(values)
