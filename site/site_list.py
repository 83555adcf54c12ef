"""
The list of a site's files, which stands in its folder: what each was made from, and what bytes were written.

By it `output` tells our files from the user's, and those that stand as they were written from those to make again.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pressmark.errors import PressmarkError
from pressmark.storage.disk import write_bytes
from pressmark.storage.path_gate import is_relative

__all__ = [
    "LIST",
    "FileEntry",
    "SiteList",
    "bytes_fingerprint",
    "listed_files",
    "read_list",
    "write_list",
]

LIST = ".pressmark-site.json"
"""The list of a site's files, in its folder."""

LIST_FORMAT = 3
"""The form of the list. 1 was the paths alone, 2 had no fingerprint of bytes; both are read, and all is made anew."""


UNREADABLE = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,  # JSON of brackets within brackets, a thousand deep
)
"""What reading a list raises when another program, or a person, has written a file of its name."""


class FileEntry(NamedTuple):
    """A file in the list: the fingerprint of what it was made from, how many bytes it has, and their fingerprint."""

    fingerprint: str
    size: int = -1  # unknown: of an older list, or of a build that did not end
    bytes_fingerprint: str = ""

    def is_whole(self, folder: Path, path: str, list_time: int) -> bool:
        """
        Whether the file has the bytes that were written.

        Those are read where the file is not older than the list, whose `list_time` is in nanoseconds; reading every
        file of a large site would take longer than looking at its times.
        """
        try:
            file = (folder / path).lstat()
        except OSError:
            return False
        if not stat.S_ISREG(file.st_mode) or file.st_size != self.size:
            return False
        # The list is written last. Whoever edits a file afterwards makes it younger than the list.
        if file.st_mtime_ns < list_time:
            return True
        return bytes_fingerprint((folder / path).read_bytes()) == self.bytes_fingerprint


@dataclass(frozen=True, slots=True)
class SiteList:
    """What the list says: the fingerprint of the whole site, its files, and when it was written, in nanoseconds."""

    fingerprint: str = ""
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    time: int = 0


def listed_files(folder: Path) -> list[str]:
    """
    Return the files of a site as paths below its folder, the user's own left out.

    Raises `PressmarkError` when there is no list.
    """
    return sorted(read_list(folder).files)


def write_list(folder: Path, files: Mapping[str, FileEntry], fingerprint: str) -> None:
    """
    Write the list of `files` into the site's folder, with the fingerprint of the whole site.

    The list's word for that fingerprint is `ground`: renaming the key would make every site that stands anew.
    """
    content = {
        "format": LIST_FORMAT,
        "ground": fingerprint,
        "files": dict(sorted(files.items())),
    }
    write_bytes(folder / LIST, json.dumps(content, indent=0).encode())


def read_list(folder: Path) -> SiteList:
    """Return the list of a folder, an empty one for a folder that is new. Raises `PressmarkError` for any other."""
    path = folder / LIST
    try:
        return _parse_list(json.loads(path.read_text("utf-8")), path.stat().st_mtime_ns)
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise PressmarkError(
                f"{folder}: holds files that pressmark did not write, so no site is built here. Name an empty folder."
            ) from None
        return SiteList()
    except UNREADABLE as error:
        raise PressmarkError(
            f"{path}: cannot be understood ({error}), so nothing here is written or deleted. Name another folder, or"
            " move what is yours out of this one and delete it."
        ) from error


def _parse_list(content: Any, time: int) -> SiteList:
    """Return what `content` says, once it has the shape of a list of ours; `time` in nanoseconds. Raises ValueError."""
    if isinstance(content, list):  # of the first format
        content = {"format": 2, "ground": "", "files": dict.fromkeys(content, "")}
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        raise ValueError("it is no list of files")
    version, fingerprint = content.get("format", 2), content.get("ground")
    # `type`, not `isinstance`: true is an int for Python, and no format for us.
    if type(version) is not int or not 1 <= version <= LIST_FORMAT:
        raise ValueError(f"format {version!r} is not known; a newer pressmark wrote it")
    if not isinstance(fingerprint, str):
        raise ValueError("its `ground` is no text")
    entries = {
        path: _parse_entry(path, value) for path, value in content["files"].items()
    }
    # An older format said less of each file, so nothing in it may make a whole site current.
    site_fingerprint = fingerprint if version == LIST_FORMAT else ""
    return SiteList(site_fingerprint, entries, time)


def _parse_entry(path: str, value: Any) -> FileEntry:
    """Return an entry of the list; one of an older format says nothing. Raises ValueError."""
    if not is_relative(path):
        raise ValueError(f"{path!r} is no file below the site's folder")
    if isinstance(value, str):
        return FileEntry("")
    fingerprint, size, bytes_fingerprint = value
    are_texts = isinstance(fingerprint, str) and isinstance(bytes_fingerprint, str)
    if not are_texts or type(size) is not int:
        raise ValueError(f"what it says of {path!r} is not what we write")
    return FileEntry(fingerprint, size, bytes_fingerprint)


def bytes_fingerprint(content: bytes) -> str:
    """Return the fingerprint of the bytes of one file, for the list."""
    # 8 bytes tell a file from its own older content; they need not withstand an attacker, who could write the list.
    return hashlib.blake2b(content, digest_size=8).hexdigest()
