"""
Read a corpus once, shard by shard, and write the index from which all pages about many articles are made.

Memory holds a shard, not a corpus, and every process that renders pages reads the same rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.layers import BY_NAME
from pressmark.storage.manifest import Shard
from pressmark.storage.own_columns import PACKED
from pressmark.storage.tables import RESERVED

from .article_annotations import ArticleAnnotations
from .corrected_shares import write_corrected_shares
from .index import IndexDraft
from .index_tables import write_happenings, write_names
from .paths import article_path

__all__ = ["shard_rows", "write_index"]

OPENING_CHARACTERS = 70
"""How much of its text stands for the title of an article that has none: a headline's length, chosen by eye."""

MAX_VALUE_CHARACTERS = 60
"""A longer text of a column of one's own is no value that articles share. Chosen, not measured."""

_Row = Mapping[str, Any]


def write_index(
    corpus: Corpus, file: Path, *, language: str = "en", fold_copies: bool = True
) -> None:
    """
    Write the index of `corpus` to `file`, which must not exist; names are called as articles of `language` call them.

    With `fold_copies`, copies stand apart from the articles of the lists, and no annotation of theirs is counted.
    """
    with IndexDraft(file) as index:
        write_names(corpus, index, language)
        write_happenings(corpus, index)
        order = _order_articles(corpus, fold_copies=fold_copies)
        for shard_no, shard in enumerate(corpus.manifest.shards):
            _write_shard(corpus, shard_no, shard, order, index)
        write_corrected_shares(corpus, index)
        index.finish(has_folded_copies=bool(order.original_ids))


def shard_rows(corpus: Corpus, shard: Shard, table: str) -> list[dict[str, Any]]:
    """Return the rows of one table of a shard; none for a layer that the corpus does not have."""
    if table not in shard.files or table not in ("articles", *corpus.layers):
        return []
    rows: list[dict[str, Any]] = corpus.shard_table(shard, table).to_pylist()
    return rows


class _ArticleOrder(NamedTuple):
    """The number of each article in the lists, by its id; a folded copy has its original's id instead."""

    numbers: Mapping[str, int]
    original_ids: Mapping[str, str]


def _order_articles(corpus: Corpus, *, fold_copies: bool) -> _ArticleOrder:
    """Number the articles: newest first, those without a date last, by id where dates are the same."""
    copied_ids: dict[str, str] = {}
    sort_keys: list[tuple[bool, float, str]] = []
    for row in _publication_rows(corpus):
        published: datetime | None = row["published"]
        minus_timestamp = -published.timestamp() if published else 0.0
        sort_keys.append((published is None, minus_timestamp, row["id"]))
        if fold_copies and row["duplicate_of"]:
            copied_ids[row["id"]] = row["duplicate_of"]
    article_ids = [article_id for _, _, article_id in sorted(sort_keys)]
    original_ids = _originals_to_fold_into(copied_ids, frozenset(article_ids))
    numbers: dict[str, int] = {}
    for article_id in article_ids:
        if article_id not in original_ids:
            numbers[article_id] = len(numbers)
    return _ArticleOrder(numbers, original_ids)


def _originals_to_fold_into(
    copied_ids: Mapping[str, str], article_ids: Collection[str]
) -> dict[str, str]:
    """
    Return the copies that can be folded, each with its original's id.

    A copy is folded only into an article that is there and is no copy itself, so that nothing leads in a circle.

    >>> _originals_to_fold_into({"b": "a", "c": "b", "d": "gone"}, {"a", "b", "c", "d"})
    {'b': 'a'}
    """
    return {
        copy_id: original_id
        for copy_id, original_id in copied_ids.items()
        if original_id in article_ids and original_id not in copied_ids
    }


def _publication_rows(corpus: Corpus) -> Iterator[_Row]:
    """Yield id, date and original of every article, without its text."""
    for shard in corpus.manifest.shards:
        file = shard.files["articles"].place(corpus.folder)
        yield from pq.read_table(
            file, columns=["id", "published", "duplicate_of"]
        ).to_pylist()


def _write_shard(
    corpus: Corpus, shard_no: int, shard: Shard, order: _ArticleOrder, index: IndexDraft
) -> None:
    """Write the articles of a shard, the annotations of those that lists show, and the copies."""
    manifest = corpus.manifest
    third_party = {
        name: manifest.layer(name) for name in corpus.layers if name not in BY_NAME
    }
    rows_by_layer = {
        layer: _group_by_article(shard_rows(corpus, shard, layer))
        for layer in corpus.layers
    }
    for row in shard_rows(corpus, shard, "articles"):
        layers = {
            layer: rows.get(row["id"], []) for layer, rows in rows_by_layer.items()
        }
        article = _article_row(row, layers) | {"shard_no": shard_no}
        if row["id"] in order.original_ids:
            index.insert(
                "copies", article | {"original_id": order.original_ids[row["id"]]}
            )
            continue
        article_no = order.numbers[row["id"]]
        index.insert(
            "articles",
            article
            | {"article_no": article_no, "own_columns": _own_columns(row)}
            | _count_annotations(layers),
        )
        annotations = ArticleAnnotations(row["text"], article_no, layers, index)
        annotations.write()
        for name, layer in third_party.items():
            annotations.write_third_party(name, layer)


def _article_row(row: _Row, layers: Mapping[str, Sequence[_Row]]) -> dict[str, Any]:
    """Return what articles and copies share. The fingerprint is of all that the article's own page shows."""
    content = hashlib.blake2b(repr((row, layers)).encode(), digest_size=16)
    return {
        "article_id": row["id"],
        "path": article_path(row["id"], row["title"]),
        "title": row["title"] or _shorten_text(row["text"]),
        "outlet": row["outlet"],
        "published": row["published"].isoformat() if row["published"] else None,
        "language": row["language"],
        "content_fingerprint": content.hexdigest(),
    }


def _own_columns(row: _Row) -> str:
    """Return the short texts and truth values of the user's own columns of an article, as JSON."""
    columns = {
        name: value
        for name, value in row.items()
        if name not in RESERVED and name != PACKED
    }
    shown = {
        name: value
        for name, value in columns.items()
        if isinstance(value, bool)
        or (isinstance(value, str) and 0 < len(value) <= MAX_VALUE_CHARACTERS)
    }
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def _count_annotations(layers: Mapping[str, Sequence[_Row]]) -> dict[str, int]:
    """Count what an article's item in a list names; a layer that the corpus does not have counts nothing."""
    return {
        "entity_count": len(layers.get("entities", ())),
        "quote_count": len(layers.get("quotes", ())),
        "event_count": len(layers.get("events", ())),
    }


def _group_by_article(
    rows: Iterable[dict[str, Any]],
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a layer by the article that they stand in."""
    rows_by_article: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        rows_by_article.setdefault(row["article_id"], []).append(row)
    return rows_by_article


def _shorten_text(text: str) -> str:
    """Return the first words of a text, for an article without a title."""
    words = " ".join(text.split())
    if len(words) <= OPENING_CHARACTERS:
        return words
    return f"{words[:OPENING_CHARACTERS].rpartition(' ')[0]}…"
