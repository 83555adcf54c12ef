"""Where the site lists the sentences of a number: its page of questions with what the number counts chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from pressmark.study.filters import Filter

from .group_values import CountRequest, layer_of

__all__ = ["list_address"]

_FACETS = {
    "gender": "gender",
    "kind": "source",
    "label": "type",
    "language": "language",
    "month": "month",
    "name_id": "speaker",
    "outlet": "outlet",
    "status": "status",
}
"""The columns of a count that the page filters by, and what it calls them."""

_SAID_OTHERWISE = frozenset({"name"})
"""Columns that another one says more exactly: `name` beside `name_id`."""


def list_address(
    site: str, request: CountRequest, group: Mapping[str, Any]
) -> str | None:
    """
    Return where a site lists what a number counts; None where its page cannot choose that.

    It cannot for names, for a column that is none of its filters, for a cell without a value, and for days.

    >>> request = CountRequest.make("shares", of="gender", by="outlet")
    >>> list_address("https://example.org", request, {"outlet": "Le Jour", "gender": "f"})
    'https://example.org/explore.html#layer=quotes&outlet=Le+Jour&gender=f'
    """
    layer = layer_of(request.what)
    if layer not in ("quotes", "events"):
        return None
    choices: list[tuple[str, str]] = [("layer", layer)]
    for facet, value in _chosen(group, request.filter or Filter()):
        if facet is None or value is None:
            return None
        choices.append((facet, str(value)))
    query = urlencode(choices)
    return f"{site.rstrip('/')}/explore.html#{query}"


def _chosen(
    group: Mapping[str, Any], filter: Filter
) -> Iterator[tuple[str | None, Any]]:
    """Yield each facet with the value that is chosen; None where the page has no such facet."""
    for column, value in group.items():
        if column not in _SAID_OTHERWISE:
            yield _FACETS.get(column), value
    for outlet in filter.outlets:
        yield "outlet", outlet
    for language in filter.languages:
        yield "language", language
    for kind in filter.kinds:
        yield "source", kind
    # Of quotes a label may be that of the speaker, of which there is no facet.
    if filter.labels or filter.since or filter.until or filter.copies:
        yield None, None
