"""
Highlights as nested elements: a span is cut only where it crosses another or a paragraph, and nowhere else.

Most of a page's time goes here. So the text is not touched: what comes out are positions and the tag that stands at
each, in two lists that grow as one, and the text is cut at all positions at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

__all__ = ["HighlightTags", "Stretch", "TagsInText", "nest_tags"]

MAX_OPEN_HIGHLIGHTS = 100
"""
How many highlights may stand in one another: where they cross, each is closed and opened again at every end.

Chosen, not measured: more than any article has, and few enough that a hostile one makes no page of many megabytes.
"""

Stretch = tuple[int, int, int, int]
"""
A stretch to highlight: its start, its end with a minus, its rank, and the number of its annotation.

As a plain tuple it sorts in the order of nesting: of two that begin together the longer is outside, or the lower rank.
"""


class HighlightTags(NamedTuple):
    """
    The tags of each annotation, by its number.

    `first_tags` has the tag of the first piece, None once it is written; `further_tag` gives that of the others.
    """

    first_tags: list[str | None]
    end_tags: list[str]
    further_tag: Callable[[int], str]

    def start_tag(self, number: int) -> str:
        """Return the tag that opens a piece: the first one's, once, then that of further ones."""
        first_tag = self.first_tags[number]
        self.first_tags[number] = None
        return self.further_tag(number) if first_tag is None else first_tag


class TagsInText(NamedTuple):
    """Positions of a text in their order, and the tag that stands at each."""

    positions: list[int]
    tags: list[str]

    def put(self, position: int, tag: str) -> None:
        """Put a tag after all others."""
        self.positions.append(position)
        self.tags.append(tag)

    def put_between(self, position: int, tag: str) -> None:
        """Put a tag after what ends at a position, before what begins there and before the end of a paragraph."""
        place = bisect_left(self.positions, position)
        while place < len(self.tags) and self.positions[place] == position:
            tag_there = self.tags[place]
            if not tag_there.startswith("</") or tag_there == "</p>":
                break
            place += 1
        self.positions.insert(place, position)
        self.tags.insert(place, tag)

    def cut(self, text: str) -> list[str]:
        """Return the text before each tag, from the tag before it."""
        return [text[start:end] for start, end in pairwise([0, *self.positions])]

    def put_into(self, text: str, escape: Callable[[str], str] | None) -> str:
        """
        Return the text with the tags in it, each piece escaped; what stands after the last tag is left out.

        >>> TagsInText([0, 3], ["<b>", "</b>"]).put_into("Ada", None)
        '<b>Ada</b>'
        """
        pieces = self.cut(text)
        if escape:
            pieces = [escape(piece) for piece in pieces]
        return "".join(chain.from_iterable(zip(pieces, self.tags, strict=True)))


def nest_tags(
    bounds: tuple[int, int],
    stretches: Sequence[Stretch],
    tags: HighlightTags,
    tags_in_text: TagsInText,
) -> None:
    """
    Put the tags of the stretches that touch the text between `bounds`, well nested.

    `stretches` are sorted. The longer of two that begin together is outside. Where one ends under others, those are
    closed and reopened.
    """
    start, end = bounds
    positions, written_tags = tags_in_text
    first_tags, end_tags, _ = tags
    # The end of each open highlight, and its number; the innermost last.
    stack: list[tuple[int, int]] = []
    # Where none crosses another the first end is the innermost one's, and no minimum need be sought.
    has_crossing = False
    # The last is no highlight: it begins where the text ends, so that all others are closed before it.
    for begin, minus_end, _, number in (
        *_clip(stretches, start, end),
        (end, -end, 0, -1),
    ):
        while stack:
            first_end = min(stack)[0] if has_crossing else stack[-1][0]
            if first_end > begin:
                break
            if stack[-1][0] > first_end:
                _close_under_others(stack, first_end, tags, tags_in_text)
            else:
                positions.append(first_end)
                written_tags.append(end_tags[stack.pop()[1]])
        if number < 0:
            return
        if len(stack) >= MAX_OPEN_HIGHLIGHTS:
            # Its anchor is there, to be linked to, and highlights nothing.
            positions.append(begin)
            written_tags.append(tags.start_tag(number) + end_tags[number])
            continue
        has_crossing = bool(stack) and (has_crossing or -minus_end > stack[-1][0])
        stack.append((-minus_end, number))
        positions.append(begin)
        written_tags.append(first_tags[number] or tags.further_tag(number))
        first_tags[number] = None


def _clip(stretches: Sequence[Stretch], start: int, end: int) -> Sequence[Stretch]:
    """Return the parts of the stretches within the bounds; most often they lie there whole."""
    if not stretches:
        return stretches
    if stretches[0][0] >= start and -min([stretch[1] for stretch in stretches]) <= end:
        return stretches
    clipped = [
        (max(begin, start), max(minus_end, -end), rank, number)
        for begin, minus_end, rank, number in stretches
    ]
    return sorted(stretch for stretch in clipped if stretch[0] < -stretch[1])


def _close_under_others(
    stack: list[tuple[int, int]],
    position: int,
    tags: HighlightTags,
    tags_in_text: TagsInText,
) -> None:
    """Close what ends at `position`, and what stands inside it, which is then opened again."""
    lowest = next(depth for depth, (stop, _) in enumerate(stack) if stop <= position)
    reopened = stack[lowest:]
    del stack[lowest:]
    for _, number in reversed(reopened):
        tags_in_text.put(position, tags.end_tags[number])
    for stop, number in reopened:
        if stop > position:
            stack.append((stop, number))
            tags_in_text.put(position, tags.start_tag(number))
