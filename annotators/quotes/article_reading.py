"""
The candidates of an article: turns of a transcript first, then frame by frame, then marks within marks.

In each frame attributions beside the content are looked for first, then contents that hang on a cue, then what stands
between marks and is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pressmark.annotators.rules import Rule, conclude_first

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
from .quotes_around import give_to_person_behind, read_told_before
from .reported_mood import OpenFrame, go_on_in_reported_mood
from .transcripts import split_transcript

__all__ = [
    "DIALOGUE_RULES",
    "FIRST_QUOTE_RULES",
    "FLOATING_RULES",
    "MERGE_RULES",
    "NESTED_RULES",
    "PERSON_BEHIND_RULES",
    "REPORTED_RULES",
    "SIGNATURE_RULES",
    "TOLD_BEFORE_RULES",
    "TRANSCRIPT_RULES",
    "find_candidates",
]


class _NextFrame(NamedTuple):
    """The quotes of a frame, that frame and the one before it, and the quotes of the article before it."""

    candidates: list[QuoteCandidate]
    frame: Frame
    previous: Frame
    earlier: Sequence[QuoteCandidate]
    reading: QuoteReading


class _ReadArticle(NamedTuple):
    """The quotes of an article and its quoted spans."""

    candidates: Sequence[QuoteCandidate]
    quoted_spans: Sequence[QuotedSpan]
    reading: QuoteReading


def find_candidates(reading: QuoteReading) -> list[QuoteCandidate]:
    """Find the quotes of an article, in reading order, their speakers not yet resolved."""
    text, lexicon, without = reading.text, reading.lexicon, reading.without
    bounds = reading.paragraphs
    # What a transcript's turns hold is read by no other rule.
    split = conclude_first(TRANSCRIPT_RULES, reading, without)
    turns, remainder = split if split is not None else ([], bounds)
    incise_commas = find_incise_commas(list(reading.tree), lexicon)
    quoted_spans = pair_marks(text, remainder, incise_commas)
    candidates = [*turns]
    previous: Frame | None = None
    for frame in split_frames(reading, remainder, quoted_spans):
        open_frame = OpenFrame(frame, previous, candidates, reading)
        signed = conclude_first(SIGNATURE_RULES, open_frame, without)
        if signed is not None:
            candidates[-1] = signed
            continue
        frame_candidates = _read_candidates(open_frame)
        if previous is not None:
            case = _NextFrame(frame_candidates, frame, previous, candidates, reading)
            told = conclude_first(TOLD_BEFORE_RULES, case, without)
            candidates += [] if told is None else [told]
            behind = conclude_first(PERSON_BEHIND_RULES, case, without)
            if behind is not None:
                candidates[-1] = behind
        if previous is not None and frame_candidates:
            case = _NextFrame(frame_candidates, frame, previous, candidates, reading)
            first = conclude_first(FIRST_QUOTE_RULES, case, without)
            frame_candidates[0] = frame_candidates[0] if first is None else first
        candidates += frame_candidates
        previous = frame
    return _complete(candidates, quoted_spans, reading)


def _complete(
    candidates: list[QuoteCandidate],
    quoted_spans: Sequence[QuotedSpan],
    reading: QuoteReading,
) -> list[QuoteCandidate]:
    """Return all quotes of an article in reading order, those that the rules over the whole of it find among them."""
    for rules in (NESTED_RULES, MERGE_RULES):
        case = _ReadArticle(candidates, quoted_spans, reading)
        completed = conclude_first(rules, case, reading.without)
        candidates = list(candidates if completed is None else completed)
        candidates.sort(key=lambda candidate: (candidate.start, -candidate.end))
    return candidates


def _opens_with_dash(frame: Frame) -> bool:
    """Return whether a dash opens a frame: « — Partons ! dit Paul. »"""
    if not frame.quoted_spans:
        return False
    return frame.quoted_spans[0].opening in TURN_DASHES


def _sign_last(case: OpenFrame) -> QuoteCandidate | None:
    """Return the last quote with the name that a frame is as its source; None where the frame does not sign it."""
    last = case.earlier[-1]
    signature = find_signature(case.frame, case.reading)
    if last.rule != "floating" or signature is None:
        return None
    return replace(last, source=signature, rule="signed on a line", floats=False)


def _read_candidates(case: OpenFrame) -> list[QuoteCandidate]:
    """Return the quotes of a frame, by the rules of the form that it has."""
    reading = case.reading
    turn = conclude_first(DIALOGUE_RULES, case, reading.without)
    candidates = list(read_frame(case.frame, reading) if turn is None else turn)
    if not candidates:
        reported = conclude_first(REPORTED_RULES, case, reading.without)
        return list(reported or ())
    for number, candidate in enumerate(candidates):
        changed = conclude_first(FLOATING_RULES, (candidate, reading), reading.without)
        candidates[number] = candidate if changed is None else changed
    return candidates


def _is_floating_with_incises(case: tuple[QuoteCandidate, QuoteReading]) -> bool:
    """Return whether a quote has no source and stands in a language in which marks hold their own incises."""
    candidate, reading = case
    # “Yes, said Ann, let us go” is told by somebody in English; « Oui, dit Ana, partons » is Ana's.
    return candidate.rule == "floating" and not reading.lexicon.direct_order


def _is_announced(case: _NextFrame) -> bool:
    """Return whether the frame before, often a paragraph of its own, announces the first quote with a colon."""
    if not case.candidates[0].floats:
        return False
    text, previous = case.reading.text, case.previous
    if not text[previous.start : previous.end].rstrip().endswith(":"):
        return False
    return not text[previous.end : case.frame.start].strip()


def _follows_narration(case: _NextFrame) -> bool:
    """Return whether a frame's first quote has no source, and the frame before it holds neither marks nor a quote."""
    first, previous = case.candidates[0], case.previous
    if first.rule != "floating" or not first.floats or previous.quoted_spans:
        return False
    return not case.earlier or case.earlier[-1].end <= previous.start


