"""RSS and Atom feeds that were saved as files. Most hold no whole articles: `only_summary` says so of each."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pressmark.dates import instant

from .prose import paragraphs_of, parsed
from .records import Malformed, Row

if TYPE_CHECKING:
    from .files import File

__all__ = ["feed_rows"]


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
    given = whole or entry.get("summary", "")
    tree = parsed(f"<div>{given}</div>") if given.strip() else None
    text = paragraphs_of(tree) if tree is not None else ""
    if not text:
        return Malformed(place, f"has neither content nor summary ({entry.get('title') or entry.get('link')})")
    authors = [one["name"] for one in entry.get("authors", ()) if one.get("name")]
    values = {
        "id": entry.get("id") or entry.get("link"),
        "text": text,
        "title": entry.get("title"),
        "url": entry.get("link"),
        "authors": authors or entry.get("author"),
        "published": _published(entry),
        "outlet": about.get("title"),
        "language": (about.get("language") or "")[:2].lower() or None,
        "only_summary": not whole,
    }
    return Row(values, place)


def _published(entry: Mapping[str, Any]) -> Any:
    """The words as they stand, which may be French or in European time; else what the parser understood of them."""
    for name in ("published", "updated"):
        known = entry.get(f"{name}_parsed")
        if known and instant(entry.get(name)) is None:
            return datetime.fromtimestamp(timegm(known), UTC)
        if entry.get(name):
            return entry[name]
    return None
