"""The articles of one shard as values, each made when its page asks for it: most often one in a shard has changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.storage.manifest import Shard
from pressmark.storage.tables import article_of, span_of

__all__ = ["ShardArticles"]

_Stretch = tuple[int, int]
"""Rows that stand one after the other: the number of the first, and how many they are."""


class ShardArticles:
    """The tables of a shard, held as columns; its articles by id, with the layers of the corpus."""

    def __init__(self, corpus: Corpus, shard: Shard) -> None:
        """Read the tables; a layer that the shard does not have is an empty one of its articles."""
        self._corpus = corpus
        names = ["articles", *(name for name in corpus.layers if name in shard.files)]
        self._tables = {name: corpus.shard_table(shard, name) for name in names}
        self._places = {
            name: _stretches(table["id" if name == "articles" else "article_id"])
            for name, table in self._tables.items()
        }

    def __getitem__(self, article_id: str) -> Article:
        """Return an article with its layers. Raises `KeyError` for one that is not in the shard."""
        (row,) = self._rows("articles", article_id)
        layers = {}
        for layer in self._corpus.layers:
            declared = self._corpus.manifest.layer(layer)
            rows = self._rows(layer, article_id)
            layers[layer] = tuple(span_of(declared, row) for row in rows)
        return article_of(row, layers)

    def _rows(self, table: str, article_id: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of an article in one of the tables."""
        if table not in self._tables:
            return
        for first, count in self._places[table].get(article_id, ()):
            yield from self._tables[table].slice(first, count).to_pylist()


def _stretches(article_ids: Any) -> dict[str, list[_Stretch]]:
    """Return where the rows of each article stand in a table, by the column of their articles' ids."""
    stretches: dict[str, list[_Stretch]] = {}
    first = 0
    for article_id, rows in groupby(article_ids.to_pylist()):
        count = sum(1 for _ in rows)
        stretches.setdefault(article_id, []).append((first, count))
        first += count
    return stretches
