"""The strata that articles are drawn from: of each article that is no copy, what it is called by some columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.messages import suggestion

__all__ = ["strata_of_articles"]

_FORMATS_OF_PERIOD = {"week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
"""How ISO 8601 writes the periods that articles can be drawn by, as counts do."""

_OWN_STRATA = ("outlet", "language", *_FORMATS_OF_PERIOD)
"""What articles can be drawn by, besides the user's own columns."""


def strata_of_articles(corpus: Corpus, by: Sequence[str]) -> dict[str, str]:
    """
    Return the stratum of each article that is no copy of another, by its id.

    Raises `PressmarkError` for a column that is not there.
    """
    _refuse_unknown_columns(corpus, by)
    return {
        row["id"]: " · ".join(_stratum_value(row, name) for name in by)
        for row in _read_originals(corpus, by)
    }


def _refuse_unknown_columns(corpus: Corpus, by: Sequence[str]) -> None:
    """Raise `PressmarkError` for a column to draw by that the corpus does not have."""
    columns = (*_OWN_STRATA, *corpus.manifest.columns)
    for name in by:
        if name not in columns:
            raise PressmarkError(
                f"sample: there is no {name!r} to draw by; there is {', '.join(columns)}{suggestion(name, columns)}"
            )


def _read_originals(corpus: Corpus, by: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the articles that are no copies, with the columns that the strata need."""
    columns = ["id", "duplicate_of"]
    columns += dict.fromkeys(
        "published" if name in _FORMATS_OF_PERIOD else name for name in by
    )
    for row in corpus.table("articles").select_columns(columns):
        # A copy would be annotated twice, and would count twice in every score.
        if row["duplicate_of"] is None:
            yield row


def _stratum_value(row: Mapping[str, Any], name: str) -> str:
    """Return what an article's stratum is called by one column: `2024-05` by month, `none` for a missing value."""
    if name in _FORMATS_OF_PERIOD:
        published = row["published"]
        if not published:
            # A stratum of its own: without it undated articles could never be drawn.
            return "undated"
        return f"{published:{_FORMATS_OF_PERIOD[name]}}"
    return str(row[name]) if row[name] is not None else "none"
