"""
Which articles of a shard need not be annotated again, though something in their shard changed.

An article keeps its layers when its row and people's decisions on it are what they were in the sealed corpus, and what
makes the layers of its language is the same; one that lacks a layer is tried again. So an article more, or a decision,
costs its own annotation and not that of its neighbours, in whichever shard they stand now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pressmark.errors import CorpusError
from pressmark.storage.manifest import Manifest, Shard, read_manifest
from pressmark.storage.own_columns import PACKED, kind_of, unpacked

from .layer_inputs import layer_inputs
from .plan import DECISIONS, Plan
from .run_review import RunReview
from .shard_jobs import SettledArticles

__all__ = ["find_changes", "find_settled_articles", "ids_without_a_layer"]

Row = Mapping[str, Any]


def find_settled_articles(
    folder: Path,
    plan: Plan,
    article_files: Mapping[int, Path],
    review: RunReview,
) -> dict[int, tuple[SettledArticles, ...]]:
    """
    Return the articles that the sealed corpus in `folder` has with the layers that they would get, by position.

    `article_files` are those of the shards of which something is missing, by their position.
    """
    try:
        manifest = read_manifest(folder)
    except CorpusError:
        return {}
    languages = frozenset(
        language
        for name, (language, key) in plan.language_keys.items()
        if manifest.keys.get(name) == key
    )
    if not languages:
        return {}
    sealed = _SealedArticles(folder, manifest, article_files)
    return {
        position: tuple(_settled_of_shard(sealed, path, plan, languages, review))
        for position, path in article_files.items()
    }


def _settled_of_shard(
    sealed: _SealedArticles,
    articles: Path,
    plan: Plan,
    languages: frozenset[str],
    review: RunReview,
) -> Iterator[SettledArticles]:
    """Yield the articles of one file that are settled, by the sealed shard that has them."""
    rows_by_shard: dict[int, list[Row]] = {}
    for row in pq.read_table(articles).to_pylist():
        shard_no = sealed.shard_numbers.get(row["id"])
        if shard_no is not None and row["language"] in languages:
            rows_by_shard.setdefault(shard_no, []).append(row)
    for shard_no, rows in sorted(rows_by_shard.items()):
        shard = sealed.shard(shard_no)
        settled_ids: set[str] = set()
        for row in rows:
            id = row["id"]
            decisions = review.decision_ids(id)
            # What annotators alone find of an original is not stored for its copies, whose table asks for it.
            has_reviewed_copies = plan.fold and row["copies"] and decisions
            if (
                not has_reviewed_copies
                and decisions == shard.decisions.get(id, frozenset())
                and _is_same(row, shard.rows.get(id), sealed.columns)
            ):
                settled_ids.add(id)
        if settled_ids:
            yield SettledArticles(shard.tables, frozenset(settled_ids))


def find_changes(folder: Path, article_files: Iterable[Path]) -> Iterator[str]:
    """
    Yield for each article of some files whether it is "new", "changed" or the "same" beside the sealed corpus in `folder`.

    All are new where no corpus stands, or none that can be read.
    """
    files = dict(enumerate(article_files))
    try:
        manifest = read_manifest(folder)
    except CorpusError:
        manifest = Manifest(title="")
    sealed = _SealedArticles(folder, manifest, files)
    for path in files.values():
        for row in pq.read_table(path).to_pylist():
            shard_no = sealed.shard_numbers.get(row["id"])
            if shard_no is None:
                yield "new"
                continue
            sealed_row = sealed.shard(shard_no).rows.get(row["id"])
            yield "same" if _is_same(row, sealed_row, sealed.columns) else "changed"


def _is_same(row: Row, sealed_row: Row | None, columns: Mapping[str, str]) -> bool:
    """Say whether an imported article is the sealed one; `columns` are the own columns of the sealed, with types."""
    if sealed_row is None:
        return False
    for name, value in layer_inputs(row).items():
        if name != PACKED and sealed_row[name] != value:
            return False
    for name, value in unpacked(row[PACKED]).items():
        if value is not None and not _fits(value, columns.get(name)):
            return False
    typed = unpacked(row[PACKED], columns)
    return all(sealed_row[name] == value for name, value in typed.items())


def _fits(value: Any, column: str | None) -> bool:
    """Say whether a column of this type has the value as it is; whole numbers may stand among broken ones."""
    kind = kind_of(value)
    return kind == column or (kind, column) == ("int64", "float64")


@dataclass(frozen=True, slots=True)
class _SealedShard:
    """A sealed shard: its files by table, rows of articles by id, and the ids of the decisions on each."""

    tables: Mapping[str, Path]
    rows: Mapping[str, Row]
    decisions: Mapping[str, frozenset[str]]


_NO_SHARD = _SealedShard({}, {}, {})


class _SealedArticles:
    """The articles of the sealed corpus that stand in some files, too; read shard by shard, when asked for."""

    def __init__(
        self, folder: Path, manifest: Manifest, article_files: Mapping[int, Path]
    ) -> None:
        """Find in which shard each article of `article_files` is sealed: `shard_numbers`, by id."""
        self._folder = folder
        self._shards = manifest.shards
        self.columns = manifest.columns
        # Only those that are asked for: the ids of all articles would fill the memory.
        self._ids = pa.array(list(_read_ids(article_files.values())), pa.string())
        self.shard_numbers: dict[str, int] = {}
        for number, shard in enumerate(manifest.shards):
            ids = _ids_if_readable(folder / shard.files["articles"].path)
            asked = ids.filter(pc.is_in(ids, self._ids)).to_pylist()
            self.shard_numbers.update(dict.fromkeys(asked, number))
        # Articles stand in their old order: those of a shard are in one or two of the sealed.
        self.shard = lru_cache(2)(self._read_shard)

    def _read_shard(self, number: int) -> _SealedShard:
        """Return a shard; one without an article where a file is not as it was written."""
        shard = self._shards[number]
        if not all(file.is_whole(self._folder) for file in shard.files.values()):
            return _NO_SHARD
        tables = {
            table: self._folder / file.path for table, file in shard.files.items()
        }
        articles = pq.read_table(tables["articles"])
        articles = articles.filter(pc.is_in(articles["id"], self._ids))
        incomplete = ids_without_a_layer(tables)
        rows = {
            row["id"]: row
            for row in articles.to_pylist()
            if row["id"] not in incomplete
        }
        return _SealedShard(tables, rows, _decisions_of(shard, tables))


def ids_without_a_layer(tables: Mapping[str, Path]) -> frozenset[str]:
    """Return the ids of a sealed shard's articles that lack a layer, its annotator being optional."""
    if "layer_failures" not in tables:
        return frozenset()
    file = tables["layer_failures"]
    rows = pq.read_table(file, columns=["article_id"])
    return frozenset(rows["article_id"].to_pylist())


def _ids_if_readable(articles: Path) -> pa.ChunkedArray:
    """Return the ids of a sealed file of articles; none where it is gone or damaged."""
    try:
        return pq.read_table(articles, columns=["id"])["id"]
    except (OSError, pa.ArrowException):
        return pa.chunked_array([], pa.string())


def _read_ids(article_files: Iterable[Path]) -> Iterator[str]:
    """Yield the ids of the articles in some files."""
    for path in article_files:
        yield from pq.read_table(path, columns=["id"])["id"].to_pylist()


def _decisions_of(
    shard: Shard, tables: Mapping[str, Path]
) -> dict[str, frozenset[str]]:
    """Return the ids of the decisions that a sealed shard was made with, by article."""
    if DECISIONS not in shard.files:
        return {}
    rows = pq.read_table(tables[DECISIONS], columns=["id", "article_id"]).to_pylist()
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row["article_id"], set()).add(row["id"])
    return {article: frozenset(of_article) for article, of_article in ids.items()}
