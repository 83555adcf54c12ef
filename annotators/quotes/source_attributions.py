"""Attributions without a verb: « selon le maire », "according to Ann Lee", « Pour Ana Vidal, … »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.annotators.grammar.tree import Word

from .attribution_bounds import Attribution, end_after_source
from .candidates import CueSpan
from .frames import Frame
from .noun_phrases import SourcePhrase
from .positions import position_at
from .quote_reading import QuoteReading

__all__ = ["find_source_attributions"]


def find_source_attributions(
    frame: Frame, reading: QuoteReading
) -> Iterator[Attribution]:
    """Find the source phrases of `frame`; those that only a sentence's head can open come last."""
    for match in _matches(reading.lexicon.sources, frame, reading.text):
        if attribution := _read_source(frame, match, reading, is_headed=False):
            yield attribution
    for match in _matches(reading.lexicon.headed, frame, reading.text):
        # « Pour Ana Vidal, le port est sûr » has a source; « un don pour Ana Vidal, arrivé hier » has none.
        if not _is_frame_head(reading.text, frame, match.start()):
            continue
        if attribution := _read_source(frame, match, reading, is_headed=True):
            yield attribution


def _matches(
    pattern: re.Pattern[str] | None, frame: Frame, text: str
) -> Iterator[re.Match[str]]:
    """Yield where a pattern of the lexicon matches in a frame; nothing where a language has none."""
    if pattern is None:
        return iter(())
    return pattern.finditer(text, frame.start, frame.end)


def _is_frame_head(text: str, frame: Frame, offset: int) -> bool:
    """Return whether an offset is the head of its frame, or stands right after a colon or semicolon."""
    before = text[frame.start : offset].rstrip()
    return not before or before.endswith((":", ";"))


def _read_source(
    frame: Frame, opener: re.Match[str], reading: QuoteReading, *, is_headed: bool
) -> Attribution | None:
    """Return the attribution that a match of « selon » opens; None where what follows is no source."""
    # Within marks « selon » is somebody's word: its last character is then none of the frame's tokens.
    last = position_at(frame.tokens, opener.end() - 1)
    if last is None:
        return None
    source = reading.noun_phrases.starting_at(frame.tokens, last + 1)
    if source is None or not _is_source(frame, source, reading):
        return None
    # « Pour Lurs, c'est un échec »: a place may be a cause, and is no speaker.
    if is_headed and not _is_set_off(frame, source, reading):
        return None
    end, resumes = end_after_source(frame, opener.start(), source.end, reading)
    cue = CueSpan(opener.start(), opener.end(), "source")
    return Attribution(opener.start(), end, cue, source, "source phrase", resumes)


def _is_source(frame: Frame, source: SourcePhrase, reading: QuoteReading) -> bool:
    """Return whether a phrase can be a source: it is none in « selon la loi », "according to plan"."""
    # « selon eux » and « selon la mairie » have one, « selon la loi », « selon moi » have none.
    lexicon = reading.lexicon
    after_start = frame.tokens_from(source.start)
    words = [token for token in after_start if token.idx < source.end]
    nouns = [word for word in words if not lexicon.has("determiners", word)]
    if not nouns:
        return False
    heads = [words[0], *_up_to_noun(nouns)]
    return not lexicon.has_any("not_sources", heads)


def _up_to_noun(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words up to the first that is no adjective: « selon les dernières règles »."""
    for position, word in enumerate(words):
        if word.pos_ != "ADJ":
            return words[: position + 1]
    return words[:1]


def _is_set_off(frame: Frame, source: SourcePhrase, reading: QuoteReading) -> bool:
    """Return whether a phrase is a person or an organisation, and a comma follows it."""
    after = reading.text[source.end : frame.end]
    if not after.lstrip().startswith(","):
        return False
    return reading.names_speaker(source) or _can_hold_opinion(frame, source, reading)


def _can_hold_opinion(
    frame: Frame, source: SourcePhrase, reading: QuoteReading
) -> bool:
    """Return whether a phrase without a name is somebody: « le procureur », « l'association des riverains », « lui »."""
    lexicon = reading.lexicon
    words = [t for t in frame.tokens_from(source.start) if t.idx < source.end]
    if len(words) == 1:
        return lexicon.has("opinion_holders", words[0])
    if not lexicon.has("determiners", words[0]):
        return False
    for word in words[1:]:
        if word.pos_ == "NOUN":
            return (
                lexicon.has("organisations", word) or word.form in lexicon.person_nouns
            )
    return False
