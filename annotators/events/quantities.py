"""Quantities: how many, with the value, its bound, the noun that is counted, and what is a part of a larger number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.annotators.tree import Word
from pressmark.spans import Argument

from .lexicon import Lexicon

__all__ = ["Quantities"]

_DIGITS = re.compile(r"\d[\d \u00a0\u202f.,]*")
_BEFORE = 28
_HUNDRED = 100


@dataclass(frozen=True)
class Quantities:
    """Reads the numbers of one article."""

    text: str
    lexicon: Lexicon

    def of(self, noun: Word) -> Argument | None:
        """The quantity of a noun that is counted, or of a number word that stands for its noun; None without one."""
        number = self._number(noun)
        if number is None:
            return None
        value, value_to, article = self._value(number)
        if value is None:
            return None
        counted = self._counted(noun, number)
        start, end = min(number.idx, counted.idx), max(_end(number), _end(counted))
        bound = self._bound(number.idx, end)
        if article and bound == "exact":
            bound = "about"  # « une quinzaine », "dozens"
        return Argument(
            role="quantity", start=start, end=end, text=self.text[start:end], value=value, bound=bound,
            value_to=value_to, unit=counted.text if counted != number else None, subset=self._is_subset(number),
        )  # fmt: skip

    def _number(self, noun: Word) -> Word | None:
        if noun.pos_ == "NUM" or noun.form in self.lexicon.ranges:
            return noun
        for child in noun.children:
            if (child.dep_ in ("nummod", "quantmod") and child.i < noun.i) or (
                child.dep_ == "det" and child.form in self.lexicon.ranges
            ):
                return child
            if child.dep_ == "amod" and child.like_num:
                return child
        return noun.head if noun.dep_ in ("nmod", "obl:arg") and noun.head.form in self.lexicon.ranges else None

    def _counted(self, noun: Word, number: Word) -> Word:
        """The noun that a number counts: itself, or what hangs on « quinzaine de »."""
        if noun != number:
            return noun
        below = [one for one in noun.children if one.dep_ in ("nmod", "obl:arg") and one.pos_ == "NOUN"]
        below += [deep for one in noun.children if one.dep_ == "prep" for deep in one.children if deep.dep_ == "pobj"]
        return below[0] if below else number

    def _value(self, number: Word) -> tuple[float | None, float | None, bool]:
        """The number's value, where a range ends, and whether it is a word for about so many."""
        form = number.form
        if form in self.lexicon.ranges:
            low, high = self.lexicon.ranges[form]
            return low, high if high != low else None, True
        parts = [
            one for one in number.children if one.dep_ in ("compound", "flat", "nummod", "fixed") and one.pos_ == "NUM"
        ]
        words = sorted([number, *parts], key=lambda one: one.i)
        return self._composed([piece for one in words for piece in re.split(r"-|\s", one.form) if piece]), None, False

    def _composed(self, words: Sequence[str]) -> float | None:
        """« quatre-vingt-dix », "three hundred", "2,5 millions": number words and digits that make one number."""
        total, part, known = 0.0, 0.0, False
        for one in words:
            value = self.lexicon.numbers.get(one)
            if value is None and _DIGITS.fullmatch(one):
                value = _number(one)
            if value is None:
                continue
            known = True
            if value >= _HUNDRED and part:
                part *= value
            elif value == 20 and part == 4:
                part = 80
            else:
                part += value
            if value >= 1000:
                total, part = total + part, 0.0
        return total + part if known else None

    def _bound(self, start: int, end: int) -> str:
        before = self.text[max(0, start - _BEFORE) : start].lower().replace("’", "'").rstrip()
        around = self.text[end : end + _BEFORE].lower().replace("’", "'").lstrip()
        for bound, phrases in self.lexicon.bounds.items():
            if any(_closes(before, phrase) or _opens(around, phrase) for phrase in phrases):
                return bound
        return "exact"

    def _is_subset(self, number: Word) -> bool:
        """« dont quatre enfants », "including four children"."""
        before = number.doc[max(0, number.i - 3) : number.i]
        return any(one.form in self.lexicon.sets["subsets"] for one in before)


def _closes(text: str, phrase: str) -> bool:
    """Whether a text ends with the words of a phrase."""
    return text.endswith(phrase) and not _is_letter(text[-len(phrase) - 1 : -len(phrase)])


def _opens(text: str, phrase: str) -> bool:
    """Whether a text begins with the words of a phrase."""
    return text.startswith(phrase) and not _is_letter(text[len(phrase) : len(phrase) + 1])


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _end(token: Word) -> int:
    return token.idx + len(token)


def _number(digits: str) -> float | None:
    """« 1 200 », "1,200", "3.5" and « 3,5 » as numbers: a separator before three digits at the end groups them."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits).rstrip(".,")
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", plain).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
