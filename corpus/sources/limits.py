"""
What a file of a stranger may cost. An archive that unpacks to far more than text can is none of articles.

`docs/sources.md` tells the limits.
"""

from __future__ import annotations

__all__ = [
    "MAX_ARCHIVE_DEPTH",
    "MAX_INTEGER_DIGITS",
    "MAX_MEMBER_BYTES",
    "MAX_PAGE_CHARACTERS",
    "MAX_PAGE_TAGS",
    "MAX_PARQUET_ROWS",
    "MAX_WARC_HEADER_BYTES",
    "is_bomb",
]

MAX_MEMBER_BYTES = 2**31  # bytes of a file within an archive
MAX_WARC_HEADER_BYTES = 2**16  # bytes of a WARC record's header
MAX_PAGE_CHARACTERS = 20_000_000  # characters of a web page
MAX_PAGE_TAGS = 40_000  # elements of a web page, begun and ended; the extractor takes time with the square of them
MAX_PARQUET_ROWS = 50_000_000  # rows of a Parquet file
MAX_INTEGER_DIGITS = 40  # of a whole number; a longer one is kept as text
MAX_ARCHIVE_DEPTH = 2  # archives within archives

# Bytes that any file may unpack to; chosen, not measured.
_ALWAYS_ALLOWED_BYTES = 2**26
_MAX_PACKING_RATIO = (
    200  # text packs to a third or a tenth, a page of repetitions to a hundredth
)


def is_bomb(packed: int, unpacked: int) -> bool:
    """
    Say whether a file of `packed` bytes that unpacks to `unpacked` is made to fill a disk or a memory.

    >>> is_bomb(1_000, 10_000), is_bomb(1_000_000, 10**9)
    (False, True)
    """
    return unpacked > MAX_MEMBER_BYTES or (
        unpacked > _ALWAYS_ALLOWED_BYTES and unpacked > _MAX_PACKING_RATIO * packed
    )
