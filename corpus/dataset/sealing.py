"""
The seal: what can only be known once all articles are annotated, and the files that readers get.

It joins names and happenings across articles, gives every file a name that holds its hash, and writes card and manifest
last. What a shard's own rows suffice for is a task (`shard_seal`), and so is each share of the happenings
(`happening_seal`): a run with workers has them do these. Only what must be joined is done here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pressmark.errors import PressmarkError
from pressmark.linking.event_types import EventFamilies, traits_of_types
from pressmark.linking.names import JoinedNames, Names, ShardLinks
from pressmark.storage.garbage_collection import garbage_collection_paused
from pressmark.storage.manifest import Manifest, Shard, TableFile, is_table_name
from pressmark.storage.path_gate import refuse_links
from pressmark.storage.tables import arrow_parts

from .happening_seal import HappeningTask, join_tasks
from .seal_files import place_table, publish, unfinished_folder
from .seal_journal import WORK
from .seal_memory import SealMemory
from .sealed_files import Kept, kept
from .shard_clusters import ClusteredEvents
from .shard_seal import (
    EventTask,
    NameTask,
    SealResult,
    ShardSeal,
    TableTask,
)
from .tasks import TaskRunner, run_here

__all__ = ["WORK", "Draft", "seal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A shard before the seal: its key, where its files lie now, and (of a run) the key of each table."""

    key: str
    files: Mapping[str, Path]
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The tables that have a key and no file: they are still to be made."""
        return tuple(table for table in self.keys if table not in self.files)


def seal(
    folder: Path,
    drafts: Sequence[Draft],
    manifest: Manifest,
    *,
    rejected: Sequence[Mapping[str, Any]] = (),
    decisions: Sequence[Mapping[str, Any]] | None = None,
    runs: Sequence[Mapping[str, Any]] = (),
    names: Names[Any] | None = None,
    run_tasks: TaskRunner = run_here,
    cache: Path | None = None,
) -> Manifest:
    """
    Make the drafts into the corpus at `folder`; `manifest` holds what is known already (title, layers, columns, seen).

    `decisions` are those of people on articles that are in no draft; None where nobody reviews the corpus.
    `names` joins the names; one that knows a gazetteer, corrections or places says so in the table. With
    `manifest.keys`, names and happenings of the corpus that stands are kept where theirs are the same. `run_tasks` does
    what can be done for each shard; what it made of a shard is remembered in the folder `cache`.
    The old corpus stays readable until the new manifest stands; only then are its files deleted: those that its own
    manifest lists, those that a killed seal left by its journal, and nothing else. Raises `PressmarkError` for a layer
    whose name can be no folder's.
    """
    # Both refusals come before anything is deleted.
    _refuse_names(manifest.layers)
    refuse_links(folder, WORK)
    # Left by a seal that was killed: its files would be moved into place with ours.
    shutil.rmtree(unfinished_folder(folder), ignore_errors=True)
    # Another process may have another current folder.
    parts = (folder / WORK / "seal-parts").absolute()
    shutil.rmtree(parts, ignore_errors=True)
    names = names or JoinedNames()
    manifest = replace(manifest, name_columns=names.columns())
    families = EventFamilies.of_traits(traits_of_types(runs))
    stays = kept(folder, manifest.keys, [draft.files for draft in drafts])
    memory = SealMemory.in_folder(cache)
    work = _Seal(folder, parts, drafts, manifest, stays, run_tasks, memory)
    rows: dict[str, Iterable[Mapping[str, Any]]] = {"rejected": rejected, "runs": runs}
    if decisions is not None:
        rows["decisions"] = decisions
    # Only shards have rows of these; the tables are there to be named.
    rows |= dict.fromkeys(_tables_of_shards(drafts, decisions), ())
    try:
        with garbage_collection_paused():
            sealed = work.make(names, families, rows)
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    publish(folder, sealed)
    return sealed


def _tables_of_shards(
    drafts: Sequence[Draft], decisions: Sequence[Mapping[str, Any]] | None
) -> list[str]:
    """Return the tables, beside articles and layers, that have rows in shards alone."""
    tables = ["machine"] if decisions is not None else []
    # Only where an optional annotator failed.
    if any("layer_failures" in draft.files for draft in drafts):
        tables.append("layer_failures")
    return tables


def _refuse_names(layers: Sequence[str]) -> None:
    for layer in layers:
        if not is_table_name(layer):
            raise PressmarkError(
                f"the layer {layer!r} can be no folder's name. Call it by letters, digits, _ and - alone."
            )


@dataclass(frozen=True, slots=True)
class _Seal:
    """The seal of some drafts: what of the corpus that stands `stays`, and where tasks leave `parts` for one another."""

    folder: Path
    parts: Path
    drafts: Sequence[Draft]
    manifest: Manifest
    stays: Kept
    run_tasks: TaskRunner
    memory: SealMemory

    def make(
        self,
        names: Names[Any],
        families: EventFamilies,
        rows: Mapping[str, Iterable[Mapping[str, Any]]],
    ) -> Manifest:
        """Seal all tables; `rows` are those of the tables that are neither sharded nor joined."""
        whole = dict(self.stays.whole)
        keeps_happenings = "happenings" in whole
        if "names" in whole:
            sealed = self._seal_tables(None, None if keeps_happenings else families)
        else:
            self._collect(names)
            sealed = self._seal_tables(names.links, families)
            # Meanwhile the tasks are done. Rows are asked for only where the table is written: those of names are many.
            whole["names"] = self._place_rows("names", names.rows())
        shards = list(sealed)
        files = [dict(shard.files) for shard in shards]
        if not keeps_happenings:
            clustered = {
                index: shard.clustered
                for index, shard in enumerate(shards)
                if shard.clustered is not None
            }
            whole["happenings"], events = self._join_happenings(clustered, families)
            for index, file in events.items():
                files[index]["events"] = file
        for table, of_table in rows.items():
            whole[table] = self._place_rows(table, of_table)
        return replace(
            self.manifest,
            shards=tuple(
                Shard(key=draft.key, files=dict(sorted(own.items())), keys=draft.keys)
                for draft, own in zip(self.drafts, files, strict=True)
            ),
            whole={table: whole[table] for table in ("names", "happenings", *rows)},
        )

    def _collect(self, names: Names[Any]) -> None:
        """Give `names` what all shards say of them."""
        tasks = (
            NameTask(names.collector, _absolute(draft.files), self.memory)
            for draft in self.drafts
        )
        for collected in self.run_tasks(tasks):
            names.add(collected)

    def _seal_tables(
        self,
        links: Callable[[int], ShardLinks] | None,
        families: EventFamilies | None,
    ) -> Iterator[SealResult]:
        """
        Yield what is sealed of each shard: all its tables but events that are to be joined, of which clusters are made.

        `links` gives the names of a shard, None where names stay; without `families`, happenings stay. Work has begun when
        this returns.
        """
        unchanged = [self._unchanged(index) for index in range(len(self.drafts))]
        open_tables: dict[int, list[str]] = {}
        for index, draft in enumerate(self.drafts):
            tables = draft.files.keys() - unchanged[index].keys()
            if tables or (families is not None and "events" in draft.files):
                # Events wait for the happenings.
                waiting = set() if families is None else {"events"}
                open_tables[index] = sorted(tables - waiting)
        results = self.run_tasks(
            TableTask(
                self._shard(index), tables, links(index) if links else None, families
            )
            for index, tables in open_tables.items()
        )

        def sealed() -> Iterator[SealResult]:
            for index, of_shard in enumerate(unchanged):
                shard = next(results) if index in open_tables else SealResult({})
                yield SealResult({**of_shard, **shard.files}, shard.clustered)

        return sealed()

    def _unchanged(self, index: int) -> dict[str, TableFile]:
        """Return the tables of a shard that stay as they are sealed: they are not even read."""
        # In a run that adds a few articles, most files are among them.
        return {
            table: file
            for table, path in self.drafts[index].files.items()
            if (file := self.stays.file(table, index, path))
        }

    def _shard(self, index: int) -> ShardSeal:
        """Return the work on a shard."""
        files = self.drafts[index].files
        return ShardSeal(
            folder=self.folder.absolute(),
            parts=self.parts,
            index=index,
            files=_absolute(files),
            at_place={
                table: file
                for table, path in files.items()
                if (file := self.stays.at_place(table, index, path))
            },
            manifest=self.manifest,
            memory=self.memory,
        )

    def _join_happenings(
        self, clustered: Mapping[int, ClusteredEvents], families: EventFamilies
    ) -> tuple[TableFile, dict[int, TableFile]]:
        """Join the events of all shards; return the table of happenings, and the events of each shard."""
        columns = self.manifest.table_columns("happenings")
        joining = join_tasks(list(clustered.values()), families, self.parts, columns)
        joined = list(self.run_tasks(joining))
        parts = [of_shard.rows for of_shard in clustered.values()]
        parts += [of_families.rows for of_families in joined]
        tasks: list[HappeningTask | EventTask] = [
            # The first, as it takes longest.
            HappeningTask(self.folder.absolute(), parts, columns)
        ]
        for index, of_shard in clustered.items():
            mentions = [of_shard.mentions]
            mentions += [own.mentions[index] for own in joined if index in own.mentions]
            tasks.append(EventTask(self._shard(index), mentions))
        happenings, *events = self.run_tasks(tasks)
        return happenings, dict(zip(clustered, events, strict=True))

    def _place_rows(self, table: str, rows: Iterable[Mapping[str, Any]]) -> TableFile:
        """Write a table that is not sharded."""
        columns = self.manifest.table_columns(table)
        tables = arrow_parts(rows, columns)
        return place_table(self.folder, table, 0, tables, columns.arrow_schema)


def _absolute(files: Mapping[str, Path]) -> dict[str, Path]:
    """Return files by absolute paths."""
    return {table: path.absolute() for table, path in files.items()}
