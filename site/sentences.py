"""
Where sentences begin: the address of a sentence is the offset of its beginning, `#s1993`.

So it lasts: another rule for where sentences end gives other addresses to those sentences alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressmark.annotation.text_sentences import ArticleSentences
from pressmark.spans import Quote, Span

from .nesting import TagsInText

__all__ = ["put_sentence_marks"]

MIN_CROWDED_CHARACTERS = 1200
"""A paragraph as long as this is a text without breaks, and is shown in several; chosen: twelve lines of the page."""

MIN_SHOWN_CHARACTERS = 450
"""How long what is shown as a paragraph of such a text is at least: five lines, as in a newspaper's column."""


def put_sentence_marks(
    tags: TagsInText,
    sentences: ArticleSentences,
    paragraphs: Sequence[tuple[int, int]],
    spans: Sequence[Span],
) -> None:
    """
    Put an empty element with its address where each sentence begins, and breaks into paragraphs that are too long.

    A break is shown and no part of the text. It is made before no sentence that lies within a quote.
    """
    quotes = [span for span in spans if isinstance(span, Quote)]
    for position, css in _marked_sentences(sentences, paragraphs, quotes):
        tags.put_between(position, f'<i id="s{position}"{css}></i>')


def _marked_sentences(
    sentences: ArticleSentences,
    paragraphs: Sequence[tuple[int, int]],
    quotes: Sequence[Quote],
) -> Iterator[tuple[int, str]]:
    """Yield where sentences begin, each with the attribute of its class: ` class="b"` where a break is shown."""
    for start, end in paragraphs:
        is_crowded = end - start >= MIN_CROWDED_CHARACTERS
        shown_from = start
        for position in sentences.starts(start, end):
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
