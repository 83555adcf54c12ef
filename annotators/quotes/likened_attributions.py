"""Attributions that liken what is told to what somebody says: « comme l'explique le maire », in front or behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_first

from .attribution_bounds import PAUSES, Attribution
from .candidates import CueSpan
from .cues import Cue
from .frames import Frame
from .incises import skip_clitics
from .noun_phrases import SourcePhrase
from .positions import position_of
from .quote_reading import QuoteReading

__all__ = ["LIKENED_RULES", "find_likened_attributions"]

_MAX_CUE_DISTANCE = 8
"""Tokens from « comme » to the comma after who says it, at the head of a sentence: chosen, not measured."""
LIKENED = "likened to what somebody says"


class _LikenedCue(NamedTuple):
    """A cue in its frame, and the position of the « comme » that stands before it and its pronouns."""

    frame: Frame
    cue: Cue
    opener: int
    reading: QuoteReading


def find_likened_attributions(
    frame: Frame, reading: QuoteReading
) -> Iterator[Attribution]:
    """Find what « comme » and a verb of saying with its object before it attribute, in the order of their cues."""
    if not reading.lexicon.sets["likening"]:
        return
    for cue in frame.cues:
        clitic = skip_clitics(frame.tokens, cue.first, reading.lexicon)
        # « comme l'explique le maire » has what is said for an object; « comme on dit » has none.
        if clitic in (0, cue.first) or not cue.finite:
            continue
        opener = frame.tokens[clitic - 1]
        if "reporting" in cue.classes and reading.lexicon.has("likening", opener):
            case = _LikenedCue(frame, cue, clitic - 1, reading)
            attribution = conclude_first(LIKENED_RULES, case, reading.without)
            if attribution is not None:
                yield attribution


def _read_likened(case: _LikenedCue) -> Attribution | None:
    """Return the attribution of a cue, with the stretch that its content stands on; None without somebody who says it."""
    frame, cue, opener, reading = case
    source = reading.sources.of_cue(cue, frame.tokens, inverted=True)
    if source is None or not reading.sources.can_say(source):
        return None
    start = frame.tokens[opener].idx
    before = [token for token in frame.tokens[:opener] if token.is_alpha]
    if not before:
        return _at_the_head(case, start, source)
    # « L'eau monte, comme l'explique Ana Vidal »: the sentence before it; « il parle comme le dit Ana » has no comma.
    is_set_off = frame.tokens[opener - 1].text in PAUSES and before[-1].pos_ not in (
        "SCONJ",
        "CCONJ",
    )
    rest = frame.tokens_from(source.end)
    is_last = all(token.text in PAUSES for token in rest)
    if not is_set_off or not is_last or not any(map(is_finite, before)):
        return None
    return Attribution(
        start, frame.end, CueSpan.of(cue, frame.tokens), source, LIKENED, False
    )


def _at_the_head(
    case: _LikenedCue, start: int, source: SourcePhrase
) -> Attribution | None:
    """Return the attribution that opens its frame; None where no comma parts it from what is said."""
    frame, cue = case.frame, case.cue
    after = frame.tokens_from(source.end)
    comma = position_of(after, ",")
    if comma is None or comma > _MAX_CUE_DISTANCE:
        return None
    if any(map(is_finite, after[:comma])):
        return None
    end = after[comma].idx
    return Attribution(start, end, CueSpan.of(cue, frame.tokens), source, LIKENED, True)


LIKENED_RULES: tuple[Rule[_LikenedCue, Attribution], ...] = (
    Rule(LIKENED, "Comme l'explique le maire, le quai ferme.", _read_likened),
)
"""Attributions by « comme »."""
