"""Pages and the files beside them are made here: each page from its view, and only what has another fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, load
from pressmark.dataset.layer_gaps import layer_gaps
from pressmark.exchange import article_json
from pressmark.storage.garbage_collection import garbage_collection_paused

from .downloads import table_parts
from .files_beside_pages import FileGroup, files_of_group
from .index import Index
from .measured_quality import quality_rows
from .output import Written, write
from .packed_values import packed_text
from .page_plan import Page
from .shard_articles import ShardArticles
from .template_engine import Templates
from .views import LateView, Views

__all__ = ["PageRenderer", "RenderJob", "RenderedFile"]


class RenderedFile(NamedTuple):
    """A file of the site: its path, its fingerprint, and what was written; None when it stood already."""

    path: str
    fingerprint: str
    written: Written | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """
    What every process needs: the corpus's folder, the index's file, the options, and the site's folder.

    `current` holds the files that stand in the site's folder as they were written, each with its fingerprint.
    """

    corpus: Path
    index: Path
    options: SiteOptions
    folder: Path
    current: Mapping[str, str] = field(repr=False)


class PageRenderer:
    """Makes pages. Holds the templates, the index, and the articles of the shard that was last asked for."""

    def __init__(
        self,
        job: RenderJob,
        corpus: Corpus | None = None,
        templates: Templates | None = None,
    ) -> None:
        """Take the corpus and the templates of this process, where it has them already."""
        self._job = job
        self._corpus = corpus or load(job.corpus)
        self.templates = templates or Templates(self._corpus, job.options)
        self._index = Index(job.index)
        self._views = Views(self._index)
        self._common_fingerprint = self.templates.fingerprint
        self._gaps = layer_gaps(self._corpus)
        # One shard, as pages of articles come shard by shard: memory holds no more than that. One article, as its page
        # and the file of its data are made together.
        self._articles_of_shard = lru_cache(1)(self._read_shard)
        self._article = lru_cache(1)(self._read_article)

    def render(self, page: Page) -> Iterator[RenderedFile]:
        """Make a page and what belongs to it, unless it stands already."""
        if page.kind in ("article", "copy"):
            yield from self._render_article(page)
            return
        view = getattr(self._views, page.kind)(*page.key)
        if isinstance(view, LateView):
            yield self._put_page(page, view.causes, view.contents)
            return
        view = dict(view)
        if page.kind in ("home", "corpus"):
            view |= {**self._counts(), "seen": self._corpus.manifest.seen}
        if page.kind == "corpus":
            view |= _run_tables(self._corpus)
            view |= self.templates.corpus_citation(len(self._corpus))
            spoken = [row.language for row in view["languages"]]
            view["quality"] = quality_rows(
                self._corpus.layers, spoken, self.templates.ui
            )
            # All articles, copies too: seen = kept + rejected.
            view["counts"] = self._corpus.counts
        yield self._put_page(page, view, lambda: view)

    def _put_page(
        self, page: Page, causes: Any, contents: Callable[[], Mapping[str, Any]]
    ) -> RenderedFile:
        """Render a page from its `contents`, unless it stands already, made from the same `causes`."""
        return self._put(
            page.path,
            self._fingerprint(page.kind, page.path, repr(causes)),
            lambda: self.templates.page(page.path, page.kind, contents()),
        )

    def make_group(self, group: FileGroup) -> Iterator[RenderedFile]:
        """Make the files of a group, but for those that stand already."""
        files = files_of_group(
            group,
            self._corpus,
            self._index,
            self.templates,
            self._views.pictures_drawn,
        )
        for path, fingerprint, make in files:
            yield self._put(path, fingerprint, make)

    def _render_article(self, page: Page) -> Iterator[RenderedFile]:
        """Make the page of an article or a copy, and the file of its data."""
        number_or_original, article_id, shard_no, content_fingerprint = page.key
        context = self._article_context(page.kind, article_id, number_or_original)
        fingerprint = self._fingerprint(
            "article", page.path, repr((content_fingerprint, context))
        )

        def render() -> str:
            return self.templates.article(
                self._article(shard_no, article_id), **context
            )

        yield self._put(page.path, fingerprint, render)
        if self._job.options.downloads:
            path = page.path.removesuffix(".html") + ".json.gz"
            fingerprint = self._fingerprint("json", path, content_fingerprint)
            yield self._put(
                path, fingerprint, lambda: self._article_json(shard_no, article_id)
            )

    def _article_context(
        self, kind: str, article_id: str, number_or_original: int | str
    ) -> dict[str, Any]:
        """Return what an article's page shows of other articles: a copy its original, others their neighbours."""
        articles = self._index.articles
        context: dict[str, Any] = {
            "copies": articles.copies_of(article_id),
            "missing_layers": tuple(
                layer for layer, gaps in self._gaps.items() if article_id in gaps
            ),
        }
        if kind == "copy":
            original, article_no = articles.original(str(number_or_original))
            name_paths = self._index.names.paths_in_article(article_no)
            return context | {"original": original, "name_paths": name_paths}
        article_no = int(number_or_original)
        previous, following = articles.neighbours(article_no)
        return context | {
            "previous": previous,
            "following": following,
            "happenings": self._index.events.happenings_of(article_no),
            "name_paths": self._index.names.paths_in_article(article_no),
        }

    def _counts(self) -> dict[str, Any]:
        """Return how much there is, counted in originals where copies are folded, and how many copies there are."""
        counts, copies = self._corpus.counts, self._index.articles.count_copies()
        if copies:
            counts = counts | self._index.articles.totals()
        # Scare quotes are nobody's words: a number that leads to the list of quotes is the list's.
        counts = counts | {"quotes": self._index.quotes.count()}
        return {"counts": counts, "folded": copies}

    def _article_json(self, shard_no: int, article_id: str) -> bytes:
        """Return an article's annotations as JSON, one line, packed."""
        article = self._article(shard_no, article_id)
        return packed_text(json.dumps(article_json(article), ensure_ascii=False) + "\n")

    def _put(
        self, path: str, fingerprint: str, make: Callable[[], str | bytes]
    ) -> RenderedFile:
        """Make and write a file, unless it stands with this fingerprint."""
        if self._job.current.get(path) == fingerprint:
            return RenderedFile(path, fingerprint, None)
        # Up to the end of one file: what a template leaves in circles is found between two.
        with garbage_collection_paused():
            content = make()
        changed = write(self._job.folder, path, content)
        return RenderedFile(path, fingerprint, Written.of(content, changed=changed))

    def _fingerprint(self, *parts: str) -> str:
        """Return the fingerprint of what a page is made from, with what all pages depend on."""
        digest = hashlib.blake2b(self._common_fingerprint.encode(), digest_size=16)
        for part in parts:
            # The NUL keeps ("ab", "c") apart from ("a", "bc").
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()

    def _read_article(self, shard_no: int, article_id: str) -> Article:
        """Return an article of a shard, with its layers."""
        return self._articles_of_shard(shard_no)[article_id]

    def _read_shard(self, shard_no: int) -> ShardArticles:
        """Return the articles of a shard, none of them made yet."""
        return ShardArticles(self._corpus, self._corpus.manifest.shards[shard_no])


def _run_tables(corpus: Corpus) -> dict[str, Any]:
    """Return the corpus's own tables of runs and rejected articles, and the names of its files, for its page."""
    runs = [_run_row(row) for row in corpus.rows("runs")]
    rejected = corpus.rows("rejected")
    gaps = {layer: len(articles) for layer, articles in layer_gaps(corpus).items()}
    stems = {
        table: [stem for _, stem in table_parts(corpus, table)]
        for table in corpus.manifest.tables()
    }
    return {
        "files": stems,
        "runs": runs,
        "rejected": rejected,
        "gaps": gaps,
        "packages": runs[0]["packages"] if runs else {},
    }


def _run_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the table of runs with its settings and packages read from JSON."""
    return {
        **row,
        "settings": json.loads(row["settings"] or "{}"),
        "packages": json.loads(row["packages"] or "{}"),
    }
