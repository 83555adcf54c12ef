"""What an earlier pressmark did not write yet: columns of a corpus's tables that came later, and are read as empty."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from pressmark.errors import CorpusError
from pressmark.storage.card import render_card
from pressmark.storage.manifest import Manifest

__all__ = ["is_earlier", "later_columns", "lists_the_same_files"]


def is_earlier(found: pa.Schema, expected: pa.Schema) -> bool:
    """Return whether `found` is `expected` without some of its columns: what is there has its place and its type."""
    names = [name for name in expected.names if name in found.names]
    return found.names == names and all(
        found.field(name).type == expected.field(name).type for name in names
    )


def later_columns(folder: Path, manifest: Manifest) -> dict[str, list[str]]:
    """
    Return, by table, the columns that a corpus lacks because an earlier pressmark wrote it; nothing where it has all.

    A table whose file cannot be read is passed over.
    """
    lacking: dict[str, list[str]] = {}
    for table in manifest.tables():
        for file in manifest.files(table)[:1]:
            try:
                found = pq.read_schema(file.place(folder)).names
            except (OSError, pa.ArrowException, CorpusError):
                continue
            missing = [
                name
                for name in manifest.table_columns(table).arrow_schema.names
                if name not in found
            ]
            if missing:
                lacking[table] = missing
    return lacking


def lists_the_same_files(card: str, manifest: Manifest) -> bool:
    """
    Return whether a card leads `datasets` to the files of `manifest`, whatever else it says.

    An earlier pressmark wrote other words and fewer columns: what matters is which files are loaded.
    """
    try:
        return _files_of(card) == _files_of(render_card(manifest))
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        return False


def _files_of(card: str) -> dict[str, object]:
    """Return the files that a card lists, by table: the `configs` of the YAML between its first two lines of dashes."""
    _, head, _ = card.split("---\n", 2) if card.startswith("---\n") else ("", "", "")
    return {
        config["config_name"]: config["data_files"]
        for config in yaml.safe_load(head).get("configs")
    }
