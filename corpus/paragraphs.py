"""Where an article's paragraphs begin and end: the parse, the quote layer and the pages all cut there."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["paragraphs"]

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;»”\"'’)\]]\s*$")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """
    The stretches (start, end) of `text` that are paragraphs, without the white space around them.

    A line is a paragraph, unless the text is wrapped by hand: then a run of lines without an empty one between is.
    """
    lines = _lines(text)
    return _blocks(text, lines) if _is_wrapped(text, lines) else lines


def _lines(text: str) -> list[tuple[int, int]]:
    bounds = [0, *(offset for found in _BREAK.finditer(text) for offset in found.span()), len(text)]
    stretches = zip(bounds[::2], bounds[1::2], strict=True)
    return [trimmed for stretch in stretches if (trimmed := _trimmed(text, *stretch))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None


def _blocks(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and not _has_empty_line(text[blocks[-1][1] : start]):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _has_empty_line(gap: str) -> bool:
    return len(_BREAK.findall(gap)) > 1


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """
    Whether most lines break in mid-sentence at a steady width, as in e-mail and old plain-text files.

    Only lines that another follows without an empty one between can tell.
    """
    inner = [
        (start, end) for (start, end), (following, _) in pairwise(lines) if not _has_empty_line(text[end:following])
    ]
    if len(inner) < 3 or len(inner) * 2 < len(lines):
        return False
    broken = sum(not _ENDS_SENTENCE.search(text[start:end]) for start, end in inner)
    widest = max(end - start for start, end in inner)
    return broken * 3 >= len(inner) * 2 and widest <= 100
