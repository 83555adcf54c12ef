"""
Labels of words put together to spans, whatever scheme they are in: B I O, with L and U, with E and S, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["LabelledWord", "WordRun", "bare_label", "join_words"]

_PREFIX = re.compile(r"^([BILUESM])[-_](?=.)")
_OPENING = frozenset("BUS")
_CLOSING = frozenset("LUES")
OUTSIDE = "O"
"""The label of a word that is in no span."""


@dataclass(frozen=True, slots=True)
class LabelledWord:
    """A word by its offsets in code points, the model's label for it, and how likely that is (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words of one label that belong together; `score` is the average of theirs."""

    start: int
    end: int
    label: str
    score: float


def bare_label(label: str) -> str:
    """
    Return a label without what says where in its span a word stands.

    >>> bare_label("B-PER"), bare_label("I_LOC"), bare_label("ORG")
    ('PER', 'LOC', 'ORG')
    """
    return _PREFIX.sub("", label)


def join_words(words: Iterable[LabelledWord], text: str) -> Iterator[WordRun]:
    """
    Yield the spans of labelled words, given in the order of `text`. None reaches over the end of a line.

    A word that goes on with what did not begin begins it: models forget a B more often than they mean two spans.

    >>> words = [LabelledWord(0, 3, "B-PER", 0.9), LabelledWord(4, 7, "I-PER", 0.7)]
    >>> [(run.start, run.end, run.label) for run in join_words(words, "Ann Lee")]
    [(0, 7, 'PER')]
    """
    run: list[LabelledWord] = []
    is_closed = False
    for word in words:
        label = bare_label(word.label)
        if run and (
            is_closed
            or label != bare_label(run[-1].label)
            or _prefix(word.label) in _OPENING
            or "\n" in text[run[-1].end : word.start]
        ):
            yield _run_of(run)
            run = []
        if label != OUTSIDE:
            run.append(word)
        is_closed = _prefix(word.label) in _CLOSING
    if run:
        yield _run_of(run)


def _prefix(label: str) -> str:
    match = _PREFIX.match(label)
    return match[1] if match else ""


def _run_of(words: list[LabelledWord]) -> WordRun:
    score = sum(word.score for word in words) / len(words)
    return WordRun(words[0].start, words[-1].end, bare_label(words[0].label), score)
