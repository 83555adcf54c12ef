"""What search engines and libraries read: schema.org's Dataset and NewsArticle as JSON-LD."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pressmark.articles import Article

__all__ = ["CorpusFacts", "article_data", "corpus_data"]

_SCHEMA_ORG = "https://schema.org"


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What a corpus is called, and its layers: all that every page knows of it."""

    title: str
    description: str | None
    licence: str | None
    layers: tuple[str, ...]


def article_data(
    article: Article, url: str | None, about: CorpusFacts
) -> dict[str, Any]:
    """Return a schema.org NewsArticle; what is not known is left out."""
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
        }
    )


def corpus_data(
    about: CorpusFacts, articles: int, address: str | None
) -> dict[str, Any]:
    """Return a schema.org Dataset; `address` is the site's, where it has one."""
    return _without_blanks(
        {
            "@context": _SCHEMA_ORG,
            "@type": "Dataset",
            "name": about.title,
            "description": about.description or about.title,
            "license": about.licence,
            "url": address,
            "variableMeasured": list(about.layers),
            "size": f"{articles} articles",
        }
    )


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that say something; a property that is empty is worse than none."""
    return {
        name: value for name, value in values.items() if value not in (None, [], "")
    }
