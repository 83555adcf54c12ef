"""The user's own names found in an article, all in one pass: their label and name win over everything else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick

from pressmark.linking.gazetteer import GazetteerEntry, read_gazetteer

from .phrase_matcher import is_whole, plain
from .reading import Name, Reading

__all__ = ["Gazetteer"]


class _Bare(dict[int, str]):
    """For `str.translate`: a letter without its accent; what is more than one letter then stays as it is."""

    def __missing__(self, point: int) -> str:
        base = unicodedata.normalize("NFD", chr(point))[:1]
        self[point] = base if base.isalpha() else chr(point)
        return self[point]


_BARE = _Bare()


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    entries: tuple[GazetteerEntry, ...]


class Gazetteer:
    """
    The entries of a file, ready to be found in any text; raises `ConfigError` with all mistakes of the file.

    All forms stand in one automaton (Aho and Corasick 1975), so that the length of the list costs a text nothing.
    """

    def __init__(self, path: Path, *, any_case: bool = False, any_accents: bool = False) -> None:
        self._file = path.name
        self._any_case, self._any_accents = any_case, any_accents
        self._automaton = _automaton(read_gazetteer(path), any_case, any_accents)

    def find(self, reading: Reading) -> Iterator[Name]:
        """
        The names and aliases in the text, of those that overlap the longest.

        A form that several entries have means the one that the article names by a form of its own; else only their
        common label is said, and nothing when they have none.
        """
        found = list(self._longest(reading.text))
        sure = {one.entries[0] for one in found if len(one.entries) == 1}
        for one in found:
            meant = [entry for entry in one.entries if entry in sure] if len(one.entries) > 1 else one.entries
            labels = {entry.label for entry in one.entries}
            if len(meant) == 1:
                yield self._name(one, meant[0])
            elif len(labels) == 1:
                lines = " or ".join(str(entry.line) for entry in one.entries[:3])
                yield Name(one.start, one.end, labels.pop(), "gazetteer", detail=f"{self._file} line {lines}")

    def _name(self, found: _Found, entry: GazetteerEntry) -> Name:
        detail = f"{self._file} line {entry.line}"
        return Name(found.start, found.end, entry.label, "gazetteer", full=entry.name, detail=detail)

    def _longest(self, text: str) -> Iterator[_Found]:
        """The matches that stand at word borders; of overlapping ones the longest, the first when equally long."""
        folded, offsets = _folded(text, any_case=self._any_case, any_accents=self._any_accents)
        straight = plain(text)
        matches = []
        for last, (length, entries) in self._automaton.iter(folded) if len(self._automaton) else ():
            start, end = offsets[last + 1 - length], offsets[last + 1]
            if is_whole(straight, start, end):
                matches.append(_Found(start, end, entries))
        covered: set[int] = set()
        for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
            if covered.isdisjoint(range(match.start, match.end)):
                covered.update(range(match.start, match.end))
                yield match


@cache
def _automaton(entries: tuple[GazetteerEntry, ...], any_case: bool, any_accents: bool) -> ahocorasick.Automaton:
    """Every form with its length and entries, folded as the texts will be."""
    forms: dict[str, tuple[GazetteerEntry, ...]] = {}
    for entry in entries:
        for form in dict.fromkeys(entry.forms):
            folded, _ = _folded(form, any_case=any_case, any_accents=any_accents)
            if entry not in forms.get(folded, ()):
                forms[folded] = (*forms.get(folded, ()), entry)
    automaton = ahocorasick.Automaton()
    for folded, meant in forms.items():
        automaton.add_word(folded, (len(folded), meant))
    automaton.make_automaton()
    return automaton


def _folded(text: str, *, any_case: bool, any_accents: bool) -> tuple[str, Sequence[int]]:
    """The text to be searched, and for each of its positions, and its end, the offset in the text as it stands."""
    folded, offsets = plain(text), range(len(text) + 1)
    if not unicodedata.is_normalized("NFC", folded):
        pieces = list(_composed(folded))
        folded = "".join(letter for letter, _ in pieces)
        offsets = [offset for _, offset in pieces] + [len(text)]  # type: ignore[assignment]
    if any_accents:
        folded = folded.translate(_BARE)
    if any_case:
        lowered = folded.lower()
        folded = lowered if len(lowered) == len(folded) else "".join(map(_lower, folded))
    return folded, offsets


def _lower(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def _composed(text: str) -> Iterator[tuple[str, int]]:
    """The text in composed letters, each with the offset that it begins at."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            yield from ((letter, start) for letter in unicodedata.normalize("NFC", text[start:end]))
            start = end
