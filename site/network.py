"""Who is named with whom: the most named, and the articles that they share, laid out once for every reader."""

from __future__ import annotations

from dataclasses import dataclass

from .index import Index

__all__ = ["Network", "Node", "Tie", "network"]

_NODES, _TIES, _FEW = 150, 400, 12
_WIDTH, _HEIGHT, _MARGIN = 900.0, 620.0, 40.0


@dataclass(frozen=True)
class Node:
    """A name on the picture: where, how large, and whether it has room for its name."""

    name: str
    path: str
    label: str
    articles: int
    x: float
    y: float
    radius: float
    shown: bool


@dataclass(frozen=True)
class Tie:
    """Two names and the number of articles that name both; where its line runs."""

    a: str
    b: str
    articles: int
    line: tuple[float, float, float, float]


@dataclass(frozen=True)
class Network:
    """The picture: its names and ties."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    width: float = _WIDTH
    height: float = _HEIGHT


def network(index: Index) -> Network:
    """
    The names that stand in most articles and the strongest ties among them, at most 150 names.

    Names of one article alone tie only where there is nothing stronger. Each connected part is laid out by the method
    of Fruchterman and Reingold, from a fixed start, so that the same corpus gives the same picture.
    """
    ties = index.rows(_SHARED, 2, _NODES, 2, _TIES)
    if len(ties) < _FEW:
        ties = index.rows(_SHARED, 1, _NODES, 1, _TIES)
    if not ties:
        return Network((), ())
    places = _places(ties)
    about = {id: (name, path, label, articles) for id, name, path, label, articles in index.rows(_NAMES)}
    ranked = sorted(places, key=lambda id: (-about[id][3], id))
    dots = [(*places[id], round(min(3.5 + 2 * about[id][3] ** 0.5, 14), 1)) for id in ranked]
    shown = _with_room([about[id][0] for id in ranked], dots)
    nodes = tuple(Node(*about[id], *dots[rank], rank in shown) for rank, id in enumerate(ranked))
    lines = tuple(Tie(about[a][0], about[b][0], number, (*places[a], *places[b])) for a, b, number in ties)
    return Network(nodes, lines)


def _places(ties: list[tuple[str, str, int]]) -> dict[str, tuple[float, float]]:
    """Where each name stands, in the units of the picture: each connected part in a square of its own."""
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from(ties)
    found_parts = [sorted(part) for part in networkx.connected_components(graph)]
    parts = sorted(found_parts, key=lambda part: (-len(part), part))
    squares = _packed([len(part) ** 0.5 for part in parts])
    wide = max(x + side for x, _, side in squares)
    high = max(y + side for _, y, side in squares)
    across, down = (_WIDTH - 2 * _MARGIN) / wide, (_HEIGHT - 2 * _MARGIN) / high
    found: dict[str, tuple[float, float]] = {}
    for part, (x, y, side) in zip(parts, squares, strict=True):
        own = networkx.Graph()
        own.add_nodes_from(part)  # in this order: a subgraph's is that of a set, another in each process
        own.add_weighted_edges_from(tie for tie in sorted(ties) if tie[0] in own)
        spread = networkx.spring_layout(own, seed=7, iterations=120)
        for id, at in _unit({id: (float(at[0]), float(at[1])) for id, at in spread.items()}).items():
            inside = (x + side * (0.14 + 0.72 * at[0]), y + side * (0.14 + 0.72 * at[1]))
            found[id] = (round(_MARGIN + across * inside[0], 1), round(_MARGIN + down * inside[1], 1))
    return dict(sorted(found.items()))


def _packed(sides: list[float]) -> list[tuple[float, float, float]]:
    """Squares of these sides, the largest first, in rows that make about the picture's shape: x, y, side."""
    width = max(sides[0], (sum(side * side for side in sides) * _WIDTH / _HEIGHT) ** 0.5 * 1.08)
    squares: list[tuple[float, float, float]] = []
    x = y = row = 0.0
    for side in sides:
        if x and x + side > width:
            x, y, row = 0.0, y + row, 0.0
        squares.append((x, y, side))
        x, row = x + side, max(row, side)
    return squares


def _unit(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The places stretched over the unit square."""
    lows = [min(at[axis] for at in places.values()) for axis in (0, 1)]
    longs = [max(at[axis] for at in places.values()) - lows[axis] or 1.0 for axis in (0, 1)]
    return {id: ((at[0] - lows[0]) / longs[0], (at[1] - lows[1]) / longs[1]) for id, at in sorted(places.items())}


def _with_room(names: list[str], dots: list[tuple[float, float, float]]) -> set[int]:
    """Which names can be written above their dots without lying over another dot, or a name that goes before."""
    written: list[tuple[float, float, float]] = []
    shown: set[int] = set()
    for number, (name, (x, y, radius)) in enumerate(zip(names, dots, strict=True)):
        half, line = 3.1 * len(name), y - radius - 7
        free = all(abs(x - other) > half + long + 4 or abs(line - at) > 13 for other, at, long in written)
        free = free and not any(
            abs(x - other) < half + wide and abs(line - at) < 5 + wide
            for place, (other, at, wide) in enumerate(dots)
            if place != number
        )
        if free and half <= x <= _WIDTH - half:
            written.append((x, line, half))
            shown.add(number)
    return shown


_SHARED = """
with chosen as (select id from names where label in ('PER', 'ORG') and articles >= ?
  order by articles desc, mentions desc, id limit ?)
select a.name, b.name, count(*) from mentions a join mentions b on b.article = a.article and a.name < b.name
where a.name in chosen and b.name in chosen group by 1, 2 having count(*) >= ? order by 3 desc, 1, 2 limit ?
"""
_NAMES = "select id, name, path, label, articles from names where label in ('PER', 'ORG')"
