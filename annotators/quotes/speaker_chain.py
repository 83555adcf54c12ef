"""The speakers of an article's quotes, in reading order: a quote without attribution goes on with the last speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .candidates import QuoteCandidate
from .marks import TURN_DASHES
from .speaker_phrases import Speaker
from .speakers import SpeakerResolver

__all__ = ["attribute_speakers"]

_MAX_HEADING_WORDS = 6
"""Words of a heading between two paragraphs: « Un port en hiver »; chosen, not measured."""
# A hyphen before marks opens an item of a list, whose quote may be the last speaker's.
_LONG_DASHES = tuple(TURN_DASHES.replace("-", ""))


def attribute_speakers(
    candidates: Sequence[QuoteCandidate], resolver: SpeakerResolver
) -> Iterator[tuple[QuoteCandidate, Speaker | None]]:
    """Yield each candidate with its speaker, None where nobody is known to have said it."""
    chain = _SpeakerChain(resolver)
    for candidate in candidates:
        yield candidate, chain.speaker_of(candidate)


@dataclass(slots=True)
class _SpeakerChain:
    """Who spoke last, and the offset where the last of that speaker's quotes ends."""

    resolver: SpeakerResolver
    last: Speaker | None = None
    last_end: int = 0

    def speaker_of(self, candidate: QuoteCandidate) -> Speaker | None:
        """Return the speaker of the next candidate."""
        if candidate.source is not None:
            self.last = self.resolver.resolve(candidate.source, candidate.pieces)
            self.last_end = candidate.end
            return self.last
        # A scare quote has no speaker and interrupts nobody; a turn may be anybody's.
        text = self.resolver.text
        if not candidate.floats or _is_dialogue_turn(text, candidate):
            return None
        if self.last is not None and _is_near(text, self.last_end, candidate.start):
            # « Nous restons. »¶ « Et nous gagnerons. »: the second is whose the first is.
            self.last_end = candidate.end
            self.last = replace(self.last, how="carried on", pronoun_gender=None)
            return self.last
        # Too far away, and so it is from whatever follows.
        self.last = None
        return None


def _is_dialogue_turn(text: str, candidate: QuoteCandidate) -> bool:
    """Return whether a dash opens a quote's paragraph: a turn of dialogue may be anybody's."""
    if candidate.rule == "dialogue":
        return True
    paragraph_start = text.rfind("\n", 0, candidate.start) + 1
    before = text[paragraph_start : candidate.start]
    return before.lstrip().startswith(_LONG_DASHES)


def _is_near(text: str, end: int, start: int) -> bool:
    """Return whether at most a heading stands between the paragraphs of a quote that ends and one that starts there."""
    # The first line is the end of the one's paragraph, the last the beginning of the other's.
    lines = text[end:start].splitlines()[1:-1]
    headings = [line.split() for line in lines if line.strip()]
    if len(headings) > 1:
        return False
    return all(len(words) <= _MAX_HEADING_WORDS for words in headings)
