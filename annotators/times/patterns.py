"""
The orders in which the words of time stand, from the lexicon, and where a text has them.

Every token is tried once as a beginning and an order has few elements, so the cost grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from .lexicon import TimeLexicon
from .reading import TimeReading

__all__ = ["Slots", "TimeMatch", "find_matches"]

_MAX_EXPRESSION_TOKENS = 16
"""How many tokens an expression may take; more stand in none of the orders."""

Slots = Mapping[str, tuple[Any, ...]]
"""The values of an expression's pieces by their class, from left to right: {"day": (3,), "month": (5,)}."""


@dataclass(frozen=True, slots=True)
class _OrderElement:
    classes: tuple[str, ...]
    # written `year?`
    is_optional: bool
    # written `(in)`: must be there, and is no part of the expression
    is_context: bool
    # written `!word`: must not be there
    is_barred: bool


@dataclass(frozen=True, slots=True)
class _WordOrder:
    rule: str
    elements: tuple[_OrderElement, ...]
    first_classes: frozenset[str]
    # classes without which it cannot be there
    needed_classes: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class TimeMatch:
    """
    An expression of time in a text: its offsets (in code points), its tokens (`end_token` is exclusive), its rule.

    `rule` names the orders of the lexicon that it stands in; `slots` are the values of its words by their class.
    """

    start: int
    end: int
    first_token: int
    end_token: int
    rule: str
    slots: Slots


class _FilledElement(NamedTuple):
    word_class: str
    value: Any
    first_token: int
    end_token: int
    is_context: bool


def find_matches(reading: TimeReading) -> Iterator[TimeMatch]:
    """
    Find the expressions of a text, at each token the longest; of equals the first in the lexicon.

    >>> from pressmark.annotators.times.reading import read_text
    >>> reading = read_text("Elle part mardi et revient le 3 mai.", "fr")
    >>> [match.rule for match in find_matches(reading)]
    ['weekday', 'calendar']
    """
    end = 0
    for position in reading.beginnings():
        # Within the expression before it none begins.
        match = _longest_match(reading, position) if position >= end else None
        if match is None:
            continue
        if match.first_token > position:
            # Context may hide a longer expression that begins after it: « en 24 heures » stands in `(in) short`,
            # where « 24 » is a year, as « en 98 » does.
            inner_match = _longest_match(reading, match.first_token)
            if inner_match is not None and inner_match.end_token > match.end_token:
                match = inner_match
        yield match
        end = match.end_token


@cache
def _word_orders(lexicon: TimeLexicon) -> tuple[_WordOrder, ...]:
    """Return the orders of a language's lexicon, as they follow one another there."""
    return tuple(
        _parse_order(rule, written_order) for rule, written_order in lexicon.rules
    )


def _parse_order(rule: str, written_order: str) -> _WordOrder:
    """Parse an order as the lexicon writes it: `the? weekday last|next part?`."""
    elements = tuple(map(_parse_element, written_order.split()))
    first_classes: set[str] = set()
    for element in elements:
        first_classes |= set(element.classes)
        # Beyond the first element that must be there, nothing begins the expression.
        if not element.is_optional:
            break
    needed_classes: set[str] = set()
    for element in elements:
        is_certain = (
            len(element.classes) == 1
            and not element.is_optional
            and not element.is_barred
        )
        if is_certain:
            needed_classes.add(element.classes[0])
    return _WordOrder(
        rule, elements, frozenset(first_classes), frozenset(needed_classes)
    )


def _parse_element(written_element: str) -> _OrderElement:
    """Parse one element of an order: `year?`, `last|next`, `(in)`, `!word`."""
    return _OrderElement(
        classes=tuple(written_element.strip("()!?").split("|")),
        is_optional=written_element.endswith("?"),
        is_context=written_element.startswith("("),
        is_barred=written_element.startswith("!"),
    )


