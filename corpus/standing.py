"""
What of a corpus need not be made again: tables of the same key, sealed or drafted, whose bytes are those written.

A run whose events alone changed finds articles, entities and quotes here, and makes the events. Tables of a shard that
rejected articles stand together or not at all: a change of one layer may keep or reject an article of every table.
When rejected articles are to be tried again, their shards are made anew; what was kept of them is taken over.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from .drafting import drafts, work_folder
from .errors import CorpusError
from .manifest import Manifest, Shard, TableFile, read_manifest
from .plan import key_of
from .rejections import may_pass
from .sealing import Draft

__all__ = ["Standing", "passing", "standing"]

Standing = list[Draft]
"""For each shard of a run what stands of it; its `missing` tables are to be made."""


def standing(folder: Path, wanted: Sequence[Mapping[str, str]], *, retry: bool = False) -> Standing:
    """
    What stands of the shards of these keys, table by table.

    A draft that stands on tables which are no longer there is thrown away. With `retry`, no shard stands that rejected
    an article which another try may keep.
    """
    sealed = _Sealed(folder, {key for keys in wanted for key in keys.values()})
    begun = drafts(folder)
    if retry:
        begun = _without_passing(folder, begun)
        sealed.forget(passing(folder))
    return [_one(folder, keys, sealed, begun) for keys in wanted]


def passing(folder: Path) -> dict[str, dict[str, Path]]:
    """Return the tables of the sealed shards that rejected an article which another try may keep, by their key."""
    found: dict[str, dict[str, Path]] = {}
    for shard in _shards(folder):
        files = {table: folder / file.path for table, file in shard.files.items()}
        whole = "rejected" in files and all(file.is_whole(folder) for file in shard.files.values())
        if whole and _may_pass(files["rejected"]):
            found[shard.key] = files
    return found


def _without_passing(folder: Path, begun: Mapping[str, Draft]) -> dict[str, Draft]:
    """The drafts, but for those with an article that another try may keep, which are thrown away."""
    again = {key for key, draft in begun.items() if "rejected" in draft.files and _may_pass(draft.files["rejected"])}
    for key in again:
        shutil.rmtree(work_folder(folder) / key, ignore_errors=True)
    return {key: draft for key, draft in begun.items() if key not in again}


def _may_pass(rejected: Path) -> bool:
    return any(map(may_pass, pq.read_table(rejected, columns=["step"])["step"].to_pylist()))


def _one(folder: Path, keys: Mapping[str, str], sealed: _Sealed, begun: Mapping[str, Draft]) -> Draft:
    key = key_of(dict(keys))
    stands = Draft(key=key, keys=keys, files=sealed.files(key, keys))
    if stands.missing and key in begun:
        drafted = Draft(key=key, keys=keys, files={**stands.files, **begun[key].files})
        if not drafted.missing:
            return drafted
        shutil.rmtree(work_folder(folder) / key, ignore_errors=True)
    return stands


class _Sealed:
    """The tables of the corpus that stands, by key; none when it is damaged beyond reading: all is done again."""

    def __init__(self, folder: Path, wanted: set[str]) -> None:
        self._folder = folder
        self._whole: dict[str, Shard] = {}
        self._tables: dict[str, TableFile] = {}
        self._good: dict[str, bool] = {}
        for shard in _shards(folder):
            if "rejected" in shard.files:
                self._whole[shard.key] = shard
            else:
                self._tables |= {key: shard.files[table] for table, key in shard.keys.items() if key in wanted}

    def forget(self, keys: Iterable[str]) -> None:
        """Let the shards of these keys not stand."""
        for key in keys:
            self._whole.pop(key, None)

    def files(self, key: str, keys: Mapping[str, str]) -> dict[str, Path]:
        """The files of a shard that stand and are what was written, by table."""
        shard = self._whole.get(key)
        if shard is not None:
            good = all(map(self._is_good, shard.files.values()))
            return {table: self._folder / file.path for table, file in shard.files.items()} if good else {}
        found = ((table, self._tables.get(one)) for table, one in keys.items())
        return {table: self._folder / file.path for table, file in found if file is not None and self._is_good(file)}

    def _is_good(self, file: TableFile) -> bool:
        if file.path not in self._good:
            self._good[file.path] = file.is_whole(self._folder)
        return self._good[file.path]


def _shards(folder: Path) -> Sequence[Shard]:
    try:
        manifest: Manifest = read_manifest(folder)
    except CorpusError:
        return ()
    return manifest.shards
