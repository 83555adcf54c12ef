"""
The candidates of an article: turns of a transcript first, then frame by frame, then marks within marks.

In each frame attributions beside the content are looked for first, then contents that hang on a cue, then what stands
between marks and is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressmark.paragraphs import paragraphs

from .across_frames import (
    find_signature,
    give_to_person_before,
    introduce,
    merge_resumed,
)
from .candidates import QuoteCandidate
from .dialogue import cut_out_incises, read_turn
from .frame_reading import read_frame
from .frames import Frame, split_frames
from .incise_commas import find_incise_commas
from .marks import TURN_DASHES, QuotedSpan, pair_marks
from .quote_reading import QuoteReading
from .transcripts import split_transcript

__all__ = ["find_candidates"]


def find_candidates(reading: QuoteReading) -> list[QuoteCandidate]:
    """Find the quotes of an article, in reading order, their speakers not yet resolved."""
    text, lexicon = reading.text, reading.lexicon
    # « Q. : … », "SMITH: …": what a transcript's turns hold is read by no other rule.
    turns, remainder = split_transcript(text, paragraphs(text), reading.entities)
    tokens = list(reading.tree)
    incise_commas = find_incise_commas(tokens, lexicon)
    quoted_spans = pair_marks(text, remainder, incise_commas)
    candidates = [*turns]
    previous: Frame | None = None
    frames = split_frames(text, tokens, remainder, quoted_spans, lexicon)
    for frame in frames:
        if _opens_with_dash(frame) and _sign_last(candidates, frame, reading):
            continue
        # « Elle conclut : »¶ « Nous restons. »
        frame_candidates = _read_candidates(frame, reading)
        if previous is not None and _is_announced(
            frame_candidates, previous, frame, text
        ):
            frame_candidates[0] = introduce(frame_candidates[0], previous, reading)
        elif previous is not None and _follows_narration(
            frame_candidates, previous, candidates
        ):
            frame_candidates[0] = give_to_person_before(
                frame_candidates[0], previous, reading
            )
        candidates += frame_candidates
        previous = frame
    # Last, because only marks whose words no quote has for a piece are set apart.
    candidates += _read_nested_marks(quoted_spans, candidates)
    in_order = sorted(
        candidates, key=lambda candidate: (candidate.start, -candidate.end)
    )
    return merge_resumed(in_order, text) if lexicon.resumes else in_order


def _opens_with_dash(frame: Frame) -> bool:
    """Return whether a dash opens a frame: « — Partons ! dit Paul. »"""
    if not frame.quoted_spans:
        return False
    return frame.quoted_spans[0].opening in TURN_DASHES


def _sign_last(
    candidates: list[QuoteCandidate], frame: Frame, reading: QuoteReading
) -> bool:
    """Give the last candidate the name that a frame is as its source, if it signs it; return whether it does."""
    # « On ferme demain. »¶ — Ana Vidal
    if not candidates or candidates[-1].rule != "floating":
        return False
    signature = find_signature(frame, reading)
    if signature is None:
        return False
    candidates[-1] = replace(
        candidates[-1], source=signature, rule="signed", floats=False
    )
    return True


def _read_candidates(frame: Frame, reading: QuoteReading) -> list[QuoteCandidate]:
    """Return the quotes of a frame, incises within their marks cut out where the language has such."""
    rule_of_frame = read_turn if _opens_with_dash(frame) else read_frame
    candidates = list(rule_of_frame(frame, reading))
    # “Yes, said Ann, let us go” is told by somebody in English; « Oui, dit Ana, partons » is Ana's.
    if reading.lexicon.direct_order:
        return candidates
    for number, candidate in enumerate(candidates):
        if candidate.rule == "floating":
            candidates[number] = cut_out_incises(candidate, reading)
    return candidates


def _is_announced(
    candidates: Sequence[QuoteCandidate], previous: Frame, frame: Frame, text: str
) -> bool:
    """Return whether the frame before, often a paragraph of its own, announces the first quote with a colon."""
    if not candidates or not candidates[0].floats:
        return False
    if not text[previous.start : previous.end].rstrip().endswith(":"):
        return False
    return not text[previous.end : frame.start].strip()


def _follows_narration(
    candidates: Sequence[QuoteCandidate],
    previous: Frame,
    earlier: Sequence[QuoteCandidate],
) -> bool:
    """Return whether a frame's first quote has no source, and the frame before it holds neither marks nor a quote."""
    if not candidates or candidates[0].rule != "floating" or not candidates[0].floats:
        return False
    if previous.quoted_spans:
        return False
    return not earlier or earlier[-1].end <= previous.start


def _read_nested_marks(
    quoted_spans: Sequence[QuotedSpan], candidates: Sequence[QuoteCandidate]
) -> Iterator[QuoteCandidate]:
    """Yield what stands between marks within marks: words that the speaker sets apart."""
    pieces = {piece for candidate in candidates for piece in candidate.pieces}
    for quoted in quoted_spans:
        if quoted.depth and quoted.pieces[0] not in pieces:
            yield QuoteCandidate(
                quoted.pieces, "scare", None, None, "marks within marks"
            )
