"""Where an article's paragraphs begin and end: the parse, the quote layer and the pages all cut there."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["paragraphs"]

# Thresholds of a text wrapped by hand: chosen, not measured.
MIN_INNER_LINES = 3  # of fewer no steady width can be told
MAX_WRAPPED_CHARACTERS = (
    100  # a line; mail wraps at 72 to 78, and paragraphs are longer
)

# A line that ends so may end a paragraph: "… he said." or "He added:".
_SENTENCE_END = re.compile(r"[.!?…:;»”\"'’)\]]\s*$")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """
    Return the stretches (start, end) of `text` that are paragraphs, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then a run of lines without an empty one between is.

    >>> paragraphs("Rain.\\n\\n  More rain. ")
    [(0, 5), (9, 19)]
    """
    lines = _lines(text)
    return _blocks(text, lines) if _is_wrapped(text, lines) else lines


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the lines that hold more than white space, without the white space around them."""
    stretches: list[tuple[int, int]] = []
    line_start = 0
    for line in text.splitlines(keepends=True):
        if words := line.strip():
            start = line_start + len(line) - len(line.lstrip())
            stretches.append((start, start + len(words)))
        line_start += len(line)
    return stretches


def _blocks(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return runs of `lines` that no empty line parts, each as one stretch."""
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and not _has_empty_line(text[blocks[-1][1] : start]):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _has_empty_line(gap: str) -> bool:
    # The full stop stands for the next line: "\n" has two, "\r\n\r\n" three.
    return len(f"{gap}.".splitlines()) > 2


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """
    Whether most lines break in mid-sentence at a steady width, as in e-mail and old plain-text files.

    Only lines that another follows without an empty one between can tell.
    """
    inner = [
        (start, end)
        for (start, end), (following, _) in pairwise(lines)
        if not _has_empty_line(text[end:following])
    ]
    if len(inner) < MIN_INNER_LINES or len(inner) * 2 < len(lines):
        return False
    broken = sum(not _SENTENCE_END.search(text[start:end]) for start, end in inner)
    if broken * 3 < len(inner) * 2:  # two thirds
        return False
    return max(end - start for start, end in inner) <= MAX_WRAPPED_CHARACTERS
