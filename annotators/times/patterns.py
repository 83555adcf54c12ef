"""
The orders in which the words of time stand, from the lexicon, and where a text has them.

Every token is tried once as a beginning and an order has few places, so the cost grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pressmark.yaml_files.lexicons import lexicon

from .lexicon import Reading

__all__ = ["Match", "matches"]

_WIDEST = 16
"""How many tokens an expression may take; more stand in none of the orders."""

Slots = Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    kinds: tuple[str, ...]
    optional: bool
    beside: bool  # must be there, and is no part of the expression
    barred: bool  # must not be there


@dataclass(frozen=True, slots=True)
class _Order:
    meaning: str
    places: tuple[_Place, ...]
    firsts: frozenset[str]
    needed: frozenset[str]  # classes without which it cannot be there


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """An order found: its offsets, its first token and the one behind it, its meaning, the values of its classes."""

    start: int
    end: int
    first: int
    behind: int
    meaning: str
    slots: Slots


@cache
def _orders(language: str) -> tuple[_Order, ...]:
    rules = lexicon("times", language)["rules"]
    return tuple(_order(meaning, written) for meaning, some in rules.items() for written in some)


def _order(meaning: str, written: str) -> _Order:
    places = tuple(_place(word) for word in written.split())
    firsts: set[str] = set()
    for place in places:
        firsts |= set(place.kinds)
        if not place.optional:
            break
    needed = {one.kinds[0] for one in places if len(one.kinds) == 1 and not one.optional and not one.barred}
    return _Order(meaning, places, frozenset(firsts), frozenset(needed))


def _place(word: str) -> _Place:
    beside, barred, optional = word.startswith("("), word.startswith("!"), word.endswith("?")
    return _Place(tuple(word.strip("()!?").split("|")), optional, beside, barred)


@cache
def _beginning(language: str, kinds: frozenset[str]) -> tuple[_Order, ...]:
    """The orders that can begin where pieces of these classes begin."""
    return tuple(order for order in _orders(language) if not order.firsts.isdisjoint(kinds))


def matches(reading: Reading, language: str) -> Iterator[Match]:
    """The expressions of a text from left to right, at each place the longest; of equals the first in the lexicon."""
    at = 0
    while at < len(reading):
        best = _best(reading, at, language) if reading.may_begin(at) else None
        if best is not None and best.first > at:  # what stands beside it may hide a longer one
            inner = _best(reading, best.first, language)
            best = inner if inner is not None and inner.behind > best.behind else best
        if best is not None:
            yield best
        at = best.behind if best is not None else at + 1


def _best(reading: Reading, at: int, language: str) -> Match | None:
    orders = _beginning(language, reading.kinds(at))
    if not orders:
        return None
    near = reading.near(at, _WIDEST)
    best: Match | None = None
    for order in orders:
        if order.needed <= near:
            found = _match(reading, order, at)
            if found is not None and (best is None or found.behind > best.behind):
                best = found
    return best


def _match(reading: Reading, order: _Order, at: int) -> Match | None:
    taken = _walk(reading, order.places, 0, at)
    inside = [one for one in taken or () if not one[3]]
    if not inside:
        return None
    slots: dict[str, tuple[Any, ...]] = {}
    for kind, value, _, _, _ in taken or ():
        slots[kind] = (*slots.get(kind, ()), value)
    first, last = inside[0][2], inside[-1][4] - 1
    return Match(
        reading.starts[first], reading.ends[last], first, inside[-1][4], order.meaning, slots
    )  # fmt: skip


_Taken = tuple[str, Any, int, bool, int]  # class, value, first token, beside, the token behind


def _walk(reading: Reading, places: tuple[_Place, ...], place: int, at: int) -> list[_Taken] | None:
    """What the places from `place` on take from token `at` on; what may be missing is tried as there first."""
    if place == len(places):
        return []
    asked = places[place]
    here = reading.at(at)
    if asked.barred:
        return None if any(kind in here for kind in asked.kinds) else _walk(reading, places, place + 1, at)
    for kind in asked.kinds:
        for piece in here.get(kind, ()):
            more = _walk(reading, places, place + 1, at + piece.length)
            if more is not None:
                return [(kind, piece.value, at, asked.beside, at + piece.length), *more]
    return _walk(reading, places, place + 1, at) if asked.optional else None
