"""What the sentence behind words says of them: whose they are, or that somebody said what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from pressmark.annotators.grammar.tree import Word

from .candidates import CueSpan, QuoteCandidate, choose_label, trim
from .cues import Cue
from .frames import Frame
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading

__all__ = ["give_to_person_behind", "read_told_before"]

_MAX_OPENER_TOKENS = 5
"""Tokens before the verb of « C'est aussi ce qu'affirme le maire »: chosen, not measured."""
_MAX_EARLIER_NAMES = 300
"""Names before a person in which an earlier mention is looked for: a bound on the work."""
_OPENER_TAGS = ("PRON", "AUX", "SCONJ", "DET", "ADV", "PUNCT")


def read_told_before(
    before: Frame, frame: Frame, reading: QuoteReading
) -> QuoteCandidate | None:
    """
    Return the sentence before a frame as a quote where the frame gives it to somebody; None elsewhere.

    « Le quai est sûr. C'est ce qu'affirme Ana Vidal. »
    """
    text = reading.text
    if not frame.cues or "\n" in text[before.end : frame.start]:
        return None
    cue = frame.cues[0]
    if not _takes_up(cue, frame.tokens, reading):
        return None
    source = reading.sources.of_cue(cue, frame.tokens, inverted=True)
    if source is None or not reading.sources.can_say(source):
        return None
    piece = trim(text, before.start, before.end)
    if piece is None:
        return None
    label = choose_label([piece], before.quoted_spans)
    cue_span = CueSpan.of(cue, frame.tokens)
    return QuoteCandidate((piece,), label, cue_span, source, "told before")


def _takes_up(cue: Cue, tokens: Sequence[Word], reading: QuoteReading) -> bool:
    """Return whether « c'est ce que » and nothing else stands before a verb of saying, and no content hangs on it."""
    before = tokens[: cue.first]
    if not 2 < len(before) <= _MAX_OPENER_TOKENS or "reporting" not in cue.classes:
        return False
    if not reading.lexicon.has("relative", before[-1]):
        return False
    if not reading.lexicon.has("not_speakers", before[0]) or not cue.finite:
        return False
    is_bare = all(token.pos_ in _OPENER_TAGS for token in before)
    after = tokens[cue.after :]
    # « C'est ce qu'affirme Ana Vidal : « … » » gives her what follows.
    return is_bare and all(token.text != ":" for token in after)


def give_to_person_behind(
    candidate: QuoteCandidate, frame: Frame, reading: QuoteReading
) -> QuoteCandidate | None:
    """
    Return words without source with the person whom the sentence behind them names for the first time; None elsewhere.

    « Nous restons. » Ana Vidal, la patronne du port, est sûre d'elle.
    """
    if "\n" in reading.text[candidate.end : frame.start] or frame.quoted_spans:
        return None
    subject = reading.sources.speaking_subject(frame.tokens)
    if subject is None or not _is_introduced(subject, reading):
        return None
    if frame.tokens_before(subject.start):
        return None
    source = subject._replace(how="subject of the sentence behind")
    return replace(candidate, source=source, floats=False)


def _is_introduced(subject: SourcePhrase, reading: QuoteReading) -> bool:
    """Return whether a phrase names a person whom no earlier mention of the article names."""
    people = [
        entity
        for entity in reading.entities.touching(subject.start, subject.end)
        if entity.label == "PER"
    ]
    if not people:
        return False
    earlier = islice(reading.entities.before(subject.start), _MAX_EARLIER_NAMES)
    return all(entity.name != people[0].name for entity in earlier)
