"""
The seal: what can only be known once all articles are annotated, and the files that readers get.

It joins names and happenings across articles, gives every file a name that holds its hash, and writes card and manifest
last.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.errors import CorpusError, PressmarkError
from pressmark.linking.event_types import traits_of_types
from pressmark.linking.happenings import Happenings
from pressmark.linking.names import JoinedNames, Names
from pressmark.linking.wide_names import wide_names
from pressmark.storage.accompanying_files import (
    render_accompanying_files,
    write_accompanying_files,
)
from pressmark.storage.disk import sha256_of, sync_folder, write_table
from pressmark.storage.manifest import (
    Manifest,
    Shard,
    TableFile,
    is_table_name,
    part_path,
    read_manifest,
    write_manifest,
)
from pressmark.storage.own_columns import PACKED, unpacked
from pressmark.storage.path_gate import inside, refuse_links
from pressmark.storage.tables import arrow, table_columns

from .joined_columns import JoinedColumns
from .seal_journal import WORK, close_journal, leftovers, open_journal
from .sealed_files import Kept, kept

__all__ = ["WORK", "Draft", "seal"]

# The columns that joining reads: the text of the articles, by far the most bytes, is not among them.
_OF_ARTICLES = ["id", "language", "published"]
_OF_ENTITIES = [
    "id",
    "article_id",
    "label",
    "text",
    "name",
    "gender",
    "role",
    "role_entity_id",
    "name_id",
]
_OF_QUOTES = ["article_id", "speaker_id", "pronoun_gender"]
_OF_EVENTS = [
    "id",
    "article_id",
    "label",
    "text",
    "status",
    "cluster",
    "arguments",
    "time",
    "place_id",
]


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
    names: Names | None = None,
) -> Manifest:
    """
    Make the drafts into the corpus at `folder`; `manifest` holds what is known already (title, layers, columns, seen).

    `decisions` are those of people on articles that are in no draft; None where nobody reviews the corpus.
    `names` joins the names; one that knows a gazetteer, corrections or places says so in the table. With
    `manifest.keys`, names and happenings of the corpus that stands are kept where theirs are the same.
    The old corpus stays readable until the new manifest stands; only then are its files deleted: those that its own
    manifest lists, those that a killed seal left by its journal, and nothing else. Raises `PressmarkError` for a layer
    whose name can be no folder's.
    """
    # Both refusals come before anything is deleted.
    _refuse_names(manifest.layers)
    refuse_links(folder, WORK)
    # Left by a seal that was killed: its files would be moved into place with ours.
    shutil.rmtree(_unfinished(folder), ignore_errors=True)
    names = names or JoinedNames()
    stays = kept(folder, manifest.keys, [draft.files for draft in drafts])
    # Before `names.speakers()`: who speaks is known once every entity of every draft was seen.
    ids = _kept_ids(drafts) if "names" in stays.whole else _name_ids(drafts, names)
    speakers = None if "names" in stays.whole else names.speakers()
    happenings = (
        Happenings() if "happenings" in stays.whole else _happenings(drafts, ids, runs)
    )
    manifest = replace(manifest, name_columns=names.columns())
    rows: dict[str, Callable[[], Iterable[Mapping[str, Any]]]]
    rows = {
        "names": names.rows,
        "happenings": happenings.rows,
        "rejected": lambda: rejected,
        "runs": lambda: runs,
    }
    if decisions is not None:
        rows["decisions"] = lambda: decisions
    # Only shards have rows of these; the tables are there to be named.
    rows |= dict.fromkeys(_tables_of_shards(drafts, decisions), list)
    joined = JoinedColumns(ids, speakers, happenings)
    shards: list[Shard] = []
    for index, draft in enumerate(drafts):
        shards.append(
            _sealed(
                folder,
                index,
                draft,
                joined,
                manifest,
                stays,
            )
        )
    whole: dict[str, TableFile] = {}
    for table, give in rows.items():
        file = stays.whole.get(table)
        # Rows are asked for only where the table is written: those of names are many.
        if file is None:
            content = arrow(give(), manifest.table_columns(table))
            file = _placed(folder, table, 0, content)
        whole[table] = file
    sealed = replace(manifest, shards=tuple(shards), whole=whole)
    _publish(folder, sealed)
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


def _publish(folder: Path, sealed: Manifest) -> None:
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


def _refuse_names(layers: Sequence[str]) -> None:
    for layer in layers:
        if not is_table_name(layer):
            raise PressmarkError(
                f"the layer {layer!r} can be no folder's name. Call it by letters, digits, _ and - alone."
            )


def _name_ids(drafts: Sequence[Draft], names: Names) -> list[list[str]]:
    """The `name_id` of every entity, in the order of each draft's rows, once all were seen."""
    for draft in drafts:
        if "entities" in draft.files:
            quotes = (
                _rows(draft, "quotes", _OF_QUOTES) if "quotes" in draft.files else []
            )
            names.see(
                _rows(draft, "entities", _OF_ENTITIES),
                _rows(draft, "articles", _OF_ARTICLES),
                quotes,
            )
    # A second pass: an id depends on all articles, the last one's too.
    return [_ids(draft, names) if "entities" in draft.files else [] for draft in drafts]


