"""
spaCy's rules of a language, imported without compiling their longest pattern anew in each process.

`spacy.lang.fr` compiles a regular expression of 1.4 million letters when it is imported, which takes 4 to 5 s of CPU and
is most of what the start of a French model takes. What Python's compiler makes of such a pattern is 16 kB once packed.
It is kept beside the parses; the next process hands it to Python before spaCy asks, by the cache that `re` has for this.
Python checks it as it checks its own, and the pattern is equal to the one that it would compile. Whatever of it does not
fit, another Python or spaCy, a damaged file, no right to write, costs the seconds and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import version
from typing import Any

from .entry_cache import EntryCache, default_cache_folder

__all__ = ["import_language"]

MIN_CODE_WORDS = 20_000
"""A pattern whose code has fewer words is compiled in a tenth of a second, or less."""

_MAX_BYTES = 2**23
_UNFIT = (AttributeError, KeyError, RuntimeError, TypeError, ValueError, zlib.error)
"""What Python raises where its cache, its compiler or an entry is not as expected; `_sre` refuses code that is none."""
_Call = tuple[Any, ...]


def import_language(language: str) -> None:
    """
    Import `spacy.lang.<language>`, by its code (`fr`); its long patterns are those of an earlier import where there was one.

    Raises ImportError where spaCy has no such language.
    """
    name = f"spacy.lang.{language}"
    # Another Python has another compiler.
    if name in sys.modules or sys.implementation.name != "cpython":
        import_module(name)
        return
    cache = EntryCache(
        default_cache_folder() / "patterns.sqlite", "patterns", _MAX_BYTES
    )
    # The words that the compiler writes are those of one Python; the pattern is that of one spaCy.
    key = hashlib.sha256(
        json.dumps([sys.version, version("spacy"), language]).encode()
    ).digest()
    stored = cache.load([key])
    if key in stored:
        # What cannot be handed over is compiled by the import.
        with suppress(*_UNFIT):
            _hand_over(json.loads(zlib.decompress(stored[key])))
        import_module(name)
        return
    calls: list[_Call] = []
    with _compiler_calls(calls):
        import_module(name)
    with suppress(*_UNFIT):
        cache.store({key: zlib.compress(json.dumps(_long_patterns(calls)).encode())})


@contextmanager
def _compiler_calls(calls: list[_Call]) -> Iterator[None]:
    """Note what Python's compiler of patterns ends with meanwhile: pattern, flags, code, groups and their names."""
    engine: Any = import_module("_sre")
    compile_code = engine.compile

    def noting(*arguments: Any) -> Any:
        calls.append(arguments)
        return compile_code(*arguments)

    engine.compile = noting
    try:
        yield
    finally:
        engine.compile = compile_code


def _long_patterns(calls: list[_Call]) -> list[dict[str, Any]]:
    """Return the calls of long patterns, as JSON has them, each with the flags by which `re` finds it again."""
    asked = {pattern: flags for _, pattern, flags in _cache_of_re()}
    return [
        {"flags": asked[call[0]], "call": call}
        for call in calls
        if len(call[2]) >= MIN_CODE_WORDS and call[0] in asked
    ]


def _hand_over(patterns: list[dict[str, Any]]) -> None:
    """Put patterns into the cache of `re`, where its `compile` looks first."""
    engine: Any = import_module("_sre")
    for entry in patterns:
        pattern, flags, code, groups, names, numbers = entry["call"]
        compiled = engine.compile(pattern, flags, code, groups, names, tuple(numbers))
        _cache_of_re()[str, pattern, entry["flags"]] = compiled


def _cache_of_re() -> dict[tuple[Any, ...], Any]:
    """Return the compiled patterns that Python's `re` keeps, by type, pattern and flags."""
    cache: dict[tuple[Any, ...], Any] = re._cache  # type: ignore[attr-defined]
    return cache
