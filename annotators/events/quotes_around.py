"""Which quote an event stands in; the annotator asks it of every trigger in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from pressmark.spans import Quote

__all__ = ["EnclosingQuotes"]


class EnclosingQuotes:
    """
    The shortest quote around each of some offsets, which are asked for in rising order.

    Quotes may stand in quotes as deep as a text likes: those that are open are held by their length.
    """

    def __init__(self, quotes: Sequence[Quote]) -> None:
        pieces = []
        for number, quote in enumerate(quotes):
            length = quote.end - quote.start
            pieces += [(start, length, number, end) for start, end in quote.spans]
        self._quotes = quotes
        # the next to open is the last
        self._pieces = sorted(pieces, reverse=True)
        # a heap: length, number, where the piece ends
        self._open_pieces: list[tuple[int, int, int]] = []

    def id_at(self, offset: int) -> str | None:
        """Return the id of the shortest quote one of whose pieces holds `offset`; None where there is none."""
        # Open every piece that begins up to here.
        while self._pieces and self._pieces[-1][0] <= offset:
            _, length, number, end = self._pieces.pop()
            heappush(self._open_pieces, (length, number, end))
        # A piece that ended and is not the shortest stays in the heap: it is dropped when it comes to its top.
        while self._open_pieces and self._open_pieces[0][2] <= offset:
            heappop(self._open_pieces)
        if not self._open_pieces:
            return None
        _, number, _ = self._open_pieces[0]
        return self._quotes[number].id