def _kept_ids(drafts: Sequence[Draft]) -> list[list[str]]:
    """The same of drafts whose entities are sealed, and whose names stay."""
    ids: list[list[str]] = []
    for draft in drafts:
        if "entities" not in draft.files:
            ids.append([])
            continue
        entities = pq.read_table(draft.files["entities"], columns=["name_id"])
        ids.append(entities["name_id"].to_pylist())
    return ids


def _ids(draft: Draft, names: Names) -> list[str]:
    entities = _rows(draft, "entities", _OF_ENTITIES)
    ids = names.ids(entities, _rows(draft, "articles", _OF_ARTICLES))
    return [ids[row["id"]] for row in entities]


def _rows(
    draft: Draft, table: str, columns: list[str] | None = None
) -> list[dict[str, Any]]:
    return list(pq.read_table(draft.files[table], columns=columns).to_pylist())


def _happenings(
    drafts: Sequence[Draft],
    ids: Sequence[Sequence[str]],
    runs: Sequence[Mapping[str, Any]],
) -> Happenings:
    happenings = Happenings(traits_of_types(runs))
    for draft, name_ids in zip(drafts, ids, strict=True):
        if "events" not in draft.files:
            continue
        articles = _rows(draft, "articles", _OF_ARTICLES)
        published = {}
        for row in articles:
            moment = row["published"]
            published[row["id"]] = moment.date() if moment else None
        has_entities = "entities" in draft.files
        entities = _rows(draft, "entities", _OF_ENTITIES) if has_entities else []
        by_id = {
            row["id"]: name_id for row, name_id in zip(entities, name_ids, strict=True)
        }
        languages = {row["id"]: row["language"] for row in articles}
        wide = wide_names(entities, by_id, languages)
        happenings.see(_rows(draft, "events", _OF_EVENTS), by_id, published, wide)
    return happenings


def _sealed(
    folder: Path,
    index: int,
    draft: Draft,
    joined: JoinedColumns,
    manifest: Manifest,
    stays: Kept,
) -> Shard:
    """Write the tables of a shard that are not sealed as they would be now."""
    files = {}
    for table, path in sorted(draft.files.items()):
        # Not even read: in a run that adds a few articles, most files stay.
        if file := stays.file(table, index, path):
            files[table] = file
            continue
        declared = manifest.table_columns(table).arrow_schema
        file = stays.at_place(table, index, path)
        if file and joined.is_filled_alike(table, path, index, draft.files, declared):
            files[table] = file
            continue
        content = joined.fill(table, pq.read_table(path), index, draft.files)
        if table == "articles":
            content = _with_columns(content, manifest.columns)
        # Written before a span told what the layer declares.
        if not content.num_rows:
            content = declared.empty_table()
        files[table] = _placed(
            # What was read carries marks of its reading, which the declared schema has not.
            folder,
            table,
            index,
            content.cast(declared).combine_chunks(),
        )
    return Shard(key=draft.key, files=files, keys=draft.keys)


def _with_columns(articles: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    """A draft's articles with the user's own columns unpacked; articles that were sealed before stay as they are."""
    if PACKED not in articles.column_names:
        return articles
    rows = [row | unpacked(row.pop(PACKED), columns) for row in articles.to_pylist()]
    return arrow(rows, table_columns("articles", columns))


def _placed(folder: Path, table: str, index: int, content: pa.Table) -> TableFile:
    """Write a table into the folder of unfinished work, under its final name, which holds the hash of its bytes."""
    draft = _unfinished(folder) / table / f"{index:05d}.parquet"
    write_table(draft, content)
    digest = sha256_of(draft)
    place = part_path(table, index, digest)
    path = folder / place
    # Sealed again as it stands: readers need not read it anew.
    if path.is_file() and sha256_of(path) == digest:
        draft.unlink()
    else:
        path = draft.replace(_unfinished(folder) / place)
    return TableFile(
        path=place, rows=content.num_rows, bytes=path.stat().st_size, sha256=digest
    )


def _unfinished(folder: Path) -> Path:
    return folder / WORK / "seal"


def _into_place(folder: Path) -> None:
    """Move what was sealed to where readers look; no manifest lists it yet."""
    tables = sorted(_unfinished(folder).glob("*/"))
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
    shutil.rmtree(_unfinished(folder), ignore_errors=True)


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