def _is_quoted(case: _NextFrame) -> bool:
    """Return whether the frame before holds a quote."""
    return bool(case.earlier) and case.earlier[-1].end > case.previous.start


def _opens_paragraph_without_source(case: _NextFrame) -> bool:
    """Return whether the frame before is words without a source that open a paragraph, with no other quote in it."""
    if not case.earlier or case.candidates:
        return False
    last, text = case.earlier[-1], case.reading.text
    is_alone = last.rule == "floating" and last.floats and _is_quoted(case)
    before = text[text.rfind("\n", 0, last.start) + 1 : last.start]
    return is_alone and not any(map(str.isalnum, before))


def _split_turns(
    reading: QuoteReading,
) -> tuple[list[QuoteCandidate], list[tuple[int, int]]] | None:
    """Return the turns of a transcript and the paragraphs that are none; None where an article has no turns."""
    turns, remainder = split_transcript(reading)
    return (turns, remainder) if turns else None


def _add_nested_marks(case: _ReadArticle) -> Sequence[QuoteCandidate] | None:
    """Return the quotes with what stands between marks within marks, words that the speaker sets apart; None without."""
    candidates = list(case.candidates)
    pieces = {piece for candidate in candidates for piece in candidate.pieces}
    for quoted in case.quoted_spans:
        # Only marks whose words no quote has for a piece are set apart.
        if quoted.depth and quoted.pieces[0] not in pieces:
            candidates.append(
                QuoteCandidate(quoted.pieces, "scare", None, None, "marks within marks")
            )
    return candidates if len(candidates) > len(case.candidates) else None


