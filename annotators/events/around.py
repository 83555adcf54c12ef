"""Which quote an event stands in."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from pressmark.spans import Quote

__all__ = ["Around"]


class Around:
    """
    The shortest quote around each of some offsets, which are asked for in rising order.

    Quotes may stand in quotes as deep as a text likes: those that are open are kept by their length.
    """

    def __init__(self, quotes: Sequence[Quote]) -> None:
        pieces = [
            (start, quote.end - quote.start, number, end)
            for number, quote in enumerate(quotes)
            for start, end in quote.spans
        ]
        self._quotes = quotes
        self._pieces = sorted(pieces, reverse=True)  # the next to open is the last
        self._opened: list[tuple[int, int, int]] = []  # a heap: length, number, where the piece ends

    def of(self, offset: int) -> str | None:
        """Return the id of the shortest quote one of whose pieces holds `offset`; None where there is none."""
        while self._pieces and self._pieces[-1][0] <= offset:
            _, length, number, end = self._pieces.pop()
            heappush(self._opened, (length, number, end))
        while self._opened and self._opened[0][2] <= offset:
            heappop(self._opened)
        return self._quotes[self._opened[0][1]].id if self._opened else None
