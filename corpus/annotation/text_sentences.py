"""
The sentences of an article, told from the text alone: a corpus keeps no parse. Receipts and the site show them.

What ends no sentence (« M. », "Mr.") is the list that the rules of quotes go by, in the article's language.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pressmark.paragraphs import find_paragraphs
from pressmark.yaml_files.lexicon_models.quote_words import (
    MAX_ABBREVIATION_LENGTH,
    QuoteWords,
    compile_abbreviations,
)
from pressmark.yaml_files.lexicons import read_lexicon

__all__ = ["ArticleSentences"]

# “Rain fell.” – a mark, what closes it (« Partez ! », with its blank), and white space or the paragraph's end.
_SENTENCE_END = re.compile(
    r"(?P<mark>[.!?…]+)(?:[ \u00a0\u202f]?»|[\"'”’)\]])*(?=\s|$)"
)
_NEXT_CHARACTER = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class ArticleSentences:
    """The sentences of a text: their offsets, in order, without the white space around them."""

    text: str
    bounds: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, language: str | None) -> ArticleSentences:
        """Find the sentences of a text; without a language, initials alone end none (« J. Roux »)."""
        abbreviations = _abbreviations(language or "")
        bounds: list[tuple[int, int]] = []
        for start, end in find_paragraphs(text):
            bounds += _sentences(text, start, end, abbreviations)
        return cls(text, tuple(bounds))

    def starts(self, start: int, end: int) -> list[int]:
        """
        Return the offsets from `start` on, before `end`, at which sentences begin.

        >>> ArticleSentences.of("It rained. “We march,” said Mr. Lee. It stopped.", "en").starts(0, 48)
        [0, 11, 37]
        """
        first = bisect_left(self.bounds, (start, start))
        last = bisect_left(self.bounds, (end, end))
        return [sentence_start for sentence_start, _ in self.bounds[first:last]]

    def around(self, start: int, end: int) -> str:
        """
        Return the sentence that the offsets stand in, all of them where they stand in several, on one line.

        >>> sentences = ArticleSentences.of("It rained. “We march,” said Mr. Lee. It stopped.", "en")
        >>> sentences.around(11, 22)
        '“We march,” said Mr. Lee.'
        """
        first, last = self.bounds_around(start, end)
        return " ".join(self.text[first:last].split())

    def bounds_around(self, start: int, end: int) -> tuple[int, int]:
        """
        Return where the sentence of the offsets begins and ends, or the first and the last of several.

        The offsets are within, though they stand in the white space between sentences.
        """
        first = max(bisect_right(self.bounds, (start, len(self.text))) - 1, 0)
        last = max(bisect_left(self.bounds, (end, 0)) - 1, first)
        if not self.bounds:
            return start, end
        return min(self.bounds[first][0], start), max(self.bounds[last][1], end)


def _sentences(
    text: str, start: int, end: int, abbreviations: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph."""
    for match in _SENTENCE_END.finditer(text, start, end):
        if _ends(text, match, end, abbreviations):
            yield start, match.end()
            following = _NEXT_CHARACTER.search(text, match.end(), end)
            if following is None:
                return
            start = following.start()
    yield start, end


def _ends(
    text: str, match: re.Match[str], end: int, abbreviations: re.Pattern[str]
) -> bool:
    """Say whether a mark ends its sentence: « Partez ! » crie-t-il, « M. Vidal » and "J. Lee" go on."""
    following = _NEXT_CHARACTER.search(text, match.end(), end)
    if following is None:
        return True
    if following.group().islower():
        return False
    mark = match.start()
    first = max(0, mark - MAX_ABBREVIATION_LENGTH)
    return match["mark"] != "." or not abbreviations.search(text, first, mark)


@cache
def _abbreviations(language: str) -> re.Pattern[str]:
    """Return what ends no sentence in a language; of one without a lexicon, initials."""
    words = read_lexicon("quotes", language, QuoteWords)
    return compile_abbreviations(words.abbreviations if words else ())
