"""Persons whose name the model or a rule cuts within a word: « Kim Jong » of « Kim Jong-un », "Marie" of "Marie-Pierre"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .candidates import NameCandidate
from .person_end import last_of_person
from .reading import Reading

__all__ = ["complete_hyphenated_persons", "end_of_double_surname"]

_HALF = re.compile(r"-([^\W\d_]+)(?![\w-])")
_MAX_SYLLABLE_LETTERS = 5
"""The longest second half of a Korean or Chinese given name: « Kim Tae-young »."""


def complete_hyphenated_persons(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """Return `names`, those of persons that end within a word with hyphens up to the end of that word."""
    if not any(name.label == "PER" for name in names):
        return list(names)
    starts = {name.start for name in names}
    return [
        _complete(reading, name, starts) if name.label == "PER" else name
        for name in names
    ]


def end_of_double_surname(reading: Reading, end: int) -> int:
    """Return the offset where a surname that reaches `end` ends with its further halves: "Mr Doe-*Roe*"; else `end`."""
    while half := _HALF.match(reading.straight_text, end):
        if not half.group(1)[0].isupper():
            break
        end = half.end()
    return end


def _complete(
    reading: Reading, name: NameCandidate, name_starts: set[int]
) -> NameCandidate:
    """Return a person's name over the hyphens that it stops at, and the capitals behind them."""
    # Behind the second hyphen stands the next word: « Marie-Pierre Le Pen-Dupont ».
    completed = name
    while (end := _end_of_cut_word(reading, completed)) is not None:
        if any(completed.end < start < end for start in name_starts):
            break
        last = reading.position_at(end - 1)
        if reading.has_capital(last):
            last = last_of_person(reading, last)
        further_end = reading.end_of(last)
        if any(end <= start < further_end for start in name_starts):
            further_end = end
        completed = replace(completed, end=further_end)
    return completed


def _end_of_cut_word(reading: Reading, name: NameCandidate) -> int | None:
    """Return the offset where the hyphenated word ends whose first half closes the name; None where none is cut."""
    # In the text and not by tokens: « -il » of « Kim Jong-il » may be one.
    half = _HALF.match(reading.straight_text, name.end)
    words = reading.surface(name).split()
    if half is None or not words:
        return None
    end, second_half = half.end(), half.group(1)
    if second_half[0].isupper():
        # « Macron-Merkel » are two people, "Marie-Pierre" is one; « Le Pen-Dupont » has words before.
        is_given = {words[0], second_half} <= reading.lexicon.given_names
        return end if is_given or len(words) > 1 else None
    # "Barack Obama-era": a small letter goes on with a name of East Asia alone, whose surname stands first.
    surname = words[0]
    is_syllable = len(second_half) <= _MAX_SYLLABLE_LETTERS
    is_second_word = len(words) == 2
    if surname in reading.lexicon.leading_surnames and is_syllable and is_second_word:
        return end
    return None
