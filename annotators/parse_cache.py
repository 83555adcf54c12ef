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

# A link in place of the database is not followed: it may lead to a file of somebody else. Windows has no such flag.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# 4 GiB, chosen, not measured: little of a disk of today.
_MAX_CACHE_BYTES = 4 * 2**30
_SECONDS_A_DAY = 86_400
# The packages whose version decides what a parse is.
_MAKERS = ("spacy", "thinc", "numpy")
_PARSE_MODULES = (
    "parse.py",
    "parse_engine.py",
    "stock_spacy.py",
    "name_weights.py",
)
# In pages: how large the database is, how large a page, how many are free.
_SIZE_PRAGMAS = ("page_count", "page_size", "freelist_count")
_TABLE = "CREATE TABLE IF NOT EXISTS parses (key BLOB PRIMARY KEY, used INTEGER, digest BLOB, content BLOB)"
_T = TypeVar("_T")
_Row = tuple[bytes, bytes, bytes]


def default_folder() -> Path:
    """Return the folder that this platform has for caches."""
    from platformdirs import user_cache_path

    return user_cache_path("pressmark")


@dataclass(frozen=True)
class ParseCache:
    """
    The parses of one model in a folder. When they take more than `max_bytes` bytes, those longest unused go.

    `model_sha256` names the model's files; with the versions and the code of the parse it decides what an entry holds.
    """

    folder: Path
    model_sha256: str
    max_bytes: int = _MAX_CACHE_BYTES

    @property
    def file(self) -> Path:
        """The database that holds them."""
        return self.folder / "parses.sqlite"

    def load_parses(
        self, hashes: Iterable[str], nlp: Language, engine: ParseEngine
    ) -> dict[str, Doc]:
        """
        Return the parses by `engine` that the cache holds, by the sha256 of their text.

        `hashes` are the sha256 of the texts that are asked for. An entry whose bytes changed since is left out.
        """
        hashes_by_key = {self._entry_key(text, nlp, engine): text for text in hashes}
        rows: list[_Row] = self._with(
            lambda database: _select_rows(database, hashes_by_key), []
        )
        docs: dict[str, Doc] = {}
        for key, digest, content in rows:
            # A power cut or a stray write may have changed what is there.
            if digest == _entry_digest(key, content):
                docs[hashes_by_key[key]] = engine.from_bytes(content, nlp.vocab)
        return docs

    def store_parses(
        self, docs: Mapping[str, Doc], nlp: Language, engine: ParseEngine
    ) -> None:
        """Store parses by `engine`, given by the sha256 of their text; leave out those that it cannot write."""
        rows = []
        for text_hash, doc in docs.items():
            key = self._entry_key(text_hash, nlp, engine)
            content = engine.to_bytes(doc)
            # A component left something in the doc that cannot be written: that parse is made each time.
            if content is not None:
                rows.append((key, _today(), _entry_digest(key, content), content))
        self._with(lambda database: self._insert_rows(database, rows), None)

    def _entry_key(self, text_hash: str, nlp: Language, engine: ParseEngine) -> bytes:
        """Return the key of a text's parse: all that decides its bytes."""
        # The engines decide the same, but each writes its bytes in a form of its own; and who asks for stock spaCy,
        # perhaps in doubt of the other, is not handed what the other made.
        parts = (text_hash, self.model_sha256, *nlp.pipe_names, makers(), engine.name)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()

    def _insert_rows(
        self, database: sqlite3.Connection, rows: list[tuple[bytes, int, bytes, bytes]]
    ) -> None:
        """Write entries; where the database is then too large, drop the quarter of all that is longest unused."""
        database.executemany("INSERT OR REPLACE INTO parses VALUES (?, ?, ?, ?)", rows)
        pages, page_size, free_pages = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZE_PRAGMAS
        )
        # The file itself never shrinks: SQLite writes new entries over its free pages.
        if (pages - free_pages) * page_size > self.max_bytes:
            oldest = "SELECT key FROM parses ORDER BY used, rowid LIMIT (SELECT count(*) / 4 + 1 FROM parses)"
            database.execute(f"DELETE FROM parses WHERE key IN ({oldest})")

    def _prepare(self) -> None:
        """Make the folder and the database readable by this user alone: they hold the texts."""
        if not self.folder.is_dir():
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
        # Made before SQLite would make it, with the rights of this user alone.
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600))
        for path in (self.file, *self.folder.glob(f"{self.file.name}-*")):
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)

    def _with(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """Return what `work` does with the database; `otherwise`, and raise nothing, when it cannot be opened or written."""
        try:
            self._prepare()
            with closing(sqlite3.connect(self.file, timeout=30)) as database, database:
                # Several processes read while one writes; a power cut may cost entries, which digests then find out.
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=OFF")
                database.execute(_TABLE)
                return work(database)
        except sqlite3.OperationalError:
            # the disk full, the folder read-only, another process too long at it
            return otherwise
        except sqlite3.DatabaseError:
            # this is no database, or no longer
            self.file.unlink(missing_ok=True)
            return otherwise
        except OSError:
            return otherwise


def _select_rows(database: sqlite3.Connection, keys: Iterable[bytes]) -> list[_Row]:
    """Return the entries of `keys` that the database holds, and note that they were used today."""
    rows: list[_Row] = []
    for key in keys:
        selected = database.execute(
            "SELECT key, digest, content FROM parses WHERE key = ?", [key]
        ).fetchall()
        if selected:
            # Once a day and no more: a run over a whole archive would else write as much as it reads.
            database.execute(
                "UPDATE parses SET used = ? WHERE key = ? AND used <> ?",
                [_today(), key, _today()],
            )
        rows += selected
    return rows


def _today() -> int:
    """Return the day as a number: how many have passed since 1970."""
    return int(time.time()) // _SECONDS_A_DAY


def _entry_digest(key: bytes, content: bytes) -> bytes:
    """Return a hash of an entry, by which one whose bytes changed, or belong to another key, is known."""
    return hashlib.blake2b(key + content, digest_size=16).digest()


@cache
def makers() -> str:
    """Return a hash of the versions and the code that make a parse, of both engines: a key does not tell them apart."""
    folder = files("pressmark.annotators")
    modules = [folder / name for name in _PARSE_MODULES]
    fast_modules = (folder / "fast_spacy").iterdir()
    modules += sorted(fast_modules, key=lambda module: module.name)
    # What is read as white space decides what is parsed.
    modules += [files("pressmark") / name for name in ("paragraphs.py", "text_view.py")]
    modules.append(files("pressmark.annotation") / "parse_in_view.py")
    versions = " ".join(f"{name} {version(name)}" for name in _MAKERS)
    digest = hashlib.sha256(versions.encode())
    for module in modules:
        if module.name.endswith(".py"):
            digest.update(module.read_bytes())
    return digest.hexdigest()
