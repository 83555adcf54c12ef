"""The temporary folder of a build: readable by this user alone, and gone when the build ends."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark.errors import Blocked

__all__ = ["open_temporary_folder"]

_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})

# What SQLite says of a disk that is full or cannot be written; other errors of SQL are ours, and keep their traceback.
_NO_ROOM_ERRORS = frozenset({"SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_READONLY"})
_REMEDY = "Make room, or name another folder for temporary files: TMPDIR=/path"


@contextmanager
def open_temporary_folder() -> Iterator[Path]:
    """
    Give a temporary folder for what a build gathers. Raises `Blocked` where there is none, or no room in it.

    Every error of a full disk within the context becomes `Blocked`, whatever file it was about.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="pressmark-site-") as folder:
            yield Path(folder)
    except sqlite3.OperationalError as error:
        if not _says_no_room(error.sqlite_errorname):
            raise
        raise Blocked(
            f"{tempfile.gettempdir()}: no room for the site's index ({error}). {_REMEDY}"
        ) from error
    # What `tempfile` raises when it can write none of the folders it knows; it names no file.
    except FileNotFoundError as error:
        if error.filename is not None or "temporary directory" not in str(error):
            raise
        raise Blocked(
            f"no folder for temporary files can be written. {_REMEDY}"
        ) from error
    except OSError as error:
        if error.errno not in _FULL_DISK:
            raise
        raise Blocked(
            f"{error.filename or tempfile.gettempdir()}: no room ({error.strerror}). {_REMEDY}"
        ) from error


def _says_no_room(error_name: str) -> bool:
    """Whether an error of SQLite, by its name, is about the disk; SQLITE_IOERR has some thirty kinds."""
    return error_name in _NO_ROOM_ERRORS or error_name.startswith("SQLITE_IOERR")
