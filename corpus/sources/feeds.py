"""RSS and Atom feeds that were saved as files. Most hold no whole articles: `only_summary` says so of each."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .dates import instant
from .html_text import paragraphs_of, parse_html, words_of
from .numeric_dates import interpret_date
from .records import Row, UnreadableRecord

if TYPE_CHECKING:
    from .files import SourceFile

__all__ = ["feed_rows"]

# Tags that only markup has; text that speaks of <title> is no markup.
_CLOSING_TAGS = re.compile(
    r"</(?:p|div|b|i|em|strong|a|span|ul|li|blockquote|h[1-6])>|<br ?/?>|<p>", re.I
)
# « a < b »: what opens no tag
_LESS_THAN_SIGN = re.compile(r"<(?![a-zA-Z/!])")


def feed_rows(file: SourceFile) -> Iterator[Row | UnreadableRecord]:
    """Yield the entries of a feed in its order; a feed that breaks off is reported after them."""
    import feedparser

    parsed_feed = feedparser.parse(io.BytesIO(file.content))
    if not parsed_feed.get("version"):
        yield UnreadableRecord(None, "is no RSS or Atom feed")
        return
    channel = parsed_feed.feed
    for number, entry in enumerate(parsed_feed.entries, start=1):
        yield _entry_row(entry, channel, f"entry {number}")
    # feedparser calls many feeds malformed that are whole; a cut one does not end with a tag.
    if parsed_feed.bozo and not file.content.rstrip(b"\0 \t\r\n").endswith(b">"):
        yield UnreadableRecord(
            f"byte {len(file.content)}", "the feed is cut: its end is missing"
        )


def _entry_row(
    entry: Mapping[str, Any], channel: Mapping[str, Any], place: str
) -> Row | UnreadableRecord:
    """Return the row of one entry; it must have content or a summary."""
    # An entry may have its content in several forms: the longest is the whole one.
    content = max(
        (part.get("value", "") for part in entry.get("content", ())),
        key=len,
        default="",
    )
    text = _unescape_paragraphs(content or entry.get("summary", ""))
    title = _decode_title(entry)
    if not text:
        return UnreadableRecord(
            place, f"has neither content nor summary ({title or entry.get('link')})"
        )
    authors = [
        author["name"] for author in entry.get("authors", ()) if author.get("name")
    ]
    values = {
        "id": entry.get("id") or entry.get("link"),
        "text": text,
        "title": title,
        "url": entry.get("link"),
        "authors": authors or entry.get("author"),
        "published": _publication_date(entry),
        "outlet": _decode_title(channel),
        "language_claim": channel.get("language"),
        "only_summary": not content,
    }
    # By its keys: `get` of feedparser answers with `published` where there is no `updated`.
    if "updated" in list(entry) and entry["updated"] != entry.get("published"):
        values["modified"] = entry["updated"]
    return Row(values, place)


def _unescape_paragraphs(markup: str) -> str:
    """
    Return the paragraphs of a piece of HTML, also of one that was escaped twice (its markup has no tags, its text has).
    """
    tree = parse_html(f"<div>{markup}</div>") if markup.strip() else None
    text = paragraphs_of(tree) if tree is not None else ""
    if "<" not in markup and _CLOSING_TAGS.search(text):
        tree = parse_html(f"<div>{text}</div>")
        text = paragraphs_of(tree) if tree is not None else ""
    return text


def _decode_title(entry: Mapping[str, Any]) -> str | None:
    """Return a title, decoded once if it is HTML (Atom says so; of RSS feedparser judges); « a < b » stays as it is."""
    title = entry.get("title") or ""
    content_type = entry.get("title_detail", {}).get("type", "")
    if "html" not in content_type:
        return title or None
    if not title.strip():
        return None
    markup = _LESS_THAN_SIGN.sub("&lt;", title)
    return words_of(parse_html(f"<div>{markup}</div>"))


def _publication_date(entry: Mapping[str, Any]) -> Any:
    """
    Return the date as it is written, which may be French or in European time; what feedparser understood if we cannot.
    """
    for name in ("published", "updated"):
        parsed_time = entry.get(f"{name}_parsed")
        if (
            parsed_time
            and instant(entry.get(name)) is None
            and interpret_date(entry.get(name)) is None
        ):
            return datetime.fromtimestamp(timegm(parsed_time), UTC)
        if entry.get(name):
            return entry[name]
    return None
