"""
Highlights as nested elements: a span is cut only where it crosses another or a paragraph, and nowhere else.

Strips of text and opening and closing of pieces come out as one stream, which the markup turns into elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Close", "Lit", "Open", "Strip", "nested"]


class Lit(NamedTuple):
    """A stretch to highlight: offsets, what it is (`key`), and its rank: the lower of two equal ones is outside."""

    start: int
    end: int
    key: int
    rank: int = 0


class Open(NamedTuple):
    """A piece of a stretch begins; `first` when it is the stretch's first piece."""

    lit: Lit
    first: bool


class Close(NamedTuple):
    """The piece of a stretch that was opened last ends."""

    lit: Lit


class Strip(NamedTuple):
    """Text between two borders."""

    start: int
    end: int


def nested(start: int, end: int, lits: Iterable[Lit]) -> Iterator[Open | Close | Strip]:
    """
    The stretch of text from `start` to `end` with the lits that touch it, well nested.

    The longer of two lits that begin together is outside. Where one ends under others, those are closed and reopened.
    """
    clipped = [(max(lit.start, start), -min(lit.end, end), lit.rank, lit.key, lit) for lit in lits]
    waiting = [one for one in sorted(clipped) if one[0] < end and start < -one[1]]
    stack: list[tuple[int, Lit]] = []
    at, number, count = start, 0, len(waiting)
    while at < end or stack:
        border = waiting[number][0] if number < count else end
        first = min([stop for stop, _ in stack], default=end)
        border = min(border, first)
        if border > at:
            yield Strip(at, border)
            at = border
        if stack and first <= at:
            yield from _ended(stack, at)
        while number < count and waiting[number][0] == at:
            _, stop, _, _, lit = waiting[number]
            stack.append((-stop, lit))
            yield Open(lit, lit.start >= start)
            number += 1
        if at >= end and not stack:
            return


def _ended(stack: list[tuple[int, Lit]], at: int) -> Iterator[Open | Close]:
    """Close what ends here, and what stands above it, which is then opened again."""
    lowest = next((place for place, (stop, _) in enumerate(stack) if stop <= at), None)
    if lowest is None:
        return
    above = stack[lowest:]
    for _, lit in reversed(above):
        yield Close(lit)
    del stack[lowest:]
    for stop, lit in above:
        if stop > at:
            stack.append((stop, lit))
            yield Open(lit, False)
