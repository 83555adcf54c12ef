"""Headlines that report: « Vidal : la piscine rouvrira », without marks after the colon."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite

from .candidates import Piece, QuoteCandidate, choose_label, trim
from .frames import Frame
from .noun_phrases import SourcePhrase
from .positions import position_of
from .quote_reading import QuoteReading

__all__ = ["read_headline"]

_MAX_NAME_TOKENS = 5
"""Tokens before the colon of a headline: « La maire de Lurs : … » has four; chosen, not measured."""
_MIN_CONTENT_WORDS = 3
"""Words after the colon: « Vidal : la suite » says nothing; chosen, not measured."""


def read_headline(frame: Frame, reading: QuoteReading) -> QuoteCandidate | None:
    """Return the quote of a frame that is the first line of a text and has a speaker before its colon; None else."""
    # In the middle of an article a colon explains: « Lurs : un port, un phare ».
    if reading.text[: frame.start].strip():
        return None
    colon = position_of(frame.tokens[: _MAX_NAME_TOKENS + 1], ":")
    if not colon:
        return None
    name, colon_offset = frame.tokens[:colon], frame.tokens[colon].idx
    # « Vidal promet : … » has its verb, and is read as any sentence.
    if any(map(is_finite, name)) or not _names_source(name, reading):
        return None
    piece = trim(reading.text, colon_offset, frame.end)
    if piece is None or _has_marks_in_the_way(frame, colon_offset, piece):
        return None
    if len(reading.text[slice(*piece)].split()) < _MIN_CONTENT_WORDS:
        return None
    return QuoteCandidate(
        (piece,),
        choose_label([piece], frame.quoted_spans),
        None,
        SourcePhrase.of(name, "headline"),
        "headline",
        "what follows the name",
    )


def _names_source(name: Sequence[Word], reading: QuoteReading) -> bool:
    """Return whether the words before a colon name a person, an organisation, or a document (« Rapport : … »)."""
    # « Rapport : le port s'enfonce »
    if reading.lexicon.has_any("documents", name):
        return True
    phrase = SourcePhrase.of(name, "headline")
    return reading.names_speaker(phrase)


def _has_marks_in_the_way(frame: Frame, colon_offset: int, piece: Piece) -> bool:
    """Return whether marks stand before the colon, or open the words after it, which another rule then reads."""
    if not frame.quoted_spans:
        return False
    first_start = frame.quoted_spans[0].start
    piece_start, _ = piece
    return first_start < colon_offset or first_start <= piece_start + 1
