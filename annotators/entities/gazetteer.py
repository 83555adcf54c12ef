"""The user's own names: a YAML list or a CSV file, whose label and name win over everything else."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.errors import ConfigError, Mistake
from pressmark.spans import LABELS
from pressmark.strict_yaml import read as read_yaml

from .phrases import Phrases
from .reading import Name, Reading

__all__ = ["Gazetteer"]


class Gazetteer:
    """
    Names with their aliases and label, from a file; raises `ConfigError` with all mistakes of the file.

    A YAML file is a list of mappings with `name`, `label` and perhaps `aliases`; a CSV file has these as columns,
    aliases parted by `|`. What else an entry says is left alone.
    """

    def __init__(self, path: Path) -> None:
        mistakes: list[Mistake] = []
        entries: dict[str, tuple[str, str]] = {}
        for place, entry in _read(path):
            if what := _wrong(entry):
                mistakes.append(Mistake(what, line=place))
                continue
            for form in (entry["name"], *_aliases(entry)):
                entries[str(form)] = (str(entry["name"]), str(entry["label"]))
        if mistakes:
            raise ConfigError(path.name, mistakes)
        self._phrases = Phrases(entries)

    def find(self, reading: Reading) -> Iterator[Name]:
        """The occurrences of the names and their aliases."""
        for start, end, (name, label) in self._phrases.find(reading.text):
            yield Name(start, end, label, "gazetteer", name)


def _read(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries with the line that each begins at."""
    if path.suffix.lower() in (".csv", ".tsv"):
        rows = csv.DictReader(_lines(path), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        yield from ((rows.line_num, row) for row in rows)
        return
    value, places = read_yaml(path)
    if not isinstance(value, list):
        raise ConfigError(path.name, [Mistake("must be a list of names, each with `name` and `label`")])
    for number, entry in enumerate(value):
        yield places[(number,)][0], entry if isinstance(entry, dict) else {"name": entry}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise ConfigError(path.name, [Mistake("is not UTF-8 text; save it as UTF-8")]) from error


def _wrong(entry: Mapping[str, Any]) -> str | None:
    if not entry.get("name"):
        return "has no `name`"
    if entry.get("label") not in LABELS["entities"]:
        return f"{entry['name']!r}: `label` must be one of {' '.join(LABELS['entities'])}, not {entry.get('label')!r}"
    if not isinstance(entry.get("aliases") or [], str | list):
        return f"{entry['name']!r}: `aliases` must be a list of names"
    return None


def _aliases(entry: Mapping[str, Any]) -> list[str]:
    aliases = entry.get("aliases") or []
    parts = aliases.split("|") if isinstance(aliases, str) else aliases
    return [str(alias).strip() for alias in parts if str(alias).strip()]
