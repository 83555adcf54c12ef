"""
What a file of a stranger may cost. An archive that unpacks to far more than text can is none of articles.

`docs/sources.md` tells the limits.
"""

from __future__ import annotations

__all__ = ["DEEPEST", "LARGEST", "LARGEST_HEAD", "LARGEST_PAGE", "MOST_DIGITS", "MOST_ROWS", "MOST_TAGS", "is_bomb"]

LARGEST = 2**31  # bytes of a file within an archive
LARGEST_HEAD = 2**16  # bytes of a WARC record's header
LARGEST_PAGE = 20_000_000  # characters of a web page
MOST_TAGS = 40_000  # elements of a web page, begun and ended; the extractor takes time with the square of them
MOST_ROWS = 50_000_000  # rows of a Parquet file
MOST_DIGITS = 40  # of a whole number; a longer one is kept as text
DEEPEST = 2  # archives within archives

_FREE = 2**26
_RATIO = 200  # text packs to a third or a tenth, a page of repetitions to a hundredth


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether so many bytes unpacked of so few are made to fill a disk or a memory."""
    return unpacked > LARGEST or (unpacked > _FREE and unpacked > _RATIO * packed)
