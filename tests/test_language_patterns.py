"""A language's long pattern is compiled once, and is the same pattern when it comes from the cache."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.storage import language_patterns
from pressmark.storage.entry_cache import EntryCache
from pressmark.storage.language_patterns import import_language

SMALL = "spacy.lang.hu"
"""Rules of Hungarian, whose longest pattern is short: nobody else here reads them."""


@pytest.fixture
def compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """`compiled()`: import the rules anew, every pattern worth keeping; the patterns that were compiled for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(language_patterns, "MIN_CODE_WORDS", 1)
    engine: Any = re._compiler  # type: ignore[attr-defined]
    code_of = engine._code
    patterns: list[str] = []

    def noting(parsed: Any, flags: int) -> Any:
        if (
            len(parsed.state.str) > 100
        ):  # one of spaCy's, and none that asks for a version or a file
            patterns.append(parsed.state.str)
        return code_of(parsed, flags)

    monkeypatch.setattr(engine, "_code", noting)

    def imported() -> list[str]:
        for name in [name for name in sys.modules if name.startswith(SMALL)]:
            del sys.modules[name]
        re.purge()
        patterns.clear()
        import_language("hu")
        return list(patterns)

    return imported


def test_a_pattern_is_compiled_once_and_is_the_same(
    compiled: Callable[[], list[str]],
) -> None:
    first = compiled()
    assert first
    assert not set(first) & set(compiled())
    kept = {key[1]: pattern for key, pattern in re._cache.items()}  # type: ignore[attr-defined]
    re.purge()
    assert all(re.compile(pattern) == kept[pattern] for pattern in first)


@pytest.mark.parametrize("damage", ["code", "call", "text", "file"])
def test_what_does_not_fit_is_compiled(
    compiled: Callable[[], list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
) -> None:
    first = compiled()
    if damage == "file":
        (file,) = tmp_path.rglob("patterns.sqlite")
        file.write_bytes(b"no database")
    load = EntryCache.load

    def damaged(cache: EntryCache, keys: list[bytes]) -> dict[bytes, bytes]:
        """The entries as a faulty writer would have left them, with a digest that fits."""
        return {key: spoiled(entry) for key, entry in load(cache, keys).items()}

    def spoiled(entry: bytes) -> bytes:
        if damage == "text":
            return entry[:-9]
        patterns = json.loads(zlib.decompress(entry))
        for pattern in patterns:
            if damage == "code":
                pattern["call"][2][0] = 2**20
            else:
                pattern["call"] = pattern["call"][:3]
        return zlib.compress(json.dumps(patterns).encode())

    monkeypatch.setattr(EntryCache, "load", damaged)
    assert set(first) <= set(compiled())


# Prints whether French was compiled, and whether its pattern is the one that `re` compiles.
IMPORT = """
import re
from pressmark.storage.language_patterns import import_language

longest = [0]
code_of = re._compiler._code

def noting(parsed, flags):
    code = code_of(parsed, flags)
    longest[0] = max(longest[0], len(code))
    return code

re._compiler._code = noting
import_language("fr")
kept = __import__("spacy").blank("fr").Defaults.token_match.__self__
compiled = longest[0] > 100_000
re.purge()
print(compiled, re.compile(kept.pattern) == kept)
"""


@pytest.mark.slow
def test_french_is_compiled_once_for_all_processes() -> None:
    def said() -> str:
        command = [sys.executable, "-c", IMPORT]
        return subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout

    # The first compiles where no other test has had French before.
    assert said().endswith("True\n")
    assert said() == "False True\n"


def test_to_name_annotators_does_not_import_spacy() -> None:
    layers = ("entities", "quotes", "times", "events")
    modules = ", ".join(f"pressmark.annotators.{layer}" for layer in layers)
    code = f"import sys, {modules}; print('spacy' in sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "False"
