"""
The shards of a corpus merged into fewer and larger files, as the Hub and what reads from it like them.

Each file has an index of its pages, by which a reader on the network fetches the rows that it needs, and pages that
begin where the content says, so that a corpus with an article more shares most of its bytes with the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.storage.disk import sha256_of, sync_folder
from pressmark.storage.manifest import Manifest, Shard, TableFile, part_path
from pressmark.storage.path_gate import inside
from pressmark.storage.tables import completed

__all__ = ["write_merged"]

MAX_BYTES_OF_FILE = 250_000_000
"""Bytes of the largest table of merged shards: the Hub's own advice is 100 to 500 MB a file."""

MAX_ARTICLES_OF_SHARD = 20_000
"""Articles of merged shards: a reader of ours holds a shard in memory, this many in some 2 GB. Chosen, not measured."""

BYTES_OF_ROW_GROUP = 64_000_000
"""Bytes in memory of the rows that are written at once, as one row group. Chosen, not measured."""

_FIRST_PYARROW_WITH_CHUNKS = 21


def write_merged(corpus: Corpus, output: Path) -> Manifest:
    """Write the tables of `corpus` into the folder `output`, its shards merged; return the manifest of these files."""
    shards: list[Shard] = []
    for number, group in enumerate(_groups(corpus.manifest.shards)):
        files: dict[str, TableFile] = {}
        for table in sorted({table for shard in group for table in shard.files}):
            holding = [shard for shard in group if table in shard.files]
            # With all columns of today: an earlier version of pressmark may have written fewer.
            parts = (corpus.shard_table(shard, table) for shard in holding)
            files[table] = _write(corpus, output, table, number, parts)
        keys = "\0".join(shard.key for shard in group)
        key = hashlib.sha256(keys.encode()).hexdigest()[:32]
        shards.append(Shard(key=key, files=files))
    whole: dict[str, TableFile] = {}
    for table, file in corpus.manifest.whole.items():
        schema = corpus.manifest.table_columns(table).arrow_schema
        content = pq.ParquetFile(file.place(corpus.folder)).read()
        whole[table] = _write(corpus, output, table, 0, [completed(content, schema)])
    # The keys are of the shards as they were: nothing of an export is reused by a run.
    return replace(corpus.manifest, shards=tuple(shards), whole=whole, keys={})


def _groups(shards: Sequence[Shard]) -> Iterator[list[Shard]]:
    """Yield the shards in their order, so many together as one file of each table may hold."""
    group: list[Shard] = []
    for shard in shards:
        if group and not _fit_together([*group, shard]):
            yield group
            group = []
        group.append(shard)
    if group:
        yield group


def _fit_together(shards: Sequence[Shard]) -> bool:
    """Say whether no table of these shards is too large for one file."""
    if sum(shard.files["articles"].rows for shard in shards) > MAX_ARTICLES_OF_SHARD:
        return False
    bytes_by_table: dict[str, int] = {}
    for shard in shards:
        for table, file in shard.files.items():
            bytes_by_table[table] = bytes_by_table.get(table, 0) + file.bytes
    return max(bytes_by_table.values()) <= MAX_BYTES_OF_FILE


def _write(
    corpus: Corpus, output: Path, table: str, number: int, parts: Iterable[pa.Table]
) -> TableFile:
    """Write the parts of a table as one file; its name holds the hash of its bytes."""
    # A manifest may come from the web: `../../.bashrc` is not a file of a corpus.
    folder = inside(output, table)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{number:05d}.draft"
    schema = corpus.manifest.table_columns(table).arrow_schema
    row_count = 0
    with pq.ParquetWriter(draft, schema, **_parquet_options()) as writer:
        for rows in _row_groups(parts):
            writer.write_table(rows)
            row_count += rows.num_rows
    digest = sha256_of(draft)
    place = part_path(table, number, digest)
    path = draft.replace(output / place)
    sync_folder(folder)
    return TableFile(
        path=place, rows=row_count, bytes=path.stat().st_size, sha256=digest
    )


def _row_groups(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of some tables, as many together as a row group holds; nothing where there is no row."""
    waiting: list[pa.Table] = []
    for part in parts:
        if part.num_rows:
            waiting.append(part)
        if sum(rows.nbytes for rows in waiting) >= BYTES_OF_ROW_GROUP:
            yield pa.concat_tables(waiting).combine_chunks()
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def _parquet_options() -> dict[str, Any]:
    """Return how files are written; content-defined pages where the installed pyarrow has them."""
    options: dict[str, Any] = {"compression": "zstd", "write_page_index": True}
    if int(pa.__version__.partition(".")[0]) >= _FIRST_PYARROW_WITH_CHUNKS:
        options["use_content_defined_chunking"] = True
    return options
