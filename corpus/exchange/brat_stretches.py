"""What writing and reading of brat's files share: the index, and stretches cut where a line ends."""

from __future__ import annotations

import re

__all__ = ["INDEX", "LINE_BREAKS", "cut_at_line_breaks"]

INDEX = "articles.jsonl"
"""The file that says which other file is which article."""

LINE_BREAKS = re.compile(r"[\r\n]+")


def cut_at_line_breaks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """
    Return the stretches of `text[start:end]` between its line ends, as brat draws no annotation over one.

    One that is nothing but line ends stays whole: a line of brat's must have offsets.

    >>> cut_at_line_breaks("They march.\\nAgain.", 5, 17)
    [(5, 11), (12, 17)]
    """
    bounds = [start]
    for line_break in LINE_BREAKS.finditer(text, start, end):
        # The start of a line break ends a stretch and its end begins the next one, hence the pairs.
        bounds += line_break.span()
    bounds.append(end)
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    stretches = [(first, last) for first, last in pairs if first < last]
    return stretches or [(start, end)]
