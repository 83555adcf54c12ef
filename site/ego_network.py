"""Who is named with one name: the names that share most articles with it, around it, and their ties in its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal, NamedTuple

from .dots import Point
from .index.names import NameQueries
from .index.quotes import QuoteQueries
from .index.values import NameRow, Neighbour, NetworkTie

__all__ = ["EgoNetwork", "EgoNode", "draw_ego_network"]

MIN_ARTICLES = 2
"""A name of one article is named with all that stand in it: such a picture would say nothing."""

MIN_NEIGHBOURS = 3
"""With fewer the list beneath the name says it shorter."""

MAX_NEIGHBOURS = 12
"""As many as the list beneath the name has, so that it is the picture's text; more would not be read around a ring."""

# The picture in its own units, which a browser scales to a column of 27 rem: names of MAX_NAME_LETTERS, at 13 units some
# 7 a letter, find room to the left and the right of the ring.
PICTURE_WIDTH, PICTURE_HEIGHT = 480.0, 300.0
RING_WIDTH, RING_HEIGHT = 100.0, 112.0
MAX_NAME_LETTERS = 18
NAME_GAP = 5.0

# Beside the middle of the ring a name stands to the left or right of its dot, near its top and foot above or below.
SIDE_PART = 0.35


class EgoNode(NamedTuple):
    """A name around another: how many articles name both, where its dot is, and where and how its name is written."""

    name: str
    path: str
    label: str
    article_count: int
    is_quoted_with: bool
    x: float
    y: float
    radius: float
    text: str
    text_x: float
    text_y: float
    text_anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True)
class EgoNetwork:
    """
    The picture: the names around the middle, where the name itself stands, and the ties among them.

    Ties are paths as SVG writes them, all of a kind in one: as a line each they would be most of the page.
    """

    nodes: tuple[EgoNode, ...]
    outer_path: str
    width: float = PICTURE_WIDTH
    height: float = PICTURE_HEIGHT

    @property
    def middle(self) -> Point:
        """Where the name itself stands."""
        return Point(self.width / 2, self.height / 2)

    def path(self, *, is_quoted: bool) -> str:
        """Return the ties to the middle, of those who are quoted with the name or of the others."""
        return _svg_path(
            (self.middle, Point(node.x, node.y))
            for node in self.nodes
            if node.is_quoted_with == is_quoted
        )


def draw_ego_network(
    name: NameRow, names: NameQueries, quotes: QuoteQueries
) -> EgoNetwork | None:
    """Return the picture of who is named with `name`; None where it would say nothing."""
    if name.article_count < MIN_ARTICLES:
        return None
    neighbours = names.named_beside(name.id, limit=MAX_NEIGHBOURS)
    if len(neighbours) < MIN_NEIGHBOURS:
        return None
    ids = [neighbour.name_id for neighbour in neighbours]
    ties = names.ties_beside(name.id, ids)
    quoted_ids = quotes.quoted_with(name.id, ids)
    ring = _ring_order(neighbours, ties)
    points = {
        neighbour.name_id: _place_on_ring(place, len(ring))
        for place, neighbour in enumerate(ring)
    }
    nodes = [
        _node(
            neighbour,
            points[neighbour.name_id],
            is_quoted_with=neighbour.name_id in quoted_ids,
        )
        for neighbour in ring
    ]
    lines = [(points[tie.name_id], points[tie.other_name_id]) for tie in ties]
    return EgoNetwork(tuple(nodes), _svg_path(lines))


def _svg_path(lines: Iterable[tuple[Point, Point]]) -> str:
    """
    Return lines as the path of an SVG, in whole units.

    >>> _svg_path([(Point(1.2, 2), Point(30, 4.8)), (Point(0, 0), Point(5, 5))])
    'M1 2L30 5M0 0L5 5'
    """
    return "".join(
        f"M{start.x:.0f} {start.y:.0f}L{end.x:.0f} {end.y:.0f}" for start, end in lines
    )


def _ring_order(
    neighbours: Sequence[Neighbour], ties: Sequence[NetworkTie]
) -> list[Neighbour]:
    """Return the neighbours in an order in which each stands beside the one that it shares most articles with."""
    article_counts: dict[frozenset[str], int] = {
        frozenset((tie.name_id, tie.other_name_id)): tie.article_count for tie in ties
    }
    others = list(neighbours)
    ring = [others.pop(0)]
    while others:
        closest = max(
            range(len(others)),
            key=lambda place: (
                article_counts.get(
                    frozenset((ring[-1].name_id, others[place].name_id)), 0
                ),
                -place,
            ),
        )
        ring.append(others.pop(closest))
    return ring


def _place_on_ring(place: int, count: int) -> Point:
    """Return a place on the ring, the first at the top, the others clockwise."""
    angle = 2 * pi * place / count - pi / 2
    x = PICTURE_WIDTH / 2 + RING_WIDTH * cos(angle)
    y = PICTURE_HEIGHT / 2 + RING_HEIGHT * sin(angle)
    return Point(round(x, 1), round(y, 1))


def _node(neighbour: Neighbour, point: Point, *, is_quoted_with: bool) -> EgoNode:
    """Return a neighbour at its place, its name where it lies over neither the ring nor a tie to the middle."""
    # 3.5 can still be pointed at; surfaces grow with the number of articles, up to a size that hides no name.
    radius = round(min(3.5 + neighbour.article_count**0.5, 9), 1)
    side = (point.x - PICTURE_WIDTH / 2) / RING_WIDTH
    text_x, text_y = point.x, point.y + 4
    anchor: Literal["start", "middle", "end"] = "middle"
    if side > SIDE_PART:
        anchor, text_x = "start", point.x + radius + NAME_GAP
    elif side < -SIDE_PART:
        anchor, text_x = "end", point.x - radius - NAME_GAP
    elif point.y < PICTURE_HEIGHT / 2:
        text_y = point.y - radius - NAME_GAP
    else:
        text_y = point.y + radius + NAME_GAP + 9
    return EgoNode(
        neighbour.name,
        neighbour.path,
        neighbour.label,
        neighbour.article_count,
        is_quoted_with,
        *point,
        radius,
        _shorten(neighbour.name),
        round(text_x, 1),
        round(text_y, 1),
        anchor,
    )


def _shorten(name: str) -> str:
    """Return a name cut where the picture has no room for more."""
    if len(name) <= MAX_NAME_LETTERS:
        return name
    return f"{name[:MAX_NAME_LETTERS].rstrip()}…"
