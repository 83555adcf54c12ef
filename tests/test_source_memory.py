"""What the sources of our modules import is parsed once, and anew where a source changed."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest

from pressmark.annotation import code_fingerprint
from pressmark.annotation.source_memory import SourceMemory

MODULE = "pressmark.annotators.times.annotator"
NAMES = (("pressmark.spans", "pressmark.spans.Time"), ("times",))


@pytest.fixture
def parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that are parsed from here on, with a cache that is empty before and after."""
    sources: list[str] = []
    parse = ast.parse
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(ast, "parse", lambda text: sources.append(text) or parse(text))
    return sources


def read_anew() -> tuple[tuple[Path, ...], frozenset[str]]:
    """Return files and lexicons of a module, as a new process would."""
    for function in ("_memory", "_read_source", "_modules_and_lexicons", "code_files"):
        getattr(code_fingerprint, function).cache_clear()
    files = code_fingerprint.code_files(MODULE)
    return files, code_fingerprint._modules_and_lexicons(MODULE)[1]


@pytest.fixture(autouse=True)
def forgotten() -> object:
    yield
    code_fingerprint._memory.cache_clear()
    code_fingerprint._read_source.cache_clear()


def test_a_source_is_parsed_once(parsed: list[str]) -> None:
    first = read_anew()
    assert len(parsed) > 10
    parsed.clear()
    assert read_anew() == first
    assert parsed == []


def test_a_damaged_memory_is_none(parsed: list[str], tmp_path: Path) -> None:
    first = read_anew()
    (file,) = tmp_path.rglob("sources.sqlite")
    with sqlite3.connect(file) as database:
        database.execute("update sources set content = substr(content, 2)")
    parsed.clear()
    assert read_anew() == first
    assert parsed


def test_a_source_that_changed_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    maker = tmp_path / "maker.py"
    maker.write_text("VERSION = 1")
    memory = SourceMemory(maker)
    memory.note("pressmark.quai", b"import a", NAMES)
    memory.keep()

    again = SourceMemory(maker)
    assert again.names("pressmark.quai", b"import a") == NAMES
    assert again.names("pressmark.quai", b"import b") is None
    assert again.names("pressmark.mât", b"import a") is None
    # Who reads names in another way does not believe it.
    maker.write_text("VERSION = 2")
    assert SourceMemory(maker).names("pressmark.quai", b"import a") is None
