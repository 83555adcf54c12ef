"""A file that is read whole, from the disk or from within an archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

__all__ = ["File", "is_hidden", "stem_of"]

_OF_SYSTEMS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """
    A file, or one within an archive: its name, its bytes, how it is declared to be encoded, and its `format` where the
    configuration says one. No article of it is newer than `fetched`; `depth` counts the archives around it.
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

    @property
    def newest(self) -> datetime:
        """The time that no article of it can be newer than."""
        return self.fetched or datetime.now(UTC)


def is_hidden(name: str) -> bool:
    """Whether a file is hidden (`.git/config`), or one that a system adds (`.DS_Store`, `~$letter.docx`)."""
    parts = [part for part in PurePosixPath(name).parts if part != ".."]
    return not parts or any(part.startswith((".", "~$")) or part in _OF_SYSTEMS for part in parts)


def stem_of(name: str) -> str:
    """A file's name without its ending, and without that within: `a.txt.gz` is `a`."""
    inner = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    return PurePosixPath(inner).with_suffix("").as_posix()
