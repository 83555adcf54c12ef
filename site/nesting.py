"""
Highlights as nested elements: a span is cut only where it crosses another or a paragraph, and nowhere else.

Most of a page's time goes here. So the text is not touched: what comes out are places and the tag that stands at each,
in two lists that grow as one, and the text is cut at all places at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

__all__ = ["Lit", "Tags", "Woven", "nested"]

MOST_OPEN = 100
"""How many highlights may stand in one another: where they cross, each is closed and opened again at every end."""
Lit = tuple[int, int, int, int]
"""A stretch to highlight, in the order of nesting: start, end with a minus, the lower rank outside, what it is."""


class Tags(NamedTuple):
    """By the key of a stretch: the tag that opens it (taken out once written), its end tag, and how it is reopened."""

    heads: list[str | None]
    tails: list[str]
    again: Callable[[int], str]

    def opening(self, key: int) -> str:
        """The tag that opens a piece: the first one's, once, then that of further ones."""
        head = self.heads[key]
        self.heads[key] = None
        return self.again(key) if head is None else head


class Woven(NamedTuple):
    """Places of a text in their order, and the tag that stands at each."""

    places: list[int]
    tags: list[str]

    def put(self, place: int, tag: str) -> None:
        """A tag behind all others."""
        self.places.append(place)
        self.tags.append(tag)

    def strips(self, text: str) -> list[str]:
        """The text before each tag, from the one before."""
        return [text[start:end] for start, end in pairwise([0, *self.places])]

    def into(self, text: str, escape: Callable[[str], str] | None) -> str:
        """The text, each strip escaped, with the tags in it; what stands behind the last is left out."""
        strips = self.strips(text)
        strips = [escape(strip) for strip in strips] if escape else strips
        return "".join(chain.from_iterable(zip(strips, self.tags, strict=True)))


def nested(stretch: tuple[int, int], lits: Sequence[Lit], tags: Tags, woven: Woven) -> None:
    """
    Put the tags of the lits that touch a stretch of the text, well nested.

    `lits` are sorted. The longer of two that begin together is outside. Where one ends under others, those are closed
    and reopened.
    """
    start, end = stretch
    places, written = woven
    heads, tails, _ = tags
    stack: list[tuple[int, int]] = []  # where it ends, and its key; the innermost last
    crossed = False
    for begin, minus_end, _, key in (*_clipped(lits, start, end), (end, -end, 0, -1)):
        while stack and (first := min(stack)[0] if crossed else stack[-1][0]) <= begin:
            if stack[-1][0] > first:
                _end(stack, first, tags, woven)
            else:
                places.append(first)
                written.append(tails[stack.pop()[1]])
        if key < 0:
            return
        if len(stack) >= MOST_OPEN:  # it is there, to be linked to, and lights nothing
            places.append(begin)
            written.append(tags.opening(key) + tails[key])
            continue
        crossed = bool(stack) and (crossed or -minus_end > stack[-1][0])
        stack.append((-minus_end, key))
        places.append(begin)
        written.append(heads[key] or tags.again(key))
        heads[key] = None


def _clipped(lits: Sequence[Lit], start: int, end: int) -> Sequence[Lit]:
    """The lits within the stretch; most often they are so already."""
    if not lits or (lits[0][0] >= start and -min([lit[1] for lit in lits]) <= end):
        return lits
    cut = [(max(begin, start), max(minus_end, -end), rank, key) for begin, minus_end, rank, key in lits]
    return sorted(lit for lit in cut if lit[0] < -lit[1])


def _end(stack: list[tuple[int, int]], at: int, tags: Tags, woven: Woven) -> None:
    """Close what ends here, and what stands above it, which is then opened again."""
    lowest = next(place for place, (stop, _) in enumerate(stack) if stop <= at)
    above = stack[lowest:]
    del stack[lowest:]
    for _, key in reversed(above):
        woven.put(at, tags.tails[key])
    for stop, key in above:
        if stop > at:
            stack.append((stop, key))
            woven.put(at, tags.opening(key))
