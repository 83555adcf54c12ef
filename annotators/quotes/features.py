"""
The signs by which the quotes of an article are scored: what their rule, the parse and the text around them show.

A sign is a short name that holds or does not; `pressmark.annotators.scoring` weighs them. Lengths and distances are told
by powers of two, so that every sign is a yes or no.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.scoring import magnitude

from .candidates import CueSpan, QuoteCandidate, is_titled
from .quote_reading import QuoteReading
from .speaker_phrases import Speaker

__all__ = ["AttributedQuote", "QuoteFeatures"]

AttributedQuote = tuple[QuoteCandidate, Speaker | None]
"""A candidate and who says it."""

_OPENING_MARKS = "«“„\"'‘’‟‹”—–-"
_CLOSING_MARKS = "»”“\"'’›"
_SENTENCE_ENDS = ".!?…"
_AROUND = 2
"""Characters beside a quote in which its mark is looked for: « and a space."""
_MAX_REACH = 2_000
"""Characters after a speaker's phrase in which rivals and lines are counted: chosen, so that a far one costs no more."""
_MAX_NEIGHBOURS = 3
"""How many quotes before and after one are looked at: chosen, not measured."""
_PARTS = 4
"""Into how many parts an article is cut to say where in it something stands."""


@dataclass(frozen=True)
class QuoteFeatures:
    """Tells the signs of each quote of an article, all of which are in `attributed`, in reading order."""

    reading: QuoteReading
    attributed: Sequence[AttributedQuote]

    def of_quote(self, number: int) -> list[str]:
        """Return the signs that the quote of this number is a quote, and of this extent."""
        candidate, speaker = self.attributed[number]
        words = self._words(candidate)
        signs = [
            f"label: {candidate.label}",
            *self._content_signs(candidate, words),
            *self._mark_signs(candidate),
            *self._cue_signs(candidate),
            *self._place_signs(number),
            *_source_signs(candidate, speaker),
        ]
        rule = candidate.rule
        # What a sign says depends most on the rule and on whether words are marked.
        crossed = [f"{rule}, {sign}" for sign in signs if sign.startswith(_CROSSED)]
        return [f"rule: {rule}", *signs, *crossed]

    def of_speaker(self, number: int) -> list[str]:
        """Return the signs that the speaker of the quote of this number is the right one; empty without a speaker."""
        candidate, speaker = self.attributed[number]
        if speaker is None:
            return []
        way, _, resolution = speaker.how.partition(", ")
        entity = self.reading.entities.entity(speaker.entity_id)
        source = candidate.source
        signs = [
            f"rule: {candidate.rule}",
            f"label: {candidate.label}",
            f"way: {way}",
            f"resolution: {resolution or 'none'}",
            f"kind: {speaker.kind}",
            f"entity: {entity.label if entity else 'none'}",
            f"cue class: {_cue_class(candidate.cue)}",
            "names no speaker" if source is None else "names a speaker",
        ]
        signs += self._phrase_signs(candidate, speaker)
        signs += self._rivals(candidate, speaker)
        signs += [
            f"{way}, {sign}"
            for sign in signs
            if sign.startswith(("resolution", "entity"))
        ]
        return signs

    def _words(self, candidate: QuoteCandidate) -> list[Word]:
        """Return the words of a candidate, piece by piece."""
        words: list[Word] = []
        for start, end in candidate.pieces:
            words += self._between(start, end)
        return words

    def _between(self, start: int, end: int) -> list[Word]:
        """Return the words that begin between two offsets, and the one that the first of them is in."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return self.reading.tree[first : bisect_left(self._starts, end)]

    def _content_signs(
        self, candidate: QuoteCandidate, words: Sequence[Word]
    ) -> Iterator[str]:
        """Yield what the words themselves show: how many, whether a clause, whose words, their edges."""
        text = self.reading.text
        yield f"length: {magnitude(len(words))}"
        yield f"pieces: {min(len(candidate.pieces), 3)}"
        yield f"content: {candidate.content or 'none'}"
        yield _clause_sign(words)
        first, last = text[candidate.start], text[candidate.end - 1]
        yield "opens with a capital" if first.isupper() else "opens without a capital"
        yield f"first word: {words[0].pos_ if words else 'none'}"
        ends = last in _SENTENCE_ENDS or text[candidate.end :][:1] in _SENTENCE_ENDS
        yield "ends a sentence" if ends else "ends no sentence"
        if is_titled(text[candidate.start : candidate.end]):
            yield "capitals of a title"
        persons = (word.morph.get("Person", _NONE) for word in words)
        if any("1" in person or "2" in person for person in persons):
            yield "first or second person"
        if any(word.text in "!?" for word in words):
            yield "exclaims or asks"

    def _mark_signs(self, candidate: QuoteCandidate) -> Iterator[str]:
        """Yield which marks stand around and within a quote, and what stands before and after them."""
        text, start, end = self.reading.text, candidate.start, candidate.end
        before = text[max(0, start - _AROUND) : start].strip()[-1:]
        after = text[end : end + _AROUND + 1].strip(" \u00a0\u202f.,")[:1]
        is_opened = before != "" and before in _OPENING_MARKS
        is_closed = after != "" and after in _CLOSING_MARKS
        yield f"mark: {before if is_opened else 'none'}"
        yield f"closed: {is_closed}"
        left = self._word_before(start, is_opened)
        yield f"before: {left}"
        yield f"after: {self._word_after(end)}"
        if any(mark in text[start:end] for mark in _OPENING_MARKS[:5]):
            yield "marks within"

    def _word_before(self, offset: int, is_opened: bool) -> str:
        """Return the part of speech of the word before a quote and its mark; its own sign for punctuation and lines."""
        position = self._position(offset) - 1 - is_opened
        if position < 0:
            return "line"
        return _kind(self.reading.tree[position])

    def _word_after(self, offset: int) -> str:
        """Return the part of speech of the first word after a quote and the marks that close it."""
        tree = self.reading.tree
        position = self._position(offset)
        while position < len(tree) and tree[position].text in _CLOSING_MARKS:
            position += 1
        return _kind(tree[position]) if position < len(tree) else "line"

    def _position(self, offset: int) -> int:
        """Return the index of the first token that begins at an offset or after it."""
        return bisect_left(self._starts, offset)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each token begins."""
        return [word.idx for word in self.reading.tree]

    def _cue_signs(self, candidate: QuoteCandidate) -> Iterator[str]:
        """Yield what the cue is, in which form, on which side of the words and how far from them."""
        cue = candidate.cue
        yield f"cue class: {_cue_class(cue)}"
        if cue is None:
            return
        yield f"status: {cue.status}"
        words = self._between(cue.start, cue.end)
        verb = next((word for word in reversed(words) if is_verb(word)), words[-1])
        yield f"cue: {verb.lemma}"
        yield f"cue is: {verb.pos_}"
        for feature in ("VerbForm", "Tense", "Mood"):
            values = verb.morph.get(feature, _NONE)
            yield f"cue {feature}: {values[0] if values else 'none'}"
        yield f"cue hangs: {verb.dep_}"
        if cue.end <= candidate.start:
            side, gap = (
                "before",
                self._position(candidate.start) - self._position(cue.end),
            )
        elif cue.start >= candidate.end:
            side, gap = (
                "after",
                self._position(cue.start) - self._position(candidate.end),
            )
        else:
            side, gap = "within", 0
        yield f"cue stands: {side}"
        yield f"cue {side}: {magnitude(gap)}"

    def _place_signs(self, number: int) -> Iterator[str]:
        """Yield where in the article, its paragraph and among its other quotes one stands."""
        text = self.reading.text
        candidate, _ = self.attributed[number]
        yield f"part of the article: {_PARTS * candidate.start // len(text)}"
        line_start, line_end = self._line(candidate)
        if line_start == 0:
            yield "first line"
        share = (candidate.end - candidate.start) / max(1, line_end - line_start)
        yield f"share of its line: {min(_PARTS - 1, int(_PARTS * share))}"
        yield f"quotes in the article: {magnitude(len(self.attributed))}"
        first = max(0, number - _MAX_NEIGHBOURS)
        others = [
            other
            for other, _ in (
                *self.attributed[first:number],
                *self.attributed[number + 1 : number + 1 + _MAX_NEIGHBOURS],
            )
        ]
        start, end = candidate.start, candidate.end
        if any(other.touches(start, end) for other in others):
            yield "overlaps another"
        same_line = sum(line_start <= other.start < line_end for other in others)
        yield f"others in its line: {min(same_line, 2)}"

    def _line(self, candidate: QuoteCandidate) -> tuple[int, int]:
        """Return where the lines that a quote stands in begin and end, at most `_MAX_REACH` away from it."""
        text, start, end = self.reading.text, candidate.start, candidate.end
        floor, ceiling = max(0, start - _MAX_REACH), min(len(text), end + _MAX_REACH)
        before = text.rfind("\n", floor, start)
        after = text.find("\n", end, ceiling)
        return (
            floor if before < 0 else before + 1,
            ceiling if after < 0 else after,
        )

    def _phrase_signs(
        self, candidate: QuoteCandidate, speaker: Speaker
    ) -> Iterator[str]:
        """Yield how long the speaker's phrase is, what word it begins and ends with, and how far from the words."""
        words = self._between(speaker.start, speaker.end)
        yield f"phrase: {magnitude(len(words))}"
        if words:
            yield f"phrase begins: {words[0].pos_}"
            yield f"phrase ends: {words[-1].pos_}"
        is_before = speaker.end <= candidate.start
        yield "stands before" if is_before else "stands after"
        gap = self._position(candidate.start) - self._position(speaker.start)
        if not is_before:
            gap = self._position(speaker.start) - self._position(candidate.end)
        yield f"distance: {magnitude(gap)}"
        start, end = sorted((speaker.start, candidate.start))
        lines = self.reading.text.count("\n", start, min(end, start + _MAX_REACH))
        yield f"lines between: {min(2, lines)}"

    def _rivals(self, candidate: QuoteCandidate, speaker: Speaker) -> Iterator[str]:
        """Yield how many other people and bodies are named between the speaker and the words."""
        start, end = sorted((speaker.start, candidate.start))
        entities = self.reading.entities.touching(start, min(end, start + _MAX_REACH))
        names = {
            entity.name
            for entity in entities
            if entity.label in ("PER", "ORG") and entity.id != speaker.entity_id
        }
        yield f"rivals: {min(3, len(names))}"


_CROSSED = ("length", "clause", "before", "mark:", "label", "first word", "cue class")
"""The signs that are told once more for each rule."""
_NONE: list[str] = []


def _kind(word: Word) -> str:
    """Return the part of speech of a word, punctuation itself, "line" for a break."""
    if word.is_space:
        return "line"
    return word.text if word.is_punct else word.pos_


def _clause_sign(words: Sequence[Word]) -> str:
    """Return whether words hold a finite verb, any verb or none."""
    if any(map(is_finite, words)):
        return "clause: finite"
    return "clause: verb" if any(map(is_verb, words)) else "clause: none"


def _cue_class(cue: CueSpan | None) -> str:
    """Return the class of a cue, "none" without one."""
    return "none" if cue is None else cue.cue_class


def _source_signs(candidate: QuoteCandidate, speaker: Speaker | None) -> Iterator[str]:
    """Yield whether and how a quote has a speaker, and what kind of one."""
    if speaker is None:
        yield "speaker: floats" if candidate.floats else "speaker: none"
        return
    way, _, resolution = speaker.how.partition(", ")
    yield f"speaker: {way}"
    yield f"speaker is: {resolution or 'named'}"
    yield f"speaker kind: {speaker.kind}"
