"""The press: makes pages in this process or in several, each from its view, and only those whose ground changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.exchange import article_json
from pressmark.library import Corpus, load
from pressmark.spans import Span
from pressmark.tables import article_of, span_of

from .data import table_parts
from .edition import Edition
from .gathering import shard_rows
from .planning import Page
from .reading import Index
from .rendering import Templates
from .views import Views
from .writing import Written, write

__all__ = ["Made", "Order", "Press", "made"]

_CHUNK = 200
_WORTH_WORKERS = 1500

Made = tuple[str, str, Written | None]
"""A file: its path, its ground, and what was written; None when it stood already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What every process is told: the corpus, the index, the edition, the site's folder and what stands there."""

    corpus: Path
    index: Path
    edition: Edition
    folder: Path
    known: Mapping[str, str] = field(repr=False)


class Press:
    """Makes pages. Holds the templates, the index, and the rows of the shard that it is at."""

    def __init__(self, order: Order, corpus: Corpus | None = None) -> None:
        self._order = order
        self._corpus = corpus or load(order.corpus)
        self.templates = Templates(self._corpus, order.edition)
        self._index = Index(order.index)
        self._views = Views(self._index)
        self._digest = self.templates.digest
        self._shard = lru_cache(1)(self._rows)

    def make(self, page: Page) -> Iterator[Made]:
        """Make a page and what belongs to it, unless it stands already."""
        if page.kind in ("article", "copy"):
            yield from self._article(page)
            return
        view = getattr(self._views, page.kind)(*page.key)
        if page.kind in ("home", "corpus"):
            view = {**view, **self._counts(), "seen": self._corpus.manifest.seen}
        if page.kind == "corpus":  # what was kept, copies too: seen = kept + rejected
            view = {**view, **_tables(self._corpus), "data": self.templates.corpus_data(len(self._corpus))}
            view["counts"] = self._corpus.counts
        ground = self._ground(page.kind, page.path, repr(view))
        yield self._put(page.path, ground, lambda: self.templates.page(page.path, page.kind, view))

    def _article(self, page: Page) -> Iterator[Made]:
        place, id, shard, digest = page.key
        original = self._index.original(place) if page.kind == "copy" else None
        previous, following = self._index.beside(place) if original is None else (None, None)
        copies = self._index.copies(id)
        told = "select h.id from events e join happenings h on h.id = e.happening where e.article = ? order by 1"
        happenings = tuple(row[0] for row in self._index.rows(told, place))
        ground = self._ground("article", page.path, repr((digest, previous, following, original, copies, happenings)))

        def render() -> str:
            article = self._shard(shard)[id]
            return self.templates.article(
                article,
                previous=previous,
                following=following,
                original=original,
                copies=copies,
                happenings=frozenset(happenings),
            )

        yield self._put(page.path, ground, render)
        if self._order.edition.downloads:
            path = page.path.removesuffix(".html") + ".json"
            yield self._put(path, self._ground("json", path, digest), lambda: self._json(shard, id))

    def _counts(self) -> dict[str, Any]:
        """How much there is, counted in originals where copies are folded, and how many copies there are."""
        counts, folded = self._corpus.counts, self._index.number("select count(*) from copies")
        if folded:
            sql = "select count(*), sum(quotes), sum(events) from articles"
            counts = counts | dict(zip(("articles", "quotes", "events"), self._index.rows(sql)[0], strict=True))
        return {"counts": counts, "folded": folded}

    def _json(self, shard: int, id: str) -> str:
        return json.dumps(article_json(self._shard(shard)[id]), ensure_ascii=False) + "\n"

    def _put(self, path: str, ground: str, make: Callable[[], str]) -> Made:
        if self._order.known.get(path) == ground:
            return path, ground, None
        content = make()
        return path, ground, Written.of(content, changed=write(self._order.folder, path, content))

    def _ground(self, *parts: str) -> str:
        found = hashlib.blake2b(self._digest.encode(), digest_size=16)
        for part in parts:
            found.update(part.encode() + b"\0")
        return found.hexdigest()

    def _rows(self, number: int) -> dict[str, Article]:
        """The articles of a shard by id, with their layers."""
        shard = self._corpus.manifest.shards[number]
        spans: dict[str, dict[str, list[Span]]] = {layer: {} for layer in self._corpus.layers}
        for layer, by_article in spans.items():
            for row in shard_rows(self._corpus, shard, layer):
                by_article.setdefault(row["article_id"], []).append(span_of(layer, row))
        return {
            row["id"]: article_of(row, {layer: tuple(of.get(row["id"], ())) for layer, of in spans.items()})
            for row in shard_rows(self._corpus, shard, "articles")
        }


def made(pages: Iterable[Page], order: Order, corpus: Corpus, *, workers: int, many: int) -> Iterator[Made]:
    """Make the pages, in several processes where there are many; the files come in no certain order."""
    if workers <= 1 or many < _WORTH_WORKERS:
        press = Press(order, corpus)
        for page in pages:
            yield from press.make(page)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (order,)) as executor:
        for chunk in executor.map(_some, _chunks(pages)):
            yield from chunk


def _chunks(pages: Iterable[Page]) -> Iterator[Sequence[Page]]:
    stream = iter(pages)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


_PRESS: list[Press] = []


def _start(order: Order) -> None:
    _PRESS.append(Press(order))


def _some(pages: Sequence[Page]) -> list[Made]:
    return [file for page in pages for file in _PRESS[0].make(page)]


def _tables(corpus: Corpus) -> dict[str, Any]:
    """The rows of the corpus's own tables of runs and rejected articles, for its page."""
    runs = [
        {**row, "settings": json.loads(row["settings"] or "{}"), "packages": json.loads(row["packages"] or "{}")}
        for row in corpus.table("runs").to_list()
    ]
    rejected = corpus.table("rejected").to_list()
    stems = {table: [stem for _, stem in table_parts(corpus, table)] for table in corpus.manifest.tables()}
    return {"files": stems, "runs": runs, "rejected": rejected, "packages": runs[0]["packages"] if runs else {}}
