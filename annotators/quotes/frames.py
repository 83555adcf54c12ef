"""
Frames: sentences that a mark's inside does not break. `« Partez ! » a-t-il crié. « Vite. »` is two frames.

The parse's sentences cannot be used here: the models break them at guillemets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.grammar.tree import Word
from pressmark.yaml_files.lexicon_models.quote_words import MAX_ABBREVIATION_LENGTH

from .cues import Cue, find_cues
from .lexicon import QuoteLexicon, normalize
from .marks import QuotedSpan
from .positions import offset_of
from .quote_reading import QuoteReading

__all__ = ["MAX_FRAME_TOKENS", "Frame", "split_frames"]

MAX_FRAME_TOKENS = 200
"""Tokens of a frame outside of its marks: the longest sentence of 320 news articles has 116 tokens."""
MAX_FRAME_MARKS = 40
"""Quoted spans in one frame: no sentence of the same articles has so many."""
_MAX_FRAME_LENGTH = 4_000
"""Characters of a frame: chosen, not measured, more than any sentence of 200 tokens."""
_MAX_REPORT_LENGTH = 60
"""Characters after a quoted question in which a verb of saying is looked for: chosen, not measured."""

_SENTENCE_END = re.compile(r"[.!?…]+[)\]]*")
_UP_TO_PAUSE = re.compile(r"[ \u00a0]+[^,;:!?…\"“”«»]+")
_WORD_AND_HYPHENS = re.compile(r"[\w'’-]+")
_NO_SPACE = re.compile(r"\S")
_LAST_WORD = re.compile(r"(\w+)[»”\"’)]?[ \u00a0]$")
_MAX_WORD_LENGTH = 40
"""Characters in which the word before an opener is looked for: chosen, not measured."""
_GOVERNING_LISTS = ("determiners", "adjuncts", "of", "to", "naming", "by")
"""Lists of words after which a capital opens a title: « dans La vie est belle », « le film Les vagues »."""
# « On ferme. » — Ana Vidal
_SIGNATURE = re.compile(
    r"\s*[—–―-]\s*(?=[^\W\d_a-z])[^.!?«»“”\"]{2,80}\.?\s*$", re.MULTILINE
)
_SENTENCE_OPENERS = "«“\"„‘'’‟‹—–(["


@dataclass(frozen=True, slots=True)
class Frame:
    """
    A sentence: its offsets, its outermost quoted spans, the tokens outside of them, and the cues among these.

    Positions in `tokens` are what a rule counts in; two tokens that marks part differ by more than 1 in their `i`.
    """

    start: int
    end: int
    quoted_spans: tuple[QuotedSpan, ...]
    tokens: tuple[Word, ...]
    cues: tuple[Cue, ...]

    def tokens_before(self, offset: int) -> tuple[Word, ...]:
        """Return the tokens that begin before `offset`."""
        return self.tokens[: bisect_left(self.tokens, offset, key=offset_of)]

    def tokens_from(self, offset: int) -> tuple[Word, ...]:
        """Return the tokens that begin at `offset` or after it."""
        return self.tokens[bisect_left(self.tokens, offset, key=offset_of) :]


def split_frames(
    reading: QuoteReading,
    paragraphs: Sequence[tuple[int, int]],
    quoted_spans: Sequence[QuotedSpan],
) -> Iterator[Frame]:
    """Split `paragraphs` of an article into frames; none crosses one, but for a quote that goes on in the next."""
    outer = [span for span in quoted_spans if span.depth == 0]
    # Line breaks are tokens of the parse, and no words.
    words = [token for token in reading.tree if not token.is_space]
    outside = _outside(words, outer)
    starts = [token.idx for token in outside]
    splitter = _FrameSplitter(
        reading.text, paragraphs, outer, starts, reading.lexicon, reading.entities
    )
    first = 0
    for start, end in splitter.stretches():
        while first < len(outer) and outer[first].end <= start:
            first += 1
        last = first
        while last < len(outer) and outer[last].start < end:
            last += 1
        inside = tuple(outer[first:last])
        tokens = outside[bisect_left(starts, start) : bisect_left(starts, end)]
        cues = find_cues(tokens, reading.lexicon)
        yield Frame(start, end, inside, tuple(tokens), tuple(cues))


def _outside(tokens: list[Word], quoted_spans: Sequence[QuotedSpan]) -> list[Word]:
    """Return the tokens that no quoted span holds; both are in order."""
    outside: list[Word] = []
    first = 0
    for quoted in quoted_spans:
        outside += tokens[first : bisect_left(tokens, quoted.start, key=offset_of)]
        first = bisect_left(tokens, quoted.end, key=offset_of)
    return outside + tokens[first:]


@dataclass(frozen=True, slots=True)
class _FrameSplitter:
    """Finds where the frames of a text begin and end; `outer` are its outermost quoted spans, in order."""

    text: str
    paragraphs: Sequence[tuple[int, int]]
    outer: Sequence[QuotedSpan]
    outside_starts: Sequence[int]
    lexicon: QuoteLexicon
    entities: EntityIndex

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the offsets of the frames, in order."""
        number = 0
        reach = 0
        ends = [end for _, end in self.paragraphs]
        for start, end in self.paragraphs:
            # Where `end <= reach`, the paragraph lies within a quote that goes on.
            position = max(start, reach)
            while position < end:
                number = self._first_ending_after(position, number)
                limit = self._limit(position, number)
                stop = self._find_stop(position, ends, number, limit)
                reach = self._cut_at_limit(position, stop, limit, number)
                yield position, reach
                position = self._skip_space(reach, end)

    def _first_ending_after(self, position: int, number: int) -> int:
        """Return the number of the first quoted span, from `number` on, that ends after `position`."""
        while number < len(self.outer) and self.outer[number].end <= position:
            number += 1
        return number

    def _skip_space(self, position: int, end: int) -> int:
        """Return the first offset, from `position` on, that holds no white space; at most `end`."""
        while position < end and self.text[position].isspace():
            position += 1
        return position

    def _limit(self, start: int, number: int) -> int:
        """Return where a frame from `start` on is longer than any sentence; `number` is that of its first span."""
        limit = start + _MAX_FRAME_LENGTH
        after = bisect_left(self.outside_starts, start) + MAX_FRAME_TOKENS
        if after < len(self.outside_starts):
            limit = min(limit, self.outside_starts[after])
        if number + MAX_FRAME_MARKS < len(self.outer):
            next_quoted = self.outer[number + MAX_FRAME_MARKS]
            # A frame is never empty.
            next_start = max(start + 1, next_quoted.start)
            limit = min(limit, next_start)
        return limit

    def _cut_at_limit(self, start: int, stop: int, limit: int, number: int) -> int:
        """Return where a frame ends that may be longer than any sentence: text without full stops costs no more."""
        if stop <= limit:
            return stop
        across = None
        while number < len(self.outer) and self.outer[number].start < limit:
            if limit < self.outer[number].end:
                across = self.outer[number]
            number += 1
        if across is None:
            return limit
        # A quoted span is never cut: the frame ends before it, or with it where it is all there is.
        return min(stop, across.start if across.start > start else across.end)

    def _find_stop(
        self, start: int, ends: Sequence[int], number: int, limit: int
    ) -> int:
        """
        Return where the frame from `start` on ends: after a full stop outside of marks, or marks that hold one.

        Marks that go on in later paragraphs (which end at `ends`) take the frame with them. Where it ends after
        `limit` is not looked for: the end of the text is returned.
        """
        position = start
        while True:
            end = (
                ends[bisect_right(ends, position)] if ends[-1] > position else ends[-1]
            )
            quoted = self._span_before(end, number)
            reach = quoted.start if quoted else end
            stop = self._sentence_end(start, position, min(reach, limit + 1), end)
            if stop is not None:
                return stop
            # No full stop before the next marks: the frame goes on with them.
            if quoted is None:
                return end
            if reach > limit:
                return ends[-1]
            position, number = max(quoted.end, position), number + 1
            if position >= ends[-1] or ends[bisect_left(ends, position)] == position:
                return position
            paragraph_end = ends[bisect_right(ends, position)]
            if self._closes_sentence(quoted, paragraph_end):
                return position

    def _span_before(self, end: int, number: int) -> QuotedSpan | None:
        """Return the quoted span of this number if it begins before `end`."""
        if number >= len(self.outer):
            return None
        quoted = self.outer[number]
        return quoted if quoted.start < end else None

    def _sentence_end(
        self, start: int, position: int, stop: int, end: int
    ) -> int | None:
        """Return where the first sentence end between `position` and `stop` ends; None without one."""
        sentence_end = None
        for match in _SENTENCE_END.finditer(self.text, position, stop):
            if self._is_sentence_end(start, match, end):
                sentence_end = match.end()
                break
        limit = stop if sentence_end is None else sentence_end
        heading_end = self._heading_end(start, position, limit)
        return sentence_end if heading_end is None else heading_end

    def _heading_end(self, start: int, position: int, stop: int) -> int | None:
        """
        Return where a heading ends that begins at `start` and that no full stop parts from the sentence after it.

        « Le port rouvre en mai Le maire a dit que »: archives that lost their paragraphs hold many of these.
        """
        if self.lexicon.openers is None:
            return None
        for match in self.lexicon.openers.finditer(self.text, position, stop):
            if match.start() > start and self._opens_sentence(match):
                return match.start()
        return None

    def _opens_sentence(self, match: re.Match[str]) -> bool:
        """Return whether an opener with a capital begins a sentence and no title: « Le maire », not "Le Monde"."""
        opener_start, opener_end = match.span()
        before = self.text[max(0, opener_start - _MAX_WORD_LENGTH) : opener_start]
        word = _LAST_WORD.search(before)
        if word is None or any(
            self.lexicon.has_form(key, word.group(1)) for key in _GOVERNING_LISTS
        ):
            return False
        if self.entities.touching(opener_start, opener_end):
            return False
        opener = normalize(match.group())
        if opener in self.lexicon.pronouns or opener in self.lexicon.source_words:
            return True
        following = _NO_SPACE.search(self.text, opener_end)
        return following is not None and following.group().islower()

    def _is_sentence_end(self, start: int, match: re.Match[str], end: int) -> bool:
        """
        Return whether punctuation ends a sentence that begins at `start`, in a paragraph that ends at `end`.

        White space stands after it and no small letter, no title or initial before it.
        """
        after = match.end()
        # "3.5", « pressmark.org »
        if after < end and not self.text[after].isspace():
            return False
        abbreviations = self.lexicon.abbreviations
        if match.group() == "." and abbreviations:
            # « M. Vidal », "Mr. J. Lee"
            first = max(start, match.start() - MAX_ABBREVIATION_LENGTH)
            if abbreviations.search(self.text, first, match.start()):
                return False
        # « Attention ! crie-t-il » goes on.
        return not self._next_character(after, end).islower()

    def _next_character(self, start: int, end: int) -> str:
        """Return the first character between offsets that is no white space; empty when there is none."""
        match = _NO_SPACE.search(self.text, start, end)
        if match is None:
            return ""
        return match.group()

    def _closes_sentence(self, quoted: QuotedSpan, end: int) -> bool:
        """Return whether a quoted span closes its sentence: a full stop within, and a new beginning after it."""
        # « un « oui » franc »
        if self.text[quoted.inner[1] - 1] not in ".!?…":
            return False
        if _SIGNATURE.match(self.text, quoted.end, end):
            return False
        after = self._next_character(quoted.end, end)
        begins = after.isupper() or after.isdigit()
        if after and not begins and after not in _SENTENCE_OPENERS:
            return False
        return not self._is_reported(quoted, end)

    def _is_reported(self, quoted: QuotedSpan, end: int) -> bool:
        """Return whether a name and a verb of saying follow, as in '"Why?" Ann Lee asked', so that it goes on."""
        # After "…done." a name begins the next sentence: “We are done.” Ann Lee said no more.
        _, inner_end = quoted.inner
        if not self.lexicon.direct_order or self.text[inner_end - 1] == ".":
            return False
        limit = min(end, quoted.end + _MAX_REPORT_LENGTH)
        match = _UP_TO_PAUSE.match(self.text, quoted.end, limit)
        if match is None:
            return False
        # The first word is the name's: “Why?” Says Ann.
        words = _WORD_AND_HYPHENS.findall(match.group())[1:]
        classes = map(self.lexicon.cue_classes, words)
        return any(names & {"reporting", "beside"} for names in classes)
