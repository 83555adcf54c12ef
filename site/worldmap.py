"""Places on the Earth: longitude and latitude through the Natural Earth projection, over its countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import product
from math import radians
from typing import NamedTuple

from .dots import Dot, names_with_room
from .index.values import NameRow

__all__ = ["Inset", "MapPoint", "WorldMap", "draw_map", "projected"]

# The map in its own units, which a browser scales. The projection is 2 × 2.7357 wide at the equator for a radius of 1.
MAP_WIDTH = 900.0
MAP_HEIGHT = 468.0
MAP_SCALE = MAP_WIDTH / (2 * 2.7357)

INSET_SHARES = (0.9, 0.75, 0.6)
"""Parts of the mentions that an inset is to hold, the largest first for which it is small enough."""

INSET_MARGIN = 0.08
"""What an inset leaves around its mentions, as a part of their width: names stand there."""

MAX_ZOOM = 10.0
"""Outlines of 1:110 million are coarse beyond this. By eye."""

INSET_PARTS = (1 / 6, 1 / 3)
"""
Parts of the map's width that an inset may take. In the first a continent becomes readable; what takes more than the
last shows little that the map does not. By eye.
"""


class _Box(NamedTuple):
    """A part of the map, in its units; its height follows from the map's shape."""

    left: float
    top: float
    width: float


@dataclass(frozen=True)
class MapPoint:
    """A place on the map: its name and page, its mentions, where it stands and how large."""

    name: str
    path: str
    mention_count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Inset:
    """
    The part of the map where most mentions are, drawn as large as the map.

    `left`, `top` and `zoom` say which part, in units of the map and how many times enlarged; `share` is how many mentions
    of a hundred it holds. Points are in units of the inset, those whose names there is room to write are `labels`.
    """

    left: float
    top: float
    zoom: float
    share: int
    points: tuple[MapPoint, ...]
    labels: tuple[MapPoint, ...]


@dataclass(frozen=True)
class WorldMap:
    """
    The map: the paths of its countries, the lines of its graticule (as SVG writes both), and its places.

    `inset` is None where places stand all over the map.
    """

    land: tuple[str, ...]
    lines: tuple[str, ...]
    points: tuple[MapPoint, ...]
    inset: Inset | None = None
    width: float = MAP_WIDTH
    height: float = MAP_HEIGHT


def draw_map(names: Sequence[NameRow]) -> WorldMap:
    """Return the map with `names`, which have coordinates; given the most mentioned first, small ones lie above."""
    most_mentions = max((name.mention_count for name in names), default=1)
    points = tuple(_point(name, most_mentions) for name in names)
    return WorldMap(_land(), _graticule(), points, _draw_inset(points))


def _draw_inset(points: Sequence[MapPoint]) -> Inset | None:
    """Return the part of the map that holds most mentions, enlarged; None where they stand all over the map."""
    for part, share in product(INSET_PARTS, INSET_SHARES):
        box = _box_of_mentions(points, share)
        if box is not None and box.width <= part * MAP_WIDTH:
            return _enlarge(points, box)
    return None


def _enlarge(points: Sequence[MapPoint], box: _Box) -> Inset:
    """Return what stands in a box of the map, as large as the map itself."""
    zoom = round(MAP_WIDTH / box.width, 2)
    inset_points = []
    for point in points:
        x, y = (
            round((point.x - box.left) * zoom, 1),
            round((point.y - box.top) * zoom, 1),
        )
        if 0 <= x <= MAP_WIDTH and 0 <= y <= MAP_HEIGHT:
            inset_points.append(replace(point, x=x, y=y))
    dots = [Dot(point.x, point.y, point.radius) for point in inset_points]
    ranks = names_with_room([point.name for point in inset_points], dots, MAP_WIDTH)
    labels = tuple(inset_points[rank] for rank in sorted(ranks))
    mentions = sum(point.mention_count for point in points)
    share = round(100 * sum(point.mention_count for point in inset_points) / mentions)
    return Inset(box.left, box.top, zoom, share, tuple(inset_points), labels)


