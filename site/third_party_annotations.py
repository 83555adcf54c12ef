"""What the index holds of an annotation whose layer is not ours: its columns or attributes, and what it links to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.layers import Layer

from .paths import anchor

__all__ = ["MAX_LINK_CHARACTERS", "shorten_words", "targets_of", "third_party_facts"]

MAX_LINK_CHARACTERS = 60
"""How much of what an annotation links to is shown: about a line of a list, chosen by eye."""

_Row = Mapping[str, Any]


def third_party_facts(
    layer: Layer, row: _Row, targets: Mapping[str, _Row]
) -> list[tuple[str, str, str | None]]:
    """
    Return what a row says beyond its words: name, value, and the anchor of what it links to, None for a plain value.

    `targets` are the rows of the article by id. What is None is left out; a link to nothing is told by its id.
    """
    facts: list[tuple[str, str, str | None]] = []
    for name in (*layer.stretches, *layer.columns):
        value = row[name]
        if value is not None:
            plain = value if isinstance(value, str) else json.dumps(value)
            facts.append((name, " ".join(plain.split()), None))
    # Of a layer that declares nothing each span may have others, which stand in the table as JSON.
    attributes = {} if layer.is_declared else json.loads(row["attributes"] or "{}")
    for name, value in attributes.items():
        plain = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        )
        facts.append((name, " ".join(plain.split()), None))
    for name in layer.links:
        link = row[name]
        if link is None:
            continue
        target = targets.get(link)
        words = shorten_words(target["text"]) if target else link
        facts.append(
            (name.removesuffix("_id"), words, anchor(link) if target else None)
        )
    return facts


def shorten_words(text: str) -> str:
    """Return a text on one line, cut at a word when it is long."""
    words = " ".join(text.split())
    if len(words) <= MAX_LINK_CHARACTERS:
        return words
    return f"{words[:MAX_LINK_CHARACTERS].rpartition(' ')[0]} …"


def targets_of(layers: Mapping[str, Sequence[_Row]]) -> dict[str, _Row]:
    """Return the rows of an article's layers by id."""
    return {row["id"]: row for rows in layers.values() for row in rows}
