"""The words of a head among a frame's tokens: what the parse hangs on it, as far as they follow one another."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word

from .cues import Cue
from .positions import position_from_index

__all__ = ["find_extent"]

_CLAUSE_RELATIONS = frozenset(
    {
        Relation.RELATIVE_CLAUSE,
        Relation.NOUN_CLAUSE,
        Relation.ADVERBIAL_CLAUSE,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.PARATAXIS,
    }
)
"""How the models hang clauses on a noun."""


def find_extent(
    head: Word, tokens: Sequence[Word], cue: Cue | None = None
) -> tuple[int, int] | None:
    """
    Find the first and the last position, inclusive, of the words of `head`, clauses cut off.

    With `cue`, only on that side of it where the head stands. None where `head` is none of `tokens`.
    """
    position = position_from_index(tokens, head.i)
    if position is None or tokens[position] is not head:
        return None
    first, last = _reach(head, tokens, position)
    if cue is not None:
        first, last = _keep_side(cue, position, first, last)
    return _strip_small_words(tokens, first, last)


def _reach(head: Word, tokens: Sequence[Word], position: int) -> tuple[int, int]:
    """Return the first and the last position of the words of `head`, at `position`, that follow one another."""
    indexes: set[int] = set()
    waiting = [head]
    while waiting:
        word = waiting.pop()
        # « le maire qui part en mai »: « qui part en mai » tells of the speaker, and names nobody.
        if word.relation not in _CLAUSE_RELATIONS:
            indexes.add(word.i)
            waiting += word.children
    # A gap ends the phrase: what the parse hangs on the head from afar is not beside it.
    first = last = position
    # So does a colon: « Lire aussi : *Ana Vidal* ».
    while first > 0 and _is_beside(tokens[first - 1], indexes):
        first -= 1
    while last + 1 < len(tokens) and _is_beside(tokens[last + 1], indexes):
        last += 1
    return first, last


def _is_beside(token: Word, indexes: set[int]) -> bool:
    """Return whether a token is one of those at `indexes` and no colon or semicolon."""
    return token.i in indexes and token.text not in (":", ";")


def _keep_side(cue: Cue, position: int, first: int, last: int) -> tuple[int, int]:
    """Return a phrase on the side of its cue where its head stands, at `position`."""
    # « Partons, dit Ana »: the parse may hang the cue itself on the phrase.
    if not first <= cue.first <= last:
        return first, last
    if position < cue.first:
        return first, cue.first - 1
    return cue.last + 1, last


def _strip_small_words(
    tokens: Sequence[Word], first: int, last: int
) -> tuple[int, int]:
    """Return a phrase without the punctuation and the small words at its ends: « , et le maire de »."""
    while first < last and _is_edge(tokens[last], "CCONJ", "ADP"):
        last -= 1
    while first < last and _is_edge(tokens[first], "CCONJ"):
        first += 1
    return first, last


def _is_edge(token: Word, *tags: str) -> bool:
    """Return whether a token is punctuation or has one of these tags."""
    return token.is_punct or token.pos_ in tags
