"""
Templates as Python compiled them, kept from one build to the next: half a second of each process that makes pages.

They are code, and so kept in this user's own cache folder alone, never in one that a project names: that may have come
with somebody else's files.
"""

from __future__ import annotations

import hashlib
import io
import sys
from importlib.metadata import version
from importlib.resources import files

import jinja2
from jinja2.bccache import Bucket

from pressmark.storage.entry_cache import EntryCache, default_cache_folder

from .interface import Interface

__all__ = ["CompiledTemplates"]

MAX_CACHE_BYTES = 2**24
"""Chosen, not measured: all templates of a language take 0.3 MB."""


class CompiledTemplates(jinja2.BytecodeCache):
    """
    The compiled templates of an interface.

    An entry is of a template's place and source, of the words that stand in it since, of how we compile it, and of the
    versions of Jinja and Python.
    """

    def __init__(self, ui: Interface) -> None:
        self._cache = EntryCache(
            default_cache_folder() / "templates.sqlite", "templates", MAX_CACHE_BYTES
        )
        how = files("pressmark.site").joinpath("template_environment.py").read_text()
        self._makers = repr((sys.version, version("jinja2"), how, ui.words))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in the code of a template, where it is kept."""
        key = self._key(bucket)
        kept = self._cache.load([key]).get(key)
        if kept is not None:
            bucket.load_bytecode(io.BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._cache.store({self._key(bucket): bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> bytes:
        """Return the key of a template: all that decides its code."""
        causes = repr((self._makers, bucket.key, bucket.checksum))
        return hashlib.blake2b(causes.encode(), digest_size=16).digest()
