"""What quotes and events are filtered by: the values of each facet, numbered, with what the interface calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pressmark.site.index import Index
from pressmark.site.index.values import ExploredArticle, ExploredName
from pressmark.site.interface import Interface

from .packing import MAX_PACKED, pack

__all__ = ["MAX_OWN_VALUES", "ArticleFacets", "NameNumbers", "Numbers", "doubt_of"]

MAX_OWN_VALUES = 200
"""Values of a column of one's own that still make a facet; with more it is rather a text. Chosen, not measured."""

MAX_NAMES = MAX_PACKED - 1
"""Names that can be chosen: as many as one character can number. What is mentioned least is left out."""

SURE, LIKELY = 0.8, 0.5
"""Scores from which an annotation counts as sure and as likely; below the second it is doubtful."""


class Numbers:
    """The values of a facet, each with its number in the order in which they came; 0 is no value."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, value: str | None) -> int:
        """Return the number of a value, a new one where it has none yet."""
        if value is None or value == "":
            return 0
        return self._numbers.setdefault(value, len(self._numbers) + 1)

    def words(self, call: Callable[[str], str]) -> list[tuple[str, str]]:
        """Return each value with what it is called, in the order of the numbers from 1."""
        return [(value, call(value)) for value in self._numbers]

    def __len__(self) -> int:
        return len(self._numbers)


class ArticleFacets:
    """
    What all rows of an article share: month, outlet, language, and the user's own columns.

    `parts` are the years of the articles' days in their order, each with the number of its first article: rows stand in
    a file for each. Articles without a day are a part of their own.
    """

    def __init__(self, articles: Sequence[ExploredArticle]) -> None:
        self._numbers: dict[str, Numbers] = {}
        self._columns: dict[str, list[int]] = {}
        own = _own_columns(articles)
        for article in articles:
            self._add("month", article.day[:7] if article.day else None)
            self._add("outlet", article.outlet)
            self._add("language", article.language)
            for name in own:
                value = article.own_columns.get(name)
                self._add(f"own:{name}", None if value is None else str(value))
        self.parts: list[tuple[str, int]] = []
        for number, article in enumerate(articles):
            year = article.day[:4] if article.day else "undated"
            if not self.parts or self.parts[-1][0] != year:
                self.parts.append((year, number))

    def _add(self, facet: str, value: str | None) -> None:
        """Add the value of the next article to a facet."""
        numbers = self._numbers.setdefault(facet, Numbers())
        self._columns.setdefault(facet, []).append(numbers.of(value))

    def described(self, ui: Interface) -> dict[str, Any]:
        """Return each facet that has several values: its values with their words, and the packed column."""
        words: dict[str, Callable[[str], str]] = {
            "month": ui.when,
            "language": lambda value: ui.one_of("languages", value),
        }
        return {
            facet: {
                "values": numbers.words(words.get(facet, str)),
                "column": pack(self._columns[facet]),
            }
            for facet, numbers in self._numbers.items()
            if 1 < len(numbers) < MAX_PACKED
        }


class NameNumbers:
    """The names that can be chosen, the most mentioned first, each with its number from 1; 0 is no name."""

    def __init__(self, index: Index) -> None:
        names: list[ExploredName] = []
        for name in index.explored.names():
            if len(names) == MAX_NAMES:
                break
            names.append(name)
        self._names: Sequence[ExploredName] = names
        self._numbers = {name.name_id: no for no, name in enumerate(names, start=1)}

    def of(self, name_id: str | None) -> int:
        """Return the number of a name; 0 for none, and for one that cannot be chosen."""
        return self._numbers.get(name_id, 0) if name_id else 0

    def described(self) -> dict[str, Any]:
        """Return ids and names, and as packed columns their labels and genders."""
        labels, genders = Numbers(), Numbers()
        label_column = [labels.of(name.label) for name in self._names]
        gender_column = [genders.of(name.gender) for name in self._names]
        return {
            "ids": [name.name_id for name in self._names],
            "names": [name.name for name in self._names],
            "paths": [name.path for name in self._names],
            "labels": labels.words(str),
            "label": pack(label_column),
            "genders": genders.words(str),
            "gender": pack(gender_column),
        }


def _own_columns(articles: Sequence[ExploredArticle]) -> list[str]:
    """Return the user's own columns that have few enough values to choose among."""
    values: dict[str, set[str | bool]] = {}
    for article in articles:
        for name, value in article.own_columns.items():
            values.setdefault(name, set()).add(value)
    return sorted(name for name, seen in values.items() if len(seen) <= MAX_OWN_VALUES)


def doubt_of(score: float | None) -> str | None:
    """
    Return how sure an annotation is, in three steps; None without a score.

    >>> doubt_of(0.93), doubt_of(0.2)
    ('sure', 'doubtful')
    """
    if score is None:
        return None
    if score >= SURE:
        return "sure"
    return "likely" if score >= LIKELY else "doubtful"
