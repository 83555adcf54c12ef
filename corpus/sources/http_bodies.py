"""
The body of an HTTP response as an archive holds it, without its encodings. Crawlers that unpack a body often leave the
header that says it is packed: the body is believed before the header. What is cut is told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping

from .archives import member_at
from .limits import is_bomb

__all__ = ["CutBody", "body_of"]

_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_MARKUP = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", re.S)
_END_OF_PAGE = re.compile(rb"</(?:html|body)\s*>(?:\s|<!--.{0,2000}?-->|</html\s*>)*\Z", re.I | re.S)
_TAIL = 4096
_STEP = 1 << 16


class CutBody(ValueError):
    """A body whose end is missing, or that cannot be unpacked."""


def body_of(content: bytes, headers: Mapping[str, str]) -> bytes:
    """Return a body without its chunks and compression. Raises `CutBody`."""
    encodings = [name.strip().lower() for name in headers.get("content-encoding", "").split(",") if name.strip()]
    body = content
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    for name in reversed(encodings):
        if name in _UNPACKERS and body:
            body = _UNPACKERS[name](body)
    length = headers.get("content-length", "")
    is_as_sent = body is content and not encodings
    if is_as_sent and length.isdigit() and len(content) < int(length[:18]) and not _is_whole(content):
        raise CutBody(f"the page is cut: {len(content)} of its {int(length[:18])} bytes are there")
    return body


def _is_whole(page: bytes) -> bool:
    return bool(_END_OF_PAGE.search(page[-_TAIL:]))


def _without_chunks(body: bytes) -> bytes:
    """A chunked body in one; one that does not begin with a chunk was put together before."""
    if _CHUNK.match(body) is None:
        return body
    parts: list[bytes] = []
    position = 0
    while head := _CHUNK.match(body, position):
        size = int(head.group(1), 16)
        if not size:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        if len(parts[-1]) < size:
            raise CutBody(f"the page is cut: {size - len(parts[-1])} bytes of a chunk are missing")
        position = head.end() + size
        position += 2 if body[position : position + 2] == b"\r\n" else body[position : position + 1] == b"\n"
    whole = b"".join(parts)
    if position >= len(body) and _is_whole(whole):
        return whole
    raise CutBody("the page is cut: its last chunk is missing")


def _gunzipped(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return _plain(body, "gzip")
    whole, position = [], 0
    while body[position : position + 2] == b"\x1f\x8b":
        member = member_at(body, position)
        if member.end is None:
            raise CutBody(f"the gzip of the page {member.damage}")
        whole.append(member.content)
        position = member.end
    return b"".join(whole)


def _inflated(body: bytes) -> bytes:
    """`deflate` is zlib by the standard, and raw where servers got it wrong."""
    if _MARKUP.match(body):
        return body
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            content = _bounded(unpacker.decompress, body)
        except zlib.error:
            continue
        if not unpacker.eof:
            raise CutBody("the deflated page is cut: its end is missing")
        return content
    return _plain(body, "deflate")


def _unbrotlied(body: bytes) -> bytes:
    import brotli

    if _MARKUP.match(body):
        return body
    unpacker = brotli.Decompressor()
    try:
        content = _bounded(unpacker.process, body)
    except brotli.error:
        return _plain(body, "br")
    if not unpacker.is_finished():
        raise CutBody("the brotli of the page is cut: its end is missing")
    return content


def _bounded(unpack: Callable[[bytes], bytes], body: bytes) -> bytes:
    parts, size = [], 0
    for start in range(0, len(body), _STEP):
        parts.append(unpack(body[start : start + _STEP]))
        size += len(parts[-1])
        if is_bomb(min(start + _STEP, len(body)), size):
            raise CutBody("unpacks to far more than it takes: this is no page")
    return b"".join(parts)


def _plain(body: bytes, encoding: str) -> bytes:
    """A body whose header says an encoding that it is not in: it stands if it is text, and so was unpacked before."""
    if b"\0" in body[:_TAIL] or not re.search(rb"<[a-zA-Z!/?]", body):
        raise CutBody(f"is neither {encoding}, as its header says, nor a page")
    return body


_UNPACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
}
