"""
A gazetteer: the names that a researcher brings, from a YAML or CSV file, with whatever she knows of their bearers.

The entity annotator finds its names; the seal writes what it says into the `names` table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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

__all__ = ["GazetteerEntry", "read_gazetteer"]

_GENDERS = ("f", "m", "x")
# The columns that we understand; any other is the user's own.
_OWN_COLUMNS = (
    "name",
    "label",
    "aliases",
    "wikidata",
    "country",
    "gender",
    "latitude",
    "longitude",
)
# "Q90", or the address of the page or of the entity, as it is copied from a browser.
_WIKIDATA = re.compile(
    r"(?:https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]*)"
)
_MAX_DEGREES = {"latitude": 90.0, "longitude": 180.0}
_LABELS = LABELS["entities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerEntry:
    """
    One bearer: name, label, aliases, what our columns of `names` hold, and in `extra` the user's own columns.

    `gender` is f, m or x; latitude and longitude are in degrees; `line` is the entry's first line in its file.
    """

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


def read_gazetteer(path: Path) -> tuple[GazetteerEntry, ...]:
    """
    Read the entries of a file. Raises `ConfigError` with all mistakes of the file, each with its line.

    YAML: a list of mappings. CSV or TSV: a header and a row each, aliases parted by `|`. `name` and `label` must be
    there, `aliases`, `wikidata`, `country`, `gender`, `latitude` and `longitude` are understood, the rest is kept.
    """
    return _read_version(path, path.stat().st_mtime_ns)


@cache
def _read_version(path: Path, _modified_ns: int) -> tuple[GazetteerEntry, ...]:
    """Read a file as it was modified last: one that is written again is read again."""
    # Every mistake is collected before one is raised: a researcher mends her file once, not line by line.
    mistakes: list[Mistake] = []
    entries: list[GazetteerEntry] = []
    first_lines: dict[tuple[str, str], int] = {}
    for line, row in _read_rows(path, mistakes):
        problems = list(_row_problems(row))
        if not problems:
            entry = _make_entry(row, line)
            entries.append(entry)
            first_line = first_lines.setdefault((entry.label, entry.name), line)
            if first_line != line:
                problems = [
                    f"{entry.name!r}: stands twice as {entry.label} (first in line {first_line})"
                ]
        mistakes += [Mistake(problem, line=line) for problem in problems]
    if mistakes:
        raise ConfigError(
            path.name, sorted(mistakes, key=lambda mistake: mistake.line or 0)
        )
    return tuple(entries)


def _read_rows(
    path: Path, mistakes: list[Mistake]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows with the line that each begins at; what is no row is added to `mistakes`."""
    if path.suffix.lower() not in (".csv", ".tsv"):
        yield from _read_yaml_rows(path, mistakes)
        return
    for row in csv_rows(_read_text(path)):
        # `place` ends with the number of the line, as messages show it: "line 12".
        line = int((row.place or "line 1").split()[-1])
        if isinstance(row, UnreadableRecord):
            mistakes.append(Mistake(row.reason, line=line))
        else:
            yield line, {name.strip(): cell for name, cell in row.values.items()}


def _read_yaml_rows(
    path: Path, mistakes: list[Mistake]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the mappings of a YAML list with their lines; anything else in it is added to `mistakes`."""
    document, lines = read_yaml(path)
    if not isinstance(document, list):
        raise ConfigError(
            path.name,
            [Mistake("must be a list of names, each with `name` and `label`")],
        )
    for index, row in enumerate(document):
        line = lines[(index,)][0]
        if isinstance(row, dict):
            yield line, row
        else:
            mistakes.append(
                Mistake(f"{row!r}: must be `name: …` and `label: …`", line=line)
            )


def _read_text(path: Path) -> str:
    """Return the text of a file, without the byte order mark that Excel writes. Raises `ConfigError` with the line."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            path.name, [Mistake("is not UTF-8 text; save it as UTF-8", line=line)]
        ) from error


