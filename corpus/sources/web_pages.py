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

from .dates import instant
from .decoding import DecodingError, decode, decode_page
from .limits import MAX_PAGE_CHARACTERS, MAX_PAGE_TAGS
from .page_facts import PageFacts, find_page_facts, remove_other_dates
from .records import Row, UnreadableRecord
from .vendor_words import without_byline, words_of_kind

if TYPE_CHECKING:
    from .files import SourceFile

__all__ = ["html_rows", "page_row"]

# Without a handler it prints to stderr what we say ourselves.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
# "isAccessibleForFree": false, or "False" as some write it
_NOT_FREE_FLAG = re.compile(r'"isAccessibleForFree"\s*:\s*"?(?:false|"False)', re.I)
# <meta property="article:published_time" content="2026-03-02T14:30:00+01:00">
_PUBLISHED_META = re.compile(
    r"""<meta[^>]{1,500}(?:property|name|itemprop)=["'](?:article:published_time|datePublished|date)["'][^>]{0,500}>""",
    re.I,
)
_CONTENT_ATTRIBUTE = re.compile(r"""content=["']([^"']+)["']""", re.I)
# Where no fetch says it; today would change what comes out.
_LATEST_DAY = "2099-12-31"
# How a text ends that goes on elsewhere: « La suite est connue… »
_CUT_ENDINGS = ("…", "...", "[…]", "[...]")
_TITLE_TAG = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.I)


def html_rows(file: SourceFile) -> Iterator[Row | UnreadableRecord]:
    """Yield the articles of an HTML file: one of a page, many of an export."""
    try:
        text, encoding = (
            decode(file.content, file.encoding)
            if file.encoding
            else decode_page(file.content)
        )
    except DecodingError as error:
        yield UnreadableRecord(f"byte {error.start}", str(error))
        return
    kind = file.format or _detect_vendor(text)
    if kind == "europresse":
        from .europresse import europresse_rows

        yield from (_set_encoding(row, encoding) for row in europresse_rows(text))
    elif kind == "factiva":
        from .factiva import factiva_pages

        yield from (_set_encoding(row, encoding) for row in factiva_pages(text))
    elif kind == "nexis":
        yield UnreadableRecord(
            None, "Nexis exports are read as DOCX or RTF; export again as Word or RTF"
        )
    else:
        yield _set_encoding(page_row(text, newest=file.fetched), encoding)


def _set_encoding(row: Row | UnreadableRecord, encoding: str) -> Row | UnreadableRecord:
    return Row(row.values, row.place, encoding) if isinstance(row, Row) else row


def _detect_vendor(text: str) -> str:
    """Return the vendor of an HTML file by the classes that it uses, or `page`."""
    if "DocPublicationName" in text:
        return "europresse"
    if re.search(
        r"class=[\"'][^\"']*articleParagraph|class=[\"']article \w\wArticle", text
    ):
        return "factiva"
    title = _TITLE_TAG.search(text)
    return "europresse" if title and "europresse" in title.group(1).lower() else "page"


def page_row(
    text: str, *, newest: datetime | None = None, url: str | None = None
) -> Row | UnreadableRecord:
    """
    Return the article of a web page, fetched at `newest` from `url`; a page without one is an `UnreadableRecord`.

    Without `newest` any date is taken: with today as the limit the same page would have another date tomorrow.
    """
    if len(text) > MAX_PAGE_CHARACTERS or text.count("<") > MAX_PAGE_TAGS:
        size = f"{len(text)} characters and {text.count('<')} tags"
        return UnreadableRecord(
            None, f"is a page of {size}, more than an article can need"
        )
    extracted = _extract_article(text, url, newest)
    if extracted is None or not extracted.get("text"):
        return UnreadableRecord(None, "no article was found in the page")
    facts = find_page_facts(text, extracted.get("title"))
    raw = facts.published or _publication_time(
        text, _publication_day(text, facts, extracted.get("date"), newest)
    )
    when = instant(raw)
    # A day more: a date without a time zone may be that of another side of the Earth.
    late = when is not None and newest is not None and when > newest + timedelta(days=1)
    body = _remove_title(extracted["text"], extracted.get("title"))
    values = {
        "text": body,
        "title": extracted.get("title"),
        "authors": _page_authors(facts, extracted.get("author")),
        "published": None if late else raw,
        "url": url or extracted.get("url"),
        "outlet": extracted.get("sitename") or _host_name(url or extracted.get("url")),
        "language_claim": _claimed_language(text),
        "paywall": _is_paywalled(text, body),
        "truncated": body.rstrip().endswith(_CUT_ENDINGS),
    }
    optional = {"published_raw": raw if late else None, "modified": facts.modified}
    return Row(values | {name: value for name, value in optional.items() if value})


def _page_authors(facts: PageFacts, extracted: str | None) -> list[str]:
    """Return the authors that a page names in its data, else those that trafilatura found (`Ann Lee; Jan Roe`)."""
    names = facts.authors or (extracted or "").split(";")
    authors = [without_byline(name).strip() for name in names]
    return [author for author in authors if author]


def _publication_day(
    text: str, facts: PageFacts, day: str | None, newest: datetime | None
) -> str | None:
    """
    Return the day that was found in the page, unless it may be that of another thing, or of a change.

    Then search again without the dates of other things; if that finds none, take the date of the page itself.
    """
    if not facts.names_others:
        return day
    from htmldate import find_date

    remaining = remove_other_dates(text.replace("\0", "\ufffd"))
    searched_day: str | None = None
    if remaining.strip():
        searched_day = find_date(remaining, **_date_search(newest))
    return searched_day or facts.page_published


def _date_search(newest: datetime | None) -> dict[str, Any]:
    latest = newest.strftime("%Y-%m-%d") if newest else _LATEST_DAY
    return {"original_date": True, "extensive_search": True, "max_date": latest}


def _extract_article(
    text: str, url: str | None, newest: datetime | None
) -> dict[str, Any] | None:
    import trafilatura

    limit = _date_search(newest)
    extracted = trafilatura.bare_extraction(
        text.replace("\0", "\ufffd"),
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=limit,
    )
    if isinstance(extracted, dict) or extracted is None:
        return extracted
    return extracted.as_dict()


def _remove_title(text: str, title: str | None) -> str:
    """Return the text without the headline, if its first line repeats it."""
    first_line, _, remaining = text.partition("\n")
    is_title = title and first_line.split() == title.split()
    return remaining.lstrip("\n") if is_title and remaining.strip() else text


def _publication_time(text: str, day: str | None) -> str | None:
    """Return the time that the page says it was published at, if it is on the day that was found; else the day."""
    tag = _PUBLISHED_META.search(text)
    content = _CONTENT_ATTRIBUTE.search(tag.group()) if tag else None
    when = instant(content.group(1)) if content else None
    day_found = instant(day)
    if (
        content
        and when
        and (day_found is None or abs((when.date() - day_found.date()).days) <= 1)
    ):
        return content.group(1)
    return day


def _host_name(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _claimed_language(text: str) -> str | None:
    match = re.search(r"<html[^>]+?\blang=[\"']?([a-z]{2})\b", text[:4096], re.I)
    return match.group(1).lower() if match else None


def _is_paywalled(page: str, text: str) -> bool:
    """Say whether the page says that not all is free, or its text ends with an offer to read on."""
    # 600 characters hold an offer of some sentences; chosen, not measured
    end = text[-600:].casefold()
    if _NOT_FREE_FLAG.search(page):
        return True
    return any(word.casefold() in end for word in words_of_kind("paywall"))
