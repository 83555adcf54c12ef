"""
What took time to make, kept from one run to the next in a database of this user: entries of bytes, by key.

A cache is never believed: an entry that is not what was written is as if it were not there, and a file that is no cache
is begun anew. Whatever goes wrong with it costs time alone.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

__all__ = ["EntryCache", "default_cache_folder"]

# A link in place of the database is not followed: it may lead to a file of somebody else. Windows has no such flag.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_SECONDS_A_DAY = 86_400
# In pages: how large the database is, how large a page, how many are free.
_SIZE_PRAGMAS = ("page_count", "page_size", "freelist_count")
_T = TypeVar("_T")
_Row = tuple[bytes, bytes, bytes]


def default_cache_folder() -> Path:
    """Return the folder that this platform has for caches."""
    from platformdirs import user_cache_path

    return user_cache_path("pressmark")


@dataclass(frozen=True)
class EntryCache:
    """
    Entries in the database `file`, in a table of this name. When they take more than `max_bytes` bytes, those longest
    unused go.
    """

    file: Path
    table: str
    max_bytes: int

    def load(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the entries that the cache holds, by key. One whose bytes changed since is left out."""
        rows: list[_Row] = self._with(
            lambda database: self._select_rows(database, keys), []
        )
        # A power cut or a stray write may have changed what is there.
        return {
            key: content
            for key, digest, content in rows
            if digest == _entry_digest(key, content)
        }

    def store(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep entries, given by key, in place of those that the cache has of these keys."""
        rows = [
            (key, _today(), _entry_digest(key, content), content)
            for key, content in entries.items()
        ]
        self._with(lambda database: self._insert_rows(database, rows), None)

    def _select_rows(
        self, database: sqlite3.Connection, keys: Iterable[bytes]
    ) -> list[_Row]:
        """Return the entries of `keys` that the database holds, and note that they were used today."""
        rows: list[_Row] = []
        for key in keys:
            selected = database.execute(
                f"SELECT key, digest, content FROM {self.table} WHERE key = ?", [key]
            ).fetchall()
            if selected:
                # Once a day and no more: a run over a whole archive would else write as much as it reads.
                database.execute(
                    f"UPDATE {self.table} SET used = ? WHERE key = ? AND used <> ?",
                    [_today(), key, _today()],
                )
            rows += selected
        return rows

    def _insert_rows(
        self, database: sqlite3.Connection, rows: list[tuple[bytes, int, bytes, bytes]]
    ) -> None:
        """Write entries; where the database is then too large, drop the quarter of all that is longest unused."""
        database.executemany(
            f"INSERT OR REPLACE INTO {self.table} VALUES (?, ?, ?, ?)", rows
        )
        pages, page_size, free_pages = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZE_PRAGMAS
        )
        # The file itself never shrinks: SQLite writes new entries over its free pages.
        if (pages - free_pages) * page_size > self.max_bytes:
            quarter = f"SELECT count(*) / 4 + 1 FROM {self.table}"
            oldest = (
                f"SELECT key FROM {self.table} ORDER BY used, rowid LIMIT ({quarter})"
            )
            database.execute(f"DELETE FROM {self.table} WHERE key IN ({oldest})")

    def _prepare(self) -> None:
        """Make the folder and the database readable by this user alone: they hold the texts."""
        folder = self.file.parent
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        # Made before SQLite would make it, with the rights of this user alone.
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600))
        for path in (self.file, *folder.glob(f"{self.file.name}-*")):
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
                database.execute(
                    f"CREATE TABLE IF NOT EXISTS {self.table}"
                    " (key BLOB PRIMARY KEY, used INTEGER, digest BLOB, content BLOB)"
                )
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


def _today() -> int:
    """Return the day as a number: how many have passed since 1970."""
    return int(time.time()) // _SECONDS_A_DAY


def _entry_digest(key: bytes, content: bytes) -> bytes:
    """Return a hash of an entry, by which one whose bytes changed, or belong to another key, is known."""
    return hashlib.blake2b(key + content, digest_size=16).digest()
