"""Candidates for names, and how those of one rule join or replace those of the rules before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter

__all__ = [
    "LIST_RULES",
    "NameCandidate",
    "NameIntervals",
    "add_free",
    "replace_overlapped",
]

LIST_RULES = ("gazetteer", "known", "place", "country")
"""The rules that look a name up whole."""
# The rules that read one word of a name, "River" or « Fédération », and the capitals around it.
_RULES_OF_ONE_WORD = ("closing", "opening", "institution", "facility")
_by_start = attrgetter("start")


@dataclass(frozen=True, slots=True, order=True)
class NameCandidate:
    """
    A stretch of text that a rule holds for a name: its offsets (in code points, end-exclusive), label, and the rule.

    `full` is what a gazetteer calls its bearer. `detail` says which word, line or label made the rule hold; it does
    not distinguish candidates.
    """

    start: int
    end: int
    label: str
    rule: str
    full: str | None = None
    detail: str | None = field(default=None, compare=False)

    @property
    def reason(self) -> str:
        """
        The rule as it is written into the corpus: `rule`, or `rule: detail`.

        >>> NameCandidate(0, 7, "PER", "honorific", detail="Mme").reason
        'honorific: Mme'
        """
        if not self.detail:
            return self.rule
        return f"{self.rule}: {self.detail}"


class NameIntervals:
    """Some candidates in their order, to be asked which of them enclose another or lie within it."""

    def __init__(self, names: Iterable[NameCandidate]) -> None:
        self._names = sorted(names, key=_by_start)
        self._starts = [name.start for name in self._names]
        # The farthest end of any candidate up to here: where it falls short, none before reaches either.
        ends = (name.end for name in self._names)
        self._farthest_ends = list(accumulate(ends, max))

    def enclosing(self, name: NameCandidate) -> Iterator[NameCandidate]:
        """Find the candidates that `name` lies within, the last first."""
        index = bisect_right(self._starts, name.start) - 1
        while index >= 0 and self._farthest_ends[index] >= name.end:
            other_name = self._names[index]
            if other_name.end >= name.end:
                yield other_name
            index -= 1

    def enclosed_by(self, name: NameCandidate) -> Iterator[NameCandidate]:
        """Find the candidates that lie within `name`."""
        first = bisect_left(self._starts, name.start)
        end = bisect_left(self._starts, name.end)
        beginning_within = self._names[first:end]
        for other_name in beginning_within:
            if other_name.end <= name.end:
                yield other_name


def replace_overlapped(
    names: Iterable[NameCandidate], newer: Iterable[NameCandidate]
) -> list[NameCandidate]:
    """
    Return `names` with `newer` ones in place of what they overlap, in text order.

    Of the newer ones the longest win. A newer one that is only a part of a listed name is left out: « New York » in
    `names` is not replaced by a « York ».
    """
    names, newer = list(names), list(newer)
    if not newer:
        return names
    listed_names = NameIntervals(name for name in names if name.rule in LIST_RULES)
    whole_names = [
        name
        for name in newer
        if not any(
            _is_part(name, listed_name) for listed_name in listed_names.enclosing(name)
        )
    ]
    # Of « Cour de Metz » and « Cour » that one rule gives, the longer stands.
    winners = _longest_apart(whole_names)
    covered_offsets = _covered_offsets(winners)
    free_names = [name for name in names if _is_free(name, covered_offsets)]
    return sorted([*free_names, *winners], key=_by_start)


def add_free(
    names: Iterable[NameCandidate], newer: Iterable[NameCandidate]
) -> list[NameCandidate]:
    """
    Return `names` with those of the `newer` ones that overlap none of them, in text order.

    >>> york = NameCandidate(4, 8, "LOC", "model")
    >>> add_free([york], [NameCandidate(0, 8, "LOC", "place"), NameCandidate(9, 12, "ORG", "acronym")])[1].rule
    'acronym'
    """
    names, newer = list(names), list(newer)
    if not newer:
        return names
    covered_offsets = _covered_offsets(names)
    free_names = _longest_apart(
        name for name in newer if _is_free(name, covered_offsets)
    )
    return sorted([*names, *free_names], key=_by_start)


def _is_part(name: NameCandidate, listed_name: NameCandidate) -> bool:
    """
    Tell whether `name` is a part of the listed one.

    The same stretch counts when only one of its words speaks for the name: the lexicon knows « Hudson River » better
    than the rule that reads "River".
    """
    if not (listed_name.start <= name.start and name.end <= listed_name.end):
        return False
    # « York » within « New York »
    if name.start > listed_name.start or name.end < listed_name.end:
        return True
    return name.rule in _RULES_OF_ONE_WORD


def _longest_apart(names: Iterable[NameCandidate]) -> list[NameCandidate]:
    """Return the candidates without those that overlap a longer one, or one as long before them."""
    apart: list[NameCandidate] = []
    covered_offsets: set[int] = set()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        if _is_free(name, covered_offsets):
            apart.append(name)
            covered_offsets.update(range(name.start, name.end))
    return apart


def _covered_offsets(names: Iterable[NameCandidate]) -> set[int]:
    """Return every offset that one of the candidates covers."""
    covered_offsets: set[int] = set()
    for name in names:
        covered_offsets.update(range(name.start, name.end))
    return covered_offsets


def _is_free(name: NameCandidate, covered_offsets: set[int]) -> bool:
    """Tell whether none of the offsets of `name` is covered."""
    offsets = range(name.start, name.end)
    return covered_offsets.isdisjoint(offsets)
