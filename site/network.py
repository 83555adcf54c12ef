"""Who is named with whom: the most named, and the articles that they share, laid out once for every reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .dots import Dot, Point, names_with_room, push_apart
from .index.names import NameQueries
from .index.values import NameRow, NetworkTie

__all__ = ["Network", "Node", "Tie", "lay_out_network"]

# Chosen by eye: with more the picture is a ball of wool, with fewer ties it says nothing.
MAX_NAMES = 150
MAX_TIES = 400
MIN_TIES = 12

# The picture in its own units, which a browser scales; a dot near the edge needs the margin for its name.
PICTURE_WIDTH = 900.0
PICTURE_HEIGHT = 620.0
PICTURE_MARGIN = 40.0

# A part of the names so large leaves the others a column at the side; a fourteenth of a room is free on each side.
MAIN_PART = 0.6
SIDE_COLUMN = 0.2
ROOM_MARGIN = 0.07


class Square(NamedTuple):
    """A square: its upper left corner and its side."""

    x: float
    y: float
    side: float


class Room(NamedTuple):
    """The room of a connected part of the names, in parts of the picture's width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Node:
    """A name on the picture: where, how large, and whether there is room to write it."""

    name: str
    path: str
    label: str
    article_count: int
    x: float
    y: float
    radius: float
    has_room: bool


@dataclass(frozen=True)
class Tie:
    """Two names and the number of articles that name both, and the ends of its line."""

    name: str
    other_name: str
    article_count: int
    start: Point
    end: Point


