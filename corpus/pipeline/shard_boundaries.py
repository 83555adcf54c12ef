"""
Where a shard ends: after an article that its id chooses, not after a fixed number.

An article more or less at the head of a source would otherwise move every article after it, and each shard would have
to be written anew. So the shards after the next boundary or two are as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pressmark.articles import Article

__all__ = ["cut_into_shards"]

SHARE_OF_BOUNDARIES = 8
"""
A shard of 200 ends after its 175th to 200th article: an eighth of its size is where it may end.

A wider window finds the old boundaries sooner and makes smaller shards; with an eighth, an article more changes the
boundary after it in 7 cases of 100. Below eight articles, all shards are of one size.
"""

Group = Sequence[Article]
"""Articles that are not parted: an original with its copies, or one article."""


def cut_into_shards(groups: Iterable[Group], size: int) -> Iterator[list[Article]]:
    """Yield the articles of `groups` in their order, at most `size` at a time, but for a group that is larger."""
    waiting: list[Group] = []
    for group in groups:
        waiting.append(group)
        while sum(map(len, waiting)) > size:
            # What waits and fits is one group less at least, or the group that does not fit.
            end = _boundary(waiting, size)
            yield _joined(waiting[:end])
            waiting = waiting[end:]
    if waiting:
        yield _joined(waiting)


def _boundary(groups: Sequence[Group], size: int) -> int:
    """Return how many of the groups are the next shard; they have more articles than `size`."""
    ends = list(accumulate(map(len, groups)))
    fitting = [number for number, end in enumerate(ends, 1) if end <= size]
    if not fitting:
        return 1
    smallest = size - size // SHARE_OF_BOUNDARIES
    candidates = [number for number in fitting if ends[number - 1] >= smallest]
    if not candidates:
        return fitting[-1]
    return min(candidates, key=lambda number: _draw(groups[number - 1]))


def _draw(group: Group) -> bytes:
    """Return what a group draws by its id: the lowest of a few is the last of its shard."""
    return hashlib.blake2b(group[0].id.encode(), digest_size=8).digest()


def _joined(groups: Iterable[Group]) -> list[Article]:
    """Return the articles of some groups."""
    articles: list[Article] = []
    for group in groups:
        articles += group
    return articles
