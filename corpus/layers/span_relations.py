"""
Links between the spans of one layer that follow from where they stand alone: declared by a layer, set as it is made.

Each function gets the spans of a layer, sorted by start, and their ids.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from pressmark.spans import Entity, Quote

__all__ = ["Relations", "link_parents", "link_roles"]

Relations = dict[int, dict[str, str | None]]
"""The links of a layer's spans: position of the span → name of the link → id, or None."""

_ROLE_LABELS = ("ORG", "LOC")
"""What a role may be a role of. « le directeur de la Banque de France »: the bank before the country."""


def link_roles(entities: Sequence[Entity], ids: Sequence[str]) -> Relations:
    """Return `role_entity_id` for each entity with a role: the first organisation within the role, else a place."""
    starts = [entity.start for entity in entities]
    relations: Relations = {}
    for position, entity in enumerate(entities):
        if entity.role_start is None or entity.role_end is None:
            continue
        bearer = _find_role_bearer(
            entity.role_start, entity.role_end, position, entities, starts
        )
        relations[position] = {
            "role_entity_id": None if bearer is None else ids[bearer]
        }
    return relations


def _find_role_bearer(
    start: int,
    end: int,
    position: int,
    entities: Sequence[Entity],
    starts: Sequence[int],
) -> int | None:
    """Return the position of the entity that the role from `start` to `end` names; it is not the role's own."""
    candidates = [
        candidate
        for candidate in range(bisect_left(starts, start), bisect_left(starts, end))
        if candidate != position
        and entities[candidate].end <= end
        and entities[candidate].label in _ROLE_LABELS
    ]
    return min(
        candidates,
        key=lambda n: (_ROLE_LABELS.index(entities[n].label), starts[n]),
        default=None,
    )


def link_parents(quotes: Sequence[Quote], ids: Sequence[str]) -> Relations:
    """
    Return the `parent` of each quote: the shortest other quote one of whose pieces holds all of it, or None.

    "He told me “I heard ‘no’ twice”": the parent of ‘no’ is the quote around it.
    """
    return {
        position: {"parent": None if parent is None else ids[parent]}
        for position, parent in _find_parents(quotes)
    }


def _find_parents(quotes: Sequence[Quote]) -> Iterator[tuple[int, int | None]]:
    """
    Yield the position of each quote and that of its parent.

    The quotes are sorted by start, so that only pieces that are open where a quote starts can hold it; those are kept
    by the length of their quotes, because quotes may stand in quotes as deep as a text likes.
    """
    pieces: list[tuple[int, int, int, int]] = []
    for position, quote in enumerate(quotes):
        length = quote.end - quote.start
        pieces += [(start, length, position, end) for start, end in quote.spans]
    # The last is the first of the text, so that it is taken off the end.
    pieces.sort(reverse=True)
    # Length of the quote, its position, where the piece ends: the shortest quote is first.
    open_pieces: list[tuple[int, int, int]] = []
    for position, quote in enumerate(quotes):
        while pieces and pieces[-1][0] <= quote.start:
            insort(open_pieces, pieces.pop()[1:])
        yield position, _innermost(quote, quotes, open_pieces)


def _innermost(
    quote: Quote, quotes: Sequence[Quote], open_pieces: list[tuple[int, int, int]]
) -> int | None:
    """Return the position of the shortest quote that holds `quote`; pieces that have ended are taken out."""
    rank = 0
    while rank < len(open_pieces):
        _, candidate, end = open_pieces[rank]
        if end <= quote.start:
            del open_pieces[rank]  # it holds nothing that follows
            continue
        around = quotes[candidate]
        # Two quotes of one stretch hold each other: neither is the parent.
        is_same_stretch = (around.start, around.end) == (quote.start, quote.end)
        if quote.end <= end and not is_same_stretch:
            return candidate
        rank += 1
    return None
