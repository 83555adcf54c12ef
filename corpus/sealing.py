"""
The seal: what can only be known once all articles are annotated, and the files that readers get.

It joins names and happenings across articles, gives every file a name that holds its hash, and writes card and manifest
last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .card import CARD, write_card
from .columns import PACKED, unpacked
from .disk import sha256_of, write_table
from .happenings import Happenings
from .manifest import MANIFEST, Manifest, Shard, TableFile, read_manifest, write_manifest
from .names import Names
from .tables import arrow, features

__all__ = ["Draft", "seal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A shard before the seal: its key and where its files lie now, by table."""

    key: str
    files: Mapping[str, Path]


def seal(
    folder: Path,
    drafts: Sequence[Draft],
    manifest: Manifest,
    *,
    rejected: Sequence[Mapping[str, Any]] = (),
    runs: Sequence[Mapping[str, Any]] = (),
) -> Manifest:
    """
    Make the drafts into the corpus at `folder`; `manifest` holds what is known already (title, layers, columns, seen).

    The old corpus stays readable until the new manifest stands; only then are its files deleted.
    """
    names = _names(drafts)
    happenings = _happenings(drafts, names)
    whole = {"names": names.rows(), "happenings": happenings.rows(), "rejected": rejected, "runs": runs}
    sealed = replace(
        manifest,
        shards=tuple(
            _sealed(folder, index, draft, names, happenings, manifest.columns) for index, draft in enumerate(drafts)
        ),
        whole={
            table: _placed(folder, table, 0, arrow(rows, features(table, manifest.columns_of(table))))
            for table, rows in whole.items()
        },
    )
    if not _stands(folder, sealed):
        write_card(folder, sealed)
        write_manifest(folder, sealed)
    _sweep(folder, sealed)
    return sealed


def _names(drafts: Sequence[Draft]) -> Names:
    names = Names()
    for draft in drafts:
        if "entities" in draft.files:
            articles = pq.read_table(draft.files["articles"], columns=["id", "published"]).to_pylist()
            published = {row["id"]: row["published"] for row in articles}
            names.see(pq.read_table(draft.files["entities"]).to_pylist(), published)
    return names


def _happenings(drafts: Sequence[Draft], names: Names) -> Happenings:
    happenings = Happenings()
    for draft in drafts:
        if "events" not in draft.files:
            continue
        articles = pq.read_table(draft.files["articles"], columns=["id", "published"]).to_pylist()
        published = {row["id"]: row["published"].date() if row["published"] else None for row in articles}
        entities = draft.files.get("entities")
        rows = pq.read_table(entities, columns=["id", "label", "name"]).to_pylist() if entities else []
        events = pq.read_table(draft.files["events"]).to_pylist()
        happenings.see(events, {row["id"]: names.id_of(row) for row in rows}, published)
    return happenings


def _sealed(
    folder: Path, index: int, draft: Draft, names: Names, happenings: Happenings, columns: Mapping[str, str]
) -> Shard:
    files = {}
    for table, path in draft.files.items():
        content = pq.read_table(path)
        if table == "entities":
            content = _with_names(content, names)
        elif table == "events":
            content = _with_happenings(content, happenings)
        elif table == "articles":
            content = _with_columns(content, columns)
        declared = features(
            table, columns if table == "articles" else None
        ).arrow_schema  # what was read carries marks of its reading
        files[table] = _placed(folder, table, index, content.cast(declared).combine_chunks())
    return Shard(key=draft.key, files=files)


def _with_columns(articles: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    """A draft's articles with the user's own columns unpacked; articles that were sealed before stay as they are."""
    if PACKED not in articles.column_names:
        return articles
    rows = [row | unpacked(row.pop(PACKED), columns) for row in articles.to_pylist()]
    return arrow(rows, features("articles", columns))


def _with_names(entities: pa.Table, names: Names) -> pa.Table:
    ids = [names.id_of(row) for row in entities.select(["label", "name"]).to_pylist()]
    position = entities.schema.get_field_index("name_id")
    return entities.set_column(position, entities.schema.field(position), pa.array(ids, pa.string()))


def _with_happenings(events: pa.Table, happenings: Happenings) -> pa.Table:
    ids = [happenings.id_of(event_id) for event_id in events["id"].to_pylist()]
    position = events.schema.get_field_index("happening_id")
    return events.set_column(position, events.schema.field(position), pa.array(ids, pa.string()))


def _placed(folder: Path, table: str, index: int, content: pa.Table) -> TableFile:
    """Write a table under its final name, which holds the hash of its bytes."""
    draft = folder / table / f".part-{index:05d}.parquet"
    write_table(draft, content)
    digest = sha256_of(draft)
    path = draft.with_name(f"part-{index:05d}-{digest[:12]}.parquet")
    draft.replace(path)
    place = path.relative_to(folder).as_posix()
    return TableFile(path=place, rows=content.num_rows, bytes=path.stat().st_size, sha256=digest)


def _stands(folder: Path, sealed: Manifest) -> bool:
    """Whether the folder holds this very corpus already, so that only its times would change."""
    if not (folder / MANIFEST).is_file() or not (folder / CARD).is_file():
        return False
    return replace(read_manifest(folder), times={}) == replace(sealed, times={})


def _sweep(folder: Path, sealed: Manifest) -> None:
    """Delete the Parquet files of earlier seals, and nothing else."""
    listed = {file.path for table in sealed.tables() for file in sealed.files(table)}
    for path in _parts(folder):
        if path.relative_to(folder).as_posix() not in listed:
            path.unlink()


def _parts(folder: Path) -> Iterator[Path]:
    for table in (child for child in folder.iterdir() if child.is_dir() and not child.name.startswith(".")):
        yield from table.glob("part-*.parquet")
        yield from table.glob(".part-*")
