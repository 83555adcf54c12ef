"""Files of the answers: they hold words of articles, and are this user's alone; each is whole or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["make_private_folder", "write_private"]


def make_private_folder(folder: Path) -> None:
    """Make `folder`, and the folders above it that are missing, readable by this user alone."""
    if not folder.is_dir():
        # One by one: what `parents=True` makes above the last is everybody's to read.
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """
    Write a file that a reader sees whole or not at all, readable by this user alone.

    Threads and processes may write the same file at once: the last wins. Raises OSError where it cannot be written.
    """
    make_private_folder(path.parent)
    # `mkstemp` gives the file to this user alone, and each writer a name of its own.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
