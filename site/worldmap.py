"""Places on the Earth: longitude and latitude through the Natural Earth projection, over its countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import radians

from .index.values import NameRow

__all__ = ["MapPoint", "WorldMap", "draw_map", "projected"]

# The map in its own units, which a browser scales. The projection is 2 × 2.7357 wide at the equator for a radius of 1.
MAP_WIDTH = 900.0
MAP_HEIGHT = 468.0
MAP_SCALE = MAP_WIDTH / (2 * 2.7357)


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
class WorldMap:
    """The map: the paths of its countries, the lines of its graticule (as SVG writes both), and its places."""

    land: tuple[str, ...]
    lines: tuple[str, ...]
    points: tuple[MapPoint, ...]
    width: float = MAP_WIDTH
    height: float = MAP_HEIGHT


def draw_map(names: Sequence[NameRow]) -> WorldMap:
    """Return the map with `names`, which have coordinates; given the most mentioned first, small ones lie above."""
    most_mentions = max((name.mention_count for name in names), default=1)
    return WorldMap(
        _land(), _graticule(), tuple(_point(name, most_mentions) for name in names)
    )


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
