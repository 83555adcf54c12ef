"""Which names many things of one day share, so that they alone tell of no happening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .places import PlaceFinder

__all__ = ["wide_names"]


def wide_names(
    entities: Iterable[Mapping[str, Any]],
    name_ids: Mapping[str, str | None],
    languages: Mapping[str, str | None],
    cache: Path | None = None,
) -> frozenset[str]:
    """
    Return the ids of names of countries, parts of the world, peoples and works.

    `entities` are rows of that table, `name_ids` map their ids to those of their names, `languages` articles to theirs.
    `cache` is the folder in which the names of towns are kept.
    """
    finder = PlaceFinder(towns=False, cache=cache)
    wide: set[str] = set()
    for row in entities:
        name_id = name_ids.get(row["id"])
        # Peoples and works are MISC.
        is_wide = row["label"] == "MISC"
        if row["label"] == "LOC":
            is_wide = finder.is_wide(row["name"], languages.get(row["article_id"]))
        if is_wide and name_id is not None:
            wide.add(name_id)
    return frozenset(wide)
