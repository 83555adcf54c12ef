"""A file beside the pages: where it goes, what it is made from, and how to make it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

__all__ = ["SiteFile", "file_with_content"]


class SiteFile(NamedTuple):
    """
    A file of the site, not made yet.

    `path` is below the site's folder. The same `fingerprint` means the same content, so that `make` need not be called.
    """

    path: str
    fingerprint: str
    make: Callable[[], str | bytes]


def file_with_content(path: str, content: str | bytes) -> SiteFile:
    """Return a file whose content is there already; its fingerprint is that of the content."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return SiteFile(
        path, hashlib.blake2b(data, digest_size=16).hexdigest(), partial(bytes, data)
    )
