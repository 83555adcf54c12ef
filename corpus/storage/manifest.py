"""
The manifest: which files make up a corpus. It is written last, and a reader believes nothing that it does not list.

A shard is some hundred articles with their layers, one Parquet file per table; its key says what made it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from pressmark.errors import CorpusError
from pressmark.layers import BY_NAME, DeclarationError, Layer, declaration

from .disk import sha256_of, write_bytes
from .own_columns import KINDS
from .path_gate import inside

if TYPE_CHECKING:
    from .column_types import TableColumns

__all__ = [
    "MANIFEST",
    "Manifest",
    "Shard",
    "TableFile",
    "is_table_name",
    "part_path",
    "read_manifest",
    "refuse_newer",
    "write_manifest",
]

MANIFEST = "manifest.json"
# Goes up when an earlier version would misread the files.
_FORMAT = 1
# `quotes/part-00003-0f3a9c12b4de.parquet`; the number grows past five digits from shard 100000 on.
_PART = re.compile(r"(\w[\w-]*)/part-\d{5,9}-[0-9a-f]{12}\.parquet")
# Mistakes of a manifest that are told; chosen: whoever did not write it cannot mend it.
_MOST_SHOWN = 3
# Hexadecimal digits of a version: enough to tell the states of one corpus apart, short enough to be copied by hand.
_VERSION_DIGITS = 12
_Count = Annotated[int, Field(ge=0, lt=2**63)]
_Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_STRICT = ConfigDict(extra="forbid", strict=True)


def is_table_name(name: str) -> bool:
    """Whether the name of a table or layer can be a folder's on every disk: letters, digits, _ and -."""
    return re.fullmatch(r"\w[\w-]{0,99}", name) is not None


def part_path(table: str, index: int, sha256: str) -> str:
    """The path of a sealed file below its corpus; it holds the hash of the file's bytes."""
    return f"{table}/part-{index:05d}-{sha256[:12]}.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A Parquet file: its path below the corpus folder, rows, bytes, and the hash of its bytes."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    path: str
    rows: _Count
    bytes: _Count
    sha256: _Hash

    def place(self, folder: Path) -> Path:
        """Return the file's place in a corpus folder. Raises `CorpusError` when a link leads out of the folder."""
        try:
            return inside(folder, self.path)
        except ValueError as error:
            raise CorpusError(
                f"{folder}: {error}, so it is not opened. Run again, or take the corpus anew."
            ) from error

    def is_whole(self, folder: Path) -> bool:
        """Whether the file is there, in a corpus folder, with the very bytes that were written."""
        try:
            path = self.place(folder)
        except CorpusError:
            return False
        return path.is_file() and sha256_of(path) == self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The files of some articles, by table, and the key of what made each (`pressmark.pipeline.plan` says of what)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    key: str
    files: Mapping[str, TableFile]
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """
    What a corpus holds. `whole` are the tables that are not sharded (names, rejected, runs).

    `columns` are the user's own columns of `articles` with their types, `name_columns` those of `names`, which come
    from a gazetteer. `keys` says what the tables that are not sharded were made of, and
    (`articles/fr`) what made the layers of each language. `times` is the only part that
    differs between two runs of the same configuration over the same articles. `declarations` hold what annotators of
    somebody's own declare of their layers, so that the corpus is read where these annotators are not installed.
    `authors` are who made the corpus, as a citation of it names them.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    title: str
    description: str | None = None
    licence: str | None = None
    layers: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    name_columns: Mapping[str, str] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()
    whole: Mapping[str, TableFile] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    seen: _Count = 0
    times: Mapping[str, Any] = field(default_factory=dict)
    declarations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    authors: tuple[str, ...] = ()

    def layer(self, name: str) -> Layer:
        """Return what is declared of a layer: by us, by the annotator that made it, or nothing (`UNDECLARED`)."""
        if name in self.declarations:
            return Layer.of_json(name, self.declarations[name])
        return declaration(name)

    def table_columns(self, table: str) -> TableColumns:
        """Return the columns of one table, those that the user or an annotator declared among them."""
        # `tables` reads values of ours, which a reader of the manifest alone does not need.
        from .tables import table_columns

        if table in self.declarations:
            return table_columns(self.layer(table))
        return table_columns(table, self.columns_of(table))

    def files(self, table: str) -> list[TableFile]:
        """The files of one table, in order; empty for a table that the corpus does not have."""
        whole = [self.whole[table]] if table in self.whole else []
        return whole + [
            shard.files[table] for shard in self.shards if table in shard.files
        ]

    def columns_of(self, table: str) -> Mapping[str, str]:
        """The user's own columns of one table, with their types."""
        return {"articles": self.columns, "names": self.name_columns}.get(table, {})

    def tables(self) -> Iterator[str]:
        """The names of the corpus's tables: articles, its layers, then names, rejected and runs."""
        yield from ("articles", *self.layers, *self.whole)

    @property
    def counts(self) -> dict[str, int]:
        """Rows per table."""
        return {
            table: sum(file.rows for file in self.files(table))
            for table in self.tables()
        }

    @property
    def version(self) -> str:
        """
        Return the version of the corpus that a citation can name: a hash of the manifest, and so of each of its files.

        Two runs of one configuration over the same articles make the same version: their times have no part in it.
        """
        content = json.dumps(
            asdict(replace(self, times={})), sort_keys=True, default=str
        )
        return hashlib.sha256(content.encode()).hexdigest()[:_VERSION_DIGITS]

    @property
    def day(self) -> str:
        """Return the ISO day of the run that made the corpus; empty where none is recorded."""
        return str(self.times.get("started", ""))[: len("2026-03-02")]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a corpus folder. Raises `CorpusError` when there is none or it cannot be understood."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        # Before the rest is read: a newer format may have other fields, which would be told as mistakes.
        if content["format"] != _FORMAT:
            raise CorpusError(
                f"{path}: format {content['format']} is not known; a newer pressmark wrote it. Upgrade."
            )
        return _manifest(
            {name: value for name, value in content.items() if name != "format"}
        )
    # The commonest mistakes are a wrong folder and a file in place of one: each has its own words.
    except FileNotFoundError:
        raise CorpusError(
            f"{folder}: no {MANIFEST} here, so this is no pressmark corpus. {_near(folder)}"
        ) from None
    except NotADirectoryError:
        raise CorpusError(
            f"{folder}: is a file; a corpus is a folder. {_near(folder.parent)}"
        ) from None
    except ValidationError as error:
        raise CorpusError(
            f"{path}: cannot be understood ({_mistakes(error)}). Run the corpus again."
        ) from error
    except (
        # JSON of any shape may stand here: a list has no `format`, deep nesting breaks off the parser.
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise CorpusError(
            f"{path}: cannot be understood ({error!r}). Run the corpus again."
        ) from error


def _mistakes(error: ValidationError) -> str:
    places = [
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_url=False)
    ]
    more = f" and {len(places) - _MOST_SHOWN} more" if len(places) > _MOST_SHOWN else ""
    return "; ".join(places[:_MOST_SHOWN]) + more


