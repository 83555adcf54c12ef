"""
Read a corpus once, shard by shard, and write the index from which all pages about many articles are made.

Memory holds a shard, not a corpus, and every process that renders pages reads the same rows.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.layers import Layer
from pressmark.linking.speakers import kind_of_speaker
from pressmark.storage.manifest import Shard

from .declared_annotations import declared_facts, targets_of
from .index import IndexDraft
from .index_tables import iso_time, write_happenings, write_names
from .paths import anchor, article_path

__all__ = ["shard_rows", "write_index"]

CONTEXT_CHARACTERS = 90
"""How much of the text stands before and after an annotation in a list: about a line of the page, chosen by eye."""

OPENING_CHARACTERS = 70
"""How much of its text stands for the title of an article that has none: a headline's length, chosen by eye."""

_Row = Mapping[str, Any]


def write_index(corpus: Corpus, file: Path, *, fold_copies: bool = True) -> None:
    """
    Write the index of `corpus` to `file`, which must not exist.

    With `fold_copies`, copies stand apart from the articles of the lists, and no annotation of theirs is counted.
    """
    with IndexDraft(file) as index:
        write_names(corpus, index)
        write_happenings(corpus, index)
        order = _order_articles(corpus, fold_copies=fold_copies)
        for shard_no, shard in enumerate(corpus.manifest.shards):
            _write_shard(corpus, shard_no, shard, order, index)
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
        if fold_copies and row["duplicate_of"]:
            copied_ids[row["id"]] = row["duplicate_of"]
        sort_keys.append(
            (published is None, -published.timestamp() if published else 0.0, row["id"])
        )
    article_ids = {article_id for _, _, article_id in sort_keys}
    # A copy is folded only into an article that is there and is no copy itself, so that nothing leads in a circle.
    original_ids = {
        copy_id: original_id
        for copy_id, original_id in copied_ids.items()
        if original_id in article_ids and original_id not in copied_ids
    }
    listed_ids = (
        article_id
        for _, _, article_id in sorted(sort_keys)
        if article_id not in original_ids
    )
    numbers = {
        article_id: article_no for article_no, article_id in enumerate(listed_ids)
    }
    return _ArticleOrder(numbers, original_ids)


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
    declared = {
        name: corpus.manifest.layer(name)
        for name in corpus.layers
        if name in corpus.manifest.declarations
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
            article | {"article_no": article_no} | _count_annotations(layers),
        )
        annotations = _ArticleAnnotations(row["text"], article_no, layers, index)
        annotations.write()
        for layer in declared.values():
            annotations.write_declared(layer)


def _article_row(row: _Row, layers: Mapping[str, Sequence[_Row]]) -> dict[str, Any]:
    """Return what articles and copies share. The fingerprint is of all that the article's own page shows."""
    return {
        "article_id": row["id"],
        "path": article_path(row["id"]),
        "title": row["title"] or _shorten_text(row["text"]),
        "outlet": row["outlet"],
        "published": row["published"].isoformat() if row["published"] else None,
        "language": row["language"],
        "content_fingerprint": hashlib.blake2b(
            repr((row, layers)).encode(), digest_size=16
        ).hexdigest(),
    }


def _count_annotations(layers: Mapping[str, Sequence[_Row]]) -> dict[str, int]:
    """Count what an article's item in a list names; a layer that the corpus does not have counts nothing."""
    return {
        "entity_count": len(layers.get("entities", ())),
        "quote_count": len(layers.get("quotes", ())),
        "event_count": len(layers.get("events", ())),
    }


