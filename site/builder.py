"""Build a site: every page of a corpus, gathered, rendered and written, and the files beside the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.storage.manifest import MANIFEST
from pressmark.study.estimation.drawn_sample import sample_files

from .corpus_version import version_script
from .downloads import picture_files, table_files
from .explore import explore_files
from .feeds import feed_files
from .fulltext_search import full_text_files
from .highlight_css import highlight_sheets
from .index import Index
from .index_writer import write_index
from .output import Output
from .page_plan import plan_pages
from .renderer import RenderJob, render_pages
from .search_index import search_files
from .site_file import SiteFile, file_with_content
from .style_sheet import explore_sheet, join_style_sheets
from .template_engine import Templates
from .temporary_folder import open_temporary_folder

__all__ = ["Built", "build"]


@dataclass(frozen=True, slots=True)
class Built:
    """
    What a build did: the site's folder, how many files it wrote, left as they were, and deleted.

    `size` is how many bytes the whole site has.
    """

    folder: Path
    written: int
    unchanged: int
    deleted: int
    size: int = 0

    @property
    def size_in_words(self) -> str:
        """How large the site is, in words: `7,148 files, 73.0 MB`."""
        files_in_all = self.written + self.unchanged
        megabytes = self.size / 1e6
        return f"{files_in_all:,} files, {megabytes:,.1f} MB"


def build(
    corpus: Corpus,
    output: Path,
    options: SiteOptions | None = None,
    *,
    workers: int = 1,
) -> Built:
    """
    Make the site of a corpus in a folder, or bring it up to date; what would not change is not made again.

    `workers` is how many processes render the pages of a large corpus. Raises `PressmarkError` for a folder that holds
    files which are not ours, a theme that is not there, or a language without an interface.

    >>> build(corpus, Path("public"), SiteOptions(language="fr"), workers=4)      # doctest: +SKIP
    """
    options = options or SiteOptions()
    if options.theme is not None and not options.theme.is_dir():
        raise PressmarkError(
            f"{options.theme}: no such folder of templates. Name one under `site: theme:`, or leave it out."
        )
    templates = Templates(corpus, options)
    output = Path(output)
    site = Output(output, _site_fingerprint(corpus, templates))
    if site.is_current:
        return Built(output, 0, len(site.current), 0, site.size)
    # The site outside: what goes wrong in the temporary folder too leaves a list that vouches for no file.
    with site, open_temporary_folder() as folder:
        _make_files(corpus, site, templates, folder / "index.db", workers)
    return Built(output, site.written, site.unchanged, site.deleted, site.size)


def _make_files(
    corpus: Corpus, site: Output, templates: Templates, index_file: Path, workers: int
) -> None:
    """Make what changed: the index first, then the pages, then what stands beside them."""
    options = templates.options
    write_index(corpus, index_file, fold_copies=options.copies == "fold")
    index = Index(index_file)
    pages = plan_pages(index, has_search=bool(options.search))
    job = RenderJob(
        corpus=corpus.folder,
        index=index_file,
        options=options,
        folder=site.folder,
        current=site.current,
    )
    for path, fingerprint, written in render_pages(pages, job, corpus, workers=workers):
        site.note(path, fingerprint, written)
    for path, fingerprint, make in _files_beside_pages(corpus, index, templates):
        site.put(path, fingerprint, make)


def _files_beside_pages(
    corpus: Corpus, index: Index, templates: Templates
) -> Iterator[SiteFile]:
    """Yield styles, scripts, tables, feeds and the search."""
    options = templates.options
    yield from _asset_files(options)
    yield file_with_content("assets/version.js", version_script(corpus, templates.ui))
    yield from picture_files(index)
    yield from feed_files(index, templates)
    yield from explore_files(index, templates.ui)
    if options.search:
        yield from search_files(corpus, index)
    if options.search == "pagefind":
        yield from full_text_files(corpus, index, templates.ui)
    if options.downloads:
        yield from table_files(corpus)


def _asset_files(options: SiteOptions) -> Iterator[SiteFile]:
    """Yield the files below `assets/`: ours, then the theme's, which go before ours of the same name."""
    assets = {"assets/site.css": join_style_sheets().encode()}
    assets |= {
        f"assets/{name}": sheet.encode() for name, sheet in highlight_sheets().items()
    }
    assets["assets/explore.css"] = explore_sheet().encode()
    scripts = [
        "article.js",
        "citing.js",
        "explore.js",
        "letters.js",
        "lines.js",
        *(["search.js"] if options.search else []),
    ]
    for name in scripts:
        script = files("pressmark.site") / "assets" / name
        assets[f"assets/{name}"] = script.read_bytes()
    theme_assets = options.theme / "assets" if options.theme else None
    if theme_assets and theme_assets.is_dir():
        for file in theme_assets.rglob("*.*"):
            name = file.relative_to(theme_assets).as_posix()
            assets[f"assets/{name}"] = file.read_bytes()
    for path, content in sorted(assets.items()):
        yield file_with_content(path, content)


def _site_fingerprint(corpus: Corpus, templates: Templates) -> str:
    """Return the fingerprint of the whole site: the corpus as its manifest lists it, and what all pages depend on."""
    digest = hashlib.blake2b((corpus.folder / MANIFEST).read_bytes(), digest_size=16)
    digest.update(templates.fingerprint.encode() + repr(corpus.layers).encode())
    # Counts are corrected by the samples that lie beside a corpus.
    for file in sample_files(corpus.folder.resolve().parent):
        digest.update(file.read_bytes())
    return digest.hexdigest()
