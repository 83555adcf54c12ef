"""Transcripts and interviews: paragraphs that a speaker's name and a colon open, « Q. : », "SMITH: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pressmark.annotators.coreference.entity_index import EntityIndex

from .candidates import Piece, QuoteCandidate, trim
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading

__all__ = ["split_transcript"]

# « Q. : », "DR. LEE:", « Ana Vidal : »: up to four words with capitals, marks before them passed over.
_OPENING_NAME = re.compile(
    r"[\"“«]?\s*((?:[^\W\d_a-zà-ÿ][\w.’'-]*)(?:[ \u00a0][^\W\d_a-zà-ÿ][\w.’'-]*){0,3})\s*:(?=\s)"
)
_REOPENING_MARKS = ('"', "“", "«")
_MIN_TURNS = 2
"""Turns of a transcript: one name with a colon, « RAPPEL : », is a heading."""


def split_transcript(
    reading: QuoteReading,
) -> tuple[list[QuoteCandidate], list[tuple[int, int]]]:
    """
    Split an article into the turns of a transcript and the paragraphs that are none.

    A turn opens with a name in capitals, initials, or a person's name, and a colon; there must be two of them. It goes
    on in paragraphs that reopen its marks.
    """
    text, paragraphs = reading.text, reading.paragraphs
    # All openings are needed before the first paragraph is read: one alone makes no transcript.
    openings: dict[int, re.Match[str]] = {}
    for start, end in paragraphs:
        if opening := _match_opening(text, start, end, reading.entities):
            openings[start] = opening
    if len(openings) < _MIN_TURNS:
        return [], list(paragraphs)
    transcript = _Transcript(text)
    for start, end in paragraphs:
        transcript.read_paragraph(start, end, openings.get(start))
    transcript.close_turn()
    return transcript.turns, transcript.remainder


@dataclass(slots=True)
class _Transcript:
    """The turns read so far, the pieces of the last one, and the paragraphs that are no turn."""

    text: str
    turns: list[QuoteCandidate] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    remainder: list[tuple[int, int]] = field(default_factory=list)

    def read_paragraph(
        self, start: int, end: int, opening: re.Match[str] | None
    ) -> None:
        """Add a paragraph as a new turn, to the last one, or to the remainder."""
        if opening is not None:
            self.close_turn()
            self._open_turn(opening, end)
        elif self.turns and self._continues_turn(start, end):
            piece = trim(self.text, start + 1, end)
            self.pieces += [piece] if piece else []
        else:
            self.remainder.append((start, end))

    def close_turn(self) -> None:
        """Give the last turn all pieces that were gathered for it."""
        if self.turns:
            self.turns[-1] = replace(self.turns[-1], pieces=tuple(self.pieces))

    def _open_turn(self, opening: re.Match[str], end: int) -> None:
        """Begin a turn with what follows the name; a name that nothing follows opens none."""
        piece = trim(self.text, opening.end(), end)
        if piece is None:
            return
        source = SourcePhrase(*opening.span(1), "transcript")
        turn = QuoteCandidate(
            (piece,), "direct", None, source, "transcript", "what follows the name"
        )
        self.turns.append(turn)
        self.pieces = [piece]

    def _continues_turn(self, start: int, end: int) -> bool:
        """Return whether a paragraph reopens the marks of the turn right before it."""
        # “(Laughter.)”: what stands in brackets is the reporter's.
        if self.text[end - 1 : end] == ")":
            return False
        if not self.text.startswith(_REOPENING_MARKS, start):
            return False
        if not self.remainder:
            return True
        # A paragraph that is no turn (« Pause. ») stands between: the turn has ended.
        _, turn_end = self.pieces[-1]
        last_start, _ = self.remainder[-1]
        return last_start < turn_end


def _match_opening(
    text: str, start: int, end: int, entities: EntityIndex
) -> re.Match[str] | None:
    """Return the name and colon that open a paragraph; None without, or for a word that names nobody."""
    match = _OPENING_NAME.match(text, start, end)
    if match is None:
        return None
    # « Conseil : prenez le bus » opens no turn; « MAIRE : », « Ana Vidal : » do.
    if match.group(1).isupper() or entities.is_named(*match.span(1), "PER"):
        return match
    return None
