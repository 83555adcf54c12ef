"""How a message says a number of things, and a word that is nearly right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["counted", "shortened", "suggestion"]

MIN_SIMILARITY = 0.6  # share of letters in common by difflib, whose default it is


def counted(count: int, noun: str) -> str:
    """
    Return a number of things in words; the plural is with `s`.

    >>> counted(1, "article"), counted(2, "article")
    ('1 article', '2 articles')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def shortened(text: str, characters: int) -> str:
    """
    Return a text on one line, of at most so many characters; what is cut ends in an ellipsis.

    >>> shortened("The ferry\\nis late", 12), shortened("Rain", 12)
    ('The ferry i…', 'Rain')
    """
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[: characters - 1]}…"


def suggestion(word: str, candidates: Iterable[str]) -> str:
    """
    Return the end of a message that names the one of `candidates` that `word` nearly is; the empty text for none.

    >>> suggestion("lables", ["labels", "name"])
    "; did you mean 'labels'?"
    """
    matches = get_close_matches(word, list(candidates), n=1, cutoff=MIN_SIMILARITY)
    return f"; did you mean {matches[0]!r}?" if matches else ""
