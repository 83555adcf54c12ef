"""The codebook told otherwise: its types in another order, or with the definitions of two types exchanged."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pressmark.annotators.language_model.requests import Codebook

__all__ = ["exchange_definitions", "pair_frequent_labels", "reorder"]


def reorder(codebook: Codebook, seed: int) -> Codebook:
    """Return the types in an order that is drawn; never the order that they had, where there are two or more."""
    entries = list(codebook)
    draw = random.Random(seed)
    while len(entries) > 1:
        draw.shuffle(entries)
        if tuple(entries) != codebook:
            break
    return tuple(entries)


def exchange_definitions(codebook: Codebook, partners: Mapping[str, str]) -> Codebook:
    """
    Return the types in their order, each with the definition and example of its partner; without one, with its own.

    `partners` maps a label to another, and that one to it.
    """
    entries = {entry.label: entry for entry in codebook}
    return tuple(
        replace(entries[partners.get(entry.label, entry.label)], label=entry.label)
        for entry in codebook
    )


def pair_frequent_labels(labels: Iterable[str], codebook: Codebook) -> dict[str, str]:
    """
    Return partners for the labels that occur, the two most frequent together, then the next two, each way round.

    Where one is left over, or but one occurs, it is paired with the first type of the codebook that has no partner.

    >>> from pressmark.annotators.language_model.requests import CodebookEntry
    >>> codebook = tuple(CodebookEntry(label, label.lower()) for label in ("AGREE", "FIGHT", "MOVE"))
    >>> pair_frequent_labels(["FIGHT", "MOVE", "FIGHT"], codebook)
    {'FIGHT': 'MOVE', 'MOVE': 'FIGHT'}
    """
    counts = Counter(labels)
    ranked = sorted(counts, key=lambda label: (-counts[label], label))
    rest = [entry.label for entry in codebook if entry.label not in counts]
    if len(ranked) % 2 and rest:
        ranked.append(rest[0])
    partners: dict[str, str] = {}
    for first, second in zip(ranked[::2], ranked[1::2], strict=False):
        partners |= {first: second, second: first}
    return partners