@cache
def _orders_beginning_with(
    lexicon: TimeLexicon, classes: frozenset[str]
) -> tuple[_WordOrder, ...]:
    """Return the orders that can begin where pieces of these classes begin."""
    orders = _word_orders(lexicon)
    return tuple(
        order for order in orders if not order.first_classes.isdisjoint(classes)
    )


def _longest_match(reading: TimeReading, position: int) -> TimeMatch | None:
    """Return the longest expression that begins at a token, its context counted in; None when none does."""
    first_classes = frozenset(reading.pieces(position))
    orders = _orders_beginning_with(reading.lexicon, first_classes)
    if not orders:
        return None
    classes_nearby = _classes_in_reach(reading, position)
    longest: TimeMatch | None = None
    for order in orders:
        # Most orders fail here, at the price of one comparison of sets.
        if not order.needed_classes <= classes_nearby:
            continue
        match = _match_order(reading, order, position)
        if match is None or order.rule in reading.without:
            continue
        if longest is None or match.end_token > longest.end_token:
            longest = match
    return longest


@cache
def _used_classes(lexicon: TimeLexicon) -> frozenset[str]:
    """Return the classes that an expression may have words of: those of any order, but for what orders bar."""
    used: set[str] = set()
    for order in _word_orders(lexicon):
        for element in order.elements:
            if not element.is_barred:
                used.update(element.classes)
    return frozenset(used)


def _classes_in_reach(reading: TimeReading, position: int) -> set[str]:
    """
    Return the classes of the pieces that an expression from a token on may have.

    It ends before the first token that no order has a place for: mostly after two or three.
    """
    used = _used_classes(reading.lexicon)
    classes: set[str] = set()
    limit = position + _MAX_EXPRESSION_TOKENS
    end = position
    while position <= end and position < limit:
        for word_class, pieces in reading.pieces(position).items():
            if word_class in used:
                classes.add(word_class)
                # « au cours de » begins at one token and ends at the third
                end = max(end, *(position + piece.length for piece in pieces))
        position += 1
    return classes


def _match_order(
    reading: TimeReading, order: _WordOrder, position: int
) -> TimeMatch | None:
    """Return the expression that stands in this order from a token on; None when nothing or only context does."""
    filled_elements = _fill_elements(reading, order.elements, 0, position)
    if filled_elements is None:
        return None
    inner_elements = [element for element in filled_elements if not element.is_context]
    # "from 3 to 5 March, talks went on": a comma that no year follows is the sentence's.
    while inner_elements and inner_elements[-1].word_class == ",":
        inner_elements.pop()
    if not inner_elements:
        return None
    slots: dict[str, tuple[Any, ...]] = {}
    for element in filled_elements:
        slots[element.word_class] = (*slots.get(element.word_class, ()), element.value)
    first_token = inner_elements[0].first_token
    end_token = inner_elements[-1].end_token
    return TimeMatch(
        start=reading.starts[first_token],
        end=reading.ends[end_token - 1],
        first_token=first_token,
        end_token=end_token,
        rule=order.rule,
        slots=slots,
    )


def _fill_elements(
    reading: TimeReading,
    elements: tuple[_OrderElement, ...],
    number: int,
    position: int,
) -> list[_FilledElement] | None:
    """Fill the elements from `number` on with tokens from `position` on; None when one that must be there is not."""
    if number == len(elements):
        return []
    element = elements[number]
    pieces = reading.pieces(position)
    if element.is_barred:
        if any(word_class in pieces for word_class in element.classes):
            return None
        return _fill_elements(reading, elements, number + 1, position)
    # Of classes and of pieces the first that leads to a whole expression is taken: backtracking, a few tokens
    # deep.
    for word_class in element.classes:
        for piece in pieces.get(word_class, ()):
            end = position + piece.length
            following = _fill_elements(reading, elements, number + 1, end)
            if following is not None:
                return [
                    _FilledElement(
                        word_class, piece.value, position, end, element.is_context
                    ),
                    *following,
                ]
    # What may be missing is tried as there first, so that the longest expression wins.
    return (
        _fill_elements(reading, elements, number + 1, position)
        if element.is_optional
        else None
    )
