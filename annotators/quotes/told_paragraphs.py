"""The paragraphs in which somebody may say something: without links to other articles, and from behind a dateline on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.datelines import (
    AFTER_DATELINE,
    MAX_DATELINE_OFFSET,
    MAX_INDENT,
)

from .lexicon import QuoteLexicon

__all__ = ["told_paragraphs"]

_MAX_LINK_LEAD = 30
"""Characters between the words that open a link and their colon, « Lire aussi sur notre site : »: chosen, not measured."""
_MAX_TITLE = 250
"""Characters of a link with its title: chosen, not measured."""
# What a list or an arrow puts before a link, and what ends its opening words: « Lire aussi : », « À LIRE AUSSI > », a dash.
_BEFORE_LINK = re.compile(r"[\s>→•*·–—-]*")
_AFTER_LINK_WORDS = re.compile(
    rf"[^:>→|\n.?!«»“”\"]{{0,{_MAX_LINK_LEAD}}}(?:\s*[:>→|]|\s*\Z)|\s*[–—-]\s"
)


def told_paragraphs(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    lexicon: QuoteLexicon,
    entities: EntityIndex,
) -> Iterator[tuple[int, int]]:
    """
    Yield the paragraphs (offsets in `text`) that are no link to another article, without their datelines.

    « Lire aussi : la mairie dit non » is the title of another article: nobody says it in this one. Where a text has lost the
    ends of its lines, what follows the title stands in its paragraph, and such a paragraph is told.
    """
    for start, end in paragraphs:
        if not _is_link(text, start, end, lexicon):
            yield _dateline_end(text, start, end, entities), end


def _is_link(text: str, start: int, end: int, lexicon: QuoteLexicon) -> bool:
    """Return whether a paragraph opens as a link does, « Lire aussi : », and is a title, or is nothing but such words."""
    if lexicon.links is None or not _is_title(text[start:end]):
        return False
    lead = _BEFORE_LINK.match(text, start, end)
    opening = lexicon.links.match(text, lead.end() if lead else start, end)
    if opening is None:
        return False
    return _AFTER_LINK_WORDS.match(text, opening.end(), end) is not None


def _is_title(paragraph: str) -> bool:
    """Return whether a paragraph may be a title: short, and without the full stop of a sentence."""
    words = paragraph.rstrip()
    return len(words) <= _MAX_TITLE and not words.endswith(".")


def _dateline_end(text: str, start: int, end: int, entities: EntityIndex) -> int:
    """
    Return where the words begin after the dateline of a paragraph, « RENNES (AFP) — »; its start without one.

    A place in small letters has brackets behind it: « Paris - Londres en deux heures » opens with none.
    """
    if start > MAX_DATELINE_OFFSET:
        return start
    for place in entities.touching(start, start + MAX_INDENT + 1):
        behind = AFTER_DATELINE.match(text, place.end, end)
        if place.label != "LOC" or behind is None:
            continue
        if text[place.start : place.end].isupper() or "(" in behind.group():
            # The pattern ends with the first letter of what is told.
            return behind.end() - 1
    return start
