"""
Parses kept from one run to the next, so that a layer that changed costs that layer and not the parse.

A cache is never believed: an entry that is not what was written is parsed anew, and a file that is no cache is begun
anew. Whatever goes wrong with it costs time alone.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from .parse_engine import ParseEngine

__all__ = ["ParseCache", "default_folder", "makers"]

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_MOST = 4 * 2**30
_DAY = 86_400
_MAKERS = ("spacy", "thinc", "numpy")
_MODULES = ("parse.py", "parse_engine.py", "stock_spacy.py", "name_weights.py")
_SIZES = ("page_count", "page_size", "freelist_count")
_TABLE = "CREATE TABLE IF NOT EXISTS parses (key BLOB PRIMARY KEY, used INTEGER, digest BLOB, content BLOB)"
_T = TypeVar("_T")
_Row = tuple[bytes, bytes, bytes]


def default_folder() -> Path:
    """The folder that this platform has for caches."""
    from platformdirs import user_cache_path

    return user_cache_path("pressmark")


@dataclass(frozen=True)
class ParseCache:
    """
    The parses of one model in a folder. When they take more than `most` bytes, those longest unused go.

    `model_sha256` names the model's files; with the versions and the code of the parse it decides what an entry holds.
    """

    folder: Path
    model_sha256: str
    most: int = _MOST

    @property
    def file(self) -> Path:
        """The database that holds them."""
        return self.folder / "parses.sqlite"

    def found(
        self, texts: Iterable[str], nlp: Language, engine: ParseEngine
    ) -> dict[str, Doc]:
        """The parses by `engine` that are there of `texts`, which are given by their sha256."""
        keys = {self._key(text, nlp, engine): text for text in texts}
        rows: list[_Row] = self._with(
            lambda base: [row for key in keys for row in _read(base, key)], []
        )
        return {
            keys[key]: engine.from_bytes(content, nlp.vocab)
            for key, digest, content in rows
            if digest == _digest(key, content)
        }

    def keep(self, docs: Mapping[str, Doc], nlp: Language, engine: ParseEngine) -> None:
        """Keep parses by `engine`, given by the sha256 of their text; leave out those that it cannot write."""
        contents = {
            self._key(text, nlp, engine): engine.to_bytes(doc)
            for text, doc in docs.items()
        }
        rows = [
            (key, _today(), _digest(key, content), content)
            for key, content in contents.items()
            if content is not None
        ]
        self._with(lambda base: self._write(base, rows), None)

    def _key(self, text: str, nlp: Language, engine: ParseEngine) -> bytes:
        # The engines decide the same, but each writes its bytes in a form of its own; and who asks for stock spaCy,
        # perhaps in doubt of the other, is not handed what the other made.
        parts = (text, self.model_sha256, *nlp.pipe_names, makers(), engine.name)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()

    def _write(
        self, base: sqlite3.Connection, rows: list[tuple[bytes, int, bytes, bytes]]
    ) -> None:
        base.executemany("INSERT OR REPLACE INTO parses VALUES (?, ?, ?, ?)", rows)
        pages, size, free = (
            base.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES
        )
        if (pages - free) * size > self.most:
            oldest = "SELECT key FROM parses ORDER BY used, rowid LIMIT (SELECT count(*) / 4 + 1 FROM parses)"
            base.execute(f"DELETE FROM parses WHERE key IN ({oldest})")

    def _prepare(self) -> None:
        """Make the folder and the database readable by this user alone: they hold the texts."""
        if not self.folder.is_dir():
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600))
        for path in (self.file, *self.folder.glob(f"{self.file.name}-*")):
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)

    def _with(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What `work` gives; `otherwise`, and nothing raised, when the database cannot be had or written."""
        try:
            self._prepare()
            with closing(sqlite3.connect(self.file, timeout=30)) as base, base:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("PRAGMA synchronous=OFF")
                base.execute(_TABLE)
                return work(base)
        except (
            sqlite3.OperationalError
        ):  # the disk full, the folder read-only, another process too long at it
            return otherwise
        except sqlite3.DatabaseError:  # this is no database, or no longer
            self.file.unlink(missing_ok=True)
            return otherwise
        except OSError:
            return otherwise


def _read(base: sqlite3.Connection, key: bytes) -> list[_Row]:
    rows = base.execute(
        "SELECT key, digest, content FROM parses WHERE key = ?", [key]
    ).fetchall()
    if rows:
        base.execute(
            "UPDATE parses SET used = ? WHERE key = ? AND used <> ?",
            [_today(), key, _today()],
        )
    return rows


def _today() -> int:
    return int(time.time()) // _DAY


def _digest(key: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(key + content, digest_size=16).digest()


@cache
def makers() -> str:
    """A hash of the versions and the code that make a parse, those of both engines: a key does not tell them apart."""
    folder = files("pressmark.annotators")
    modules = [folder / name for name in _MODULES]
    modules += sorted((folder / "fast_spacy").iterdir(), key=lambda module: module.name)
    modules.append(files("pressmark") / "paragraphs.py")
    digest = hashlib.sha256(
        " ".join(f"{name} {version(name)}" for name in _MAKERS).encode()
    )
    for module in modules:
        if module.name.endswith(".py"):
            digest.update(module.read_bytes())
    return digest.hexdigest()
