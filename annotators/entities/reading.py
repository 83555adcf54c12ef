"""An article as the rules read it: its text, its parse, the words of its language, and the names found so far."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING

from pressmark.annotators.tree import tree_of

from .phrases import plain
from .words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pressmark.annotators.tree import Word

__all__ = ["MAX_NAME_TOKENS", "Name", "Reading", "added", "replaced"]

MAX_NAME_TOKENS = 60
"""How many words a rule follows a name for: no name has so many; a page in capitals has no end."""
_LISTED = ("gazetteer", "known", "place", "country")
_START = attrgetter("start")
_BY_A_WORD = ("closing", "opening", "institution", "facility")
_ENDS = frozenset({".", "!", "?", "…", "..."})
_JOINED = re.compile(r"[^\W\d_][\w']*(?:[-–][\w']+)+")
_OPENERS = frozenset("«“„\"'‘»”’([{—–-:•*")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """
    A name that was found, its label, and the rule that found it, perhaps with a detail.

    `full` is what a gazetteer calls its bearer.
    """

    start: int
    end: int
    label: str
    rule: str
    full: str | None = None
    detail: str | None = field(default=None, compare=False)

    @property
    def reason(self) -> str:
        """The rule as it is written down: `rule`, or `rule: detail`."""
        return f"{self.rule}: {self.detail}" if self.detail else self.rule


@dataclass(frozen=True)
class Reading:
    """The text, its tokens by offset, and the lexicon."""

    doc: Doc
    words: Words
    text: str
    straight: str = field(init=False)
    tokens: list[Word] = field(init=False)
    starts: list[int] = field(init=False)
    words_as_written: list[str] = field(init=False)
    forms: list[str] = field(init=False)
    asked: dict[int, bool] = field(init=False, default_factory=dict)  # whether a capital is plain, once it was asked

    def __post_init__(self) -> None:
        text = self.text
        tokens, straight = list(tree_of(self.doc)), plain(text)
        starts, lengths = self.doc.to_array(["IDX", "LENGTH"]).T.tolist()
        written = [straight[start : start + length] for start, length in zip(starts, lengths, strict=True)]
        object.__setattr__(self, "straight", straight)
        object.__setattr__(self, "tokens", tokens)
        object.__setattr__(self, "starts", starts)
        object.__setattr__(self, "forms", [word.lower() for word in written])
        object.__setattr__(self, "words_as_written", written)

    def at(self, offset: int) -> int:
        """The number of the token that holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def after(self, offset: int) -> int:
        """The number of the first token that starts at or behind `offset`."""
        return bisect_left(self.starts, offset)

    def token(self, number: int) -> Word | None:
        """The token of this number; None beyond either end."""
        try:
            return self.tokens[number] if number >= 0 else None
        except IndexError:
            return None

    def word(self, number: int) -> str:
        """The token in lower case with straight apostrophes, to look up; empty beyond either end."""
        try:
            return self.forms[number] if number >= 0 else ""
        except IndexError:
            return ""

    def tokens_of(self, name: Name) -> list[Word]:
        """The tokens that a name touches."""
        return self.tokens[max(0, self.at(name.start)) : self.after(name.end)]

    def surface(self, name: Name) -> str:
        """The name as it stands, with straight apostrophes and plain spaces, to compare."""
        return self.straight[name.start : name.end]

    def end(self, number: int) -> int:
        """The offset behind a token."""
        return self.starts[number] + len(self.words_as_written[number])

    def has_capital(self, number: int) -> bool:
        """Whether the token opens with a capital."""
        return 0 <= number < len(self.tokens) and self.words_as_written[number][:1].isupper()

    def is_acronym(self, number: int) -> bool:
        """Whether the token is two to six capitals and no word."""
        token = self.token(number)
        return token is not None and token.text.isalpha() and token.text.isupper() and 2 <= len(token.text) <= 6

    def is_initial(self, number: int) -> bool:
        """Whether the token is a single capital, or capitals parted by points (« J. », « U.S. »)."""
        token = self.token(number)
        return token is not None and token.text.isupper() and len(token.text.replace(".", "")) <= 3

    def is_behind(self, number: int, phrases: frozenset[str]) -> bool:
        """Whether one of the phrases, of one to three words, stands right before this token."""
        before = [self.word(number - 3), self.word(number - 2), self.word(number - 1)]
        return any(" ".join(before[-length:]) in phrases for length in (1, 2, 3))

    @cached_property
    def capitals(self) -> list[int]:
        """The numbers of the tokens that open with a capital."""
        return [number for number, word in enumerate(self.words_as_written) if word[:1].isupper()]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for number, form in enumerate(self.forms):
            numbers.setdefault(form, []).append(number)
        return numbers

    def where(self, words: frozenset[str]) -> list[int]:
        """The numbers of the tokens that are one of these words, in any case."""
        return sorted(number for word in words & self._numbers.keys() for number in self._numbers[word])

    @cached_property
    def hyphened(self) -> list[tuple[int, int]]:
        """The stretches of words joined by hyphens or dashes, first to last."""
        found, reached = [], 0
        for hyphen in sorted(find for mark in "-–" for find in _each(self.straight, mark)):
            if hyphen >= reached:
                word = _JOINED.match(self.straight, _word_start(self.straight, hyphen))
                if word is not None:
                    found.append(word.span())
                    reached = word.end()
        return found

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the line breaks stand."""
        return list(_each(self.text, "\n"))

    @cached_property
    def _headlines(self) -> dict[int, bool]:
        return {}

    def is_headline(self, offset: int) -> bool:
        """Whether the line that holds `offset` is all in capitals, where they say nothing; three words at least."""
        number = bisect_left(self._breaks, offset)
        if number not in self._headlines:
            start = self._breaks[number - 1] + 1 if number else 0
            line = self.text[start : self._breaks[number] if number < len(self._breaks) else len(self.text)]
            self._headlines[number] = line.isupper() and len(line.split()) > 2
        return self._headlines[number]

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the article also writes in lower case."""
        return frozenset(word for word in self.words_as_written if word.islower())

    def opens(self, number: int) -> bool:
        """Whether a capital means nothing here: the token opens a sentence, a line, or what stands between marks."""
        token, previous = self.token(number), self.token(number - 1)
        if token is None or previous is None:
            return True
        # The parse sometimes begins a sentence behind a plain word: only a mark before the capital explains it.
        return previous.is_space or previous.text[-1] in _OPENERS or previous.text in _ENDS


