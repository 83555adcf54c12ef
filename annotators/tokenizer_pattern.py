"""
The largest pattern of a model's tokenizer, compiled once for all runs and kept in the cache.

The French one has 1.4 million characters, and to compile it takes longer than to load all the rest of the model. What
Python makes of it is 26 kB. It is put where `re` itself puts each pattern that it has compiled: spaCy, which asks `re` for
it, is given the same pattern sooner.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zlib
from array import array
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.annotation.code_fingerprint import code_digest
from pressmark.storage.entry_cache import EntryCache

if TYPE_CHECKING:
    from .parse import Model

__all__ = ["recall_tokenizer_pattern"]

MIN_CHARACTERS = 100_000
"""A shorter pattern is compiled by whoever asks for it. Chosen, not measured: the English one has none."""

MAX_CACHE_BYTES = 16 * 2**20
"""Chosen, not measured: a pattern takes 26 kB."""

_LATEST_PYTHON = (3, 13)
"""The last version of Python of whose `re` we know that it compiles and keeps patterns in this way."""


def recall_tokenizer_pattern(model: Model, cache_folder: Path | None) -> None:
    """
    Give Python's `re` the large pattern of a model's tokenizer, from the cache where that has it; once in a process.

    Does nothing without a cache, for the engine that leaves spaCy as it comes, for a model without such a pattern, and
    where Python is not one whose `re` we know.
    """
    if cache_folder is not None and model.engine == "fast":
        _recall(model.folder, cache_folder)


@cache
def _recall(model_folder: Path, cache_folder: Path) -> None:
    """Do as `recall_tokenizer_pattern` does, for the model in this folder."""
    if sys.implementation.name != "cpython" or sys.version_info[:2] > _LATEST_PYTHON:
        return
    text = _read_pattern(model_folder / "tokenizer")
    if len(text) < MIN_CHARACTERS:
        return
    patterns = vars(re)["_cache"]
    # As `re.compile(text)` would look for it.
    place = (str, text, 0)
    if place not in patterns:
        kept = EntryCache(cache_folder / "patterns.sqlite", "patterns", MAX_CACHE_BYTES)
        patterns[place] = _load(text, kept)


def _read_pattern(tokenizer: Path) -> str:
    """Return the pattern of what is one token, as a model's file `tokenizer` has it; empty where it has none."""
    srsly = import_module("srsly")

    if not tokenizer.is_file():
        return ""
    return str(srsly.msgpack_loads(tokenizer.read_bytes()).get("token_match") or "")


def _load(text: str, kept: EntryCache) -> re.Pattern[str]:
    """Return the compiled pattern of `text`, from what is `kept`, or compiled and added to it."""
    compiler, engine = import_module("re._compiler"), import_module("_sre")
    key = _key(text, engine.MAGIC)
    content = kept.load([key]).get(key)
    if content is None:
        content = _compile(text, compiler)
        if content is None:
            return re.compile(text)
        kept.store({key: content})
    numbers = array("I", zlib.decompress(content))
    flags, *code = numbers.tolist()
    # Without groups: none in number, by name or by index, but for the whole.
    pattern: re.Pattern[str] = engine.compile(text, flags, code, 0, {}, (None,))
    return pattern


def _compile(text: str, compiler: Any) -> bytes | None:
    """Return the flags and the code of a pattern, packed; None for one with groups, whose names belong to it, too."""
    parsed = compiler._parser.parse(text, 0)
    if parsed.state.groups != 1:
        return None
    numbers = array("I", [parsed.state.flags, *compiler._code(parsed, 0)])
    return zlib.compress(numbers.tobytes())


def _key(text: str, magic: int) -> bytes:
    """Return the key of a pattern: all that decides what its code is."""
    causes = [sys.version, str(magic), sys.byteorder, code_digest(__name__), text]
    return hashlib.blake2b("\0".join(causes).encode(), digest_size=16).digest()
