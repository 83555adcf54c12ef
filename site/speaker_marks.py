"""
Who speaks, said where a quote ends: an empty element whose words a style sheet shows.

The text of the page stays the article's to the character: what a style sheet writes is neither selected nor copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pressmark.layers import layer_of_value
from pressmark.spans import Quote, Span

from .nesting import TagsInText

__all__ = ["put_speaker_marks"]

MAX_SPEAKER_CHARACTERS = 30
"""How much of a speaker's name stands in the text: first name and surname of most, chosen by eye."""


NEARBY_CHARACTERS = 60
"""A speaker whose full name stands so near to his quote needs no mark: about a line of the text, chosen by eye."""


def put_speaker_marks(
    tags: TagsInText, text: str, spans: Sequence[Span], classes: Sequence[str]
) -> None:
    """
    Put the mark of each quote's speaker after the tags that end where its last piece ends.

    `classes` are those of the highlights, in the order of `spans`; the mark lights with its quote.
    """
    for span, css in zip(spans, classes, strict=True):
        if not isinstance(span, Quote) or span.label == "scare":
            continue
        speaker = _speaker_words(span)
        if speaker and speaker not in _words_beside(text, span):
            light = css.rpartition(" ")[2]
            tags.put_between(_last_end(span), _mark(_shorten(speaker), light))


def _speaker_words(quote: Quote) -> str:
    """Return what stands for the speaker: the fullest name that is known; empty where nobody is found."""
    speaker = quote.speaker_canonical_name or quote.speaker_name or quote.speaker or ""
    return " ".join(speaker.split())


def _words_beside(text: str, quote: Quote) -> str:
    """Return the text from a little before a quote to a little after it, without the quote's own pieces."""
    position = max(0, quote.start - NEARBY_CHARACTERS)
    outside = []
    for start, end in layer_of_value(type(quote)).bounds_of(quote):
        outside.append(text[position:start])
        position = end
    outside.append(text[position : position + NEARBY_CHARACTERS])
    return " ".join(" ".join(outside).split())


def _shorten(words: str) -> str:
    """Return a name cut where it is longer than a mark may be."""
    if len(words) <= MAX_SPEAKER_CHARACTERS:
        return words
    return f"{words[:MAX_SPEAKER_CHARACTERS].rstrip()}…"


def _mark(speaker: str, light: str) -> str:
    """Return the empty element of a speaker; its class lights with the quote."""
    return f'<i class="by {light}" data-by="{escape(speaker)}"></i>'


def _last_end(quote: Quote) -> int:
    """Return where the last piece of a quote ends, in code points."""
    return max(end for _, end in layer_of_value(type(quote)).bounds_of(quote))
