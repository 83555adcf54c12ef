"""The rows of a shard that the joining of names and happenings reads, and a hash of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["read_rows", "rows_digest"]

# The text of the articles, by far the most bytes, is not among them.
_COLUMNS = {
    "articles": ["id", "language", "published"],
    "entities": [
        "id",
        "article_id",
        "label",
        "text",
        "name",
        "gender",
        "role",
        "role_entity_id",
        "name_id",
    ],
    "quotes": [
        "article_id",
        "speaker_id",
        "speaker_name",
        "speaker_kind",
        "pronoun_gender",
    ],
    "events": [
        "id",
        "article_id",
        "label",
        "text",
        "status",
        "cluster",
        "arguments",
        "time",
        "place_id",
    ],
}

# The seal itself gives it: of a shard that stays as it is, it changes when names are joined in another way.
_GIVEN_BY_THE_SEAL = "name_id"


def read_rows(files: Mapping[str, Path], table: str) -> list[dict[str, Any]]:
    """Return what joining reads of a table, as rows; none where the shard has no such table."""
    if table not in files:
        return []
    return list(pq.read_table(files[table], columns=_COLUMNS[table]).to_pylist())


def rows_digest(files: Mapping[str, Path], tables: Iterable[str]) -> str:
    """Return a hash of what joining reads of some tables, but for names that were joined before."""
    digest = hashlib.blake2b(digest_size=16)
    for table in tables:
        content = b""
        if table in files:
            columns = [name for name in _COLUMNS[table] if name != _GIVEN_BY_THE_SEAL]
            content = _content(pq.read_table(files[table], columns=columns))
        digest.update(f"{table} {len(content)}\0".encode() + content)
    return digest.hexdigest()


def _content(table: pa.Table) -> bytes:
    """Return the names, the types and the values of a table's columns as bytes."""
    table = table.combine_chunks()
    # Without what a file says beside its columns.
    plain = pa.Table.from_arrays(table.columns, names=table.column_names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_table(plain)
    content: bytes = sink.getvalue().to_pybytes()
    return content
