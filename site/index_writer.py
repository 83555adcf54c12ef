"""
Read a corpus once, shard by shard, and write the index from which all pages about many articles are made.

Memory holds a shard, not a corpus, and every process that renders pages reads the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.storage.garbage_collection import garbage_collection_paused

from .article_annotations import EventRow, MentionRow, QuoteRow, ThirdPartyRow
from .corrected_shares import write_corrected_shares
from .index import IndexDraft
from .index_tables import write_happenings, write_names
from .shard_extracts import ArticleExtract, ShardExtracts

__all__ = ["write_index"]

_Row = Mapping[str, Any]


def write_index(
    corpus: Corpus,
    file: Path,
    extracts: ShardExtracts,
    *,
    language: str = "en",
    fold_copies: bool = True,
) -> None:
    """
    Write the index of `corpus` to `file`, which must not exist, of the `extracts` of its shards.

    Names are called as articles of `language` call them.

    With `fold_copies`, copies stand apart from the articles of the lists, and no annotation of theirs is counted.
    """
    with garbage_collection_paused(), IndexDraft(file) as index:
        write_names(corpus, index, language)
        write_happenings(corpus, index)
        order = _order_articles(corpus, fold_copies=fold_copies)
        for shard_no, shard in enumerate(corpus.manifest.shards):
            _write_shard(shard_no, extracts.of(shard), order, index)
        write_corrected_shares(corpus, index)
        index.finish(has_folded_copies=bool(order.original_ids))


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
    shard_no: int,
    extracts: Iterable[ArticleExtract],
    order: _ArticleOrder,
    index: IndexDraft,
) -> None:
    """Write the articles of a shard, the annotations of those that lists show, and the copies."""
    for extract in extracts:
        article = {**extract.columns, "shard_no": shard_no}
        article_id = article["article_id"]
        if article_id in order.original_ids:
            index.insert(
                "copies", article | {"original_id": order.original_ids[article_id]}
            )
            continue
        article_no = order.numbers[article_id]
        own = {"article_no": article_no, "own_columns": extract.own_columns}
        index.insert("articles", {**article, **own, **extract.counts})
        words = {"article_no": article_no, "words": extract.words}
        index.insert("article_words", words)
        index.insert_annotations(
            "mentions", MentionRow._fields, article_no, extract.mentions
        )
        quotes = [_call_speaker(QuoteRow._make(row), index) for row in extract.quotes]
        index.insert_with_names("quotes", QuoteRow._fields, article_no, quotes)
        index.insert_with_names("events", EventRow._fields, article_no, extract.events)
        index.insert_with_names(
            "third_party_annotations",
            ThirdPartyRow._fields,
            article_no,
            extract.third_party,
        )


def _call_speaker(quote: QuoteRow, index: IndexDraft) -> QuoteRow:
    """Return a quote whose speaker is called as the site's list of names does, where he has a name."""
    if quote.speaker_name_id is None:
        return quote
    return quote._replace(speaker=index.name_of(quote.speaker_name_id))
