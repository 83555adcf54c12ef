"""Build: every page of a corpus, gathered, rendered and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pressmark.library import Corpus

from .gathering import Gathered, Line, gather
from .interface import interface
from .markup import TIERS
from .rendering import Pages, lighting
from .slugs import article_path, event_type_path
from .writing import Output

__all__ = ["Built", "build"]

_ON_A_PAGE = 100
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the site's folder, and how many files it wrote, left as they were, and deleted."""

    folder: Path
    written: int
    unchanged: int
    deleted: int


def build(corpus: Corpus, output: Path, *, language: str = "en") -> Built:
    """
    Make the site of a corpus in a folder, or bring it up to date; `language` is the interface's (en or fr).

    Raises `PressmarkError` for a folder that holds files which are not ours.
    """
    pages = interface(language)
    gathered = gather(corpus)
    with Output(Path(output)) as written:
        for path, content in _files(corpus, gathered, Pages(gathered, pages)):
            written.put(path, content)
    return Built(written.folder, written.written, written.unchanged, written.deleted)


def _files(corpus: Corpus, gathered: Gathered, pages: Pages) -> Iterator[tuple[str, str | bytes]]:
    yield "index.html", pages.home()
    yield "corpus.html", pages.provenance()
    yield from _articles(corpus, gathered, pages)
    for kind in ("people", "places", "organisations", "others"):
        yield f"names/{kind}.html", pages.names(kind)
    for name in gathered.names.values():
        yield name.path, pages.name(name)
    yield from _quotes(gathered, pages)
    yield from _events(gathered, pages)
    yield from _assets()


def _articles(corpus: Corpus, gathered: Gathered, pages: Pages) -> Iterator[tuple[str, str]]:
    for number, (cards, of) in enumerate(_paged(gathered.cards), start=1):
        yield _list_path("articles", number), pages.articles(cards, number, of)
    order = {card.id: place for place, card in enumerate(gathered.cards)}
    for article in corpus:
        place = order[article.id]
        newer = gathered.cards[place - 1] if place else None
        older = gathered.cards[place + 1] if place + 1 < len(gathered.cards) else None
        yield article_path(article.id), pages.article(article, newer, older)


def _quotes(gathered: Gathered, pages: Pages) -> Iterator[tuple[str, str]]:
    """Quotes by speaker, A to Z, those without a speaker last; a long list is cut between quotes."""
    speakers = sorted(gathered.quotes.items(), key=lambda one: (not one[0], one[0].casefold()))
    flat = [(speaker, line) for speaker, lines in speakers for line in lines]
    for number, (some, of) in enumerate(_paged(flat), start=1):
        groups: dict[str, list[Line]] = {}
        for speaker, line in some:
            groups.setdefault(speaker, []).append(line)
        yield _list_path("quotes", number), pages.quotes(list(groups.items()), number, of)


def _events(gathered: Gathered, pages: Pages) -> Iterator[tuple[str, str]]:
    yield "events/index.html", pages.events()
    for label, lines in sorted(gathered.events.items()):
        for number, (some, of) in enumerate(_paged(lines), start=1):
            yield event_type_path(label, number), pages.event_type(label, some, number, of)


def _assets() -> Iterator[tuple[str, str | bytes]]:
    for file in (files("pressmark.site") / "assets").iterdir():
        yield f"assets/{file.name}", file.read_bytes()
    for tier in range(TIERS):
        yield f"assets/lit-{tier}.css", lighting(tier)


def _list_path(folder: str, page: int) -> str:
    return f"{folder}/{'index' if page == 1 else f'page-{page}'}.html"


def _paged(rows: Sequence[_T]) -> list[tuple[Sequence[_T], int]]:
    """The rows page by page, each with the number of pages; one empty page when there are none."""
    of = max(1, -(-len(rows) // _ON_A_PAGE))
    return [(rows[page * _ON_A_PAGE : (page + 1) * _ON_A_PAGE], of) for page in range(of)]
