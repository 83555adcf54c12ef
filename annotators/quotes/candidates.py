"""Candidates: quotes before their speaker is resolved, with the decisions that made them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressmark.annotators.grammar.tree import Word

from .cues import Cue
from .marks import QuotedSpan
from .noun_phrases import SourcePhrase

__all__ = [
    "CueSpan",
    "QuoteCandidate",
    "choose_label",
    "is_titled",
    "overlaps",
    "trim",
]

_MAX_TITLE_WORDS = 6
"""Words of a title, small ones left out: chosen, not measured."""
# Titles leave words of up to three letters without a capital: « des », "the", "of".
_LARGE_WORD = re.compile(r"[\w’']{4,}")

_EDGE = " \t\r\n\u00a0\u202f\u2028\u2029,;:–—-"
# « Le pont ferme. » is said, and its full stop is the sentence's; « Quand ? » is a question with its mark.
_LAST_EDGE = _EDGE + "."

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CueSpan:
    """
    A cue as a quote keeps it: its offsets, its class in the lexicon, whether that makes its content said.

    `cue_class` is one of `CUE_CLASSES`, or "source" (« selon ») or "noun" (« promesse »).
    """

    start: int
    end: int
    cue_class: str
    status: str = "said"

    @classmethod
    def of(cls, cue: Cue, tokens: Sequence[Word]) -> CueSpan:
        """Return what a quote keeps of `cue`, which was found among `tokens`."""
        start, end = cue.hull(tokens)
        return cls(start, end, cue.main_class, cue.status)


@dataclass(frozen=True, slots=True)
class QuoteCandidate:
    """
    Pieces of a quote, its label, its cue and source, the name of the rule that found it, and how it saw the content.

    One that `floats` has no source of its own and takes the speaker before it.
    """

    pieces: tuple[Piece, ...]
    label: str
    cue: CueSpan | None
    source: SourcePhrase | None
    rule: str
    content: str = ""
    floats: bool = False
    addressee: SourcePhrase | None = None

    @property
    def start(self) -> int:
        """Where its first piece begins."""
        start, _ = self.pieces[0]
        return start

    @property
    def end(self) -> int:
        """Where its last piece ends."""
        _, end = self.pieces[-1]
        return end

    def touches(self, start: int, end: int) -> bool:
        """Return whether one of its pieces shares a character with a stretch."""
        return any(first < end and start < last for first, last in self.pieces)


def overlaps(first: Piece, second: Piece) -> bool:
    """Return whether two stretches share a character."""
    first_start, first_end = first
    second_start, second_end = second
    return first_start < second_end and second_start < first_end


def trim(text: str, start: int, end: int) -> Piece | None:
    """
    Return a stretch of `text` without white space, commas and dashes at its edges and a last full stop.

    None when nothing remains.

    >>> trim(" , we sail. ", 0, 12)
    (3, 10)
    """
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _LAST_EDGE:
        end -= 1
    return (start, end) if start < end else None


def is_titled(phrase: str) -> bool:
    """
    Return whether a few words have capitals as names of programmes and works do: all but the small ones.

    >>> is_titled("The Gulls of May"), is_titled("The gulls")
    (True, False)
    """
    # « Loin » alone may be any word with a capital.
    if " " not in phrase:
        return False
    count = 0
    for match in _LARGE_WORD.finditer(phrase):
        count += 1
        if count > _MAX_TITLE_WORDS or not match.group()[0].isupper():
            return False
    return count > 0


def choose_label(pieces: Iterable[Piece], quoted_spans: Iterable[QuotedSpan]) -> str:
    """Return direct when every piece is what stands between marks, mixed when one holds marks, indirect else."""
    quoted_spans = tuple(quoted_spans)
    # « A » and “B”, or marks taken whole with what they hold: both are direct.
    quoted_pieces: set[Piece] = set()
    for quoted in quoted_spans:
        quoted_pieces.update(quoted.pieces, [(quoted.start, quoted.end)])
    pieces = tuple(pieces)
    if quoted_pieces.issuperset(pieces):
        return "direct"
    for quoted in quoted_spans:
        if any(overlaps((quoted.start, quoted.end), piece) for piece in pieces):
            return "mixed"
    return "indirect"
