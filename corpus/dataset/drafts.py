"""
Drafts: a shard's tables before the seal, in a folder of the corpus that no reader looks into.

A draft is a folder named by its key, renamed into place when all its files are on the disk: it is whole or not there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import pyarrow.parquet as pq

from pressmark.articles import Article
from pressmark.layers import Layer, declaration, layer_of_value
from pressmark.linking.names import Names
from pressmark.spans import Span
from pressmark.storage.column_types import Scalar, TableColumns
from pressmark.storage.disk import sync_folder, write_table, writing
from pressmark.storage.manifest import Manifest
from pressmark.storage.own_columns import PACKED, Columns, packed, unpacked
from pressmark.storage.path_gate import inside, refuse_links
from pressmark.storage.tables import (
    TABLES,
    arrow,
    article_of,
    article_row,
    span_of,
    span_table,
    table_columns,
)

from .rejections import RETRIED_TABLES
from .sealing import WORK, Draft, seal

__all__ = [
    "WORK",
    "Kept",
    "Writer",
    "find_drafts",
    "read_articles",
    "read_layers",
    "work_folder",
    "write_articles",
    "write_draft",
]

NO_DECLARATIONS: Mapping[str, Layer] = MappingProxyType({})
"""For layers that are all ours, or undeclared."""

NO_ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = MappingProxyType({})
"""For a shard that keeps all its articles, and of which nobody decided anything."""

Kept = dict[str, tuple[Span, ...]]
"""The spans of one layer, by article."""

# The type of a user's column is known when all articles were seen, so a draft has them packed as JSON.
_DRAFT_ARTICLES = TableColumns({**TABLES["articles"], PACKED: Scalar("string")})


def work_folder(corpus: Path) -> Path:
    """Where the drafts of a corpus folder lie."""
    return corpus / WORK / "shards"


def find_drafts(corpus: Path) -> dict[str, Draft]:
    """The drafts that are complete, by key."""
    # A name with a dot is a draft that is being written: `<key>.<process>.tmp`.
    folders = sorted(
        path
        for path in work_folder(corpus).glob("*")
        if "." not in path.name and _is_ours(path, corpus)
    )
    drafts: dict[str, Draft] = {}
    for folder in folders:
        # We write no links: through one we would read, and seal, what lies elsewhere.
        if any(path.is_symlink() for path in folder.iterdir()):
            continue
        files = {path.stem: path for path in sorted(folder.glob("*.parquet"))}
        drafts[folder.name] = Draft(key=folder.name, files=files)
    return drafts


def _is_ours(draft: Path, corpus: Path) -> bool:
    """Whether a draft is a folder below the corpus, and no link on the way leads out: we write none."""
    try:
        return (
            inside(corpus, draft.relative_to(corpus).as_posix()).is_dir()
            and not draft.is_symlink()
        )
    except ValueError:
        return False


def write_articles(path: Path, articles: Iterable[Article]) -> None:
    """Write articles without their layers; the user's own columns are packed until their types are known."""
    rows = [
        article_row(replace(article, extra={})) | {PACKED: packed(article.extra)}
        for article in articles
    ]
    write_table(path, arrow(rows, _DRAFT_ARTICLES))


def read_articles(path: Path) -> list[Article]:
    """The inverse of `write_articles`."""
    rows = pq.read_table(path).to_pylist()
    return [replace(article_of(row, {}), extra=unpacked(row[PACKED])) for row in rows]


def read_layers(
    files: Mapping[str, Path], declarations: Mapping[str, Layer] = NO_DECLARATIONS
) -> dict[str, Kept]:
    """The spans of some layers of a shard, as their annotators gave them: without what the seal gives."""
    return {
        name: _spans(declarations.get(name) or declaration(name), path)
        for name, path in files.items()
    }


def _spans(layer: Layer, path: Path) -> Kept:
    # The seal fills these in again, as all articles of the new corpus say.
    columns = [name for name in table_columns(layer) if name not in layer.given_by_seal]
    found: dict[str, list[Span]] = {}
    for row in pq.read_table(path, columns=columns).to_pylist():
        found.setdefault(row["article_id"], []).append(span_of(layer, row))
    return {article: tuple(spans) for article, spans in found.items()}


