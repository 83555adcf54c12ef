"""
HTML: what an archive of the press exports, or a page of a news site, whose article trafilatura finds.

A page's date is never later than its fetch. `paywall` and `truncated` say that the text may not be all of it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pressmark.dates import instant

from .decoding import Undecodable, decoded, decoded_page
from .limits import LARGEST_PAGE, MOST_TAGS
from .page_facts import PageFacts, page_facts, without_other_dates
from .records import Malformed, Row
from .words import words

if TYPE_CHECKING:
    from .files import File

__all__ = ["html_rows", "page_row"]

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # or it prints to stderr what we say ourselves
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?(?:false|"False)', re.I)
_FULL_TIME = re.compile(
    r"""<meta[^>]{1,500}(?:property|name|itemprop)=["'](?:article:published_time|datePublished|date)["'][^>]{0,500}>""",
    re.I,
)
_CONTENT = re.compile(r"""content=["']([^"']+)["']""", re.I)
_LATEST = "2099-12-31"  # where no fetch says it; today would change what comes out
_ENDS_SHORT = ("…", "...", "[…]", "[...]")
_TITLES = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.I)


def html_rows(file: File) -> Iterator[Row | Malformed]:
    """The articles of an HTML file: one of a page, many of an export."""
    try:
        text, encoding = decoded(file.content, file.encoding) if file.encoding else decoded_page(file.content)
    except Undecodable as error:
        yield Malformed(f"byte {error.start}", str(error))
        return
    kind = file.format or _kind(text)
    if kind == "europresse":
        from .europresse import europresse_rows

        yield from (_read_as(row, encoding) for row in europresse_rows(text))
    elif kind == "factiva":
        from .factiva import factiva_pages

        yield from (_read_as(row, encoding) for row in factiva_pages(text))
    elif kind == "nexis":
        yield Malformed(None, "Nexis exports are read as DOCX or RTF; export again as Word or RTF")
    else:
        yield _read_as(page_row(text, newest=file.fetched), encoding)


def _read_as(row: Row | Malformed, encoding: str) -> Row | Malformed:
    return Row(row.values, row.place, encoding) if isinstance(row, Row) else row


def _kind(text: str) -> str:
    if "DocPublicationName" in text:
        return "europresse"
    if re.search(r"class=[\"'][^\"']*articleParagraph|class=[\"']article \w\wArticle", text):
        return "factiva"
    title = _TITLES.search(text)
    return "europresse" if title and "europresse" in title.group(1).lower() else "page"


def page_row(text: str, *, newest: datetime | None = None, url: str | None = None) -> Row | Malformed:
    """
    The article of a web page, fetched at `newest` from `url`; a page without one is `Malformed`.

    Of a page whose fetch is not known any date is taken: today would give the same page another one tomorrow.
    """
    if len(text) > LARGEST_PAGE or text.count("<") > MOST_TAGS:
        size = f"{len(text)} characters and {text.count('<')} tags"
        return Malformed(None, f"is a page of {size}, more than an article can need")
    found = _extracted(text, url, newest)
    if found is None or not found.get("text"):
        return Malformed(None, "no article was found in the page")
    facts = page_facts(text, found.get("title"))
    raw = facts.published or _time(text, _day(text, facts, found.get("date"), newest))
    when = instant(raw)
    late = when is not None and newest is not None and when > newest + timedelta(days=1)
    body = _without_title(found["text"], found.get("title"))
    values = {
        "text": body,
        "title": found.get("title"),
        "authors": list(facts.authors) or found.get("author"),
        "published": None if late else raw,
        "url": url or found.get("url"),
        "outlet": found.get("sitename") or _host(url or found.get("url")),
        "language_claim": _language(text),
        "paywall": _is_sold(text, body),
        "truncated": body.rstrip().endswith(_ENDS_SHORT),
    }
    further = {"published_raw": raw if late else None, "modified": facts.modified}
    return Row(values | {name: value for name, value in further.items() if value})


def _day(text: str, facts: PageFacts, day: str | None, newest: datetime | None) -> str | None:
    """The day that was found, unless it may be that of another thing, or of a change: then that of the rest."""
    if not facts.names_others:
        return day
    from htmldate import find_date

    rest = without_other_dates(text.replace("\0", "\ufffd"))
    return (find_date(rest, **_date_search(newest)) if rest.strip() else None) or facts.page_published


def _date_search(newest: datetime | None) -> dict[str, Any]:
    latest = newest.strftime("%Y-%m-%d") if newest else _LATEST
    return {"original_date": True, "extensive_search": True, "max_date": latest}


def _extracted(text: str, url: str | None, newest: datetime | None) -> dict[str, Any] | None:
    import trafilatura

    limit = _date_search(newest)
    found = trafilatura.bare_extraction(
        text.replace("\0", "\ufffd"), url=url, with_metadata=True, include_comments=False, date_extraction_params=limit
    )
    return found if isinstance(found, dict) or found is None else found.as_dict()


def _without_title(text: str, title: str | None) -> str:
    """The text without the headline, where its first line repeats it."""
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and rest.strip() and first.split() == title.split() else text


def _time(text: str, day: str | None) -> str | None:
    """The time that the page says it was published at, where it is on the day that was found; else the day."""
    tag = _FULL_TIME.search(text)
    content = _CONTENT.search(tag.group()) if tag else None
    when = instant(content.group(1)) if content else None
    day_found = instant(day)
    if content and when and (day_found is None or abs((when.date() - day_found.date()).days) <= 1):
        return content.group(1)
    return day


def _host(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _language(text: str) -> str | None:
    found = re.search(r"<html[^>]+?\blang=[\"']?([a-z]{2})\b", text[:4096], re.I)
    return found.group(1).lower() if found else None


def _is_sold(page: str, text: str) -> bool:
    """Whether the page says that not all is free, or its text ends with an offer to read on."""
    end = text[-600:].casefold()
    return bool(_NOT_FREE.search(page)) or any(word.casefold() in end for word in words("paywall"))
