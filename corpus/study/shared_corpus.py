"""
A corpus that is handed on without its texts, which others own, and filled again by who has them.

Every letter of a text is masked, so that all offsets hold: a shared corpus is loaded, checked and counted as any other.
The hash of each text says whether the one that fills it is the same to the character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pressmark.annotation.moved_spans import with_words
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.evaluation.documents import read_documents
from pressmark.messages import counted
from pressmark.pipeline.provenance import step_row

__all__ = ["HASH_COLUMN", "MASK", "FilledCorpus", "fill", "share"]

MASK = "·"
"""What stands in the place of each character that is no white space: one code point, as offsets count these."""

HASH_COLUMN = "text_sha256"
"""The own column of a shared corpus with the hash of each article's text."""

_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class FilledCorpus:
    """A corpus with its texts again; ids of articles that are left out: without a text, and whose text is another."""

    corpus: Corpus
    missing: tuple[str, ...]
    differing: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield what was filled and what was left out, a line each."""
        yield f"{counted(len(self.corpus), 'article')} with their texts written to {self.corpus.folder}"
        for ids, reason in (
            (self.missing, "left out, as no text of their id is there"),
            (self.differing, "left out, as their text is another one"),
        ):
            if ids:
                yield f"  {counted(len(ids), 'article')} {reason}: {_listed(ids)}"


def share(
    corpus: Corpus, folder: str | Path, *, columns: Collection[str] = ()
) -> Corpus:
    """
    Write a corpus without its texts to another folder, and return it: letters are masked, in annotations too.

    Titles, addresses, outlets, authors and days stay, and so do names, labels, links and rules. Of the user's own
    columns only `columns` stay, as any may hold words of the text. Raises `InputError` for a column that is not there.

    >>> import pressmark
    >>> share(pressmark.load("corpus"), "shared")["a"].text
    '···· ····· ·· ······ ···· ··· ····'
    """
    for name in columns:
        if name not in corpus.manifest.columns:
            own = ", ".join(corpus.manifest.columns) or "none"
            raise InputError(
                f"there is no own column {name!r} to keep; there are {own}"
            )

    def masked() -> Iterator[Article]:
        for article in corpus:
            extra = {name: article.extra.get(name) for name in columns}
            extra[HASH_COLUMN] = article.sha256
            text = _VISIBLE.sub(MASK, article.text)
            yield replace(_with_text(article, text), extra=extra)

    settings = {"mask": MASK, "columns": sorted(columns)}
    run = step_row("share", "mask", len(corpus), settings=settings)
    return corpus.save_articles(masked(), folder, title=corpus.title, runs=[run])


def fill(
    shared: Corpus, texts: Mapping[str, str] | Corpus | str | Path, folder: str | Path
) -> FilledCorpus:
    """
    Write a shared corpus with its texts again.

    `texts` are by id, or those of a corpus, of its folder, or of JSON lines with `id` and `text`. A text is taken where
    its hash is that of the shared article. Raises `InputError` for a corpus that was not shared, and where no text fits.

    >>> import pressmark
    >>> shared = share(pressmark.load("corpus"), "shared-again")
    >>> filled = fill(shared, pressmark.load("corpus"), "filled")
    >>> filled.corpus["a"].quotes[0].text
    'The ferry is late'
    """
    if HASH_COLUMN not in shared.manifest.columns:
        raise InputError(
            f"{shared.folder}: has no column `{HASH_COLUMN}`: it was not written by `share`"
        )
    text_of = _text_by_id(texts)
    missing: list[str] = []
    differing: list[str] = []
    fitting: list[str] = []
    for article in shared:
        text = text_of(article.id)
        if text is None:
            missing.append(article.id)
        elif _hash_of(text) == article.extra[HASH_COLUMN]:
            fitting.append(article.id)
        else:
            differing.append(article.id)
    if not fitting:
        raise InputError(
            f"{shared.folder}: no text fits: {len(missing)} are not there, {len(differing)} are others"
        )
    run = step_row(
        "fill",
        "texts",
        len(fitting),
        settings={"left_out": len(missing) + len(differing)},
    )
    filled = shared.save_articles(
        _filled(shared.articles(fitting), text_of),
        folder,
        title=shared.title,
        runs=[run],
    )
    return FilledCorpus(filled, tuple(missing), tuple(differing))


def _filled(
    articles: Iterable[Article], text_of: Callable[[str], str | None]
) -> Iterator[Article]:
    """Yield the articles with their texts, without the column of hashes."""
    for article in articles:
        text = text_of(article.id)
        assert text is not None
        extra = {
            name: value for name, value in article.extra.items() if name != HASH_COLUMN
        }
        yield replace(_with_text(article, text), extra=extra)


def _with_text(article: Article, text: str) -> Article:
    """Return an article with another text of the same length, its annotations with the words that stand there."""
    layers = {
        name: tuple(with_words(span, text) for span in spans)
        for name, spans in article.layers.items()
    }
    return replace(article, text=text, layers=layers)


def _text_by_id(
    texts: Mapping[str, str] | Corpus | str | Path,
) -> Callable[[str], str | None]:
    """Return what gives the text of an id, None for one that is not there."""
    if isinstance(texts, Corpus):
        corpus = texts
        return lambda id: corpus[id].text if id in corpus else None
    if isinstance(texts, str | Path):
        documents = read_documents(texts)
        texts = {id: str(document["text"]) for id, document in documents.items()}
    return texts.get


def _hash_of(text: str) -> str:
    """Return the hash of a text as articles have it."""
    return Article(id="", text=text).sha256


def _listed(ids: Collection[str]) -> str:
    """Return some ids for a message, and how many there are beside."""
    shown = list(ids)[:5]  # enough to see what they have in common
    more = len(ids) - len(shown)
    return f"{', '.join(shown)}{f' and {more} more' if more else ''}"