def _row_problems(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a row; of one without a name nothing else is told."""
    # Punctuation alone ("-", "?") is a cell left open, and no name.
    name, label = row.get("name"), row.get("label")
    if name is None or not any(map(str.isalnum, str(name))):
        yield f"has no `name` (it has {', '.join(map(str, row)) or 'nothing'})"
        return
    if label not in _LABELS:
        near = suggestion(str(label).upper(), _LABELS)
        yield f"{name!r}: `label` must be one of {' '.join(_LABELS)}, not {label!r}{near}"
    if not isinstance(row.get("aliases") or [], str | list):
        yield f"{name!r}: `aliases` must be a list of names"
    for column, is_right, form in (
        ("wikidata", _is_wikidata, "must be like Q90"),
        ("country", _is_country, "must be two letters of ISO 3166 like FR"),
        ("gender", _is_gender, "must be f, m or x"),
    ):
        if row.get(column) is not None and not is_right(row[column]):
            yield f"{name!r}: `{column}` {form}, not {row[column]!r}"
    for column, bound in _MAX_DEGREES.items():
        if row.get(column) is not None and not _is_degrees(row[column], bound):
            yield f"{name!r}: `{column}` must be degrees from {-bound:g} to {bound:g}, not {row[column]!r}"


def _is_wikidata(value: Any) -> bool:
    """Say whether a cell is an item of Wikidata, by number or address."""
    return _WIKIDATA.fullmatch(str(value).strip()) is not None


def _is_country(value: Any) -> bool:
    """Say whether a cell has the form of an ISO 3166 code; whether there is such a country is not asked."""
    return re.fullmatch("[A-Za-z]{2}", str(value).strip()) is not None


def _is_gender(value: Any) -> bool:
    """Say whether a cell is one of the genders."""
    return str(value).strip().lower() in _GENDERS


def _is_degrees(value: Any, bound: float) -> bool:
    """Say whether a cell is a number between `-bound` and `bound`, which are degrees."""
    try:
        return abs(float(value)) <= bound
    except (TypeError, ValueError):
        return False


def _make_entry(row: Mapping[str, Any], line: int) -> GazetteerEntry:
    """Return the entry of a row without problems."""
    wikidata = _WIKIDATA.fullmatch(str(row.get("wikidata") or "").strip())
    own_columns = {name: cell for name, cell in row.items() if name not in _OWN_COLUMNS}
    return GazetteerEntry(
        name=_single_spaced(row["name"]),
        label=row["label"],
        aliases=tuple(_read_aliases(row.get("aliases"))),
        wikidata=wikidata.group(1) if wikidata else None,
        country=_strip_cell(row.get("country"), str.upper),
        gender=_strip_cell(row.get("gender"), str.lower),
        latitude=_degrees(row.get("latitude")),
        longitude=_degrees(row.get("longitude")),
        extra={
            _column_name(str(name)): _plain_value(cell)
            for name, cell in own_columns.items()
        },
        line=line,
    )


def _single_spaced(value: Any) -> str:
    """Return a cell as text with single spaces."""
    return " ".join(str(value).split())


def _strip_cell(value: Any, change_case: Callable[[str], str]) -> str | None:
    """Return a cell as text without outer spaces, in the case of our tables; None for none."""
    return None if value is None else change_case(str(value).strip())


def _degrees(value: Any) -> float | None:
    """Return a cell as a number; None for none."""
    return None if value is None else float(value)


def _read_aliases(cell: Any) -> Iterator[str]:
    """Yield the aliases of a cell: a list (YAML), or a text that parts them by `|` (CSV); punctuation alone is none."""
    aliases = cell.split("|") if isinstance(cell, str) else cell or ()
    for alias in aliases:
        if any(map(str.isalnum, str(alias))):
            yield _single_spaced(alias)


def _column_name(name: str) -> str:
    """Return a column's name in the `names` table: one that is ours there already gets a prefix."""
    return f"original_{name}" if name in TABLES["names"] else name


def _plain_value(value: Any) -> Any:
    """Return a day as ISO text, as no table holds a day; anything else as it is."""
    # Every `datetime` is a `date`, too, and that the tables hold.
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value
