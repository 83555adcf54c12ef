"""
What the sources of our modules import, remembered from one process to the next: to parse them takes a second of each.

It holds names of modules and lexicons alone, and is kept in this user's cache folder whatever a run keeps.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pressmark.storage.entry_cache import EntryCache, default_cache_folder

__all__ = ["SourceMemory"]

_MAX_BYTES = 2**22
"""Chosen, not measured: the names of one installation take 0.1 MB."""

_Names = tuple[tuple[str, ...], tuple[str, ...]]


class SourceMemory:
    """
    By module, the names of what its source imports and of the lexicons that it names, with the hash of that source.

    What is remembered counts for the code of `maker` alone, which says how names are read.
    """

    def __init__(self, maker: Path) -> None:
        """Read what is remembered of the installation that `maker` is of."""
        self._cache = EntryCache(
            default_cache_folder() / "sources.sqlite", "sources", _MAX_BYTES
        )
        causes = [sys.version, str(maker), _hash_of(maker.read_bytes())]
        self._key = hashlib.blake2b(
            json.dumps(causes).encode(), digest_size=16
        ).digest()
        content = self._cache.load([self._key]).get(self._key)
        self._known: dict[str, tuple[str, Sequence[str], Sequence[str]]] = (
            json.loads(content) if content else {}
        )
        self._has_news = False

    def names(self, module: str, source: bytes) -> _Names | None:
        """Return imports and lexicons of a module with this source; None where they are not known."""
        known = self._known.get(module)
        if known is None or known[0] != _hash_of(source):
            return None
        _, imports, lexicons = known
        return tuple(imports), tuple(lexicons)

    def note(self, module: str, source: bytes, names: _Names) -> None:
        """Note the names in the source of a module, in place of those of an earlier one."""
        imports, lexicons = names
        self._known[module] = (_hash_of(source), imports, lexicons)
        self._has_news = True

    def keep(self) -> None:
        """Write what was noted since the last time."""
        if self._has_news:
            self._cache.store({self._key: json.dumps(self._known).encode()})
            self._has_news = False


def _hash_of(source: bytes) -> str:
    return hashlib.blake2b(source, digest_size=16).hexdigest()
