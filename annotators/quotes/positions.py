"""Positions among the tokens of a frame, which rules count in: where a text, an offset or an index of the parse is."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word

__all__ = ["end_of", "position_at", "position_from_index", "position_of"]


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
    for position, token in enumerate(tokens):
        if token.idx <= offset < end_of(token):
            return position
    return None


def position_from_index(tokens: Sequence[Word], index: int) -> int | None:
    """Return the position of the first token whose index in the parse is `index` or higher; None without one."""
    for position, token in enumerate(tokens):
        if token.i >= index:
            return position
    return None
