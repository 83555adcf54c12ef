"""
Where sentences begin, told by marks alone: the address of a sentence is the offset of its beginning, `#s1993`.

So it lasts: another rule for where sentences end gives other addresses to those sentences alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.spans import Quote, Span

from .nesting import TagsInText

__all__ = ["put_sentence_marks", "sentence_starts"]

MIN_CROWDED_CHARACTERS = 1200
"""A paragraph as long as this is a text without breaks, and is shown in several; chosen: twelve lines of the page."""

MIN_SHOWN_CHARACTERS = 450
"""How long what is shown as a paragraph of such a text is at least: five lines, as in a newspaper's column."""

MAX_ABBREVIATION_LETTERS = 3
"""A capital and so few letters before a full stop are a title or initials: « M. », "Mrs.", "U.S."."""

# A mark that ends a sentence, what closes after it, white space. French sets a space before « ! » and « » ».
_END = re.compile(r"[.!?…]+(?:[\u00a0\u202f ]?[»”\"’')\]])*\s+")
_OPENERS = "«“\"‘'([—–-\u00a0\u202f "
_VOWELS = frozenset("aeiouyàâéèêëîïôöùûüœæ")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.$")


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """
    Return the offsets at which the sentences of `text[start:end]` begin, the first of which is `start`.

    >>> sentence_starts("It rained. “We march,” said Mr. Lee. It stopped.", 0, 48)
    [0, 11, 37]
    """
    starts = [start]
    for mark in _END.finditer(text, start, end):
        if mark.end() < end and _ends_sentence(text, mark):
            starts.append(mark.end())
    return starts


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    """Whether a sentence ends at a mark: what follows begins with no small letter, what precedes is no abbreviation."""
    following = text[mark.end() : mark.end() + 8].lstrip(_OPENERS)
    if not following or following[0].islower():
        return False
    if not mark.group().startswith(". "):
        return True
    word = _WORD_BEFORE.search(text, 0, mark.start() + 1)
    return word is None or not _is_abbreviation(word[1])


def _is_abbreviation(word: str) -> bool:
    """
    Whether letters before a full stop are initials or a title, which have a capital and no vowel.

    >>> [_is_abbreviation(word) for word in ("M", "Mrs", "E", "Lee", "port")]
    [True, True, True, False, False]
    """
    if not word[0].isupper() or len(word) > MAX_ABBREVIATION_LETTERS:
        return False
    return len(word) == 1 or _VOWELS.isdisjoint(word.lower())


def put_sentence_marks(
    tags: TagsInText,
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    spans: Sequence[Span],
) -> None:
    """
    Put an empty element with its address where each sentence begins, and breaks into paragraphs that are too long.

    A break is shown and no part of the text. It is made before no sentence that lies within a quote.
    """
    quotes = [span for span in spans if isinstance(span, Quote)]
    for position, css in _marked_sentences(text, paragraphs, quotes):
        tags.put_between(position, f'<i id="s{position}"{css}></i>')


def _marked_sentences(
    text: str, paragraphs: Sequence[tuple[int, int]], quotes: Sequence[Quote]
) -> Iterator[tuple[int, str]]:
    """Yield where sentences begin, each with the attribute of its class: ` class="b"` where a break is shown."""
    for start, end in paragraphs:
        is_crowded = end - start >= MIN_CROWDED_CHARACTERS
        shown_from = start
        for position in sentence_starts(text, start, end):
            is_break = (
                is_crowded
                and position - shown_from >= MIN_SHOWN_CHARACTERS
                and end - position >= MIN_SHOWN_CHARACTERS
                and not _is_within(position, quotes)
            )
            if is_break:
                shown_from = position
            yield position, ' class="b"' if is_break else ""


def _is_within(position: int, quotes: Sequence[Quote]) -> bool:
    """Whether an offset lies inside one of the quotes."""
    return any(quote.start < position < quote.end for quote in quotes)
