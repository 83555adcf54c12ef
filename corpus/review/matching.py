"""
Where the words of a decision stand now: at their old place, or where the same words have the same words around them.

An article is edited, a lexicon is upgraded, a setting changes: what a person decided holds on to the words. Where
neither the old place nor the context tells which words were meant, none are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pressmark.spans import Span

from .decisions import Decision, DecisionContext

__all__ = ["find_span", "find_words", "nearest_words"]

SpanT = TypeVar("SpanT", bound=Span)

MIN_CONTEXT_CHARACTERS = 20
"""Characters of one side's context that must be the same; chosen: three or four words, half of what is kept."""


def find_span(decision: Decision, spans: Sequence[SpanT], text: str) -> SpanT | None:
    """
    Return the span that a decision was made on, one of `spans` of an article's `text`; None when there is none.

    Of several that fit equally, the one whose other columns are those that the person saw, then the first.
    """
    start, end, words = _place(decision.anchor)
    same_place = [
        span
        for span in spans
        if (span.start, span.end, span.text) == (start, end, words)
        and _is_same_context(decision.context, text, start, end)
    ]
    if same_place:
        return max(same_place, key=lambda span: _agreement(decision, span))
    candidates = []
    for span in spans:
        if span.text != words:
            continue
        shared = _shared_context(decision.context, text, span.start, span.end)
        if shared is not None:
            rank = (shared, -abs(span.start - start), _agreement(decision, span))
            candidates.append((rank, span))
    return max(candidates, key=lambda pair: pair[0])[1] if candidates else None


def find_words(
    anchor: Mapping[str, Any], context: DecisionContext | None, text: str
) -> int | None:
    """
    Return where the words of `anchor` start in a text: at their old offsets, else where their context is the same.

    >>> words = {"start": 0, "end": 4, "text": "Rain"}
    >>> context = DecisionContext(left="", right=" fell on the town all night")
    >>> find_words(words, context, "Oh! Rain fell on the town all night.")
    4
    """
    start, end, words = _place(anchor)
    if text[start:end] == words and _is_same_context(context, text, start, end):
        return start
    candidates = []
    for position in _occurrences(words, text):
        shared = _shared_context(context, text, position, position + len(words))
        if shared is not None:
            candidates.append((shared, -abs(position - start), position))
    return max(candidates)[2] if candidates else None


def nearest_words(words: str, position: int, text: str) -> int | None:
    """Return where `words` start nearest to a position, the first of two; None where a text does not have them."""
    starts = _occurrences(words, text) if words else ()
    return min(starts, key=lambda start: abs(start - position), default=None)


def _place(anchor: Mapping[str, Any]) -> tuple[int, int, str]:
    return anchor["start"], anchor["end"], anchor["text"]


def _occurrences(words: str, text: str) -> Iterator[int]:
    """Yield where words start in a text."""
    position = text.find(words)
    while position >= 0:
        yield position
        position = text.find(words, position + 1)


def _agreement(decision: Decision, span: Span) -> tuple[bool, int]:
    """Say how well a span is what a person saw: whether its id is the same, and how many columns are."""
    seen = decision.before or {}
    same = sum(
        getattr(span, name, None) == value
        for name, value in seen.items()
        if name not in ("start", "end", "text")
    )
    # The columns first: of two versions of one annotation both have the id.
    is_same_id = span.id.rpartition("/")[2] == decision.annotation
    return is_same_id, same


def _is_same_context(
    context: DecisionContext | None, text: str, start: int, end: int
) -> bool:
    """Say whether words at their old place are the old words: in another text they may stand there by chance."""
    return context is None or _shared_context(context, text, start, end) is not None


def _shared_context(
    context: DecisionContext | None, text: str, start: int, end: int
) -> int | None:
    """Return how many characters around `text[start:end]` are those of `context`; None where it is another place."""
    if context is None:
        return None
    left = _common_start(context.left[::-1], text[:start][::-1][: len(context.left)])
    right = _common_start(context.right, text[end:])
    fits_left = _is_enough(left, context.left, is_edge=start == 0)
    fits_right = _is_enough(right, context.right, is_edge=end == len(text))
    return left + right if fits_left or fits_right else None


def _is_enough(shared: int, side: str, *, is_edge: bool) -> bool:
    """Say whether `shared` characters tell the place; words at the edge of a text have nothing on that side."""
    return shared >= min(MIN_CONTEXT_CHARACTERS, len(side)) if side else is_edge


def _common_start(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    for position, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return position
    return min(len(one), len(other))
