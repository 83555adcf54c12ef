"""
The body of an HTTP response as an archive holds it, without its encodings. Crawlers that unpack a body often leave the
header that says it is packed: the body is believed before the header. What is cut is told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping

from .archives import read_member
from .limits import is_bomb

__all__ = ["GZIP_MAGIC", "BodyError", "decode_body", "is_page"]

GZIP_MAGIC = b"\x1f\x8b\x08"
# A file of gzip can unpack to itself, for ever; more layers than two nobody has seen.
_MAX_UNNAMED_LAYERS = 2

# "1a2f\r\n", or "1a2f;name=value\r\n": the size of a chunk in hexadecimal
_CHUNK_HEAD = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
# a page in plain, with or without a byte order mark
_MARKUP_START = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", re.S)
# <!doctype html>, <html lang="fr">; comments and an XML declaration may go before
_PAGE_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_END_OF_PAGE = re.compile(
    rb"</(?:html|body)\s*>(?:\s|<!--.{0,2000}?-->|</html\s*>)*\Z", re.I | re.S
)
# Bytes at the end that are searched for `</html>`, and at the start for NUL; chosen, not measured.
_TAIL_BYTES = 4096
# Bytes unpacked at a time; chosen, not measured.
_STEP_BYTES = 1 << 16


class BodyError(ValueError):
    """A body whose end is missing, or that cannot be unpacked."""


def decode_body(content: bytes, headers: Mapping[str, str]) -> bytes:
    """
    Return the body of a response without its chunks and compression; `headers` have small letters in their names.

    Raises `BodyError` if the end is missing or the body is packed in another way than the headers say.
    """
    body = content
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    encodings = [
        name.strip().lower()
        for name in headers.get("content-encoding", "").split(",")
        if name.strip()
    ]
    for name in reversed(encodings):  # the last one was applied last
        if name in _UNPACKERS and body:
            body = _UNPACKERS[name](body)
    # The header was left out, or names one layer of two: no page begins so.
    for _ in range(_MAX_UNNAMED_LAYERS):
        if body[: len(GZIP_MAGIC)] == GZIP_MAGIC:
            body = _gunzip(body)
    if body is content and not encodings:
        _require_length(content, headers.get("content-length", ""))
    return body


def is_page(body: bytes) -> bool:
    """Say whether a body is a page of HTML by its first bytes, whatever its headers say of its type."""
    return _PAGE_START.match(body[:_TAIL_BYTES]) is not None


def _require_length(page: bytes, stated: str) -> None:
    """Raise `BodyError` for a page, as it was sent, that is shorter than its header says and does not end as one."""
    if not stated.isdigit():
        return
    length = int(
        stated[:18]
    )  # 18 digits are more than any page has, and are read in no time
    if len(page) < length and not _ends_as_page(page):
        raise BodyError(f"the page is cut: {len(page)} of its {length} bytes are there")


def _ends_as_page(page: bytes) -> bool:
    """Say whether a page ends with `</html>` or `</body>`, and so is whole whatever its headers say."""
    return bool(_END_OF_PAGE.search(page[-_TAIL_BYTES:]))


def _join_chunks(body: bytes) -> bytes:
    """Join the chunks of a chunked body; one that does not begin with a chunk was joined before, by the crawler."""
    if _CHUNK_HEAD.match(body) is None:
        return body
    parts: list[bytes] = []
    position = 0
    while head := _CHUNK_HEAD.match(body, position):
        size = int(head.group(1), 16)
        if not size:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        if len(parts[-1]) < size:
            raise BodyError(
                f"the page is cut: {size - len(parts[-1])} bytes of a chunk are missing"
            )
        position = head.end() + size
        position += (
            2
            if body[position : position + 2] == b"\r\n"
            else body[position : position + 1] == b"\n"
        )
    page = b"".join(parts)
    if position >= len(body) and _ends_as_page(page):
        return page
    raise BodyError("the page is cut: its last chunk is missing")


def _gunzip(body: bytes) -> bytes:
    """Unpack gzip, member after member."""
    if body[:2] != b"\x1f\x8b":
        return _require_page(body, "gzip")
    parts, position = [], 0
    while body[position : position + 2] == b"\x1f\x8b":
        member = read_member(body, position)
        if member.end is None:
            raise BodyError(f"the gzip of the page {member.damage}")
        parts.append(member.content)
        position = member.end
    return b"".join(parts)


def _inflate(body: bytes) -> bytes:
    """Unpack `deflate`, which is zlib by the standard, and raw where servers got it wrong."""
    if _MARKUP_START.match(body):
        return body
    # zlib first: raw deflate may take a zlib header for data
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            content = _unpack_in_steps(unpacker.decompress, body)
        except zlib.error:
            continue
        if not unpacker.eof:
            raise BodyError("the deflated page is cut: its end is missing")
        return content
    return _require_page(body, "deflate")


def _unpack_brotli(body: bytes) -> bytes:
    """Unpack brotli."""
    import brotli

    if _MARKUP_START.match(body):
        return body
    unpacker = brotli.Decompressor()
    try:
        content = _unpack_in_steps(unpacker.process, body)
    except brotli.error:
        return _require_page(body, "br")
    if not unpacker.is_finished():
        raise BodyError("the brotli of the page is cut: its end is missing")
    return content


def _unpack_in_steps(unpack: Callable[[bytes], bytes], body: bytes) -> bytes:
    """Unpack a body step by step, so that a bomb is noticed before it fills the memory."""
    parts, size = [], 0
    for start in range(0, len(body), _STEP_BYTES):
        parts.append(unpack(body[start : start + _STEP_BYTES]))
        size += len(parts[-1])
        if is_bomb(min(start + _STEP_BYTES, len(body)), size):
            raise BodyError("unpacks to far more than it takes: this is no page")
    return b"".join(parts)


def _require_page(body: bytes, encoding: str) -> bytes:
    """Return a body that is not packed as its header says, if it is text and so was unpacked by the crawler."""
    if b"\0" in body[:_TAIL_BYTES] or not re.search(rb"<[a-zA-Z!/?]", body):
        raise BodyError(f"is neither {encoding}, as its header says, nor a page")
    return body


_UNPACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unpack_brotli,
}
