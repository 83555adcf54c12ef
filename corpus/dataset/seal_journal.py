"""
The journal of a seal: which files it is about to move to where readers look, before a manifest lists them.

A seal that is killed between the first move and the manifest leaves files that no manifest lists. The next seal deletes
those of the journal, and no other: a file counts only when its name is one that a seal gives and holds the hash of its
own bytes, so that a journal from elsewhere can name nothing of the user's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from pressmark.storage.disk import sha256_of, write_bytes
from pressmark.storage.path_gate import inside

__all__ = ["WORK", "close_journal", "leftovers", "open_journal"]

WORK = ".pressmark"
"""The folder of unfinished work in a corpus folder."""

_FILE = "seal.json"
# `quotes/part-00003-0f3a9c12b4de.parquet`: 12 letters of the hash, as `part_path` gives them.
_PART = re.compile(r"[\w-]+/part-\d{5}-([0-9a-f]{12})\.parquet")


def open_journal(folder: Path, paths: Iterable[str]) -> None:
    """Write down the files, by their paths below the corpus `folder`, that a seal is about to move into place."""
    write_bytes(folder / WORK / _FILE, json.dumps(sorted(paths)).encode())


def close_journal(folder: Path) -> None:
    """Forget the journal of `folder`: a manifest lists its files now."""
    (folder / WORK / _FILE).unlink(missing_ok=True)


def leftovers(folder: Path) -> frozenset[str]:
    """Return the files of a killed seal in `folder`; none when the journal is missing, damaged or not ours."""
    try:
        paths = json.loads((folder / WORK / _FILE).read_text(encoding="utf-8"))
    # A damaged journal deletes nothing: files that stay behind cost room, a deleted file of the user costs work.
    except (OSError, ValueError):
        return frozenset()
    if not isinstance(paths, list):
        return frozenset()
    return frozenset(path for path in paths if _is_of_a_seal(folder, path))


def _is_of_a_seal(folder: Path, path: object) -> bool:
    # The list is JSON from a disk: a number or a list may stand in it where a path must.
    match = _PART.fullmatch(path) if isinstance(path, str) else None
    if match is None:
        return False
    try:
        file = inside(folder, match.group())
        # The name alone is not enough: a file that was edited since holds other bytes, and is somebody's.
        return file.is_file() and sha256_of(file).startswith(match.group(1))
    except (ValueError, OSError):
        return False
