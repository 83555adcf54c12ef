"""
WARC archives of the web, plain or gzipped: each HTML response is a page. The records are cut out here, because a cut or
damaged archive must be told, and read by fastwarc.
"""

from __future__ import annotations

import io
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressmark.dates import instant

from .archives import member_at
from .decoding import Undecodable, decoded_page
from .http_bodies import CutBody, body_of
from .limits import LARGEST_HEAD, LARGEST_PAGE
from .pages import page_row
from .records import Malformed, Row

__all__ = ["warc_rows"]

_MAGIC = b"\x1f\x8b\x08"
_SHORTEST = 18  # bytes of an empty gzip member
_BEGIN = 1 << 20
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_START = re.compile(rb"WARC/\d")

Piece = tuple[str, bytes]


def warc_rows(path: Path) -> Iterator[Row | Malformed]:
    """The pages of an archive, in its order; other records (requests, pictures …) are no articles."""
    if not path.stat().st_size:
        yield Malformed(None, "is empty")
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        zipped = content[:2] == _MAGIC[:2]
        if not content[:_BEGIN].strip():
            yield Malformed(None, "holds no record")
        for piece in _members(content) if zipped else _records(content, "byte {}"):
            if isinstance(piece, Malformed):
                yield piece
            else:
                yield from _pages(*piece)


def _members(content: Any) -> Iterator[Piece | Malformed]:
    """The records of a gzipped archive, member by member; after damage it goes on at the next member."""
    at = 0
    while 0 <= at < len(content):
        if content[at : at + 3] != _MAGIC:
            after = content.find(_MAGIC, at)
            skipped = (after if after >= 0 else len(content)) - at
            yield Malformed(f"byte {at}", f"{skipped} bytes here are no gzip; skipped")
            at = after
            continue
        member = member_at(content, at)
        problems = 0
        for piece in _records(member.content, f"byte {at}"):
            problems += isinstance(piece, Malformed)
            yield piece
        if member.damage and not problems:
            yield Malformed(f"byte {at}", f"the record {member.damage}")
        at = content.find(_MAGIC, at + _SHORTEST) if member.end is None else member.end


def _records(content: Any, place: str) -> Iterator[Piece | Malformed]:
    """The records of plain bytes, each with its place."""
    at = _next(content, 0)
    while at < len(content):
        if not _START.match(content[at : at + 6]):
            found = content.find(b"\r\nWARC/1", at)
            after = found + 2 if found >= 0 else len(content)
            yield Malformed(place.format(at), f"{after - at} bytes here are no WARC record; skipped")
            at = after
            continue
        head = content.find(b"\r\n\r\n", at, at + LARGEST_HEAD)
        length = _LENGTH.search(content[at:head]) if head >= 0 else None
        if length is None:
            yield Malformed(place.format(at), "the archive is cut within this record, or its header is damaged")
            found = content.find(b"\r\nWARC/1", at + 1)
            at = found + 2 if found >= 0 else len(content)
            continue
        end = head + 4 + int(length.group(1))
        if end > len(content):
            yield Malformed(
                place.format(at), f"the archive is cut within this record: {end - len(content)} bytes are missing"
            )
            return
        yield place.format(at), bytes(content[at:end]) + b"\r\n\r\n"
        at = _next(content, end)


def _next(content: Any, at: int) -> int:
    while content[at : at + 1] in (b"\r", b"\n"):
        at += 1
    return at


def _pages(place: str, record: bytes) -> Iterator[Row | Malformed]:
    from fastwarc.warc import ArchiveIterator

    try:
        for found in ArchiveIterator(io.BytesIO(record), parse_http=True, auto_decode="none"):
            row = _page(found)
            if row is not None:
                yield replace(row, place=f"{place} {found.headers.get('WARC-Target-URI', '')}".strip())
    except (OSError, ValueError, RuntimeError, zlib.error) as error:
        yield Malformed(place, f"the record cannot be read ({error})")


def _page(found: Any) -> Row | Malformed | None:
    if (
        found.headers.get("WARC-Type") != "response"
        or not found.is_http
        or "html" not in (found.http_content_type or "")
    ):
        return None
    status = getattr(found.http_headers, "status_code", None)
    if status != 200:
        return Malformed(None, f"the server answered {status}")
    if found.headers.get("WARC-Truncated"):
        return Malformed(None, f"the page was cut when it was fetched ({found.headers['WARC-Truncated']})")
    packed = found.reader.read(4 * LARGEST_PAGE)
    try:
        content = body_of(packed, {name.lower(): value for name, value in found.http_headers.items()})
        if max(len(packed), len(content)) >= 4 * LARGEST_PAGE:
            return Malformed(None, "is a page of more bytes than an article can need")
        text, encoding = decoded_page(content, found.http_charset)
    except (CutBody, Undecodable) as error:
        return Malformed(None, str(error))
    fetched = instant(found.headers.get("WARC-Date"))
    if fetched is None:
        return Malformed(None, "has no WARC-Date")
    row = page_row(text, newest=fetched, url=found.headers.get("WARC-Target-URI"))
    return replace(row, encoding=encoding) if isinstance(row, Row) else row
