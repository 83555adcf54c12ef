"""For other programs: a sitemap and a feed of the newest articles, where the site has an address; robots otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from .index import Card, Index
from .site_file import File, held
from .template_engine import Templates

__all__ = ["feeds"]

_IN_FEED = 50
_IN_MAP = 50_000
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def feeds(index: Index, templates: Templates) -> Iterator[File]:
    """`feed.xml` (Atom) and `sitemap.xml`; both need whole addresses, so there is neither for a site without one."""
    if not templates.edition.address:
        return
    address = templates.edition.address.rstrip("/")
    cards = index.cards("published is not null", limit=_IN_FEED)
    yield held("feed.xml", _feed(cards, templates, address))
    yield held("sitemap.xml", _sitemap(index, address))


def _feed(cards: list[Card], templates: Templates, address: str) -> str:
    newest = max((card.published for card in cards if card.published), default=_BEFORE_ALL)
    entries = "\n".join(_entry(card, address) for card in cards)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(templates.ui.language)}>
<title>{_text(templates.about.title)}</title>
<id>{_text(address)}/</id>
<link href={quoteattr(f"{address}/")}/>
<link rel="self" href={quoteattr(f"{address}/feed.xml")}/>
<updated>{newest.isoformat()}</updated>
{entries}
</feed>
"""


def _entry(card: Card, address: str) -> str:
    link = f"{address}/{card.path}"
    when = (card.published or _BEFORE_ALL).isoformat()
    author = f"<author><name>{_text(card.outlet or '?')}</name></author>"
    return (
        f"<entry><title>{_text(card.title)}</title><id>{_text(link)}</id><link href={quoteattr(link)}/>"
        f"<updated>{when}</updated>{author}</entry>"
    )


def _sitemap(index: Index, address: str) -> str:
    paths = ["index.html", "articles/index.html", "quotes/index.html", "events/index.html", "corpus.html"]
    paths += [path for (path,) in index.rows("select path from articles order by place limit ?", _IN_MAP - 1000)]
    room = _IN_MAP - len(paths)
    paths += [path for (path,) in index.rows("select path from names order by mentions desc, id limit ?", room)]
    rows = "\n".join(f"<url><loc>{_text(f'{address}/{path}')}</loc></url>" for path in paths)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{rows}\n</urlset>\n"
    )


def _text(text: str) -> str:
    """Text as XML can hold it: no control characters, and nothing that is markup."""
    return escape("".join(one if one >= " " and one not in "\ufffe\uffff" else " " for one in text))
