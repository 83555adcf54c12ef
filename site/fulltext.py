"""
Full text search for a site that is served, by pagefind: every word of the articles, with filters.

Wanted with `search: pagefind`; it takes the extra `search`. A reader's browser loads the index of the words that are
typed. pagefind needs a server, so the site's own search remains for the disk.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.errors import PressmarkError
from pressmark.library import Corpus
from pressmark.spans import Entity, Event, Quote

from .extra import File, held
from .interface import Interface
from .reading import Index
from .slugs import article_path

__all__ = ["FILTERS", "full_text", "need_pagefind"]

FILTERS = ("outlet", "year", "speaker", "name", "type")
"""What results can be narrowed by, in the order of the page; each is a word of the interface."""

_FOLDER = "search/full"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_PATIENCE = 600.0  # seconds for one answer; it gives none at all when it cannot read what it is sent
_WANTED = "site: search: pagefind needs pagefind. Run: pip install 'pressmark[search]', or write `search: true`."
_NEEDED = (".pf_meta", ".pf_fragment", ".pf_index", ".pf_filter", ".pagefind", "entry.json", "pagefind.js", "worker.js")


def need_pagefind() -> None:
    """Raise `PressmarkError` where the package is missing that the index is made with."""
    if find_spec("pagefind") is None:
        raise PressmarkError(_WANTED)


def full_text(corpus: Corpus, index: Index, ui: Interface) -> Iterator[File]:
    """The files of pagefind's index. Raises `PressmarkError` when it is not installed."""
    language = index.rows("select language from articles group by 1 order by count(*) desc, 1 limit 1")
    spoken = (language[0][0] if language else None) or ui.language
    if not _LANGUAGE.fullmatch(spoken):
        raise PressmarkError(
            f"site: search: pagefind: the articles' language {spoken!r} is no code of a language (fr, en-GB). Mend the"
            " source, or write `search: true`."
        )
    folded = {id for (id,) in index.rows("select id from copies")}
    originals = (article for article in corpus if article.id not in folded)
    with tempfile.TemporaryDirectory(prefix="pressmark-full-") as room:
        with ThreadPoolExecutor(1) as thread:  # a notebook has a loop of its own in this one
            thread.submit(asyncio.run, _made(originals, ui, spoken, room)).result()
        for path in sorted(Path(room).rglob("*")):
            if path.is_file() and path.name.endswith(_NEEDED):
                yield held(f"{_FOLDER}/{path.relative_to(room).as_posix()}", path.read_bytes())


async def _made(corpus: Iterable[Article], ui: Interface, language: str, room: str) -> None:
    try:
        from pagefind.index import IndexConfig, PagefindIndex

        index = PagefindIndex(config=IndexConfig(output_path=room, force_language=language))
        async with asyncio.timeout(_PATIENCE) as limit, index:  # leaving the index writes the files
            for article in corpus:
                await index.add_custom_record(**_record(article, ui, language))
                limit.reschedule(asyncio.get_running_loop().time() + _PATIENCE)
    except TimeoutError as error:
        raise PressmarkError(
            f"site: search: pagefind gave no answer in {_PATIENCE:.0f} seconds. Try again, or write `search: true`."
        ) from error
    except (ImportError, FileNotFoundError) as error:
        raise PressmarkError(_WANTED) from error


def _record(article: Article, ui: Interface, language: str) -> dict[str, Any]:
    when = article.published
    meta = {"title": article.title or article.id, "day": ui.date(when), "outlet": article.outlet or ""}
    return {
        "url": f"/{article_path(article.id)}",
        "content": article.text,
        "language": language,
        "meta": meta,
        "filters": _filters(article, ui),
        "sort": {"date": when.isoformat() if when else ""},
    }


def _speaker(quote: Quote) -> str | None:
    return quote.speaker_canonical_name or quote.speaker_name


def _filters(article: Article, ui: Interface) -> Mapping[str, list[str]]:
    spans = [span for layer in article.layers.values() for span in layer]
    found = {
        "outlet": {article.outlet} if article.outlet else set(),
        "year": {str(article.published.year)} if article.published else set(),
        "speaker": {name for span in spans if isinstance(span, Quote) and (name := _speaker(span))},
        "name": {span.name for span in spans if isinstance(span, Entity)},
        "type": {ui.one_of("event_types", span.label) for span in spans if isinstance(span, Event)},
    }
    return {name: sorted(values) for name, values in found.items() if values}
