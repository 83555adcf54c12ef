"""Files that are whole or not there: everything pressmark writes goes through here."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.errors import Blocked

__all__ = [
    "sha256_of",
    "sync_folder",
    "temporary_folder_blocked",
    "write_bytes",
    "write_table",
    "write_tables",
    "writing",
]

# What a person can mend: no room, no permission, a file where a folder must be, a broken disk.
_NO_WRITING = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.ELOOP,
        errno.EEXIST,
        errno.EIO,
    }
)
_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})

TEMPORARY_BYTES = 1_000_000
"""Free bytes below which a folder for temporary files has no room. Chosen, not measured."""

ROWS_OF_GROUP = 100_000
"""Rows that a large file of Parquet has together: some 20 MB of happenings. Chosen, not measured."""

_KEPT = "what is done stays done, and the same command goes on from there."


def write_bytes(path: Path, content: bytes) -> None:
    """
    Write a file so that a reader sees the old one or the new one, never a part: temporary file, fsync, rename.

    Raises `Blocked` when the disk is full or may not be written.
    """
    with _whole_file(path) as file:
        file.write(content)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written; it is at `path` when all of it is on the disk, and not before."""
    # Beside its target, since a rename is whole only within one disk; hidden from `*.parquet` by its dot.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with writing(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        # Ctrl-C too: nothing half-written may stay.
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say what keeps us from writing there, a full disk or a missing permission, as `Blocked`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        # Our databases are temporary ones alone.
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_FULL:
            raise
        raise _no_temporary_room(error) from error
    except OSError as error:
        if error.errno not in _NO_WRITING:
            raise
        place = error.filename or path
        if blocked := temporary_folder_blocked(error, Path(place)):
            raise blocked from error
        raise Blocked(
            f"{place}: cannot be written ({error.strerror}). Make room or give permission; {_KEPT}"
        ) from error


def temporary_folder_blocked(error: Exception, place: Path) -> Blocked | None:
    """
    Return what to say where `error` is that of a full disk, and full is the folder for temporary files, not `place`.

    None where it has room, or lies on the same disk as `place`: then room is to be made there.
    """
    if getattr(error, "errno", None) not in _FULL_DISK:
        return None
    try:
        folder = Path(tempfile.gettempdir())
        has_room = shutil.disk_usage(folder).free >= TEMPORARY_BYTES
        is_there = _disk_of(folder) == _disk_of(place)
    except OSError:
        return None
    if has_room or is_there:
        return None
    return _no_temporary_room(error)


def _no_temporary_room(error: Exception) -> Blocked:
    """Return what to say where the folder for temporary files is full."""
    return Blocked(
        f"{tempfile.gettempdir()}: no room for temporary files ({error}). "
        "Make room, or name another folder for them: TMPDIR=/path"
    )


def _disk_of(place: Path) -> int:
    """Return the number of the disk that a file, which need not be there yet, lies on."""
    place = place.absolute()
    while not place.exists():
        place = place.parent
    return place.stat().st_dev


def write_table(path: Path, table: pa.Table) -> None:
    """Write an Arrow table as Parquet, whole or not at all. The same table gives the same bytes."""
    # In memory first, so that the one way of writing a file whole serves tables too.
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, table.schema, compression="zstd") as writer:
        # `datasets` stumbles over a row group without rows.
        if table.num_rows:
            writer.write_table(table)
    write_bytes(path, sink.getvalue().to_pybytes())


def write_tables(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> int:
    """
    Write the rows of many Arrow tables of this `schema` as one Parquet file, and return how many they are.

    In memory are the rows of one group alone. The same rows give the same bytes, however they are parted into tables.
    """
    count = 0
    with (
        _whole_file(path) as file,
        pq.ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        for group in _row_groups(tables):
            writer.write_table(group)
            count += group.num_rows
    return count


def _row_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of `tables` in groups of `ROWS_OF_GROUP`, the last one smaller, none empty."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        rows = sum(part.num_rows for part in waiting)
        if rows < ROWS_OF_GROUP:
            continue
        together = pa.concat_tables(waiting)
        whole = rows - rows % ROWS_OF_GROUP
        for start in range(0, whole, ROWS_OF_GROUP):
            yield together.slice(start, ROWS_OF_GROUP).combine_chunks()
        waiting = [together.slice(whole)]
    if sum(part.num_rows for part in waiting):
        yield pa.concat_tables(waiting).combine_chunks()


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system lets one ask for it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    # Windows opens no folders.
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
