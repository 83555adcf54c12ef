"""A find: a quote before its speaker is resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .marks import Marked

__all__ = ["Find", "label_of", "trimmed"]

_EDGE = " \t\r\n\u00a0\u202f\u2028\u2029,;:–—"


@dataclass(frozen=True, slots=True)
class Find:
    """Pieces of a quote, its label, the offsets of its cue and source, and the rule that found it."""

    pieces: tuple[tuple[int, int], ...]
    label: str
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    rule: str
    opinion: bool = False
    floats: bool = False


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch without white space, commas, dashes at its edges and a last full stop; None when nothing is left."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1] == "."):
        end -= 1
    return (start, end) if start < end else None


def label_of(pieces: Iterable[tuple[int, int]], between: Iterable[Marked]) -> str:
    """direct when every piece is what stands between marks, mixed when one holds marks, indirect else."""
    spans = list(pieces)
    inner = {piece for one in between for piece in one.pieces} | {(one.start, one.end) for one in between}
    if all(span in inner for span in spans):
        return "direct"
    touched = any(one.start < end and start < one.end for start, end in spans for one in between)
    return "mixed" if touched else "indirect"
