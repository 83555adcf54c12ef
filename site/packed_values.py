"""Values within scripts, packed: words of lists and of the search, which are most of what a script of ours brings."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from typing import Any

from .site_file import SiteFile

__all__ = ["packed_script", "packed_text"]

GZIP_LEVEL = 6
"""gzip's own choice: 9 makes tables and articles' data smaller by a hundredth, and takes up to three times as long."""


def packed_text(text: str) -> bytes:
    """
    Return text in gzip's form, which Python, R, pandas and every archiver open; the same bytes for the same text.

    A sixth of the bytes: plain, the tables and the articles' data were half of a site.
    """
    return gzip.compress(text.encode(), GZIP_LEVEL, mtime=0)


def packed_script(path: str, function: str, *arguments: str, packed: Any) -> SiteFile:
    """
    Return a classic script that hands `arguments`, in JSON, and a packed value to a function.

    The value is JSON in gzip's form, as base64 between quotation marks: 0.4 of the bytes that the JSON has. A browser
    unpacks it by itself (`DecompressionStream`, in all since 2023). It holds no letter that a script could stumble over.
    The same value is the same text; it is packed only where the file is written, which takes longer than all else.
    """
    content = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    # What decides the packed bytes: another zlib may choose others for the same text.
    causes = (zlib.ZLIB_RUNTIME_VERSION, GZIP_LEVEL, function, arguments, content)
    fingerprint = hashlib.blake2b(repr(causes).encode(), digest_size=16)

    def make() -> str:
        in_base64 = base64.b64encode(packed_text(content)).decode()
        parts = ",".join([*arguments, f'"{in_base64}"'])
        return f"{function}({parts})"

    return SiteFile(path, fingerprint.hexdigest(), make)
