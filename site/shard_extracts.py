"""
What the index takes of each article of a shard. It is made from the shard's own files alone, so that it can be kept.

A shard is some hundred articles, and most stay as they are when an article more comes: their rows are read from a cache,
which takes a tenth of the time in which they are made.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from pressmark.annotation.code_fingerprint import code_digest
from pressmark.dataset.corpus import Corpus
from pressmark.layers import BY_NAME, Layer
from pressmark.linking.speakers import SPEAKER_COLUMNS
from pressmark.storage.entry_cache import EntryCache
from pressmark.storage.manifest import Shard
from pressmark.storage.own_columns import PACKED
from pressmark.storage.tables import RESERVED

from .article_annotations import ArticleAnnotations
from .paths import article_path
from .searched_words import searched_words

__all__ = ["ArticleExtract", "ShardExtracts"]

OPENING_CHARACTERS = 70
"""How much of its text stands for the title of an article that has none: a headline's length, chosen by eye."""

MAX_VALUE_CHARACTERS = 60
"""A longer text of a column of one's own is no value that articles share. Chosen, not measured."""

MAX_CACHE_BYTES = 2**30
"""Chosen, not measured: a shard of 200 articles takes about a megabyte."""

# Where an article stands in its file is shown nowhere: a line more at the head of a file changes it for all after it.
_UNSHOWN = "source_place"

# The quickest: what is kept is read again within hours, or never.
_ZIP_LEVEL = 1

_Row = Mapping[str, Any]


class ArticleExtract(NamedTuple):
    """
    What the index takes of one article, in values that JSON holds.

    `columns` are those that articles and copies share, `counts` the numbers of its annotations, `words` those that it is
    found by, parted by blanks. Annotations are rows of `article_annotations`.
    """

    columns: Mapping[str, Any]
    own_columns: str
    counts: Mapping[str, int]
    words: str
    mentions: Sequence[Sequence[Any]]
    quotes: Sequence[Sequence[Any]]
    events: Sequence[Sequence[Any]]
    third_party: Sequence[Sequence[Any]]


class ShardExtracts:
    """The extracts of a corpus's articles, shard by shard: from the cache in `folder`, where one is given, or made."""

    def __init__(
        self, corpus: Corpus, folder: Path | None = None, *, has_search: bool = True
    ) -> None:
        """Without `has_search` no words are told of articles."""
        self._corpus = corpus
        self._has_search = has_search
        self._cache: EntryCache | None = None
        if folder is not None:
            file = folder / "site.sqlite"
            self._cache = EntryCache(file, "extracts", MAX_CACHE_BYTES)

    def of(self, shard: Shard) -> Sequence[ArticleExtract]:
        """Return the extracts of a shard's articles, in their order."""
        if self._cache is None or not self._is_of_its_own(shard):
            return self._make(shard)
        key = self._key(shard)
        kept = self._cache.load([key]).get(key)
        if kept is not None:
            return [
                ArticleExtract(*extract)
                for extract in json.loads(zlib.decompress(kept))
            ]
        extracts = self._make(shard)
        content = json.dumps(extracts, ensure_ascii=False, separators=(",", ":"))
        self._cache.store({key: zlib.compress(content.encode(), _ZIP_LEVEL)})
        return extracts

    def _is_of_its_own(self, shard: Shard) -> bool:
        """Whether a shard's files tell all of its rows: an earlier version left the names of speakers to `names`."""
        if "quotes" not in shard.files:
            return True
        schema = pq.read_schema(shard.files["quotes"].place(self._corpus.folder))
        return {*SPEAKER_COLUMNS} <= {*schema.names}

    def _key(self, shard: Shard) -> bytes:
        """Return the key of a shard's extracts: all that decides what is in them."""
        causes = [
            # Which letters there are, and what they fold to, is Python's.
            sys.version,
            code_digest(__name__),
            self._has_search,
            [
                (layer, self._corpus.manifest.declarations.get(layer))
                for layer in self._corpus.layers
            ],
            dict(self._corpus.manifest.columns),
            {table: file.sha256 for table, file in shard.files.items()},
        ]
        content = json.dumps(causes, sort_keys=True)
        return hashlib.blake2b(content.encode(), digest_size=16).digest()

    def _make(self, shard: Shard) -> list[ArticleExtract]:
        """Make the extracts of a shard."""
        manifest = self._corpus.manifest
        third_party = {
            name: manifest.layer(name)
            for name in self._corpus.layers
            if name not in BY_NAME
        }
        rows_by_layer = {
            layer: _group_by_article(self._rows(shard, layer))
            for layer in self._corpus.layers
        }
        extracts = []
        for row in self._rows(shard, "articles"):
            layers = {
                layer: rows.get(row["id"], []) for layer, rows in rows_by_layer.items()
            }
            words = searched_words(row["text"]) if self._has_search else ""
            extracts.append(_extract(row, layers, third_party, words))
        return extracts

    def _rows(self, shard: Shard, table: str) -> list[dict[str, Any]]:
        """Return the rows of one table of a shard; none where the shard does not have it."""
        if table not in shard.files:
            return []
        rows: list[dict[str, Any]] = self._corpus.shard_table(shard, table).to_pylist()
        return rows


def _extract(
    row: _Row,
    layers: Mapping[str, Sequence[_Row]],
    third_party: Mapping[str, Layer],
    words: str,
) -> ArticleExtract:
    """Return the extract of an article, given its row, those of its layers, the layers that are not ours, and words."""
    annotations = ArticleAnnotations(row["text"], layers)
    third_party_rows = [
        line
        for name, layer in third_party.items()
        for line in annotations.third_party(name, layer)
    ]
    return ArticleExtract(
        columns=_article_columns(row, layers),
        own_columns=_own_columns(row),
        counts=_count_annotations(layers),
        words=words,
        mentions=annotations.mentions(),
        quotes=annotations.quotes(),
        events=annotations.events(),
        third_party=third_party_rows,
    )


def _article_columns(row: _Row, layers: Mapping[str, Sequence[_Row]]) -> dict[str, Any]:
    """Return what articles and copies share. The fingerprint is of all that the article's own page shows."""
    shown = {name: value for name, value in row.items() if name != _UNSHOWN}
    content = hashlib.blake2b(repr((shown, layers)).encode(), digest_size=16)
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
