"""
Highlights as nested elements: a span is cut only where it crosses another or a paragraph, and nowhere else.

Most of a page's time goes here, so the strips and tags are appended to the page as they come, and nothing is made
between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

__all__ = ["Lit", "Tags", "nested"]


class Lit(NamedTuple):
    """A stretch to highlight, in the order of nesting: start, end with a minus, the lower rank outside, what it is."""

    start: int
    minus_end: int
    rank: int
    key: int


class Tags(NamedTuple):
    """By the key of a stretch: the tag that opens it (taken out once written), its end tag, and how it is reopened."""

    heads: list[str | None]
    tails: Sequence[str]
    again: Callable[[int], str]

    def opening(self, key: int) -> str:
        """The tag that opens a piece: the first one's, once, then that of further ones."""
        head = self.heads[key]
        self.heads[key] = None
        return self.again(key) if head is None else head


def nested(
    text: str, stretch: tuple[int, int], lits: Sequence[Lit], tags: Tags, strip: Callable[[str], str]
) -> list[str]:
    """
    The stretch of text with the lits that touch it, well nested, as strips (each through `strip`) and tags.

    `lits` are sorted. The longer of two that begin together is outside. Where one ends under others, those are closed
    and reopened.
    """
    start, end = stretch
    out: list[str] = []
    stack: list[tuple[int, int]] = []  # where it ends, and its key; the innermost last
    at = start
    crossed = False
    for begin, minus_end, _, key in _clipped(lits, start, end):
        while stack and (first := min(stack)[0] if crossed else stack[-1][0]) <= begin:
            if first > at:
                out.append(strip(text[at:first]))
                at = first
            _end(stack, first, tags, out)
        if begin > at:
            out.append(strip(text[at:begin]))
            at = begin
        crossed = bool(stack) and (crossed or -minus_end > stack[-1][0])
        stack.append((-minus_end, key))
        out.append(tags.opening(key))
    while stack:
        first = min(stack)[0] if crossed else stack[-1][0]
        if first > at:
            out.append(strip(text[at:first]))
            at = first
        _end(stack, first, tags, out)
    if end > at:
        out.append(strip(text[at:end]))
    return out


def _clipped(lits: Sequence[Lit], start: int, end: int) -> Sequence[Lit]:
    """The lits within the stretch; most often they are so already."""
    if all(lit[0] >= start and -lit[1] <= end for lit in lits):
        return lits
    cut = (Lit(max(lit.start, start), max(lit.minus_end, -end), lit.rank, lit.key) for lit in lits)
    return sorted(lit for lit in cut if lit.start < -lit.minus_end)


def _end(stack: list[tuple[int, int]], at: int, tags: Tags, out: list[str]) -> None:
    """Close what ends here, and what stands above it, which is then opened again."""
    lowest = next(place for place, (stop, _) in enumerate(stack) if stop <= at)
    above = stack[lowest:]
    del stack[lowest:]
    out.extend(tags.tails[key] for _, key in reversed(above))
    for stop, key in above:
        if stop > at:
            stack.append((stop, key))
            out.append(tags.opening(key))