def _near(folder: Path) -> str:
    """What to do where there is no corpus: those that stand right below are named."""
    manifests = folder.glob(f"*/{MANIFEST}") if folder.is_dir() else ()
    corpora = sorted(str(path.parent) for path in manifests)
    return f"There is one in {', '.join(corpora)}." if corpora else "Check the folder."


def refuse_newer(folder: Path) -> None:
    """Raise `CorpusError` when a newer pressmark wrote the corpus here, which writing would lose."""
    try:
        version = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["format"]
    # A manifest that cannot be read is no newer one, and may be written over.
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return
    if _is_newer(version):
        raise CorpusError(
            f"{folder}: a newer pressmark wrote this corpus (format {version}, known is {_FORMAT}), and it would be"
            " lost. Upgrade pressmark, or give another folder as `corpus`."
        )


def _is_newer(version: object) -> bool:
    """Whether a format is none of ours so far: a higher number, as text too, or a word (`2.1-beta`)."""
    if isinstance(version, int | float):
        return version > _FORMAT
    return isinstance(version, str) and version.strip() not in ("", str(_FORMAT))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; from this moment readers see the new corpus."""
    content = {"format": _FORMAT, **asdict(manifest)}
    # Versions before 0.2 read no manifest that has them.
    for name in ("declarations", "authors"):
        if not content[name]:
            del content[name]
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_bytes(folder / MANIFEST, (text + "\n").encode())


def _manifest(values: dict[str, Any]) -> Manifest:
    """The manifest of what was read, once every table name and path in it is seen to be one that we write."""
    # By way of JSON, because strict validation takes a list for a tuple there alone.
    manifest = _adapter().validate_json(json.dumps(values))
    names = [*manifest.layers, *manifest.whole]
    for shard in manifest.shards:
        names += shard.files
    for name in dict.fromkeys(names):
        if not is_table_name(name):
            raise ValueError(
                f"{name!r} is no name of a table: letters, digits, _ and - alone"
            )
    _refuse_incomplete(manifest)
    _refuse_declarations(manifest)
    # Last: what is asked of a path takes the name of its table for sound.
    for files in (manifest.whole, *(shard.files for shard in manifest.shards)):
        for table, file in files.items():
            _refuse_foreign(table, file)
    return manifest


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


def _refuse_foreign(table: str, file: TableFile) -> None:
    part = _PART.fullmatch(file.path)
    if part is None or part[1] != table:
        raise ValueError(
            f"{file.path!r} is no file of the table {table!r} that pressmark wrote"
        )


def _refuse_declarations(manifest: Manifest) -> None:
    """Raise ValueError for a declaration that no annotator can have made: of one of our layers, or with mistakes."""
    for name in manifest.declarations:
        if name in BY_NAME or name not in manifest.layers:
            raise ValueError(f"{name!r} is declared, and is no layer of somebody's own")
        try:
            manifest.layer(name)
        except DeclarationError as error:
            raise ValueError(str(error)) from error


def _refuse_incomplete(manifest: Manifest) -> None:
    needed = {"articles", *manifest.layers}
    for shard in manifest.shards:
        if missing := needed - shard.files.keys():
            raise ValueError(
                f"the shard {shard.key} lacks {', '.join(sorted(missing))}"
            )
    for name, kind in {**manifest.columns, **manifest.name_columns}.items():
        if kind not in KINDS:
            raise ValueError(
                f"the column {name!r} has the type {kind!r}, which no column has"
            )
