"""For other programs: a sitemap and a feed of the newest articles, where the site has an address; robots otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from .index import Index
from .index.values import ArticleCard
from .site_file import SiteFile, file_with_content
from .template_engine import Templates

__all__ = ["feed_files"]

MAX_FEED_ARTICLES = 50
"""Articles in the feed; chosen, not measured."""

MAX_SITEMAP_PAGES = 50_000
"""Pages in a sitemap: its standard (sitemaps.org) allows no more."""

_NAME_PAGES = 1000
"""Pages of the sitemap that are kept for names, where there are very many articles."""

# For a feed without articles: Atom asks for a date all the same.
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def feed_files(index: Index, templates: Templates) -> Iterator[SiteFile]:
    """Yield `feed.xml` (Atom) and `sitemap.xml`; both need whole addresses, so a site without one has neither."""
    if not templates.options.address:
        return
    address = templates.options.address.rstrip("/")
    cards = index.articles.dated_cards(limit=MAX_FEED_ARTICLES)
    yield file_with_content("feed.xml", _feed(cards, templates, address))
    yield file_with_content("sitemap.xml", _sitemap(index, address))


def _feed(cards: list[ArticleCard], templates: Templates, address: str) -> str:
    """Return the Atom feed of articles that have a date."""
    newest = max(
        (card.published for card in cards if card.published), default=_BEFORE_ALL
    )
    entries = "\n".join(_entry(card, address) for card in cards)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(templates.ui.language)}>
<title>{_xml_text(templates.about.title)}</title>
<id>{_xml_text(address)}/</id>
<link href={quoteattr(f"{address}/")}/>
<link rel="self" href={quoteattr(f"{address}/feed.xml")}/>
<updated>{newest.isoformat()}</updated>
{entries}
</feed>
"""


def _entry(card: ArticleCard, address: str) -> str:
    """Return an article's entry; Atom asks for an author, and the outlet is the one that is always right."""
    link = f"{address}/{card.path}"
    updated = (card.published or _BEFORE_ALL).isoformat()
    author = f"<author><name>{_xml_text(card.outlet or '?')}</name></author>"
    return (
        f"<entry><title>{_xml_text(card.title)}</title><id>{_xml_text(link)}</id><link href={quoteattr(link)}/>"
        f"<updated>{updated}</updated>{author}</entry>"
    )


def _sitemap(index: Index, address: str) -> str:
    """Return the sitemap: the lists, then the newest articles, then the names with most mentions."""
    paths = [
        "index.html",
        "articles/index.html",
        "quotes/index.html",
        "events/index.html",
        "corpus.html",
    ]
    paths += index.articles.paths(limit=MAX_SITEMAP_PAGES - _NAME_PAGES)
    paths += index.names.paths(limit=MAX_SITEMAP_PAGES - len(paths))
    rows = "\n".join(
        f"<url><loc>{_xml_text(f'{address}/{path}')}</loc></url>" for path in paths
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{rows}\n</urlset>\n"
    )


def _xml_text(text: str) -> str:
    """
    Return text as XML can hold it: no control characters, and nothing that is markup.

    >>> _xml_text("A & B\\x00")
    'A &amp; B '
    """
    # No reference can write these letters: XML 1.0 does not have them.
    letters = [
        " " if letter < " " or letter in "\ufffe\uffff" else letter for letter in text
    ]
    return escape("".join(letters))
