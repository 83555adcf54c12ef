"""
Sources: files and datasets, read row by row into records. What cannot be read is a rejection with its place.

Each format is a function from a file's text or path to its rows; texts are kept to the character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.articles import Origin
from pressmark.errors import InputError

from .decoding import Undecodable, decoded
from .hub import dataset_rows
from .records import Malformed, Record, Rejection, Row
from .tabular import csv_rows, parquet_rows
from .texts import json_rows, jsonl_rows, markdown_rows, plain_rows

if TYPE_CHECKING:
    from pressmark.config import Source

__all__ = ["FORMATS", "Record", "Rejection", "read"]

_TEXT_FORMATS: Mapping[str, Callable[[str], Iterator[Row | Malformed]]] = {
    ".txt": plain_rows,
    ".md": markdown_rows,
    ".jsonl": jsonl_rows,
    ".ndjson": jsonl_rows,
    ".json": json_rows,
    ".csv": csv_rows,
    ".tsv": csv_rows,
}

FORMATS = (*_TEXT_FORMATS, ".parquet")
"""The endings of the files that can be read."""

_GLOB = frozenset("*?[")


def read(source: Source, folder: Path) -> Iterator[Record | Rejection]:
    """
    Every record of a source, in order: files sorted by path, rows as they stand.

    Raises `InputError` when a pattern matches no file, or a dataset cannot be opened.
    """
    if source.dataset:
        yield from _records(dataset_rows(source, folder), source.dataset, None, None, source)
        return
    for path, stem in _matched(source.files, folder):
        yield from _file(path, stem, _said(path, folder), source)


def _file(path: Path, stem: str, said: str, source: Source) -> Iterator[Record | Rejection]:
    ending = path.suffix.lower()
    if ending == ".parquet":
        yield from _records(parquet_rows(path), said, None, None, source)
        return
    if ending not in _TEXT_FORMATS:
        yield Rejection(said, None, f"files like {path.name} are not read; there is {', '.join(FORMATS)}")
        return
    try:
        text, encoding = decoded(path.read_bytes(), source.encoding)
    except OSError as error:
        yield Rejection(said, None, f"cannot be read: {error.strerror}")
    except Undecodable as error:
        yield Rejection(said, f"byte {error.start}", str(error))
    else:
        alone = stem if ending in (".txt", ".md") else None
        yield from _records(_TEXT_FORMATS[ending](text), said, encoding, alone, source)


def _records(
    rows: Iterable[Row | Malformed], file: str, encoding: str | None, stem: str | None, source: Source
) -> Iterator[Record | Rejection]:
    """The rows under our column names. A file that is one article (`stem`) has its id from its name."""
    for row in rows:
        if isinstance(row, Malformed):
            yield Rejection(file, row.place, row.reason)
            continue
        values = _renamed(row.values, source.columns)
        if stem is not None and values.get("id") is None:
            values["id"] = stem
        yield Record(values, Origin(file=file, place=row.place, encoding=encoding))


def _renamed(values: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """The row with our names for the columns that are mapped; another that bears such a name gives way."""
    theirs = {their: our for our, their in columns.items()}
    kept = {name: value for name, value in values.items() if name not in columns or name in theirs}
    return {theirs.get(name, name): value for name, value in kept.items()}


def _matched(patterns: Iterable[str], folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file once, with the id that its place gives: the path below the pattern's fixed part, without the ending."""
    found: dict[Path, str] = {}
    empty = []
    for pattern in patterns:
        base, rest = _split(pattern, folder)
        paths = [path for path in base.glob(rest) if path.is_file()] if rest else []
        for path in paths:
            found.setdefault(path, path.relative_to(base).with_suffix("").as_posix())
        if not paths:
            empty.append(f"source.files: {pattern}: no such file below {folder}. Check the pattern.")
    if empty:
        raise InputError("\n".join(empty))
    yield from sorted(found.items())


def _split(pattern: str, folder: Path) -> tuple[Path, str]:
    """A pattern's fixed folder, and what is left of it to match there."""
    parts = Path(pattern).parts
    fixed = next((n for n, part in enumerate(parts) if not _GLOB.isdisjoint(part)), len(parts) - 1)
    return folder.joinpath(*parts[:fixed]), "/".join(parts[fixed:])


def _said(path: Path, folder: Path) -> str:
    """How a file is called in messages and in `source_file`: relative to the YAML file's folder when it is below."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
