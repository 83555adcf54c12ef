"""RSS and Atom feeds that were saved as files. Most hold no whole articles: `only_summary` says so of each."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pressmark.dates import instant
from pressmark.numeric_dates import readings

from .prose import paragraphs_of, parsed, words_of
from .records import Malformed, Row

if TYPE_CHECKING:
    from .files import File

__all__ = ["feed_rows"]

_TAGS = re.compile(r"</(?:p|div|b|i|em|strong|a|span|ul|li|blockquote|h[1-6])>|<br ?/?>|<p>", re.I)
_NO_TAG = re.compile(r"<(?![a-zA-Z/!])")


def feed_rows(file: File) -> Iterator[Row | Malformed]:
    """The entries of a feed, in its order."""
    import feedparser

    found = feedparser.parse(io.BytesIO(file.content))
    if not found.get("version"):
        yield Malformed(None, "is no RSS or Atom feed")
        return
    about = found.feed
    for number, entry in enumerate(found.entries, start=1):
        yield _row(entry, about, f"entry {number}")
    if found.bozo and not file.content.rstrip(b"\0 \t\r\n").endswith(b">"):
        yield Malformed(f"byte {len(file.content)}", "the feed is cut: its end is missing")


def _row(entry: Mapping[str, Any], about: Mapping[str, Any], place: str) -> Row | Malformed:
    whole = max((part.get("value", "") for part in entry.get("content", ())), key=len, default="")
    text = _prose(whole or entry.get("summary", ""))
    title = _title(entry)
    if not text:
        return Malformed(place, f"has neither content nor summary ({title or entry.get('link')})")
    authors = [one["name"] for one in entry.get("authors", ()) if one.get("name")]
    values = {
        "id": entry.get("id") or entry.get("link"),
        "text": text,
        "title": title,
        "url": entry.get("link"),
        "authors": authors or entry.get("author"),
        "published": _published(entry),
        "outlet": _title(about),
        "language_claim": about.get("language"),
        "only_summary": not whole,
    }
    return Row(values, place)


def _prose(markup: str) -> str:
    """The paragraphs of a piece of HTML, also of one that was escaped twice: it has no tags, and its text has."""
    tree = parsed(f"<div>{markup}</div>") if markup.strip() else None
    text = paragraphs_of(tree) if tree is not None else ""
    if "<" not in markup and _TAGS.search(text):
        tree = parsed(f"<div>{text}</div>")
        text = paragraphs_of(tree) if tree is not None else ""
    return text


def _title(entry: Mapping[str, Any]) -> str | None:
    """A title, decoded once where it is HTML (Atom says so, of RSS feedparser judges); « a < b » stays as it is."""
    title = entry.get("title") or ""
    if "html" not in entry.get("title_detail", {}).get("type", ""):
        return title or None
    return words_of(parsed(f"<div>{_NO_TAG.sub('&lt;', title)}</div>")) if title.strip() else None


def _published(entry: Mapping[str, Any]) -> Any:
    """The words as they stand, which may be French or in European time; else what the parser understood of them."""
    for name in ("published", "updated"):
        known = entry.get(f"{name}_parsed")
        if known and instant(entry.get(name)) is None and readings(entry.get(name)) is None:
            return datetime.fromtimestamp(timegm(known), UTC)
        if entry.get(name):
            return entry[name]
    return None