def write_draft(
    corpus: Path,
    key: str,
    articles: Sequence[Article],
    tables: Sequence[str],
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = NO_ROWS,
    declarations: Mapping[str, Layer] = NO_DECLARATIONS,
) -> Draft:
    """
    Write tables of one shard as a draft: `articles` and layers, some by `declarations` of their annotators.

    `rows` are those of further tables: what was rejected or failed, without which there is no such table, and the decisions.

    A draft of this key that stands already is kept, and gets the tables that it lacks.
    """
    # Through a link we would delete and write in somebody else's folder.
    refuse_links(corpus, WORK)
    target = work_folder(corpus) / key
    # The process is a part of the name: a worker that outlives its killed driver may write the same shard.
    folder = target.with_name(f"{key}.{os.getpid()}.tmp")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        for table in tables:
            if table == "articles":
                write_articles(folder / "articles.parquet", articles)
            else:
                spans: list[Span] = []
                for article in articles:
                    spans += article.layer(table)
                layer = declarations.get(table, table)
                write_table(folder / f"{table}.parquet", span_table(layer, spans))
        for table, of_table in rows.items():
            if of_table or table not in RETRIED_TABLES:
                content = arrow(of_table, TABLES[table])
                write_table(folder / f"{table}.parquet", content)
        if not target.exists():
            _place(folder, target)
        _complete(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Draft(
        key=key, files={path.stem: path for path in sorted(target.glob("*.parquet"))}
    )


def _complete(folder: Path, target: Path) -> None:
    """
    Move into `target` the tables that it lacks, if it was there first.

    A worker that outlives its killed driver writes the tables that were missing then; one of them may be damaged since,
    and missing now. Tables of one key are the same, so each can be taken from either.
    """
    for path in sorted(folder.glob("*.parquet")):
        if not (target / path.name).exists():
            path.replace(target / path.name)
            sync_folder(target)


def _place(folder: Path, target: Path) -> None:
    """Rename a draft into place; a worker that outlives its driver a moment may have been there first."""
    try:
        folder.replace(target)
    # A folder that is not empty cannot be replaced: another process wrote the same draft.
    except OSError:
        if not target.is_dir():
            raise
    sync_folder(target.parent)


class Writer:
    """
    Writes a corpus batch by batch: `add` each, then `seal`. Used as a context; unsealed work is thrown away.

    Layers that somebody declared are known by their first span; `declarations` are those that may have none.
    `layer_failures` are rows of that table: layers which articles of the corpus lack.
    """

    def __init__(
        self,
        folder: Path,
        declarations: Iterable[Layer] = (),
        layer_failures: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self._folder = folder
        self._failures: dict[str, list[Mapping[str, Any]]] = {}
        for row in layer_failures:
            self._failures.setdefault(row["article_id"], []).append(row)
        self._declarations = {layer.name: layer for layer in declarations}
        self._drafts: list[Draft] = []
        self._columns = Columns()
        self._layers: tuple[str, ...] | None = None
        self._ids: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder / WORK, ignore_errors=True)

    def add(self, articles: Sequence[Article]) -> None:
        """Take in some articles. Raises ValueError when an id stands twice or an article's layers are others."""
        for article in articles:
            if article.id in self._ids:
                raise ValueError(
                    f"article {article.id!r} stands twice; an id names one article"
                )
            self._ids.add(article.id)
            # A table needs each of its layers in every article: an article without the layer is not one without spans.
            layers = tuple(article.layers)
            self._layers = layers if self._layers is None else self._layers
            if layers != self._layers:
                raise ValueError(
                    f"article {article.id!r} has the layers {layers}, those before it {self._layers}"
                )
            self._columns.see(article.extra)
            self._see_declarations(article)
        key = hashlib.sha256(
            "\0".join(article.id for article in articles).encode()
        ).hexdigest()[:32]
        tables = ("articles", *(self._layers or ()))
        failures = [row for article in articles for row in self._failures_of(article)]
        with writing(self._folder):
            self._drafts.append(
                write_draft(
                    self._folder,
                    # `00003-0f3a…`: the number of the batch, and the hash of the ids in it.
                    f"{len(self._drafts):05d}-{key}",
                    articles,
                    tables,
                    rows={"layer_failures": failures},
                    declarations=self._declarations,
                )
            )

    def _failures_of(self, article: Article) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of the layers that an article lacks; somebody may have annotated one by hand since."""
        for row in self._failures.get(article.id, ()):
            if article.layers.get(row["layer"]) == ():
                yield row

    def _see_declarations(self, article: Article) -> None:
        """Remember the layers that somebody declared, as their spans tell."""
        for name, spans in article.layers.items():
            # A layer without spans tells nothing; a later article may.
            if name not in self._declarations and spans:
                layer = layer_of_value(type(spans[0]))
                if layer.is_declared and layer.name == name:
                    self._declarations[name] = layer

    def seal(
        self,
        about: Manifest,
        names: Names[Any] | None = None,
        runs: Sequence[Mapping[str, Any]] = (),
    ) -> Manifest:
        """
        Make the corpus; `about` holds its title and the like, `names` joins the names in another way than ours, `runs`
        say what made it.
        """
        layers = self._layers or ()
        columns = self._columns.types()
        # A declaration that was given for a layer that no article has would make the manifest unreadable.
        declarations = {
            name: layer.as_json()
            for name, layer in self._declarations.items()
            if name in layers
        }
        known = replace(
            about, layers=layers, columns=columns, declarations=declarations
        )
        known = replace(
            known,
            seen=sum(
                pq.read_metadata(draft.files["articles"]).num_rows
                for draft in self._drafts
            ),
        )
        return seal(self._folder, self._drafts, known, names=names, runs=runs)
