"""How a message says a number of things, and a word that is nearly right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["counted", "suggestion"]


def counted(count: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'labels'?` when one of the known words is near, else nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
