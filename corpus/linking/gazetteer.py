"""
A gazetteer: the names that a researcher brings, from a YAML or CSV file, with whatever she knows of their bearers.

The entity annotator finds its names; the seal writes what it says into the `names` table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pressmark.errors import ConfigError, Mistake
from pressmark.messages import suggestion
from pressmark.sources.records import UnreadableRecord
from pressmark.sources.tabular import csv_rows
from pressmark.spans import LABELS
from pressmark.storage.tables import TABLES
from pressmark.yaml_files.strict import read_yaml

__all__ = ["Entry", "read_gazetteer"]

_GENDERS = ("f", "m", "x")
_KNOWN = ("name", "label", "aliases", "wikidata", "country", "gender", "latitude", "longitude")
_WIKIDATA = re.compile(r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)")
_RANGES = {"latitude": 90.0, "longitude": 180.0}
_LABELS = LABELS["entities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One bearer: name, label, aliases, what our columns of `names` hold, and in `extra` the user's own columns."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None = None
    gender: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    line: int | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)


def read_gazetteer(path: Path) -> tuple[Entry, ...]:
    """
    The entries of a file; raises `ConfigError` with all mistakes of the file, each with its line.

    YAML: a list of mappings. CSV or TSV: a header and a row each, aliases parted by `|`. `name` and `label` must be
    there, `aliases`, `wikidata`, `country`, `gender`, `latitude` and `longitude` are understood, the rest is kept.
    """
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _stamp: int) -> tuple[Entry, ...]:
    mistakes: list[Mistake] = []
    entries: list[Entry] = []
    lines: dict[tuple[str, str], int] = {}
    for line, row in _rows(path, mistakes):
        wrong = [Mistake(what, line=line) for what in _wrong(row)]
        if not wrong:
            entry = _entry(row, line)
            first = lines.setdefault((entry.label, entry.name), line)
            if first != line:
                wrong = [Mistake(f"{entry.name!r}: stands twice as {entry.label} (first in line {first})", line=line)]
            entries.append(entry)
        mistakes += wrong
    if mistakes:
        raise ConfigError(path.name, sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return tuple(entries)


def _rows(path: Path, mistakes: list[Mistake]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows with the line that each begins at; what is no row is added to `mistakes`."""
    if path.suffix.lower() not in (".csv", ".tsv"):
        yield from _yaml_rows(path, mistakes)
        return
    for row in csv_rows(_text(path)):
        line = int((row.place or "line 1").split()[-1])
        if isinstance(row, UnreadableRecord):
            mistakes.append(Mistake(row.reason, line=line))
        else:
            yield line, {name.strip(): cell for name, cell in row.values.items()}


def _yaml_rows(path: Path, mistakes: list[Mistake]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    value, places = read_yaml(path)
    if not isinstance(value, list):
        raise ConfigError(path.name, [Mistake("must be a list of names, each with `name` and `label`")])
    for number, row in enumerate(value):
        line = places[(number,)][0]
        if isinstance(row, dict):
            yield line, row
        else:
            mistakes.append(Mistake(f"{row!r}: must be `name: …` and `label: …`", line=line))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(path.name, [Mistake("is not UTF-8 text; save it as UTF-8", line=line)]) from error


def _wrong(row: Mapping[str, Any]) -> Iterator[str]:
    name, label = row.get("name"), row.get("label")
    if name is None or not any(map(str.isalnum, str(name))):
        yield f"has no `name` (it has {', '.join(map(str, row)) or 'nothing'})"
        return
    if label not in _LABELS:
        near = suggestion(str(label).upper(), _LABELS)
        yield f"{name!r}: `label` must be one of {' '.join(_LABELS)}, not {label!r}{near}"
    if not isinstance(row.get("aliases") or [], str | list):
        yield f"{name!r}: `aliases` must be a list of names"
    if row.get("wikidata") is not None and not _WIKIDATA.fullmatch(str(row["wikidata"]).strip()):
        yield f"{name!r}: `wikidata` must be like Q90, not {row['wikidata']!r}"
    if row.get("country") is not None and not re.fullmatch("[A-Za-z]{2}", str(row["country"]).strip()):
        yield f"{name!r}: `country` must be two letters of ISO 3166 like FR, not {row['country']!r}"
    if row.get("gender") is not None and str(row["gender"]).strip().lower() not in _GENDERS:
        yield f"{name!r}: `gender` must be f, m or x, not {row['gender']!r}"
    for column, most in _RANGES.items():
        if row.get(column) is not None and not _is_degrees(row[column], most):
            yield f"{name!r}: `{column}` must be degrees from {-most:g} to {most:g}, not {row[column]!r}"


def _is_degrees(value: Any, most: float) -> bool:
    try:
        return abs(float(value)) <= most
    except (TypeError, ValueError):
        return False


def _entry(row: Mapping[str, Any], line: int) -> Entry:
    wikidata = _WIKIDATA.fullmatch(str(row.get("wikidata") or "").strip())
    country, gender = row.get("country"), row.get("gender")
    return Entry(
        name=" ".join(str(row["name"]).split()),
        label=row["label"],
        aliases=tuple(_aliases(row.get("aliases"))),
        wikidata=wikidata.group(1) if wikidata else None,
        country=str(country).strip().upper() if country is not None else None,
        gender=str(gender).strip().lower() if gender is not None else None,
        latitude=_degrees(row, "latitude"),
        longitude=_degrees(row, "longitude"),
        extra={_column(str(name)): _plain(value) for name, value in row.items() if name not in _KNOWN},
        line=line,
    )


def _degrees(row: Mapping[str, Any], column: str) -> float | None:
    return float(row[column]) if row.get(column) is not None else None


def _aliases(given: Any) -> Iterator[str]:
    for alias in given.split("|") if isinstance(given, str) else given or ():
        if any(map(str.isalnum, str(alias))):
            yield " ".join(str(alias).split())


def _column(name: str) -> str:
    """A column's name in the `names` table: one that is ours there already gets a prefix."""
    return f"original_{name}" if name in TABLES["names"] else name


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
