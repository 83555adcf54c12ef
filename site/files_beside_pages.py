"""What stands beside the pages: styles, scripts, tables, feeds and the search, in groups that are made apart."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus

from .corpus_version import version_script
from .downloads import picture_files, table_files, table_parts
from .explore import explore_files
from .feeds import feed_files
from .fulltext_search import full_text_files
from .highlight_css import highlight_sheets
from .index import Index
from .pictures import Pictures
from .search_index import search_files
from .site_file import SiteFile, file_with_content
from .style_sheet import explore_sheet, join_style_sheets
from .template_engine import Templates

__all__ = ["FileGroup", "file_groups", "files_of_group"]


class FileGroup(NamedTuple):
    """
    Files that are made together, by the name of what they are.

    Of the corpus's tables, each file is a group of its own: `part` is its number in `table`.
    """

    name: str
    table: str = ""
    part: int = 0


def file_groups(corpus: Corpus, options: SiteOptions) -> Iterator[FileGroup]:
    """Yield the groups of a site, those that take longest first."""
    if options.search:
        yield FileGroup("search")
    yield FileGroup("explore")
    if options.search == "pagefind":
        yield FileGroup("full text")
    yield FileGroup("pictures and feeds")
    if options.downloads:
        for table in corpus.manifest.tables():
            for part in range(len(corpus.manifest.files(table))):
                yield FileGroup("table", table, part)
    yield FileGroup("assets")


def files_of_group(
    group: FileGroup,
    corpus: Corpus,
    index: Index,
    templates: Templates,
    pictures: Pictures,
) -> Iterator[SiteFile]:
    """Yield the files of a group of `file_groups`."""
    if group.name == "search":
        yield from search_files(index)
    elif group.name == "explore":
        yield from explore_files(index, templates.ui)
    elif group.name == "full text":
        yield from full_text_files(corpus, index, templates.ui)
    elif group.name == "pictures and feeds":
        yield from picture_files(pictures)
        yield from feed_files(index, templates)
    elif group.name == "table":
        file, stem = list(table_parts(corpus, group.table))[group.part]
        yield from table_files(corpus, file, stem)
    else:
        yield from _asset_files(templates.options)
        yield file_with_content(
            "assets/version.js", version_script(corpus, templates.ui)
        )


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
