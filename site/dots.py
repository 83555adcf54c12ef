"""Dots with names on a picture: kept from lying over one another, and which of their names there is room to write."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

__all__ = ["Dot", "Point", "names_with_room", "push_apart"]

# So many of the names that come first, a quarter at most, are written over the dots of others: they are what the
# picture is of.
MAX_NAMES_OVER_DOTS = 14

# A name is written at 11 px: so wide is half a letter of it on average, so high a line with its gap.
HALF_LETTER_WIDTH = 3.1
NAME_LINE_HEIGHT = 13
NAME_GAP = 4

# Room between two dots, in units of the picture, and how often all pairs are looked at: by then few pictures of 150 dots
# have any left that touch.
DOT_GAP = 2.0
MAX_ROUNDS = 80


class Point(NamedTuple):
    """Where a name stands, in the units of the picture."""

    x: float
    y: float


class Dot(NamedTuple):
    """The circle of a name."""

    x: float
    y: float
    radius: float


def push_apart(dots: Sequence[Dot], *, width: float, height: float) -> list[Dot]:
    """
    Return the dots moved as little as keeps them from touching, within a picture of `width` by `height`.

    >>> [dot.x for dot in push_apart([Dot(50, 50, 10), Dot(52, 50, 10)], width=100, height=100)]
    [40.0, 62.0]
    """
    places = [(dot.x, dot.y) for dot in dots]
    # Thousands of pairs are looked at in each round, and most lie far from each other: so they are asked here, in turn.
    reaches = [
        (first, second, dots[first].radius + dots[second].radius + DOT_GAP)
        for first, second in combinations(range(len(dots)), 2)
    ]
    for _ in range(MAX_ROUNDS):
        has_moved = False
        for first, second, clearance in reaches:
            x = places[second][0] - places[first][0]
            if x >= clearance or -x >= clearance:
                continue
            y = places[second][1] - places[first][1]
            # A tenth of a unit is not seen, and saves rounds.
            if (x * x + y * y) ** 0.5 >= clearance - 0.1:
                continue
            x_push, y_push = _push(x, y, clearance, second)
            for number, sign in ((first, -1), (second, 1)):
                dot_x, dot_y = places[number]
                places[number] = (
                    _within(dot_x + sign * x_push, dots[number].radius, width),
                    _within(dot_y + sign * y_push, dots[number].radius, height),
                )
            has_moved = True
        if not has_moved:
            break
    return [
        Dot(round(x, 1), round(y, 1), dot.radius)
        for (x, y), dot in zip(places, dots, strict=True)
    ]


def _push(x: float, y: float, clearance: float, number: int) -> tuple[float, float]:
    """Return how far each of two dots moves away from the other, `x` and `y` away: half of what they lie too near."""
    distance = (x * x + y * y) ** 0.5
    if distance == 0:
        # Dots on one point part in directions of their own, the same at each build.
        x, y, distance = float(number % 3 - 1) or 0.5, 1.0, 1.0
    push = (clearance - distance) / 2 / distance
    return x * push, y * push


def _within(middle: float, radius: float, length: float) -> float:
    """Return where the middle of a dot lies on a side of the picture of this length; it does not cross the rim."""
    return min(max(middle, radius), length - radius)


def names_with_room(
    names: Sequence[str], dots: Sequence[Dot], width: float
) -> set[int]:
    """
    Return the ranks of names that can be written above their dots, over no name ranked before and no other dot.

    The picture is `width` units wide; a name that would cross its sides is not written.
    The first names, which stand in most articles, may lie over dots: a rim of the ground keeps them readable.
    """
    written_names: list[tuple[float, float, float]] = []
    ranks: set[int] = set()
    for rank, (name, dot) in enumerate(zip(names, dots, strict=True)):
        half_width = HALF_LETTER_WIDTH * len(name)
        is_prominent = rank < min(MAX_NAMES_OVER_DOTS, len(names) // 4)
        # 7 above the dot is the middle of the name's line, whose foot the template sets 3 above the dot.
        baseline = dot.y - dot.radius - 7
        if not half_width <= dot.x <= width - half_width:
            continue
        if _is_over_name(dot.x, baseline, half_width, written_names):
            continue
        further_dots = [] if is_prominent else [*dots[:rank], *dots[rank + 1 :]]
        if not _is_over_dot(dot.x, baseline, half_width, further_dots):
            written_names.append((dot.x, baseline, half_width))
            ranks.add(rank)
    return ranks


def _is_over_name(
    x: float,
    baseline: float,
    half_width: float,
    names: Sequence[tuple[float, float, float]],
) -> bool:
    """Whether a name centred on `x` would lie over one of `names`, each its centre, baseline and half width."""
    for other_x, other_baseline, other_half_width in names:
        is_near = abs(x - other_x) <= half_width + other_half_width + NAME_GAP
        if is_near and abs(baseline - other_baseline) <= NAME_LINE_HEIGHT:
            return True
    return False


def _is_over_dot(
    x: float, baseline: float, half_width: float, dots: Sequence[Dot]
) -> bool:
    """Whether a name centred on `x` would lie over one of `dots`; it reaches 5 units from the middle of its line."""
    return any(
        abs(x - dot.x) < half_width + dot.radius
        and abs(baseline - dot.y) < 5 + dot.radius
        for dot in dots
    )