@dataclass(frozen=True)
class Network:
    """The picture: its names, those in most articles first, and their ties."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    width: float = PICTURE_WIDTH
    height: float = PICTURE_HEIGHT


def lay_out_network(names: NameQueries) -> Network:
    """
    Return the names that stand in most articles and the strongest ties among them, laid out.

    Names of one article alone tie only where there is nothing stronger. Each connected part is laid out by the method
    of Fruchterman and Reingold, from a fixed start, so that the same corpus gives the same picture.
    """
    ties = names.named_together(min_articles=2, max_names=MAX_NAMES, max_ties=MAX_TIES)
    if len(ties) < MIN_TIES:
        ties = names.named_together(
            min_articles=1, max_names=MAX_NAMES, max_ties=MAX_TIES
        )
    if not ties:
        return Network((), ())
    points = _place_names(ties)
    rows = names.people_and_organisations()
    # The most named first: they are written before others take their room, and a template draws them lowest.
    ranked_ids = sorted(points, key=lambda id: (-rows[id].article_count, id))
    dots = push_apart(
        [Dot(*points[id], _radius(rows[id].article_count)) for id in ranked_ids],
        width=PICTURE_WIDTH,
        height=PICTURE_HEIGHT,
    )
    points = {id: Point(dot.x, dot.y) for id, dot in zip(ranked_ids, dots, strict=True)}
    nodes = _make_nodes([rows[name_id] for name_id in ranked_ids], dots)
    lines = []
    for first_id, second_id, count in ties:
        first_name, second_name = rows[first_id].name, rows[second_id].name
        start, end = points[first_id], points[second_id]
        lines.append(Tie(first_name, second_name, count, start, end))
    return Network(tuple(nodes), tuple(lines))


def _make_nodes(ranked: Sequence[NameRow], dots: Sequence[Dot]) -> list[Node]:
    """Return the names with their dots as the picture draws them."""
    ranks_with_room = names_with_room([row.name for row in ranked], dots, PICTURE_WIDTH)
    nodes = []
    for rank, (row, dot) in enumerate(zip(ranked, dots, strict=True)):
        has_room = rank in ranks_with_room
        node = Node(row.name, row.path, row.label, row.article_count, *dot, has_room)
        nodes.append(node)
    return nodes


def _radius(article_count: int) -> float:
    """Return the radius of a dot whose surface grows with the number of articles, up to a size that hides no other."""
    # 3.5 can still be pointed at; 14 is reached with 28 articles. Both chosen by eye.
    radius: float = min(3.5 + 2 * article_count**0.5, 14)
    return round(radius, 1)


def _place_names(ties: Sequence[NetworkTie | tuple[str, str, int]]) -> dict[str, Point]:
    """Return where each name stands: each connected part in a square of its own, the largest part first."""
    # Imported here, so that a build in which nothing changed does not wait for it.
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from(ties)
    components = [
        sorted(component) for component in networkx.connected_components(graph)
    ]
    components.sort(key=lambda component: (-len(component), component))
    rooms = _rooms([len(component) for component in components])
    x_scale = PICTURE_WIDTH - 2 * PICTURE_MARGIN
    y_scale = PICTURE_HEIGHT - 2 * PICTURE_MARGIN
    points: dict[str, Point] = {}
    for component, room in zip(components, rooms, strict=True):
        part = networkx.Graph()
        # In this order: a subgraph's is that of a set, another in each process.
        part.add_nodes_from(component)
        part.add_weighted_edges_from(tie for tie in sorted(ties) if tie[0] in part)
        # A fixed start, or no two builds make the same picture. 120 iterations: chosen by eye.
        layout = networkx.spring_layout(part, seed=7, iterations=120)
        unit_points = _stretch_to_unit(
            {name_id: Point(float(x), float(y)) for name_id, (x, y) in layout.items()}
        )
        for name_id, point in unit_points.items():
            # A part of the room is left free all around, so that the connected parts stand apart.
            x = room.x + room.width * (ROOM_MARGIN + (1 - 2 * ROOM_MARGIN) * point.x)
            y = room.y + room.height * (ROOM_MARGIN + (1 - 2 * ROOM_MARGIN) * point.y)
            points[name_id] = Point(
                round(PICTURE_MARGIN + x_scale * x, 1),
                round(PICTURE_MARGIN + y_scale * y, 1),
            )
    return dict(sorted(points.items()))


def _rooms(sizes: Sequence[int]) -> list[Room]:
    """
    Return the room of each connected part, given their numbers of names, the largest first.

    A part that has most names gets most of the picture, and the others a column beside it. Else all are packed.

    >>> [room.width for room in _rooms([40])]
    [1.0]
    """
    if sizes[0] < MAIN_PART * sum(sizes):
        return _pack_rooms(sizes, Room(0, 0, 1, 1))
    if len(sizes) == 1:
        return [Room(0.0, 0.0, 1.0, 1.0)]
    main = Room(0, 0, 1 - SIDE_COLUMN, 1)
    return [main, *_pack_rooms(sizes[1:], Room(1 - SIDE_COLUMN, 0, SIDE_COLUMN, 1))]


def _pack_rooms(sizes: Sequence[int], within: Room) -> list[Room]:
    """Return rooms for parts of these sizes, the largest first, that fill the room `within`."""
    shape = (PICTURE_WIDTH * within.width) / (PICTURE_HEIGHT * within.height)
    squares = _pack_squares([size**0.5 for size in sizes], shape)
    width = max(square.x + square.side for square in squares)
    height = max(square.y + square.side for square in squares)
    return [
        Room(
            within.x + within.width * square.x / width,
            within.y + within.height * square.y / height,
            within.width * square.side / width,
            within.height * square.side / height,
        )
        for square in squares
    ]


def _pack_squares(sides: Sequence[float], shape: float) -> list[Square]:
    """Return squares of these sides, given largest first, in rows that make about a shape, its width by its height."""
    area = sum(side * side for side in sides)
    # 1.08: rows are never full, and so the whole gets a little higher than its area says.
    row_width = max(sides[0], (area * shape) ** 0.5 * 1.08)
    squares: list[Square] = []
    x = y = row_height = 0.0
    for side in sides:
        if x and x + side > row_width:
            x, y, row_height = 0.0, y + row_height, 0.0
        squares.append(Square(x, y, side))
        x, row_height = x + side, max(row_height, side)
    return squares


def _stretch_to_unit(points: dict[str, Point]) -> dict[str, Point]:
    """Return the points stretched over the unit square; those that share a coordinate stand at 0."""
    left = min(point.x for point in points.values())
    top = min(point.y for point in points.values())
    width = max(point.x for point in points.values()) - left or 1.0
    height = max(point.y for point in points.values()) - top or 1.0
    return {
        name_id: Point((point.x - left) / width, (point.y - top) / height)
        for name_id, point in sorted(points.items())
    }
