"""What search engines and libraries read: schema.org's Dataset, NewsArticle and Quotation as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Quote

from .paths import anchor

__all__ = ["CorpusFacts", "article_data", "corpus_data", "corpus_facts"]

_SCHEMA_ORG = "https://schema.org"

MAX_QUOTATIONS = 12
"""Quotations that the data of a page has: those of most articles, and so many that the page stays light."""

_VERBATIM = frozenset({"direct", "mixed"})
"""Types of quotes that have the speaker's own words; schema.org's Quotation is « often but not necessarily » such."""

_SPEAKER_TYPES = {"person": "Person", "organisation": "Organization"}


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """
    What a corpus is called, and its layers: all that every page knows of it.

    `is_dated` says whether any article has a date: where none has, no list is called the newest of anything.
    """

    title: str
    description: str | None
    licence: str | None
    layers: tuple[str, ...]
    authors: tuple[str, ...] = ()
    is_dated: bool = True


def corpus_facts(corpus: Corpus) -> CorpusFacts:
    """Return what every page knows of a corpus."""
    manifest = corpus.manifest
    return CorpusFacts(
        title=manifest.title,
        description=manifest.description,
        licence=manifest.licence,
        layers=tuple(corpus.layers),
        authors=manifest.authors,
        is_dated=any(
            _has_dates(file.place(corpus.folder)) for file in manifest.files("articles")
        ),
    )


def _has_dates(articles: Path) -> bool:
    """Return whether any article of a file of the table `articles` has a date."""
    published = pq.read_table(articles, columns=["published"])["published"]
    return bool(published.null_count < len(published))


def article_data(
    article: Article, url: str | None, about: CorpusFacts
) -> dict[str, Any]:
    """
    Return a schema.org NewsArticle with the quotations in it whose speaker is named; what is not known is left out.

    A quotation's address is its anchor, which a reader of the data resolves by that of the page.
    """
    published = article.published.isoformat() if article.published else None
    publisher = None
    if article.outlet:
        publisher = {"@type": "Organization", "name": article.outlet}
    return _without_blanks(
        {
            "@context": _SCHEMA_ORG,
            "@type": "NewsArticle",
            "headline": article.title,
            "identifier": article.id,
            "inLanguage": article.language,
            "datePublished": published,
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "publisher": publisher,
            "url": url,
            "isPartOf": {"@type": "Dataset", "name": about.title},
            "hasPart": list(islice(_quotations(article), MAX_QUOTATIONS)),
        }
    )


def _quotations(article: Article) -> Iterator[dict[str, Any]]:
    """Yield a schema.org Quotation for each quote in the own words of a person or an organisation with a name."""
    for span in article.layers.get("quotes", ()):
        if not isinstance(span, Quote) or span.label not in _VERBATIM:
            continue
        speaker = span.speaker_canonical_name or span.speaker_name
        kind = _SPEAKER_TYPES.get(span.speaker_kind or "")
        if not speaker or not kind:
            continue
        yield {
            "@type": "Quotation",
            "text": " ".join(span.text.split()),
            "spokenByCharacter": {"@type": kind, "name": speaker},
            "url": f"#{anchor(span.id)}",
        }


def corpus_data(
    about: CorpusFacts,
    articles: int,
    address: str | None,
    *,
    version: str = "",
) -> dict[str, Any]:
    """Return a schema.org Dataset; `address` is the site's, where it has one, `version` the corpus's."""
    return _without_blanks(
        {
            "@context": _SCHEMA_ORG,
            "@type": "Dataset",
            "name": about.title,
            "description": about.description or about.title,
            "license": about.licence,
            "url": address,
            "version": version,
            "creator": [{"@type": "Person", "name": name} for name in about.authors],
            "variableMeasured": list(about.layers),
            "size": f"{articles} articles",
        }
    )


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that say something; a property that is empty is worse than none."""
    return {
        name: value for name, value in values.items() if value not in (None, [], "")
    }
