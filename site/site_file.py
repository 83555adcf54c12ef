"""A file beside the pages: where it goes, what it is made from, and how to make it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

__all__ = ["File", "held"]

File = tuple[str, str, Callable[[], str | bytes]]
"""Path, ground (the same ground gives the same content), and what makes the content."""


def held(path: str, content: str | bytes) -> File:
    """A file whose content is there already; the content is its ground."""
    written = content.encode("utf-8") if isinstance(content, str) else content
    return path, hashlib.blake2b(written, digest_size=16).hexdigest(), partial(bytes, written)