TRANSCRIPT_RULES: tuple[
    Rule[QuoteReading, tuple[list[QuoteCandidate], list[tuple[int, int]]]], ...
] = (
    Rule(
        "transcript",
        "SMITH: We sail at noon.¶LEE: We do not.",
        _split_turns,
    ),
)
"""The turns of an article that is written as a transcript, and its other paragraphs."""
SIGNATURE_RULES: tuple[Rule[OpenFrame, QuoteCandidate], ...] = (
    Rule(
        "signed on a line",
        "« On ferme demain, le port est calme. »¶— Emmanuel Macron",
        _sign_last,
        lambda case: bool(case.earlier) and _opens_with_dash(case.frame),
    ),
)
"""A frame that holds no quote, and says whose the last one is."""
DIALOGUE_RULES: tuple[Rule[OpenFrame, Sequence[QuoteCandidate]], ...] = (
    Rule(
        "dialogue",
        "— Partons ! dit Paul.",
        lambda case: list(read_turn(case.frame, case.reading)),
        lambda case: _opens_with_dash(case.frame),
    ),
)
"""Frames of another form than a sentence."""
REPORTED_RULES: tuple[Rule[OpenFrame, Sequence[QuoteCandidate]], ...] = (
    Rule(
        "reported mood",
        "Das Dach sei dicht, sagte Anna Roth. Es halte noch zehn Jahre.",
        go_on_in_reported_mood,
        lambda case: case.reading.lexicon.reported_mood,
    ),
)
"""What a sentence without marks and cue tells of whoever spoke in the one before it."""
FLOATING_RULES: tuple[
    Rule[tuple[QuoteCandidate, QuoteReading], QuoteCandidate], ...
] = (
    Rule(
        "incise within marks",
        "« Oui, dit Ana, partons. »",
        lambda case: cut_out_incises(*case),
        _is_floating_with_incises,
    ),
)
"""What a quote without a source says of its own speaker."""
FIRST_QUOTE_RULES: tuple[Rule[_NextFrame, QuoteCandidate], ...] = (
    Rule(
        "announced",
        "Elle conclut :¶« Nous restons. »",
        lambda case: introduce(case.candidates[0], case.previous, case.reading),
        _is_announced,
    ),
    Rule(
        "person before",
        "Ana Vidal vend des fleurs au marché.¶« Je vote toujours. »",
        lambda case: give_to_person_before(
            case.candidates[0], case.previous, case.reading
        ),
        _follows_narration,
    ),
)
"""What the frame before it says of a frame's first quote."""
TOLD_BEFORE_RULES: tuple[Rule[_NextFrame, QuoteCandidate], ...] = (
    Rule(
        "told before",
        "Le quai est sûr. C'est ce qu'affirme Ana Vidal.",
        lambda case: read_told_before(case.previous, case.frame, case.reading),
        lambda case: not case.candidates and not _is_quoted(case),
    ),
)
"""What a frame says of the one before it."""
PERSON_BEHIND_RULES: tuple[Rule[_NextFrame, QuoteCandidate], ...] = (
    Rule(
        "person behind",
        "« Nous restons ici. » Ana Vidal vend des fleurs au marché.",
        lambda case: give_to_person_behind(case.earlier[-1], case.frame, case.reading),
        _opens_paragraph_without_source,
    ),
)
"""What a frame says of the words before it that nobody is said to say."""
NESTED_RULES: tuple[Rule[_ReadArticle, Sequence[QuoteCandidate]], ...] = (
    Rule(
        "marks within marks",
        "« Leur “grève” est finie », dit Ana.",
        _add_nested_marks,
    ),
)
"""Quotes within quotes."""
MERGE_RULES: tuple[Rule[_ReadArticle, Sequence[QuoteCandidate]], ...] = (
    Rule(
        "resumed",
        "“We sail,” said Ann Lee. “At noon.”",
        lambda case: merge_resumed(case.candidates, case.reading.text),
        lambda case: case.reading.lexicon.resumes,
    ),
)
"""Quotes that are one."""