def _each(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _word_start(text: str, end: int) -> int:
    """Where the word begins that ends at `end`."""
    while end > 0 and (text[end - 1].isalnum() or text[end - 1] in "'_"):
        end -= 1
    return end


class Holding:
    """Some names in their order, to be asked which of them hold another or lie within it."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(names, key=_START)
        self._starts = [name.start for name in self._names]
        self._reach = list(accumulate((name.end for name in self._names), max))

    def around(self, name: Name) -> Iterator[Name]:
        """The names that hold a name, the last first."""
        for number in range(bisect_right(self._starts, name.start) - 1, -1, -1):
            if self._reach[number] < name.end:
                return
            if self._names[number].end >= name.end:
                yield self._names[number]

    def within(self, name: Name) -> Iterator[Name]:
        """The names that lie within a name."""
        for number in range(bisect_left(self._starts, name.start), bisect_left(self._starts, name.end)):
            if self._names[number].end <= name.end:
                yield self._names[number]


def replaced(names: Iterable[Name], more: Iterable[Name]) -> list[Name]:
    """`names` with `more`, which take the place of what they overlap; a part of a listed name is left out."""
    names, more = list(names), list(more)
    if not more:
        return names
    listed = Holding(name for name in names if name.rule in _LISTED)
    newer = _apart(name for name in more if not any(_is_part(name, whole) for whole in listed.around(name)))
    covered = _covered(newer)
    return sorted([*(name for name in names if _is_free(name, covered)), *newer], key=_START)


def added(names: Iterable[Name], more: Iterable[Name]) -> list[Name]:
    """`names` with those of `more` that overlap none of them."""
    kept, more = list(names), list(more)
    if not more:
        return kept
    covered = _covered(kept)
    return sorted([*kept, *_apart(name for name in more if _is_free(name, covered))], key=_START)


def _is_part(name: Name, whole: Name) -> bool:
    """Whether the name lies within the listed one; the same stretch counts when only one of its words speaks for it."""
    same = (name.start, name.end) == (whole.start, whole.end)
    return whole.start <= name.start and name.end <= whole.end and (not same or name.rule in _BY_A_WORD)


def _apart(names: Iterable[Name]) -> list[Name]:
    """The names without those that overlap a longer or earlier one."""
    kept: list[Name] = []
    covered: set[int] = set()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        if _is_free(name, covered):
            kept.append(name)
            covered.update(range(name.start, name.end))
    return kept


def _covered(names: Iterable[Name]) -> set[int]:
    return {offset for name in names for offset in range(name.start, name.end)}


def _is_free(name: Name, covered: set[int]) -> bool:
    return covered.isdisjoint(range(name.start, name.end))
