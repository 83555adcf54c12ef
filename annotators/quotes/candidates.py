"""A find: a quote before its speaker is resolved, with the decisions that made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .cues import Cue
from .marks import QuotedSpan
from .source_phrases import SourcePhrase

__all__ = ["CueSpan", "QuoteCandidate", "choose_label", "is_titled", "trim"]

_SMALL, _LONGEST = 3, 6
_WORD = re.compile(r"[\w’']+")

_EDGE = " \t\r\n\u00a0\u202f\u2028\u2029,;:–—-"


@dataclass(frozen=True, slots=True)
class CueSpan:
    """A cue as a quote keeps it: its offsets, its class in the lexicon, whether that makes its content said."""

    start: int
    end: int
    kind: str
    status: str = "said"

    @classmethod
    def of(cls, cue: Cue, tokens: Sequence[Word]) -> CueSpan:
        """What a quote keeps of its cue."""
        start, end = cue.hull(tokens)
        return cls(start, end, cue.kind, cue.status)


@dataclass(frozen=True, slots=True)
class QuoteCandidate:
    """
    Pieces of a quote, its label, its cue and source, the name of the rule that found it, and how it saw the content.

    One that `floats` has no source of its own and takes the speaker before it.
    """

    pieces: tuple[tuple[int, int], ...]
    label: str
    said: CueSpan | None
    source: SourcePhrase | None
    rule: str
    content: str = ""
    floats: bool = False
    addressee: SourcePhrase | None = None


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch without white space, commas, dashes at its edges and a last full stop; None when nothing is left."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1] == "."):
        end -= 1
    return (start, end) if start < end else None


def is_titled(words: str) -> bool:
    """Whether a few words have capitals as names of programmes and works do: all but the small ones."""
    large = [word for word in _WORD.findall(words) if len(word) > _SMALL]
    return (
        0 < len(large) <= _LONGEST
        and all(word[0].isupper() for word in large)
        and " " in words
    )


def choose_label(
    pieces: Iterable[tuple[int, int]], between: Iterable[QuotedSpan]
) -> str:
    """direct when every piece is what stands between marks, mixed when one holds marks, indirect else."""
    spans = list(pieces)
    inner = {piece for one in between for piece in one.pieces} | {
        (one.start, one.end) for one in between
    }
    if all(span in inner for span in spans):
        return "direct"
    touched = any(
        one.start < end and start < one.end for start, end in spans for one in between
    )
    return "mixed" if touched else "indirect"
