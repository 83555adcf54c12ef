"""The files of a seal: written under names that hold their hash, and moved to where readers look when all are there."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from pressmark.errors import CorpusError
from pressmark.storage.accompanying_files import (
    render_accompanying_files,
    write_accompanying_files,
)
from pressmark.storage.disk import sha256_of, sync_folder, write_tables
from pressmark.storage.manifest import (
    Manifest,
    TableFile,
    part_path,
    read_manifest,
    write_manifest,
)
from pressmark.storage.path_gate import inside

from .seal_journal import WORK, close_journal, leftovers, open_journal

__all__ = ["place_table", "publish", "unfinished_folder"]


def publish(folder: Path, sealed: Manifest) -> None:
    """Move the files of `sealed` to where readers look, write what accompanies them and the manifest, delete old ones."""
    listed, left_over = _listed(folder), leftovers(folder)
    # What the old manifest lists is left out: until the new one stands, these are the files that readers read.
    open_journal(folder, (left_over | _files(sealed)) - listed)
    _into_place(folder)
    if not _stands(folder, sealed):
        # The card first: readers of ours believe the manifest, and it must be the last to change.
        write_accompanying_files(folder, sealed)
        write_manifest(folder, sealed)
    # The journal is closed last: a sweep that is killed is finished by the next seal.
    _sweep(folder, (listed | left_over) - _files(sealed))
    close_journal(folder)


def place_table(
    folder: Path,
    table: str,
    index: int,
    contents: Iterable[pa.Table],
    schema: pa.Schema,
) -> TableFile:
    """
    Write a table into the folder of unfinished work, under its final name, which holds the hash of its bytes.

    `contents` are the rows, in tables of this `schema`; `index` is the number of the shard.
    """
    draft = unfinished_folder(folder) / table / f"{index:05d}.parquet"
    rows = write_tables(draft, schema, contents)
    digest = sha256_of(draft)
    place = part_path(table, index, digest)
    path = folder / place
    # Sealed again as it stands: readers need not read it anew.
    if path.is_file() and sha256_of(path) == digest:
        draft.unlink()
    else:
        path = draft.replace(unfinished_folder(folder) / place)
    return TableFile(path=place, rows=rows, bytes=path.stat().st_size, sha256=digest)


def unfinished_folder(folder: Path) -> Path:
    """Return the folder of a seal's tables in the corpus `folder`, until they are moved to where readers look."""
    return folder / WORK / "seal"


def _into_place(folder: Path) -> None:
    """Move what was sealed to where readers look; no manifest lists it yet."""
    tables = sorted(unfinished_folder(folder).glob("*/"))
    for table in tables:
        target = folder / table.name
        try:
            inside(folder, table.name).mkdir(exist_ok=True)
        except ValueError as error:
            raise CorpusError(
                f"{folder}: {error}, so nothing is written there. Delete the link."
            ) from error
        for path in table.glob("part-*.parquet"):
            path.replace(target / path.name)
        # The names must be on the disk before a manifest that lists them.
        sync_folder(target)
    shutil.rmtree(unfinished_folder(folder), ignore_errors=True)


def _stands(folder: Path, sealed: Manifest) -> bool:
    """Say whether the folder holds this very corpus already, so that only its times would change."""
    try:
        standing = read_manifest(folder)
        if replace(standing, times={}) != replace(sealed, times={}):
            return False
        # Of the manifest that stands: the day of its run is in these files, too.
        return all(
            (folder / name).read_bytes() == content.encode()
            for name, content in render_accompanying_files(folder, standing).items()
        )
    except (CorpusError, OSError, ValueError):
        return False


def _listed(folder: Path) -> frozenset[str]:
    """The files that the corpus that stands lists, none when there is none or its manifest is damaged."""
    try:
        return _files(read_manifest(folder))
    except CorpusError:
        return frozenset()


def _files(manifest: Manifest) -> frozenset[str]:
    paths: set[str] = set()
    for table in manifest.tables():
        paths.update(file.path for file in manifest.files(table))
    # `tables` names what the manifest declares; a shard may hold the file of a layer beyond that.
    for shard in manifest.shards:
        paths.update(file.path for file in shard.files.values())
    return frozenset(paths)


def _sweep(folder: Path, paths: Iterable[str]) -> None:
    """Delete files of the corpus before, and the folders of tables that this empties."""
    for path in paths:
        try:
            file = inside(folder, path)
        # A link has come between since the manifest was written: what it leads to is not ours to delete.
        except ValueError:
            continue
        if file.is_file():
            file.unlink()
    for table in {path.partition("/")[0] for path in paths}:
        # A folder that is not empty stays: files of the new corpus or of the user are in it.
        with contextlib.suppress(OSError):
            (folder / table).rmdir()
