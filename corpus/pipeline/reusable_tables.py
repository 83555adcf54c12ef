"""
Which tables of an earlier run can be reused: same fingerprint, sealed or drafted, and the file's hash is as written.

A run whose events alone changed finds articles, entities and quotes here, and makes the events. Tables of a shard that
rejected articles are reused together or not at all: a change of one layer may keep or reject an article of every table.
So are those of a shard with an article that lacks a layer, its annotator being optional.
When rejected articles are to be tried again, their shards are made anew; what was kept of them is taken over.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from pressmark.dataset.drafts import find_drafts, work_folder
from pressmark.dataset.rejections import RETRIED_TABLES, may_pass
from pressmark.dataset.sealing import Draft
from pressmark.errors import CorpusError
from pressmark.storage.manifest import Shard, TableFile, read_manifest

from .plan import fingerprint
from .settled_articles import ids_without_a_layer
from .shard_jobs import SettledArticles

__all__ = ["find_reusable", "shards_to_retry"]


def find_reusable(
    folder: Path,
    table_keys: Sequence[Mapping[str, str]],
    *,
    retry: bool = False,
    discard: bool = True,
) -> list[Draft]:
    """
    Return, for each shard of these fingerprints, the tables that can be reused; its `missing` ones are to be made.

    With `discard`, a draft that depends on tables which are no longer there is thrown away. With `retry`, no shard can
    be reused that rejected an article which another try may keep, or kept one without a layer that another try may make.
    """
    # Of all shards together: a table is the same wherever its shard stands now.
    wanted_keys = {key for shard_keys in table_keys for key in shard_keys.values()}
    sealed = _SealedTables(folder, wanted_keys)
    drafted = find_drafts(folder)
    if retry:
        drafted = _drafts_not_to_retry(folder, drafted, discard=discard)
        sealed.forget(shards_to_retry(folder))
    return [
        _reusable_shard(folder, shard_keys, sealed, drafted, discard=discard)
        for shard_keys in table_keys
    ]


def shards_to_retry(folder: Path) -> dict[str, SettledArticles]:
    """
    Return the articles that were kept whole of the shards that have one to be tried again, by the shards' key.

    That is one that was rejected and may pass, or one that was kept without a layer.
    """
    articles_by_shard: dict[str, SettledArticles] = {}
    for shard in _sealed_shards(folder):
        if shard.files.keys().isdisjoint(RETRIED_TABLES) or not all(
            file.is_whole(folder) for file in shard.files.values()
        ):
            continue
        tables = {table: folder / file.path for table, file in shard.files.items()}
        if _has_article_to_retry(tables):
            ids = pq.read_table(tables["articles"], columns=["id"])["id"].to_pylist()
            whole = frozenset(ids) - ids_without_a_layer(tables)
            articles_by_shard[shard.key] = SettledArticles(tables, whole)
    return articles_by_shard


def _drafts_not_to_retry(
    folder: Path, drafted: Mapping[str, Draft], *, discard: bool
) -> dict[str, Draft]:
    """Return the drafts without an article that another try may keep; throw the others away where they are to `discard`."""
    reusable: dict[str, Draft] = {}
    for key, draft in drafted.items():
        if not _has_article_to_retry(draft.files):
            reusable[key] = draft
        elif discard:
            shutil.rmtree(work_folder(folder) / key, ignore_errors=True)
    return reusable


def _has_article_to_retry(tables: Mapping[str, Path]) -> bool:
    """Say whether a shard has an article that another try may keep, or give a layer that it lacks."""
    if "layer_failures" in tables:
        return True
    if "rejected" not in tables:
        return False
    steps = pq.read_table(tables["rejected"], columns=["step"])["step"].to_pylist()
    return any(map(may_pass, steps))


def _reusable_shard(
    folder: Path,
    table_keys: Mapping[str, str],
    sealed: _SealedTables,
    drafted: Mapping[str, Draft],
    *,
    discard: bool,
) -> Draft:
    """Return a shard with its sealed tables, and with those of its draft if they complete it."""
    key = fingerprint(dict(table_keys))
    shard = Draft(key=key, keys=table_keys, files=sealed.files(key, table_keys))
    if not shard.missing or key not in drafted:
        return shard
    completed = Draft(
        key=key, keys=table_keys, files={**shard.files, **drafted[key].files}
    )
    if not completed.missing:
        return completed
    # The draft was made beside sealed tables that are gone or damaged: it may have other articles than new ones.
    if discard:
        shutil.rmtree(work_folder(folder) / key, ignore_errors=True)
    return shard


class _SealedTables:
    """The tables of the sealed corpus, by key; none when it is damaged beyond reading: all is done again."""

    def __init__(self, folder: Path, wanted_keys: set[str]) -> None:
        """Read the manifest in `folder`; of its tables, only those with a key in `wanted_keys` are held."""
        self._folder = folder
        self._shards_held_together: dict[str, Shard] = {}
        self._tables: dict[str, TableFile] = {}
        self._is_whole: dict[str, bool] = {}
        for shard in _sealed_shards(folder):
            if not shard.files.keys().isdisjoint(RETRIED_TABLES):
                self._shards_held_together[shard.key] = shard
                continue
            for table, key in shard.keys.items():
                if key in wanted_keys:
                    self._tables[key] = shard.files[table]

    def forget(self, shard_keys: Iterable[str]) -> None:
        """Let the shards of these keys not be reused."""
        for key in shard_keys:
            # A shard to retry has a table of `RETRIED_TABLES`: its tables are held together here, and none singly.
            self._shards_held_together.pop(key, None)

    def files(self, shard_key: str, table_keys: Mapping[str, str]) -> dict[str, Path]:
        """Return the files of a shard that are there and are what was written, by table."""
        shard = self._shards_held_together.get(shard_key)
        if shard is not None:
            if not all(map(self._is_as_written, shard.files.values())):
                return {}
            return {
                table: self._folder / file.path for table, file in shard.files.items()
            }
        paths: dict[str, Path] = {}
        for table, key in table_keys.items():
            file = self._tables.get(key)
            if file is not None and self._is_as_written(file):
                paths[table] = self._folder / file.path
        return paths

    def _is_as_written(self, file: TableFile) -> bool:
        """Say whether a file has the bytes that the manifest says; each is read once."""
        if file.path not in self._is_whole:
            self._is_whole[file.path] = file.is_whole(self._folder)
        return self._is_whole[file.path]


def _sealed_shards(folder: Path) -> Sequence[Shard]:
    """Return the shards of the sealed corpus; none where no corpus can be read."""
    try:
        return read_manifest(folder).shards
    except CorpusError:
        return ()
