"""A quoted span in its frame, as the rules of marks that nobody claimed read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.tree import Word

from .cues import Cue
from .frames import Frame
from .marks import QuotedSpan
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading

__all__ = ["MarksInFrame"]


class MarksInFrame(NamedTuple):
    """
    A quoted span in its frame: the tokens before and after it, and the cues before it.

    `fallback` is the source of an attribution in the same frame.
    """

    quoted: QuotedSpan
    frame: Frame
    before: Sequence[Word]
    after: Sequence[Word]
    earlier_cues: list[Cue]
    fallback: SourcePhrase | None
    reading: QuoteReading

    @property
    def is_first(self) -> bool:
        """Whether no word of the frame stands before the marks."""
        return not any(token.is_alpha for token in self.before)

    @property
    def is_alone(self) -> bool:
        """Whether no word of the frame stands before or after the marks."""
        return self.is_first and not any(token.is_alpha for token in self.after)

    @property
    def is_introduced(self) -> bool:
        """Whether a colon stands right before the marks."""
        return bool(self.before) and self.before[-1].text == ":"
