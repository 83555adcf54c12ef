"""
A researcher's corrections of the names table: what is the same, what is different, from a YAML file.

    same:
      - [Donald Trump, Trump, org-trump]      # one row, called by the first; an id of the table may stand for a name
    different:
      - [George Bush, Bush]                   # never taken for each other
      - {name: Jean Martin, articles: [a-12, a-40], as: Jean Martin (footballer)}     # in these articles somebody else
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pressmark.errors import ConfigError, Mistake
from pressmark.messages import suggestion
from pressmark.yaml_files.strict import Positions, read_yaml

from .usages import name_key

__all__ = ["Apart", "Corrections", "NameList", "keys_of", "read_corrections"]

_KEYS = ("same", "different")
_APART = ("name", "articles", "as")


@dataclass(frozen=True, slots=True)
class NameList:
    """Names or ids that stand in one list, and its line."""

    names: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Apart:
    """A name that means somebody else in some articles, what that one is called, and the line that says so."""

    name: str
    articles: tuple[str, ...]
    called: str
    line: int


@dataclass(frozen=True)
class Corrections:
    """What a file of merges and splits says."""

    file: str = ""
    same: tuple[NameList, ...] = ()
    different: tuple[NameList, ...] = ()
    apart: tuple[Apart, ...] = ()

    def is_different(self, one: str, other: str) -> bool:
        """Whether two names, as `name_key` gives them, are said to be different."""
        return any(one in keys and other in keys for keys in self._different)

    def apart_in(self, article_id: str) -> Mapping[str, str]:
        """The keys of the names that mean somebody else in this article, and what that one is called."""
        return self._apart.get(article_id, {})

    @property
    def apart_by_article(self) -> Mapping[str, Mapping[str, str]]:
        """For each article that is told apart, the keys of the names that mean somebody else in it."""
        return self._apart

    @cached_property
    def apart_names(self) -> frozenset[str]:
        """What the bearers are called that share a name with somebody else."""
        return frozenset(one.called for one in self.apart)

    @cached_property
    def _different(self) -> list[frozenset[str]]:
        return [frozenset(key for name in one.names for key in keys_of(name)) for one in self.different]

    @cached_property
    def _apart(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for one in self.apart:
            for article in one.articles:
                found.setdefault(article, {}).update(dict.fromkeys(keys_of(one.name), one.called))
        return found


def keys_of(name: str) -> frozenset[str]:
    """The keys that a name may have, whatever its label."""
    return frozenset(name_key(label, name) for label in ("PER", "ORG"))


def read_corrections(path: Path) -> Corrections:
    """The corrections of a file. Raises `ConfigError` with all mistakes of the file, each with its line."""
    value, places = read_yaml(path)
    mistakes: list[Mistake] = []
    if not isinstance(value, dict):
        raise ConfigError(path.name, [Mistake("must hold `same:` and `different:`, each a list", line=1)])
    for key in value:
        if key not in _KEYS:
            what = f"unknown key {key!r}{suggestion(str(key), _KEYS)}"
            mistakes.append(Mistake(what, line=places[(key, "#key")][0]))
    same = tuple(_lists(value, "same", places, mistakes))
    different = tuple(_lists(value, "different", places, mistakes))
    apart = tuple(_aparts(value, places, mistakes))
    if mistakes:
        raise ConfigError(path.name, sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return Corrections(path.name, same, different, apart)


def _entries(
    value: Mapping[str, Any], key: str, places: Positions, mistakes: list[Mistake]
) -> Iterator[tuple[int, Any]]:
    entries = value.get(key) or []
    if not isinstance(entries, list):
        mistakes.append(Mistake(f"`{key}` must be a list", line=places[(key, "#key")][0]))
        return
    for number, entry in enumerate(entries):
        yield places[key, number][0], entry


def _lists(value: Mapping[str, Any], key: str, places: Positions, mistakes: list[Mistake]) -> Iterator[NameList]:
    for line, entry in _entries(value, key, places, mistakes):
        if key == "different" and isinstance(entry, dict):
            continue
        if not isinstance(entry, list) or len(entry) < 2 or not all(isinstance(name, str) for name in entry):
            what = f"an entry of `{key}` must be a list of two names or more: [Donald Trump, Trump]"
            mistakes.append(Mistake(what, line=line))
        else:
            yield NameList(tuple(entry), line)


def _aparts(value: Mapping[str, Any], places: Positions, mistakes: list[Mistake]) -> Iterator[Apart]:
    if not isinstance(value.get("different"), list):
        return
    for line, entry in _entries(value, "different", places, mistakes):
        if not isinstance(entry, dict):
            continue
        wrong = [f"`{key}` is missing" for key in _APART if key not in entry]
        wrong += [f"unknown key {key!r}{suggestion(str(key), _APART)}" for key in entry if key not in _APART]
        if not wrong and not isinstance(entry["articles"], list):
            wrong = ["`articles` must be a list of article ids"]
        mistakes += [Mistake(f"in `different`: {what}", line=line) for what in wrong]
        if not wrong:
            yield Apart(str(entry["name"]), tuple(map(str, entry["articles"])), str(entry["as"]), line)
