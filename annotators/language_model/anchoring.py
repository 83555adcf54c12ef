"""
Where the words of an answer stand in the text: found to the letter, in the order of the answer, or refused with the reason.

A model gives words and no offsets, because it cannot count. Words that stand there several times are taken in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.annotators.verbatim import Stretch, VerbatimText, trim_marks

from .answers import Answer, ArgumentAnswer, EventAnswer, NameAnswer, QuoteAnswer

__all__ = ["AnchoredAnswer", "RefusedAnswer", "anchor"]

NOT_IN_TEXT = "its words do not stand in the text"
TOO_OFTEN = "it is listed more often than it stands in the text"
_DETAILS = {
    "speaker": "the words of a speaker do not stand in the text",
    "name": "the name of a speaker does not stand in the text",
    "cue": "the words of a cue do not stand in the text",
}
ARGUMENT_NOT_IN_TEXT = "the words of an argument do not stand in the text"


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """Something that a model said and that no annotation was made of: why, and its words."""

    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoredAnswer:
    """
    A part of an answer with the place of its words in the text, in code points.

    `pieces` are those of a quote, `details` the places of its speaker, of that one's full name and of its cue, `arguments`
    those of an event.
    """

    start: int
    end: int
    answer: Answer
    pieces: tuple[Stretch, ...] = ()
    details: Mapping[str, Stretch] = field(default_factory=dict)
    arguments: tuple[tuple[ArgumentAnswer, Stretch], ...] = ()


Anchored = AnchoredAnswer | RefusedAnswer


def anchor(
    answers: Iterable[Answer], text: VerbatimText, within: Stretch
) -> Iterator[Anchored]:
    """Yield the `answers` of one window, whose offsets are `within`, anchored in `text`; and what is refused of them."""
    anchoring = _Anchoring(text, within, within[0])
    names: list[NameAnswer] = []
    for answer in answers:
        if isinstance(answer, QuoteAnswer):
            yield from anchoring.quote(answer)
        elif isinstance(answer, EventAnswer):
            yield from anchoring.event(answer)
        else:
            names.append(answer)
    yield from anchoring.names(names)


@dataclass
class _Anchoring:
    """The anchoring of one window: how far the text is read, and which places are taken."""

    text: VerbatimText
    within: Stretch
    cursor: int
    taken: set[Stretch] = field(default_factory=set)

    def quote(self, answer: QuoteAnswer) -> Iterator[Anchored]:
        """Yield a quote, its pieces one after the other, and what is refused of its details."""
        pieces: list[Stretch] = []
        for words in answer.pieces:
            # A further piece stands behind the one before; the first one is the next in the text.
            after = pieces[-1][1] if pieces else None
            place = self._next(words) if after is None else self._behind(words, after)
            if place is None:
                yield self._refusal(answer.pieces[len(pieces)], answer.words)
                return
            pieces.append(trim_marks(self.text.text, *place))
        hull = (pieces[0][0], pieces[-1][1])
        details: dict[str, Stretch] = {}
        for name, reason in _DETAILS.items():
            words = getattr(answer, name)
            if not words:
                continue
            place = self.text.nearest(words, hull, self.within, pieces)
            if place is None and name == "name":
                # The fullest name may stand in another quote, or far before.
                place = self.text.nearest(words, hull, (0, len(self.text.text)))
            if place is None:
                yield RefusedAnswer(reason, words)
            else:
                details[name] = place
        yield AnchoredAnswer(
            start=hull[0],
            end=hull[1],
            answer=answer,
            pieces=tuple(pieces),
            details=details,
        )

    def event(self, answer: EventAnswer) -> Iterator[Anchored]:
        """Yield an event, and what is refused of its arguments."""
        place = self._trigger(answer)
        if place is None:
            yield self._refusal(answer.trigger, answer.words)
            return
        arguments: list[tuple[ArgumentAnswer, Stretch]] = []
        for argument in answer.arguments:
            stretch = self.text.nearest(argument.words, place, self.within)
            if stretch is None:
                yield RefusedAnswer(ARGUMENT_NOT_IN_TEXT, argument.words)
            else:
                arguments.append((argument, stretch))
        yield AnchoredAnswer(
            start=place[0], end=place[1], answer=answer, arguments=tuple(arguments)
        )

    def names(self, answers: Sequence[NameAnswer]) -> Iterator[Anchored]:
        """Yield names, and after them the mentions that were not listed of those that have one label throughout."""
        labels: dict[str, set[str]] = {}
        for answer in answers:
            labels.setdefault(answer.name, set()).add(answer.label)
            place = self._next(answer.name)
            if place is None:
                yield self._refusal(answer.name, answer.words)
            else:
                yield AnchoredAnswer(start=place[0], end=place[1], answer=answer)
        # The longest first: « Paris » is not listed again within « Paris Hilton ».
        for answer in sorted(set(answers), key=lambda answer: -len(answer.name)):
            if len(labels[answer.name]) > 1:
                continue
            for place in self.text.occurrences(answer.name, *self.within):
                if not any(_overlap(place, other) for other in self.taken):
                    self.taken.add(place)
                    yield AnchoredAnswer(start=place[0], end=place[1], answer=answer)

    def _trigger(self, answer: EventAnswer) -> Stretch | None:
        """Return the place of a trigger: within its context where that stands in the text, else the next one."""
        contexts: Iterable[Stretch] = ()
        if answer.context:
            contexts = self.text.occurrences(answer.context, *self.within)
        for start, end in contexts:
            place = self.text.first(answer.trigger, start, end, self.taken)
            if place is not None:
                return self._take(place)
        return self._next(answer.trigger)

    def _next(self, words: str) -> Stretch | None:
        """Return the next free place of `words` in the window, else the first free one before; it is then taken."""
        start, end = self.within
        place = self.text.first(words, self.cursor, end, self.taken)
        if place is None:
            place = self.text.first(words, start, end, self.taken)
        return None if place is None else self._take(place)

    def _behind(self, words: str, start: int) -> Stretch | None:
        """Return the first free place of `words` from `start` on; it is then taken."""
        place = self.text.first(words, start, self.within[1], self.taken)
        return None if place is None else self._take(place)

    def _take(self, place: Stretch) -> Stretch:
        self.taken.add(place)
        self.cursor = place[0]
        return place

    def _refusal(self, words: str, shown: str) -> RefusedAnswer:
        """Return why `words` have no place; `shown` is what a person sees of the answer."""
        stands_there = self.text.first(words, *self.within) is not None
        return RefusedAnswer(TOO_OFTEN if stands_there else NOT_IN_TEXT, shown)


def _overlap(stretch: Stretch, other: Stretch) -> bool:
    return stretch[0] < other[1] and other[0] < stretch[1]
