"""Attributions without a verb: « selon le maire », "according to Ann Lee", « Pour Ana Vidal, … »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.rules import Rule, conclude_first

from .attribution_bounds import Attribution, end_after_source
from .candidates import CueSpan
from .frames import Frame
from .noun_phrases import SourcePhrase
from .positions import position_at
from .quote_reading import QuoteReading

__all__ = ["SOURCE_NAMES", "SOURCE_RULES", "find_source_attributions"]

SOURCE = "source phrase"
HEADED_SOURCE = "source phrase at the head"
SOURCE_NAMES = (SOURCE, HEADED_SOURCE)
"""The names of the rules that find source phrases."""


class _Opener(NamedTuple):
    """A match of « selon » or « pour » in its frame, by the pattern that the rules of its kind ask for."""

    frame: Frame
    match: re.Match[str]
    is_headed: bool
    reading: QuoteReading


def find_source_attributions(
    frame: Frame, reading: QuoteReading
) -> Iterator[Attribution]:
    """Find the source phrases of `frame`; those that only a sentence's head can open come last."""
    lexicon = reading.lexicon
    for is_headed, pattern in ((False, lexicon.sources), (True, lexicon.headed)):
        for match in _matches(pattern, frame, reading):
            opener = _Opener(frame, match, is_headed, reading)
            attribution = conclude_first(SOURCE_RULES, opener, reading.without)
            if attribution is not None:
                yield attribution


def _matches(
    pattern: re.Pattern[str] | None, frame: Frame, reading: QuoteReading
) -> Iterator[re.Match[str]]:
    """Yield where a pattern of the lexicon matches at a token of a frame; nothing where a language has none."""
    if pattern is None:
        return
    reach = 0
    for token in frame.tokens:
        # The pattern is tried at few words: it has many phrases.
        if token.form not in reading.lexicon.source_words or token.idx < reach:
            continue
        match = pattern.match(reading.text, token.idx, frame.end)
        if match is not None:
            reach = match.end()
            yield match


def _is_frame_head(opener: _Opener) -> bool:
    """Return whether an opener of its kind is the head of its frame, or stands right after a colon or semicolon."""
    if not opener.is_headed:
        return False
    frame, text = opener.frame, opener.reading.text
    before = text[frame.start : opener.match.start()].rstrip()
    return not before or before.endswith((":", ";"))


def _find_source(opener: _Opener) -> SourcePhrase | None:
    """Return the source that stands after an opener; None where what follows is none."""
    frame, reading = opener.frame, opener.reading
    # Within marks « selon » is somebody's word: its last character is then none of the frame's tokens.
    last = position_at(frame.tokens, opener.match.end() - 1)
    if last is None:
        return None
    source = reading.noun_phrases.starting_at(frame.tokens, last + 1)
    if source is None or not _is_source(frame, source, reading):
        return None
    return source


def _read_source_phrase(opener: _Opener) -> Attribution | None:
    """Return the attribution that « selon » opens; None where what follows is no source."""
    source = _find_source(opener)
    return None if source is None else _make_attribution(opener, source)


def _read_headed_phrase(opener: _Opener) -> Attribution | None:
    """Return the attribution that « pour » opens at the head of a frame; None where no speaker is set off after it."""
    source = _find_source(opener)
    # « Pour Lurs, c'est un échec »: a place may be a cause, and is no speaker.
    if source is None or not _is_set_off(opener.frame, source, opener.reading):
        return None
    return _make_attribution(opener, source)


def _make_attribution(opener: _Opener, source: SourcePhrase) -> Attribution:
    """Return the attribution of an opener and its source."""
    start, opener_end = opener.match.span()
    end, resumes = end_after_source(opener.frame, start, source.end, opener.reading)
    cue = CueSpan(start, opener_end, "source")
    rule = HEADED_SOURCE if opener.is_headed else SOURCE
    return Attribution(start, end, cue, source, rule, resumes)


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
                lexicon.has("organisations", word) or word.form in lexicon.human_nouns
            )
    return False


SOURCE_RULES: tuple[Rule[_Opener, Attribution], ...] = (
    Rule(
        SOURCE,
        "Selon la mairie, le quai est sûr.",
        _read_source_phrase,
        lambda opener: not opener.is_headed,
    ),
    # « un don pour Ana Vidal, arrivé hier » has no source.
    Rule(
        HEADED_SOURCE,
        "Pour Ana Vidal, le port est sûr.",
        _read_headed_phrase,
        _is_frame_head,
    ),
)
"""Attributions without a verb, by the word that opens them."""
