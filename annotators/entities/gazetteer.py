"""The user's own names found in an article, all in one pass: their label and name win over everything else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick

from pressmark.annotators.grammar.written_forms import straighten
from pressmark.linking.gazetteer import GazetteerEntry, read_gazetteer

from .candidates import NameCandidate
from .phrase_matcher import has_word_borders
from .reading import Reading

__all__ = ["Gazetteer"]

# of a form that many entries have, the reason names the first
_MAX_LINES_IN_REASON = 3


class _AccentRemoval(dict[int, str]):
    """For `str.translate`: a letter without its accent, one for one; what would be no letter stays as it is."""

    def __missing__(self, code_point: int) -> str:
        base = unicodedata.normalize("NFD", chr(code_point))[:1]
        self[code_point] = base if base.isalpha() else chr(code_point)
        return self[code_point]


_ACCENT_REMOVAL = _AccentRemoval()


@dataclass(frozen=True, slots=True)
class _FormMatch:
    start: int
    end: int
    # all that have this form
    entries: tuple[GazetteerEntry, ...]


class Gazetteer:
    """
    The entries of the file at `path`, ready to be found in any text; raises `ConfigError` with all mistakes of it.

    All forms stand in one automaton (Aho and Corasick 1975), so that the length of the list costs a text nothing.
    """

    def __init__(
        self, path: Path, *, any_case: bool = False, any_accents: bool = False
    ) -> None:
        self._file_name = path.name
        self._any_case, self._any_accents = any_case, any_accents
        self._automaton = _build_automaton(read_gazetteer(path), any_case, any_accents)

    def find(self, reading: Reading) -> Iterator[NameCandidate]:
        """
        Find the names and aliases in the text, of those that overlap the longest.

        A form that several entries have means the one that the article names by a form of its own: « Michel » is the
        Michel whose full name also stands there. Else only their common label is given; nothing when they have none.
        """
        matches = list(self._longest_matches(reading.text))
        certain_entries = {
            match.entries[0] for match in matches if len(match.entries) == 1
        }
        for match in matches:
            entries = match.entries
            if len(entries) > 1:
                # « Michel » alone, of two Michels: whose full name, or an alias of his own, also stands in the
                # article.
                entries = tuple(entry for entry in entries if entry in certain_entries)
            if len(entries) == 1:
                yield self._name(match, entries[0])
                continue
            labels = {entry.label for entry in match.entries}
            if len(labels) == 1:
                named_entries = match.entries[:_MAX_LINES_IN_REASON]
                lines = " or ".join(str(entry.line) for entry in named_entries)
                detail = f"{self._file_name} line {lines}"
                yield NameCandidate(
                    match.start, match.end, labels.pop(), "gazetteer", detail=detail
                )

    def _name(self, match: _FormMatch, entry: GazetteerEntry) -> NameCandidate:
        """Return the candidate that a match of one entry is."""
        return NameCandidate(
            start=match.start,
            end=match.end,
            label=entry.label,
            rule="gazetteer",
            full=entry.name,
            detail=f"{self._file_name} line {entry.line}",
        )

    def _longest_matches(self, text: str) -> Iterator[_FormMatch]:
        """Find the matches at word borders; of overlapping ones the longest, the first when equally long."""
        if not len(self._automaton):
            return
        folded, offsets = _fold_text(
            text, any_case=self._any_case, any_accents=self._any_accents
        )
        straight = straighten(text)
        matches: list[_FormMatch] = []
        for last, (length, entries) in self._automaton.iter(folded):
            start, end = offsets[last + 1 - length], offsets[last + 1]
            # The automaton finds « Roy » in « Royaume », too.
            if has_word_borders(straight, start, end):
                matches.append(_FormMatch(start, end, entries))
        # The longest first: « Anne Morel » leaves no « Morel » of another entry.
        covered_offsets: set[int] = set()
        for match in sorted(
            matches, key=lambda match: (match.start - match.end, match.start)
        ):
            if covered_offsets.isdisjoint(range(match.start, match.end)):
                covered_offsets.update(range(match.start, match.end))
                yield match


@cache
def _build_automaton(
    entries: tuple[GazetteerEntry, ...], any_case: bool, any_accents: bool
) -> ahocorasick.Automaton:
    """Build the automaton of every form with its length and entries, folded as the texts will be."""
    entries_by_form: dict[str, tuple[GazetteerEntry, ...]] = {}
    for entry in entries:
        for form in dict.fromkeys(entry.forms):
            folded, _ = _fold_text(form, any_case=any_case, any_accents=any_accents)
            if entry not in entries_by_form.get(folded, ()):
                entries_by_form[folded] = (*entries_by_form.get(folded, ()), entry)
    automaton = ahocorasick.Automaton()
    for folded, entries_of_form in entries_by_form.items():
        automaton.add_word(folded, (len(folded), entries_of_form))
    automaton.make_automaton()
    return automaton


def _fold_text(
    text: str, *, any_case: bool, any_accents: bool
) -> tuple[str, Sequence[int]]:
    """
    Fold `text` to be searched: composed letters, perhaps without accents, perhaps in lower case.

    The second value gives for each position of the folded text, and for its end, the offset in `text`.

    >>> _fold_text("Élysée", any_case=True, any_accents=True)
    ('elysee', range(0, 7))
    """
    folded = straighten(text)
    offsets: Sequence[int] = range(len(text) + 1)
    # A text in decomposed letters (« e » and an accent) is composed: only then offsets move.
    if not unicodedata.is_normalized("NFC", folded):
        letters_and_offsets = list(_compose_letters(folded))
        folded = "".join(letter for letter, _ in letters_and_offsets)
        offsets = [*(offset for _, offset in letters_and_offsets), len(text)]
    if any_accents:
        folded = folded.translate(_ACCENT_REMOVAL)
    if any_case:
        lowered = folded.lower()
        # « İ » has two letters in lower case: only then the text is lowered letter by letter, such letters left as is.
        if len(lowered) != len(folded):
            lowered = "".join(map(_lower_letter, folded))
        folded = lowered
    return folded, offsets


def _lower_letter(letter: str) -> str:
    """Return the letter in lower case, unless that would be two letters and move all offsets after it."""
    lowered = letter.lower()
    if len(lowered) != 1:
        return letter
    return lowered


def _compose_letters(text: str) -> Iterator[tuple[str, int]]:
    """Compose each letter of `text` with the accents after it (NFC), and give the offset that it begins at."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            for letter in unicodedata.normalize("NFC", text[start:end]):
                yield letter, start
            start = end
