"""
An article in which every name is another of its kind, the same one throughout: what happens in it stays what it was.

Offsets lead back to the article as it was, so that what a model finds in both can be compared.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pressmark.articles import Article
from pressmark.spans import Entity

__all__ = ["NamePool", "SwappedText", "swap_names"]

SWAPPED_LABELS = ("PER", "LOC", "ORG")
"""What is swapped: a name of something else, a law or a match, tells what happens."""


@dataclass(frozen=True, slots=True)
class SwappedText:
    """
    A text with other names. `pieces` are the stretches that are as they were: start in this text, end, start before.

    `swapped` counts the names that were put in the place of others.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    swapped: int

    def bounds_before(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch stood before; None for one that is, or is in part, a name that was put there."""
        starts = [piece[0] for piece in self.pieces]
        index = bisect_right(starts, start) - 1
        if index < 0:
            return None
        piece_start, piece_end, before = self.pieces[index]
        if end > piece_end:
            return None
        return before + start - piece_start, before + end - piece_start


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names by their label and the number of their words, as articles have them, from which others are drawn."""

    names: Mapping[tuple[str, int], Sequence[str]]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> NamePool:
        """Return the names of some articles, each once, sorted."""
        pool: dict[tuple[str, int], set[str]] = {}
        for article in articles:
            for entity in article.entities:
                pool.setdefault(_kind(entity), set()).add(entity.text)
        return cls({kind: sorted(names) for kind, names in pool.items()})

    def another(self, entity: Entity, draw: random.Random) -> str | None:
        """Return another name of the kind of an entity, with as many words; None where there is none."""
        others = [
            name for name in self.names.get(_kind(entity), ()) if name != entity.text
        ]
        return draw.choice(others) if others else None


def _kind(entity: Entity) -> tuple[str, int]:
    return entity.label, len(entity.text.split())


def swap_names(article: Article, pool: NamePool, seed: int) -> SwappedText:
    """
    Return the text of `article` with its people, places and organisations under other names; the same seed, the same names.

    A name that nothing can take the place of stays.
    """
    draw = random.Random(f"{seed} {article.id}")
    chosen: dict[tuple[str, str], str | None] = {}
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = position = swapped = 0
    for entity in article.entities:
        if entity.label not in SWAPPED_LABELS or entity.start < position:
            continue
        key = (entity.label, entity.text)
        if key not in chosen:
            chosen[key] = pool.another(entity, draw)
        name = chosen[key]
        if name is None:
            continue
        before = article.text[position : entity.start]
        pieces.append((length, length + len(before), position))
        parts += before, name
        length += len(before) + len(name)
        position = entity.end
        swapped += 1
    rest = article.text[position:]
    pieces.append((length, length + len(rest), position))
    return SwappedText("".join([*parts, rest]), tuple(pieces), swapped)
