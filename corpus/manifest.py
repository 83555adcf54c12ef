"""
The manifest: which files make up a corpus. It is written last, and a reader believes nothing that it does not list.

A shard is some hundred articles with their layers, one Parquet file per table; its key says what made it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .disk import sha256_of, write_bytes
from .errors import CorpusError

__all__ = ["MANIFEST", "Manifest", "Shard", "TableFile", "read_manifest", "refuse_newer", "write_manifest"]

MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A Parquet file: its path below the corpus folder, rows, bytes, and the hash of its bytes."""

    path: str
    rows: int
    bytes: int
    sha256: str

    def is_whole(self, folder: Path) -> bool:
        """Whether the file is there, in a corpus folder, with the very bytes that were written."""
        path = folder / self.path
        return path.is_file() and sha256_of(path) == self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The files of some articles, by table, and the key of what made each (`pressmark.plan` says of what)."""

    key: str
    files: Mapping[str, TableFile]
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """
    What a corpus holds. `whole` are the tables that are not sharded (names, rejected, runs).

    `columns` are the user's own columns of `articles` with their types, `name_columns` those of `names`, which come
    from a gazetteer. `keys` says what the tables that are not sharded were made of. `times` is the only part that
    differs between two runs of the same configuration over the same articles.
    """

    title: str
    description: str | None = None
    licence: str | None = None
    layers: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    name_columns: Mapping[str, str] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()
    whole: Mapping[str, TableFile] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0
    times: Mapping[str, Any] = field(default_factory=dict)

    def files(self, table: str) -> list[TableFile]:
        """The files of one table, in order; empty for a table that the corpus does not have."""
        whole = [self.whole[table]] if table in self.whole else []
        return whole + [shard.files[table] for shard in self.shards if table in shard.files]

    def columns_of(self, table: str) -> Mapping[str, str]:
        """The user's own columns of one table, with their types."""
        return {"articles": self.columns, "names": self.name_columns}.get(table, {})

    def tables(self) -> Iterator[str]:
        """The names of the corpus's tables: articles, its layers, then names, rejected and runs."""
        yield from ("articles", *self.layers, *self.whole)

    @property
    def counts(self) -> dict[str, int]:
        """Rows per table."""
        return {table: sum(file.rows for file in self.files(table)) for table in self.tables()}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a corpus folder. Raises `CorpusError` when there is none or it cannot be understood."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != _FORMAT:
            raise CorpusError(f"{path}: format {found['format']} is not known; a newer pressmark wrote it. Upgrade.")
        return _manifest(found)
    except FileNotFoundError:
        raise CorpusError(f"{folder}: no {MANIFEST} here, so this is no pressmark corpus. {_near(folder)}") from None
    except NotADirectoryError:
        raise CorpusError(f"{folder}: is a file; a corpus is a folder. {_near(folder.parent)}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path}: cannot be understood ({error!r}). Run the corpus again.") from error


def _near(folder: Path) -> str:
    """What to do where there is no corpus: those that stand right below are named."""
    found = sorted(str(path.parent) for path in folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
    return f"There is one in {', '.join(found)}." if found else "Check the folder."


def refuse_newer(folder: Path) -> None:
    """Raise `CorpusError` when a newer pressmark wrote the corpus here, which writing would lose."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if isinstance(found, int) and found > _FORMAT:
        raise CorpusError(
            f"{folder}: a newer pressmark wrote this corpus (format {found}, known is {_FORMAT}), and it would be lost."
            " Upgrade pressmark, or give another folder as `corpus`."
        )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; from this moment readers see the new corpus."""
    text = json.dumps({"format": _FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)
    write_bytes(folder / MANIFEST, (text + "\n").encode())


def _manifest(found: dict[str, Any]) -> Manifest:
    values = {name: value for name, value in found.items() if name != "format"}
    values["layers"] = tuple(values["layers"])
    values["shards"] = tuple(Shard(**(shard | {"files": _files(shard["files"])})) for shard in values["shards"])
    values["whole"] = _files(values["whole"])
    return Manifest(**values)


def _files(found: Mapping[str, Any]) -> dict[str, TableFile]:
    return {table: TableFile(**file) for table, file in found.items()}
