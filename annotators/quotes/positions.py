"""Positions among the tokens of a frame, which rules count in: where a text, an offset or an index of the parse is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from pressmark.annotators.grammar.tree import Word

__all__ = ["end_of", "offset_of", "position_at", "position_from_index", "position_of"]


offset_of = attrgetter("idx")
"""Where a token begins, in code points."""
_index_of = attrgetter("i")


def end_of(token: Word) -> int:
    """Return the offset right after a token, in code points."""
    return token.idx + len(token)


def position_of(tokens: Sequence[Word], text: str, start: int = 0) -> int | None:
    """Return the position of the first token, from `start` on, that is written `text`; None without one."""
    for position in range(start, len(tokens)):
        if tokens[position].text == text:
            return position
    return None


def position_at(tokens: Sequence[Word], offset: int) -> int | None:
    """Return the position of the token that holds the character at `offset`; None where none does."""
    position = bisect_right(tokens, offset, key=offset_of) - 1
    return position if position >= 0 and offset < end_of(tokens[position]) else None


def position_from_index(tokens: Sequence[Word], index: int) -> int | None:
    """Return the position of the first token whose index in the parse is `index` or higher; None without one."""
    position = bisect_left(tokens, index, key=_index_of)
    return position if position < len(tokens) else None
