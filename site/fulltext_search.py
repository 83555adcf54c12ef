"""
Full text search for a site that is served, by pagefind: every word of the articles, with filters.

Wanted with `search: pagefind`; it takes the extra `search`. A reader's browser loads the index of the words that are
typed. pagefind needs a server, so the site's own search remains for the disk.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.layers import layer_of_value
from pressmark.spans import Entity, Event, Quote

from .index import Index
from .interface import Interface
from .paths import article_path
from .site_file import SiteFile, file_with_content

__all__ = ["FILTERS", "full_text_files", "need_pagefind"]

FILTERS = ("outlet", "year", "speaker", "name", "type")
"""What results can be narrowed by, in the order of the page; each is a word of the interface."""

# `search.js` loads pagefind from there.
_INDEX_FOLDER = "search/full"

# What pagefind takes for a language: a code of BCP 47, as far as it reads one.
_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

# What is not seen within a word (soft hyphens, joiners), and what parts two words without a blank.
_JOINER = "\u2060"
_UNSEEN = re.compile("[\u00ad\u200c-\u200f\u2060\ufeff]")
_BORDER = re.compile(r"(?<=\w)(?:[^\w\s]|[_ʼʻʽˮ])+(?=\w)")

# Seconds for one answer: pagefind gives none at all when it cannot read what it is sent. Chosen, not measured.
ANSWER_SECONDS = 600.0

_PAGEFIND_MISSING = "site: search: pagefind needs pagefind. Run: pip install 'pressmark[search]', or write `search: true`."

# The ends of the files that the page loads; pagefind also writes a search interface of its own, which we do not use.
_LOADED_FILE_ENDS = (
    ".pf_meta",
    ".pf_fragment",
    ".pf_index",
    ".pf_filter",
    ".pagefind",
    "entry.json",
    "pagefind.js",
    "worker.js",
)


def need_pagefind() -> None:
    """Raise `PressmarkError` where the package is missing that the index is made with."""
    if find_spec("pagefind") is None:
        raise PressmarkError(_PAGEFIND_MISSING)


def full_text_files(corpus: Corpus, index: Index, ui: Interface) -> Iterator[SiteFile]:
    """
    Yield the files of pagefind's index.

    Raises `PressmarkError` when it is not installed, does not answer, or does not know the articles' language.
    """
    language = index.articles.main_language() or ui.language
    if not _LANGUAGE_CODE.fullmatch(language):
        raise PressmarkError(
            f"site: search: pagefind: the articles' language {language!r} is no code of a language (fr, en-GB). Mend"
            " the source, or write `search: true`."
        )
    copy_ids = index.articles.copy_ids()
    originals = (article for article in corpus if article.id not in copy_ids)
    with tempfile.TemporaryDirectory(prefix="pressmark-full-") as folder:
        # In a thread of its own: a notebook runs an event loop in this one, and `asyncio.run` takes no second.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(
                asyncio.run, _run_pagefind(originals, ui, language, folder)
            ).result()
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.name.endswith(_LOADED_FILE_ENDS):
                yield file_with_content(
                    f"{_INDEX_FOLDER}/{path.relative_to(folder).as_posix()}",
                    path.read_bytes(),
                )


async def _run_pagefind(
    articles: Iterable[Article], ui: Interface, language: str, folder: str
) -> None:
    """Write pagefind's index of `articles` into `folder`. Its process is ended when it does not answer."""
    try:
        from pagefind.index import IndexConfig, PagefindIndex

        index = PagefindIndex(
            config=IndexConfig(output_path=folder, force_language=language)
        )
        # Leaving the index writes the files.
        async with asyncio.timeout(ANSWER_SECONDS) as limit, index:
            for article in articles:
                await index.add_custom_record(**_record(article, ui, language))
                limit.reschedule(asyncio.get_running_loop().time() + ANSWER_SECONDS)
    except TimeoutError as error:
        raise PressmarkError(
            f"site: search: pagefind gave no answer in {ANSWER_SECONDS:.0f} seconds. Try again, or write"
            " `search: true`."
        ) from error
    except (ImportError, FileNotFoundError) as error:
        raise PressmarkError(_PAGEFIND_MISSING) from error


def _record(article: Article, ui: Interface, language: str) -> dict[str, Any]:
    """Return an article as pagefind takes it in."""
    published = article.published
    meta = {
        "title": article.title or article.id,
        "day": ui.date(published),
        "outlet": article.outlet or "",
    }
    return {
        "url": f"/{article_path(article.id, article.title)}",
        "content": _part_words(article.text),
        "language": language,
        "meta": meta,
        "filters": _filters(article, ui),
        "sort": {"date": published.isoformat() if published else ""},
    }


def _part_words(text: str) -> str:
    """
    Return a text with its words parted by blanks, as pagefind knows no other border: « l’eau » is no word to it.

    A blank that is put in stands behind a word joiner, by which `search.js` takes it out of what it shows.

    >>> _part_words("De l’eau").replace(_JOINER, "|")
    'De l’| eau'
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return _BORDER.sub(_with_blank, seen)


def _with_blank(border: re.Match[str]) -> str:
    """Return what stands between two letters with a blank behind it; signs of vowels, as Hindi has them, are no border."""
    if all(unicodedata.category(sign).startswith("M") for sign in border[0]):
        return border[0]
    return f"{border[0]}{_JOINER} "


def _filters(article: Article, ui: Interface) -> Mapping[str, list[str]]:
    """Return the values that an article is found by, for each filter that it has any of."""
    filters: dict[str, set[str]] = {name: set() for name in FILTERS}
    if article.outlet:
        filters["outlet"].add(article.outlet)
    if article.published:
        filters["year"].add(str(article.published.year))
    for span in chain.from_iterable(article.layers.values()):
        layer = layer_of_value(type(span)).name
        if layer in _FILTERS_OF_LAYERS:
            name, value_of = _FILTERS_OF_LAYERS[layer]
            value = value_of(span, ui)
            filters[name].update([value] if value else [])
    return {name: sorted(values) for name, values in filters.items() if values}


def _speaker_of(quote: Quote, ui: Interface) -> str | None:
    """Return who says a quote, by the fullest name that is known; None for a quote of nobody."""
    return quote.speaker_canonical_name or quote.speaker_name


def _full_name_of(entity: Entity, ui: Interface) -> str:
    """Return the fullest form of a name."""
    return entity.name


def _type_of(event: Event, ui: Interface) -> str:
    """Return what the type of an event is called."""
    return ui.one_of("event_types", event.label)


# What an article can be found by, of each layer: the filter, and its value for a span. Dates have none.
_FILTERS_OF_LAYERS: Mapping[str, tuple[str, Callable[[Any, Interface], str | None]]] = {
    "quotes": ("speaker", _speaker_of),
    "entities": ("name", _full_name_of),
    "events": ("type", _type_of),
}