class _ArticleAnnotations:
    """The annotations of one article, on their way into the index."""

    def __init__(
        self,
        text: str,
        article_no: int,
        layers: Mapping[str, Sequence[_Row]],
        index: IndexDraft,
    ) -> None:
        self._text, self._article_no, self._layers, self._index = (
            text,
            article_no,
            layers,
            index,
        )
        self._entities = [
            entity for entity in layers.get("entities", ()) if entity["name_id"]
        ]
        self._name_ids = {entity["id"]: entity["name_id"] for entity in self._entities}
        self._names = {entity["id"]: entity["name"] for entity in self._entities}
        self._starts = [entity["start"] for entity in self._entities]

    def write(self) -> None:
        """Write mentions, quotes and events. Scare quotes are nobody's words, and stand in no list."""
        self._write_mentions()
        for quote in self._layers.get("quotes", ()):
            if quote["label"] != "scare":
                self._write_quote(quote)
        for event in self._layers.get("events", ()):
            self._write_event(event)

    def write_declared(self, layer: Layer) -> None:
        """Write the annotations of a layer that somebody declared."""
        targets = targets_of(self._layers)
        for annotation in self._layers.get(layer.name, ()):
            facts = declared_facts(layer, annotation, targets)
            row = {
                "layer": layer.name,
                **self._in_context(annotation),
                "label": annotation["label"],
                "facts": json.dumps(facts, ensure_ascii=False),
            }
            self._index.insert("declared_annotations", row)

    def _write_mentions(self) -> None:
        """Write the first mention of each name, and how many there are."""
        first_mentions: dict[str, _Row] = {}
        mention_counts: dict[str, int] = {}
        for entity in self._entities:
            name_id = entity["name_id"]
            first_mentions.setdefault(name_id, entity)
            mention_counts[name_id] = mention_counts.get(name_id, 0) + 1
        for name_id, entity in first_mentions.items():
            row = {
                "name_id": name_id,
                "mention_count": mention_counts[name_id],
                **self._in_context(entity),
            }
            self._index.insert("mentions", row)

    def _write_quote(self, quote: _Row) -> None:
        """Write a quote, and the names that it mentions besides its speaker's own."""
        pieces = [(piece["start"], piece["end"]) for piece in quote["spans"] or ()]
        pieces = pieces or [(quote["start"], quote["end"])]
        speaker_name_id = quote["speaker_name_id"]
        row = {
            "article_no": self._article_no,
            "anchor": anchor(quote["id"]),
            "text": " … ".join(self._text[start:end] for start, end in pieces),
            "label": quote["label"],
            "status": quote["status"],
            "speaker_kind": kind_of_speaker(
                quote["speaker_kind"], quote["speaker_label"]
            ),
            "cue": quote["cue"],
            "speaker": quote["speaker_canonical_name"] or quote["speaker_name"],
            "speaker_name_id": speaker_name_id,
        }
        quote_no = self._index.insert("quotes", row)
        name_ids: set[str] = set()
        for start, end in pieces:
            name_ids.update(
                entity["name_id"] for entity in self._entities_within(start, end)
            )
        name_ids.discard(speaker_name_id)
        rows = (
            {"name_id": name_id, "quote_no": quote_no} for name_id in sorted(name_ids)
        )
        self._index.insert_all("names_in_quotes", rows)

    def _entities_within(self, start: int, end: int) -> Iterator[_Row]:
        """Yield the entities that lie whole between two offsets of the text."""
        for position in range(bisect_left(self._starts, start), len(self._starts)):
            if self._starts[position] >= end:
                return
            if self._entities[position]["end"] <= end:
                yield self._entities[position]

    def _write_event(self, event: _Row) -> None:
        """Write an event, and the names that take part in it or where it takes place."""
        arguments = event["arguments"] or ()
        time = iso_time(event["time"])
        place_name_id = self._name_ids.get(event["place_id"])
        row = {
            "article_no": self._article_no,
            **self._in_context(event),
            "label": event["label"],
            "status": event["status"],
            "time": time,
            "month": time[:7] if time and len(time) >= 7 else None,
            "place_name_id": place_name_id,
            "happening_id": event.get("happening_id"),
            "arguments": json.dumps(
                self._shown_arguments(arguments), ensure_ascii=False
            ),
        }
        event_no = self._index.insert("events", row)
        name_ids = {
            self._name_ids.get(argument["entity_id"]) for argument in arguments
        } | {place_name_id}
        rows = (
            {"name_id": name_id, "event_no": event_no}
            for name_id in sorted(filter(None, name_ids))
        )
        self._index.insert_all("names_in_events", rows)

    def _shown_arguments(self, arguments: Iterable[_Row]) -> list[tuple[str, Any]]:
        """Return role and text of each argument, by the name's fullest form; the time is a column of its own."""
        return [
            (argument["role"], self._names.get(argument["entity_id"], argument["text"]))
            for argument in arguments
            if argument["role"] != "time"
        ]

    def _in_context(self, span: _Row) -> dict[str, Any]:
        """Return the columns that a mention and an event share: anchor, text, and the words around it."""
        before, after = _words_around(self._text, span["start"], span["end"])
        return {
            "article_no": self._article_no,
            "anchor": anchor(span["id"]),
            "text_before": before,
            "text": span["text"],
            "text_after": after,
        }


def _words_around(text: str, start: int, end: int) -> tuple[str, str]:
    """
    Return the words before and after a span, cut at white space and at the end of its line.

    >>> _words_around("Elsewhere it rained.\\nIn Larnholm the port closed.", 24, 32)
    ('In ', ' the port closed.')
    """
    before = text[max(0, start - CONTEXT_CHARACTERS) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT_CHARACTERS].partition("\n")[0]
    if len(before) == CONTEXT_CHARACTERS:
        before = f"…{before.partition(' ')[2]}"
    if len(after) == CONTEXT_CHARACTERS:
        after = f"{after.rpartition(' ')[0]}…"
    return before, after


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
    return (
        words
        if len(words) <= OPENING_CHARACTERS
        else f"{words[:OPENING_CHARACTERS].rpartition(' ')[0]}…"
    )
