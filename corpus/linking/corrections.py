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

__all__ = ["Corrections", "NameList", "Namesake", "keys_of", "read_corrections"]

_KEYS = ("same", "different")
_NAMESAKE_KEYS = ("name", "articles", "as")


@dataclass(frozen=True, slots=True)
class NameList:
    """Names or ids that stand in one list, its line, and its file where that is not the file of corrections."""

    names: tuple[str, ...]
    line: int
    file: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """File and line."""
        return self.file, self.line


@dataclass(frozen=True, slots=True)
class Namesake:
    """A name that means somebody else in some articles (their ids), the name of that one, and the line of the file."""

    name: str
    articles: tuple[str, ...]
    own_name: str
    line: int
    file: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """File and line."""
        return self.file, self.line


@dataclass(frozen=True)
class Corrections:
    """What a file of merges (`same`) and splits (`different`, `namesakes`) says."""

    file: str = ""
    same: tuple[NameList, ...] = ()
    different: tuple[NameList, ...] = ()
    namesakes: tuple[Namesake, ...] = ()

    def is_different(self, first_key: str, second_key: str) -> bool:
        """Say whether two names, as `name_key` gives them, are listed as different."""
        return any(
            first_key in keys and second_key in keys for keys in self._different_keys
        )

    def namesakes_in(self, article_id: str) -> Mapping[str, str]:
        """Return the keys of the names that mean somebody else in this article, each with the name of that one."""
        return self._namesakes_by_article.get(article_id, {})

    @property
    def namesakes_by_article(self) -> Mapping[str, Mapping[str, str]]:
        """For each article with namesakes, the keys of the names that mean somebody else in it."""
        return self._namesakes_by_article

    @cached_property
    def namesake_names(self) -> frozenset[str]:
        """The names of the bearers who share a name with somebody else."""
        return frozenset(namesake.own_name for namesake in self.namesakes)

    @cached_property
    def _different_keys(self) -> list[frozenset[str]]:
        """The keys of the names of each `different` list."""
        return [
            frozenset().union(*map(keys_of, name_list.names))
            for name_list in self.different
        ]

    @cached_property
    def _namesakes_by_article(self) -> dict[str, dict[str, str]]:
        """See `namesakes_by_article`; collected once, and asked for each article."""
        by_article: dict[str, dict[str, str]] = {}
        for namesake in self.namesakes:
            own_names = dict.fromkeys(keys_of(namesake.name), namesake.own_name)
            for article_id in namesake.articles:
                by_article.setdefault(article_id, {}).update(own_names)
        return by_article


def keys_of(name: str) -> frozenset[str]:
    """
    Return the keys that `name` may have, whatever its label.

    >>> sorted(keys_of("Saint-Denis"))
    ['saint denis', 'saint-denis']
    """
    # One label for each way to compare: hyphens count in persons' names and in no others (see `name_key`).
    return frozenset(name_key(label, name) for label in ("PER", "ORG"))


def read_corrections(path: Path) -> Corrections:
    """Read the corrections of a file. Raises `ConfigError` with all mistakes of the file, each with its line."""
    document, lines = read_yaml(path)
    mistakes: list[Mistake] = []
    if not isinstance(document, dict):
        raise ConfigError(
            path.name,
            [Mistake("must hold `same:` and `different:`, each a list", line=1)],
        )
    for key in document:
        if key not in _KEYS:
            problem = f"unknown key {key!r}{suggestion(str(key), _KEYS)}"
            mistakes.append(Mistake(problem, line=lines[(key, "#key")][0]))
    same = tuple(_read_lists(document, "same", lines, mistakes))
    different = tuple(_read_lists(document, "different", lines, mistakes))
    namesakes = tuple(_read_namesakes(document, lines, mistakes))
    if mistakes:
        raise ConfigError(
            path.name, sorted(mistakes, key=lambda mistake: mistake.line or 0)
        )
    return Corrections(path.name, same, different, namesakes)


def _read_entries(
    document: Mapping[str, Any], key: str, lines: Positions, mistakes: list[Mistake]
) -> Iterator[tuple[int, Any]]:
    """Yield the entries under `key` with their lines; add to `mistakes` when they are no list."""
    entries = document.get(key) or []
    if not isinstance(entries, list):
        mistakes.append(
            Mistake(f"`{key}` must be a list", line=lines[(key, "#key")][0])
        )
        return
    for index, entry in enumerate(entries):
        yield lines[key, index][0], entry


def _read_lists(
    document: Mapping[str, Any], key: str, lines: Positions, mistakes: list[Mistake]
) -> Iterator[NameList]:
    """Yield the lists of names under `key`; what is none goes to `mistakes`."""
    for line, entry in _read_entries(document, key, lines, mistakes):
        # A namesake, which `_read_namesakes` reads.
        if key == "different" and isinstance(entry, dict):
            continue
        # YAML reads `[Trump, 2024]` as a text and a number: the second is no name until it is quoted.
        is_list_of_names = isinstance(entry, list) and all(
            isinstance(name, str) for name in entry
        )
        if is_list_of_names and len(entry) >= 2:
            yield NameList(tuple(entry), line)
        else:
            problem = f"an entry of `{key}` must be a list of two names or more: [Donald Trump, Trump]"
            mistakes.append(Mistake(problem, line=line))


def _read_namesakes(
    document: Mapping[str, Any], lines: Positions, mistakes: list[Mistake]
) -> Iterator[Namesake]:
    """Yield the entries of `different` that tell a namesake in some articles; what is wrong with one to `mistakes`."""
    if not isinstance(document.get("different"), list):  # that is said already
        return
    for line, entry in _read_entries(document, "different", lines, mistakes):
        if not isinstance(entry, dict):
            continue
        problems = list(_namesake_problems(entry))
        mistakes += [
            Mistake(f"in `different`: {problem}", line=line) for problem in problems
        ]
        if not problems:
            article_ids = tuple(map(str, entry["articles"]))
            yield Namesake(str(entry["name"]), article_ids, str(entry["as"]), line)


def _namesake_problems(entry: Mapping[Any, Any]) -> Iterator[str]:
    """Yield what is wrong with the keys of a namesake's entry, or else with its articles."""
    missing = [key for key in _NAMESAKE_KEYS if key not in entry]
    unknown = [key for key in entry if key not in _NAMESAKE_KEYS]
    yield from (f"`{key}` is missing" for key in missing)
    yield from (
        f"unknown key {key!r}{suggestion(str(key), _NAMESAKE_KEYS)}" for key in unknown
    )
    # Only where no key is wrong: a misspelt `articels` is missing and unknown, and there are no articles to look at.
    if not missing and not unknown and not isinstance(entry["articles"], list):
        yield "`articles` must be a list of article ids"
