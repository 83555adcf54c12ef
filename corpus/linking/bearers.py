"""Whom or what names mean: a bearer, and the bearers that the usages of a corpus were joined to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .usages import Usage

__all__ = ["KNOWN_PLACE", "MISTAKEN_GENDER_RATIO", "Bearer", "JoinedBearers"]

KNOWN_PLACE = "place"
"""The `distinction` of a bearer whose place on Earth is known; its key is the id of that place."""

MISTAKEN_GENDER_RATIO = 5
"""
A gender is a mistake of the annotator where the other is stated at least so many times as often (in articles, or in
mentions). Chosen, not measured.
"""


class Bearer(NamedTuple):
    """Whom or what usages of a name mean. `distinction` tells namesakes apart, and is empty where there are none."""

    label: str
    key: str
    distinction: str = ""


@dataclass(frozen=True, slots=True)
class JoinedBearers:
    """The bearer of each usage; in `ambiguous` those that may be several, because no article says which is meant."""

    by_usage: dict[Usage, Bearer] = field(default_factory=dict)
    ambiguous: set[Bearer] = field(default_factory=set)
