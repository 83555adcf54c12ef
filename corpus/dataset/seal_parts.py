"""What the tasks of a seal leave for one another: files of sections, and parts of a table that are sorted by id."""

from __future__ import annotations

import marshal
import os
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from pressmark.storage.column_types import TableColumns
from pressmark.storage.disk import ROWS_OF_GROUP
from pressmark.storage.tables import arrow_parts

__all__ = [
    "Section",
    "merged_parts",
    "read_section",
    "write_content",
    "write_sections",
    "write_sorted_part",
]

Key = TypeVar("Key", bound=Hashable)

ROWS_BETWEEN_SAMPLES = 100
"""Rows of a sorted part for each id that is looked at to cut all parts at the same ids. Chosen, not measured."""


class Section(NamedTuple):
    """A section of a file: its path, where it begins, and its length, in bytes."""

    path: Path
    start: int
    length: int


def write_sections(
    path: Path, contents: Iterable[tuple[Key, Any]]
) -> dict[Key, Section]:
    """Write a file of sections, whose `contents` are keys and plain values, and return where each is."""
    sections: dict[Key, Section] = {}

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            for key, content in contents:
                start = file.tell()
                file.write(marshal.dumps(content))
                sections[key] = Section(path, start, file.tell() - start)

    _write_whole(path, write)
    return sections


def read_section(section: Section) -> Any:
    """Return the content of a section."""
    with section.path.open("rb") as file:
        file.seek(section.start)
        return marshal.loads(file.read(section.length))  # noqa: S302  # a task of ours packed it


def write_sorted_part(
    path: Path, rows: Iterable[Mapping[str, Any]], declared: TableColumns
) -> Path:
    """Write rows that are sorted by id as a part of a table of these columns, and return its `path`."""

    def write(temporary: Path) -> None:
        with pa.ipc.new_file(temporary, declared.arrow_schema) as writer:
            for table in arrow_parts(rows, declared):
                writer.write_table(table)

    _write_whole(path, write)
    return path


def write_content(path: Path, content: bytes) -> Path:
    """Write a part whose bytes are there already, and return its `path`."""

    def write(temporary: Path) -> None:
        temporary.write_bytes(content)

    _write_whole(path, write)
    return path


def _write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file, and put it at `path` when it is whole: a task may be done twice at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    write(temporary)
    temporary.replace(path)


def merged_parts(paths: Sequence[Path]) -> Iterator[pa.Table]:
    """
    Yield the rows of sorted parts of a table, sorted by id, as tables of about `ROWS_OF_GROUP` rows.

    The parts are read from the disk as they are needed; one such table is in memory.
    """
    # A file that is mapped into memory takes none of its own.
    parts = [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in paths]
    starts = [0] * len(parts)
    for bound in [*_bounds(parts), None]:
        slices: list[pa.Table] = []
        for number, part in enumerate(parts):
            end = part.num_rows
            if bound is not None:
                end = bisect_left(_Ids(part), bound, lo=starts[number])
            if end > starts[number]:
                slices.append(part.slice(starts[number], end - starts[number]))
            starts[number] = end
        if slices:
            yield pa.concat_tables(slices).combine_chunks().sort_by("id")


def _bounds(parts: Iterable[pa.Table]) -> list[str]:
    """Return ids that cut all parts together into ranges of about `ROWS_OF_GROUP` rows."""
    samples: list[str] = []
    for part in parts:
        places = range(ROWS_BETWEEN_SAMPLES // 2, part.num_rows, ROWS_BETWEEN_SAMPLES)
        samples += part["id"].take(pa.array(places, pa.int64())).to_pylist()
    samples.sort()
    step = ROWS_OF_GROUP // ROWS_BETWEEN_SAMPLES
    return samples[step::step]


class _Ids(Sequence[str]):
    """The ids of a table, one by one, as `bisect` asks for them."""

    def __init__(self, table: pa.Table) -> None:
        """Take the column `id` of a table."""
        self._column = table["id"]

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, place: Any) -> Any:
        return self._column[place].as_py()
