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

__all__ = [
    "POSTPOSITION_RULES",
    "SOURCE_NAMES",
    "SOURCE_RULES",
    "find_source_attributions",
]

SOURCE = "source phrase"
HEADED_SOURCE = "source phrase at the head"
TRAILING_SOURCE = "source phrase behind a comma"
SOURCE_BEFORE_WORD = "source phrase before its word"
SOURCE_NAMES = (SOURCE, HEADED_SOURCE, TRAILING_SOURCE, SOURCE_BEFORE_WORD)
"""The names of the rules that find source phrases."""


class _Postposition(NamedTuple):
    """A word in its frame that makes a source of the phrase before it, by its position."""

    frame: Frame
    position: int
    reading: QuoteReading


class _Opener(NamedTuple):
    """A match of « selon » or « pour » in its frame, and the rule that reads what the lexicon holds it for."""

    frame: Frame
    match: re.Match[str]
    rule: str
    reading: QuoteReading


def find_source_attributions(
    frame: Frame, reading: QuoteReading
) -> Iterator[Attribution]:
    """Find the source phrases of `frame`; those that only a sentence's head can open come last."""
    lexicon = reading.lexicon
    patterns = (
        (SOURCE, lexicon.sources),
        (TRAILING_SOURCE, lexicon.trailing),
        (HEADED_SOURCE, lexicon.headed),
    )
    for rule, pattern in patterns:
        for match in _matches(pattern, frame, reading):
            opener = _Opener(frame, match, rule, reading)
            attribution = conclude_first(SOURCE_RULES, opener, reading.without)
            if attribution is not None:
                yield attribution
    if not lexicon.sets["postpositions"]:
        return
    for position, token in enumerate(frame.tokens):
        if lexicon.has("postpositions", token):
            place = _Postposition(frame, position, reading)
            attribution = conclude_first(POSTPOSITION_RULES, place, reading.without)
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
    if opener.rule != HEADED_SOURCE:
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


def _read_trailing_phrase(opener: _Opener) -> Attribution | None:
    """Return the attribution that „so“ opens behind a comma or marks; None where its source does not end a clause."""
    frame, start = opener.frame, opener.match.start()
    before = frame.tokens_before(start)
    last_start = before[-1].idx if before else frame.start
    follows_marks = any(
        last_start < quoted.end <= start for quoted in frame.quoted_spans
    )
    if not follows_marks and (not before or before[-1].text != ","):
        return None
    source = _find_source(opener)
    # „so die Ministerin“ is over where its phrase is, „so die Lage es erlaubt“ goes on.
    if source is None or not opener.reading.can_speak(source):
        return None
    after = frame.tokens_from(source.end)
    if after and not after[0].is_punct:
        return None
    end = after[0].idx if after and after[0].text == "," else frame.end
    cue = CueSpan(*opener.match.span(), "source")
    is_followed = end < frame.end
    return Attribution(
        start, end, cue, source, opener.rule, is_followed, beside_marks=follows_marks
    )


def _read_postposition(place: _Postposition) -> Attribution | None:
    """Return the attribution of a phrase that a word behind it makes a source: „der Polizei zufolge“; else None."""
    frame, position, reading = place
    source = reading.noun_phrases.ending_at(frame.tokens, position)
    if source is None or not _is_source(frame, source, reading):
        return None
    token = frame.tokens[position]
    end, resumes = end_after_source(
        frame, source.start, token.idx + len(token), reading
    )
    cue = CueSpan(token.idx, token.idx + len(token), "source")
    return Attribution(source.start, end, cue, source, SOURCE_BEFORE_WORD, resumes)


def _make_attribution(opener: _Opener, source: SourcePhrase) -> Attribution:
    """Return the attribution of an opener and its source."""
    start, opener_end = opener.match.span()
    end, resumes = end_after_source(opener.frame, start, source.end, opener.reading)
    cue = CueSpan(start, opener_end, "source")
    return Attribution(start, end, cue, source, opener.rule, resumes)


def _is_source(frame: Frame, source: SourcePhrase, reading: QuoteReading) -> bool:
    """Return whether a phrase can be a source: it is none in « selon la loi », "according to plan"."""
    # « selon eux » and « selon la mairie » have one, « selon la loi », « selon moi » have none.
    lexicon = reading.lexicon
    after_start = frame.tokens_from(source.start)
    words = [token for token in after_start if token.idx < source.end]
    nouns = [word for word in words if not lexicon.has("determiners", word)]
    # "478 deaths per 100,000"
    if all(noun.pos_ == "NUM" or noun.is_punct for noun in nouns):
        return False
    # "12 euros per share", « selon la hausse des prix »
    if reading.sources.is_thing(source):
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
        lambda opener: opener.rule == SOURCE,
    ),
    Rule(
        TRAILING_SOURCE,
        "Der Hafen bleibt geschlossen, so Anna Roth.",
        _read_trailing_phrase,
        lambda opener: opener.rule == TRAILING_SOURCE,
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
POSTPOSITION_RULES: tuple[Rule[_Postposition, Attribution], ...] = (
    Rule(
        SOURCE_BEFORE_WORD,
        "Der Polizei zufolge ist der Hafen sicher.",
        _read_postposition,
    ),
)
"""Attributions without a verb whose word stands behind the source."""
