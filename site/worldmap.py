"""Places on the Earth: longitude and latitude through the Natural Earth projection, over its countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import radians

from .index import Name

__all__ = ["Map", "Point", "points", "projected"]

_WIDTH, _HEIGHT = 900.0, 468.0
_SCALE = _WIDTH / (2 * 2.7357)


@dataclass(frozen=True)
class Point:
    """A place on the map: its name and page, its mentions, where it stands and how large."""

    name: str
    path: str
    mentions: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Map:
    """The map: the paths of its countries, the lines of its graticule (as SVG writes both), and its places."""

    land: tuple[str, ...]
    lines: tuple[str, ...]
    points: tuple[Point, ...]
    width: float = _WIDTH
    height: float = _HEIGHT


def points(names: Sequence[Name]) -> Map:
    """The places that have coordinates, the most named drawn first, so that small ones lie above."""
    most = max((name.mentions for name in names), default=1)
    found = []
    for name in names:
        x, y = projected(name.longitude or 0.0, name.latitude or 0.0)
        found.append(Point(name.name, name.path, name.mentions, x, y, round(3 + 11 * (name.mentions / most) ** 0.5, 1)))
    return Map(_land(), _graticule(), tuple(found))


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """
    A place in the units of the map.

    The polynomial of Natural Earth I: B. Šavrič, B. Jenny, T. Patterson et al., "A polynomial equation for the Natural
    Earth projection", Cartography and Geographic Information Science 38 (2011).
    """
    λ, φ = radians(longitude), radians(latitude)
    p2, p4 = φ * φ, φ**4
    x = λ * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = φ * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return round(_WIDTH / 2 + _SCALE * x, 1), round(_HEIGHT / 2 - _SCALE * y, 1)


@cache
def _land() -> tuple[str, ...]:
    text = (files("pressmark.site") / "land.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


def _graticule() -> tuple[str, ...]:
    meridians = [[projected(lon, lat) for lat in range(-90, 91, 10)] for lon in range(-180, 181, 30)]
    parallels = [[projected(lon, lat) for lon in (-180, 180)] for lat in range(-90, 91, 30)]
    return tuple(" ".join(f"{x},{y}" for x, y in line) for line in (*meridians, *parallels))
