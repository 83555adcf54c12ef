"""
Corrected counts for the index: what is true of the corpus, as far as people checked a sample of known chances.

Where nobody did, there is no row, and the site says that the count is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.study.filters import Filter

from .index import IndexDraft

if TYPE_CHECKING:
    from pressmark.study.estimation.group_values import CountRequest

__all__ = ["COUNT_NAMES", "MAX_CORRECTED_ROWS", "write_corrected_shares"]

COUNT_NAMES = ("gender", "quote_types", "quoted", "event_types")
"""The counts of the site, in the order of its page."""

MAX_CORRECTED_ROWS = 50
"""Rows of a count that are corrected, the largest: what is rarer stands in too few checked articles to tell."""

_UNKNOWN = "unknown"
"""What the lists call a gender that nothing states."""


def write_corrected_shares(corpus: Corpus, index: IndexDraft) -> None:
    """Write the corrected shares of each count whose layer was checked."""
    from pressmark.study.estimation.group_values import layer_of

    for name, request in _requests().items():
        if layer_of(request.what) in corpus.layers:
            index.insert_all("corrected_shares", _rows(corpus, name, request))


def _requests() -> Mapping[str, CountRequest]:
    """Return the counts by name."""
    from pressmark.study.estimation.group_values import CountRequest

    people = Filter(kinds=("person",))
    return {
        "gender": CountRequest.make("shares", of="gender", filter=people),
        "quote_types": CountRequest.make("shares", of="label"),
        "quoted": CountRequest.make("quoted"),
        "event_types": CountRequest.make("events"),
    }


def _rows(corpus: Corpus, name: str, request: CountRequest) -> Iterator[dict[str, Any]]:
    """Yield the rows of a count that has a sample; nothing where there is none, or it is not checked whole."""
    from pressmark.study.estimation.corrected_counts import corrected_count
    from pressmark.study.estimation.group_values import layer_of
    from pressmark.study.estimation.review_files import applied_checks

    # Without decisions nothing was checked, and a sample need not be looked for.
    if "decisions" not in corpus.manifest.tables():
        return
    try:
        checked = applied_checks(corpus, layer_of(request.what))
    except InputError:
        return
    columns = {"gender": "gender", "quoted": "name_id"}
    column = columns.get(name, "label")
    frame = corrected_count(checked, request, most=MAX_CORRECTED_ROWS)
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        value = row[column] or (_UNKNOWN if name == "gender" else None)
        if value is None or row["corrected"] is None:
            continue  # « un témoin » has no page of its own
        yield {
            "count_name": name,
            "value": value,
            **{key: row[key] for key in ("corrected", "low", "high", "checked")},
        }
