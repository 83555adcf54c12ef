"""Where an article's paragraphs begin and end: the parse, the quote layer and the pages all cut there."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["paragraphs"]

_ENDS_SENTENCE = re.compile(r"[.!?…:;»”\"'’)\]]\s*$")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """
    The stretches (start, end) of `text` that are paragraphs, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then a run of lines without an empty one between is.
    """
    lines = _lines(text)
    return _blocks(text, lines) if _is_wrapped(text, lines) else lines


def _lines(text: str) -> list[tuple[int, int]]:
    """The lines that hold more than white space, without the white space around them."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if words := line.strip():
            start = at + len(line) - len(line.lstrip())
            found.append((start, start + len(words)))
        at += len(line)
    return found


def _blocks(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and not _has_empty_line(text[blocks[-1][1] : start]):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _has_empty_line(gap: str) -> bool:
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
    if len(inner) < 3 or len(inner) * 2 < len(lines):
        return False
    broken = sum(not _ENDS_SENTENCE.search(text[start:end]) for start, end in inner)
    widest = max(end - start for start, end in inner)
    return broken * 3 >= len(inner) * 2 and widest <= 100
