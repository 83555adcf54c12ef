"""The temporary folder of a build: readable by this user alone, and gone when the build ends."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressmark.errors import Blocked

__all__ = ["temporary_room"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ROOM = frozenset({"SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_READONLY"})
_REMEDY = "Make room, or name another folder for temporary files: TMPDIR=/path"


@contextmanager
def temporary_room() -> Iterator[Path]:
    """A temporary folder for what a build gathers. Raises `Blocked` where there is none, or no room in it."""
    try:
        with tempfile.TemporaryDirectory(prefix="pressmark-site-") as room:
            yield Path(room)
    except sqlite3.OperationalError as error:
        if not (error.sqlite_errorname in _NO_ROOM or error.sqlite_errorname.startswith("SQLITE_IOERR")):
            raise
        raise Blocked(f"{tempfile.gettempdir()}: no room for the site's index ({error}). {_REMEDY}") from error
    except FileNotFoundError as error:
        if error.filename is not None or "temporary directory" not in str(error):
            raise
        raise Blocked(f"no folder for temporary files can be written. {_REMEDY}") from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise Blocked(f"{error.filename or tempfile.gettempdir()}: no room ({error.strerror}). {_REMEDY}") from error
