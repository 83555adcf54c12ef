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

from .archives import read_member
from .dates import instant
from .decoding import DecodingError, decode_page
from .http_bodies import GZIP_MAGIC, BodyError, decode_body, is_page
from .limits import MAX_PAGE_CHARACTERS, MAX_WARC_HEADER_BYTES
from .records import Row, UnreadableRecord
from .web_pages import page_row

__all__ = ["warc_rows"]

# Bytes of the shortest gzip member, with a header of ten and a trailer of eight.
_MIN_MEMBER_BYTES = 18
# Bytes at the start that are looked at for anything but white space; chosen, not measured.
_HEAD_BYTES = 1 << 20
_CONTENT_LENGTH = re.compile(
    rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M
)
_RECORD_START = re.compile(rb"WARC/\d")

_UNKNOWN_TYPES = ("", "application/octet-stream", "binary/octet-stream", "text/plain", "unknown/unknown")  # fmt: skip
"""What servers write of what they do not know."""

PlacedRecord = tuple[str, bytes]


def warc_rows(path: Path) -> Iterator[Row | UnreadableRecord]:
    """Yield the pages of an archive in its order; what is no HTML response (requests, pictures …) is passed over."""
    if not path.stat().st_size:
        yield UnreadableRecord(None, "is empty")
        return
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        zipped = content[:2] == GZIP_MAGIC[:2]
        if not content[:_HEAD_BYTES].strip():
            yield UnreadableRecord(None, "holds no record")
        for piece in (
            _read_members(content) if zipped else _cut_records(content, "byte {}")
        ):
            if isinstance(piece, UnreadableRecord):
                yield piece
            else:
                yield from _read_pages(*piece)


def _read_members(content: Any) -> Iterator[PlacedRecord | UnreadableRecord]:
    """Yield the records of a gzipped archive, member by member; after damage, go on at the next member."""
    position = 0
    while 0 <= position < len(content):
        if content[position : position + 3] != GZIP_MAGIC:
            next_member = content.find(GZIP_MAGIC, position)
            skipped = (next_member if next_member >= 0 else len(content)) - position
            yield UnreadableRecord(
                f"byte {position}", f"{skipped} bytes here are no gzip; skipped"
            )
            position = next_member
            continue
        member = read_member(content, position)
        problems = 0
        for piece in _cut_records(member.content, f"byte {position}"):
            problems += isinstance(piece, UnreadableRecord)
            yield piece
        # The damage of the member is mostly why its record is cut: one report is enough.
        if member.damage and not problems:
            yield UnreadableRecord(f"byte {position}", f"the record {member.damage}")
        end = member.end
        # Damaged: go on at the next that begins like a member.
        if end is None:
            end = content.find(GZIP_MAGIC, position + _MIN_MEMBER_BYTES)
        position = end


def _cut_records(content: Any, place: str) -> Iterator[PlacedRecord | UnreadableRecord]:
    """Yield the records of plain bytes, each with its place; `place` is a form for the offset."""
    position = _skip_line_ends(content, 0)
    while position < len(content):
        if not _RECORD_START.match(content[position : position + 6]):
            next_head = content.find(b"\r\nWARC/1", position)
            next_record = next_head + 2 if next_head >= 0 else len(content)
            yield UnreadableRecord(
                place.format(position),
                f"{next_record - position} bytes here are no WARC record; skipped",
            )
            position = next_record
            continue
        head = content.find(b"\r\n\r\n", position, position + MAX_WARC_HEADER_BYTES)
        length = _CONTENT_LENGTH.search(content[position:head]) if head >= 0 else None
        if length is None:
            yield UnreadableRecord(
                place.format(position),
                "the archive is cut within this record, or its header is damaged",
            )
            next_head = content.find(b"\r\nWARC/1", position + 1)
            position = next_head + 2 if next_head >= 0 else len(content)
            continue
        end = head + 4 + int(length.group(1))
        if end > len(content):
            yield UnreadableRecord(
                place.format(position),
                f"the archive is cut within this record: {end - len(content)} bytes are missing",
            )
            return
        # Two line ends follow a record; the last one of a file may lack them.
        yield place.format(position), bytes(content[position:end]) + b"\r\n\r\n"
        position = _skip_line_ends(content, end)


def _skip_line_ends(content: Any, position: int) -> int:
    """Return the offset after the line ends at `position`."""
    while content[position : position + 1] in (b"\r", b"\n"):
        position += 1
    return position


def _read_pages(place: str, record: bytes) -> Iterator[Row | UnreadableRecord]:
    """Yield the row of the page in one record."""
    from fastwarc.warc import ArchiveIterator

    try:
        for response in ArchiveIterator(
            io.BytesIO(record), parse_http=True, auto_decode="none"
        ):
            row = _read_page(response)
            if row is not None:
                yield replace(
                    row,
                    place=f"{place} {response.headers.get('WARC-Target-URI', '')}".strip(),
                )
    except (OSError, ValueError, RuntimeError, zlib.error) as error:
        yield UnreadableRecord(place, f"the record cannot be read ({error})")


def _may_be_page(content_type: str) -> bool:
    """Say whether a body of this type may be a page: a server that knows no better sends HTML as bytes, or as text."""
    name = content_type.partition(";")[0].strip().lower()
    return "html" in name or name in _UNKNOWN_TYPES


def _read_page(response: Any) -> Row | UnreadableRecord | None:
    """Return the row of a response, None if it is no page; a page that was cut or refused is reported."""
    content_type = (response.http_content_type or "").lower()
    if (
        response.headers.get("WARC-Type") != "response"
        or not response.is_http
        or not _may_be_page(content_type)
    ):
        return None
    headers = {name.lower(): value for name, value in response.http_headers.items()}
    # Four bytes are the longest character of UTF-8.
    packed = response.reader.read(4 * MAX_PAGE_CHARACTERS)
    content, damage = b"", ""
    try:
        content = decode_body(packed, headers)
    except BodyError as error:
        damage = str(error)
    # Not said to be one, so that what is no page by its bytes is a picture or a program.
    if "html" not in content_type and not is_page(content):
        return None
    reason = _reason_against(response, damage, max(len(packed), len(content)))
    if reason:
        return UnreadableRecord(None, reason)
    try:
        text, encoding = decode_page(content, response.http_charset)
    except DecodingError as error:
        return UnreadableRecord(None, str(error))
    fetched = instant(response.headers.get("WARC-Date"))
    if fetched is None:
        return UnreadableRecord(None, "has no WARC-Date")
    row = page_row(text, newest=fetched, url=response.headers.get("WARC-Target-URI"))
    return replace(row, encoding=encoding) if isinstance(row, Row) else row


def _reason_against(response: Any, damage: str, size: int) -> str | None:
    """Say why a page is not taken: refused by its server, cut, with this `damage` of its body, or of too many bytes."""
    status = getattr(response.http_headers, "status_code", None)
    if status != 200:
        return f"the server answered {status}"
    truncated = response.headers.get("WARC-Truncated")
    if truncated:
        return f"the page was cut when it was fetched ({truncated})"
    if size >= 4 * MAX_PAGE_CHARACTERS:
        return "is a page of more bytes than an article can need"
    return damage or None
