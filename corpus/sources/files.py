"""A file that is read whole, from the disk or from within an archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

__all__ = ["SourceFile", "is_hidden", "shown_name", "stem_of"]

# What macOS and Windows leave in archives and folders.
_SYSTEM_FILES = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """
    A file, or one within an archive: its name, its bytes, and what is known of them.

    `encoding` and `format` are those that the configuration names. No article of the file is newer than `fetched`, if
    that is known; `depth` counts the archives around it.
    """

    name: str
    content: bytes
    encoding: str | None = None
    format: str | None = None
    fetched: datetime | None = None
    depth: int = 0

    @property
    def ending(self) -> str:
        """The ending of its name, in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower()


def shown_name(name: str) -> str:
    """
    Return a file's name as text that can be written; bytes that are no UTF-8 are shown as such.

    >>> shown_name("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_hidden(name: str) -> bool:
    """Say whether a file is hidden (`.git/config`), or one that a system adds (`.DS_Store`, `~$letter.docx`)."""
    parts = [part for part in PurePosixPath(name).parts if part != ".."]
    return not parts or any(
        part.startswith((".", "~$")) or part in _SYSTEM_FILES for part in parts
    )


def stem_of(name: str) -> str:
    """
    Return a file's name without its ending, and without a second one under `.gz`.

    >>> stem_of("2026/a.txt.gz")
    '2026/a'
    """
    # `a.txt.gz` is the article `a`, packed or not.
    inner = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    return PurePosixPath(inner).with_suffix("").as_posix()
