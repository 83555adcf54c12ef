"""Build: every page of a corpus, gathered, rendered and written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.storage.manifest import MANIFEST

from .downloads import csv_files, downloads
from .event_type_css import with_event_types
from .feeds import feeds
from .fulltext_search import full_text
from .highlight_css import sheets
from .index import Index
from .index_writer import gather
from .options import Edition
from .output import Output
from .page_plan import plan
from .renderer import Order, made
from .search_index import shards
from .site_file import File, held
from .template_engine import Templates
from .temporary_folder import temporary_room

__all__ = ["Built", "build"]


@dataclass(frozen=True, slots=True)
class Built:
    """
    What a build did: the site's folder, how many files it wrote, left as they were, and deleted, and how many bytes the
    site has.
    """

    folder: Path
    written: int
    unchanged: int
    deleted: int
    size: int = 0

    @property
    def said(self) -> str:
        """How large the site is, in words: `7,148 files, 73.0 MB`."""
        return f"{self.written + self.unchanged:,} files, {self.size / 1e6:,.1f} MB"


def build(
    corpus: Corpus,
    output: Path,
    *,
    language: str = "en",
    theme: Path | None = None,
    address: str | None = None,
    search: bool | str = True,
    downloads: bool = True,
    copies: str = "fold",
    workers: int = 1,
) -> Built:
    """
    Make the site of a corpus in a folder, or bring it up to date; what would not change is not made again.

    The arguments are those of `Edition`, and the number of processes. Raises `PressmarkError` for a folder that holds
    files which are not ours, a theme that is not there, or a language without an interface.

    >>> from pressmark.dataset.corpus import load
    >>> build(load("corpus"), Path("public")).folder
    PosixPath('public')
    """
    edition = Edition(
        language=language, theme=theme, address=address, search=search, downloads=downloads, copies=copies
    )
    if theme is not None and not theme.is_dir():
        raise PressmarkError(f"{theme}: no such folder of templates. Name one under `site: theme:`, or leave it out.")
    templates = Templates(corpus, edition)
    output = Path(output)
    site = Output(output, _ground(corpus, templates))
    if site.stands:
        return Built(output, 0, len(site.known), 0, site.size)
    with site, temporary_room() as room:
        _make(corpus, site, edition, templates, room / "index.db", workers)
    return Built(output, site.written, site.unchanged, site.deleted, site.size)


def _make(corpus: Corpus, site: Output, edition: Edition, templates: Templates, file: Path, workers: int) -> None:
    gather(corpus, file, fold=edition.copies == "fold")
    index = Index(file)
    pages = plan(index, search=bool(edition.search))
    order = Order(corpus=corpus.folder, index=file, edition=edition, folder=site.folder, known=site.known)
    for path, ground, written in made(pages, order, corpus, workers=workers, many=len(corpus)):
        site.took(path, ground, written)
    for path, ground, make in _beside(corpus, index, templates):
        site.put(path, ground, make)


def _beside(corpus: Corpus, index: Index, templates: Templates) -> Iterator[File]:
    """The files that are no pages: styles, scripts, tables, feeds, search."""
    yield from _assets(templates.edition)
    yield from csv_files(index)
    yield from feeds(index, templates)
    if templates.edition.search:
        yield from shards(index)
    if templates.edition.search == "pagefind":
        yield from full_text(corpus, index, templates.ui)
    if templates.edition.downloads:
        yield from downloads(corpus)


def _assets(edition: Edition) -> Iterator[File]:
    found = {f"assets/{file.name}": file.read_bytes() for file in (files("pressmark.site") / "assets").iterdir()}
    found["assets/site.css"] = with_event_types(found["assets/site.css"].decode()).encode()
    found |= {f"assets/{name}": sheet.encode() for name, sheet in sheets().items()}
    if edition.theme and (edition.theme / "assets").is_dir():
        theirs = edition.theme / "assets"
        found |= {f"assets/{path.relative_to(theirs).as_posix()}": path.read_bytes() for path in theirs.rglob("*.*")}
    if not edition.search:
        found.pop("assets/search.js", None)
    for path, content in sorted(found.items()):
        yield held(path, content)


def _ground(corpus: Corpus, templates: Templates) -> str:
    """What the whole site is made from: the corpus as its manifest lists it, and what all pages depend on."""
    manifest = (corpus.folder / MANIFEST).read_bytes()
    return hashlib.blake2b(
        manifest + templates.digest.encode() + repr(corpus.layers).encode(), digest_size=16
    ).hexdigest()