def _box_of_mentions(points: Sequence[MapPoint], share: float) -> _Box | None:
    """Return a part of the map that has its shape and holds about a share of the mentions; None for no points."""
    if not points:
        return None
    left, right = _shortest_stretch(
        [(point.x, point.mention_count) for point in points], share
    )
    column = [
        (point.y, point.mention_count) for point in points if left <= point.x <= right
    ]
    top, bottom = _shortest_stretch(column, share)
    shape = MAP_WIDTH / MAP_HEIGHT
    width = max(right - left, (bottom - top) * shape) * (1 + 2 * INSET_MARGIN)
    width = min(max(width, MAP_WIDTH / MAX_ZOOM), MAP_WIDTH)
    height = width / shape
    # In the middle of the mentions, and within the map.
    x = min(max((left + right - width) / 2, 0), MAP_WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0), MAP_HEIGHT - height)
    return _Box(round(x, 1), round(y, 1), round(width, 1))


def _shortest_stretch(
    places: Sequence[tuple[float, int]], share: float
) -> tuple[float, float]:
    """
    Return the ends of the shortest stretch that holds a share of the mentions.

    >>> _shortest_stretch([(0, 1), (10, 60), (12, 38), (900, 1)], 0.9)
    (10, 12)
    """
    sorted_places = sorted(places)
    threshold = share * sum(count for _, count in sorted_places)
    best = (sorted_places[0][0], sorted_places[-1][0])
    first, total = 0, 0
    for coordinate, count in sorted_places:
        total += count
        while total - sorted_places[first][1] >= threshold:
            total -= sorted_places[first][1]
            first += 1
        if (
            total >= threshold
            and coordinate - sorted_places[first][0] < best[1] - best[0]
        ):
            best = (sorted_places[first][0], coordinate)
    return best


def _point(name: NameRow, most_mentions: int) -> MapPoint:
    """Return the point of a name; its surface grows with the mentions."""
    x, y = projected(name.longitude or 0.0, name.latitude or 0.0)
    # From 3, which can still be pointed at, to 14 for the most mentioned; chosen by eye.
    radius = round(3 + 11 * (name.mention_count / most_mentions) ** 0.5, 1)
    return MapPoint(name.name, name.path, name.mention_count, x, y, radius)


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """
    Return where a place, given in degrees, stands in the units of the map.

    The polynomial of Natural Earth I: B. Šavrič, B. Jenny, T. Patterson et al., "A polynomial equation for the Natural
    Earth projection", Cartography and Geographic Information Science 38 (2011).

    >>> projected(0, 0)
    (450.0, 234.0)
    """
    # The names of the formula in the article.
    λ, φ = radians(longitude), radians(latitude)
    p2, p4 = φ * φ, φ**4
    x = λ * (
        0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))
    )
    y = φ * (
        1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4))
    )
    # A picture counts downwards from its upper left corner, latitude upwards from the equator.
    left = MAP_WIDTH / 2 + MAP_SCALE * x
    top = MAP_HEIGHT / 2 - MAP_SCALE * y
    return round(left, 1), round(top, 1)


@cache
def _land() -> tuple[str, ...]:
    """Return the outline of each country as an SVG path; `land.txt` says in its first lines where they come from."""
    text = (files("pressmark.site") / "land.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def _graticule() -> tuple[str, ...]:
    """Return meridians every 30 degrees, bent and so of many points, and parallels, which are straight."""
    lines = []
    for longitude in range(-180, 181, 30):
        lines.append([projected(longitude, lat) for lat in range(-90, 91, 10)])
    for latitude in range(-90, 91, 30):
        lines.append([projected(-180, latitude), projected(180, latitude)])
    return tuple(_svg_points(line) for line in lines)


def _svg_points(line: Sequence[tuple[float, float]]) -> str:
    """Return the points of a line as SVG's `polyline` takes them."""
    return " ".join(f"{x},{y}" for x, y in line)
