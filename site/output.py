"""
The site's folder: write what changed and nothing else, and delete only what an earlier build of ours wrote.

The list in the folder says which files are ours, with the fingerprint of what each was made from and that of its bytes.
A file for which both are the same is neither made nor written again. While a build goes on the list has no fingerprint
of what files were made from, so that one that is killed leaves no file that is believed to be what it is not.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from pressmark.errors import PressmarkError
from pressmark.storage.disk import sync_folder, writing
from pressmark.storage.path_gate import inside, is_relative

from .site_list import FileEntry, bytes_fingerprint, read_list, write_list

__all__ = ["Output", "Written", "write"]

_PART = ".pressmark-part-"
"""What the name of a file begins with that is being written."""

_SECONDS_OF_PART = 3600
"""After so long nobody writes on one any more; it takes milliseconds."""


class Written(NamedTuple):
    """A file that was made: whether its bytes changed on the disk, how many there are, and their fingerprint."""

    changed: bool
    size: int
    bytes_fingerprint: str

    @classmethod
    def of(cls, content: str | bytes, *, changed: bool) -> Written:
        """Return what the list says of a file with this content."""
        encoded = _as_bytes(content)
        return cls(changed, len(encoded), bytes_fingerprint(encoded))


class Output:
    """
    The folder of a site, used as a context; at the end our old files that were not made again are deleted.

    `fingerprint` is of all that the site is made from. Raises `PressmarkError` for a folder that holds files not ours.
    `current` has each of our files that stands as it was written, with the fingerprint of what it was made from.
    """

    def __init__(self, folder: Path, fingerprint: str = "") -> None:
        self.folder = folder
        self.written = self.unchanged = self.deleted = 0
        self._fingerprint = fingerprint
        self._before = read_list(folder)
        self.current: Mapping[str, str] = {
            path: entry.fingerprint
            for path, entry in self._before.files.items()
            if entry.fingerprint and entry.is_whole(folder, path, self._before.time)
        }
        self._entries: dict[str, FileEntry] = {}
        self._changed_paths: list[str] = []

    @property
    def is_current(self) -> bool:
        """Whether the site was made whole with the same fingerprint, and all its files are as they were written."""
        # An empty fingerprint is that of a build which did not end; it is the same as nobody's.
        if not self._before.fingerprint:
            return False
        if self._before.fingerprint != self._fingerprint:
            return False
        return len(self.current) == len(self._before.files)

    @property
    def size(self) -> int:
        """How many bytes the files of the site have."""
        entries = self._entries or self._before.files
        return sum(entry.size for entry in entries.values())

    def __enter__(self) -> Self:
        """Write the list before any file, so that a build that is killed leaves a folder that is known as ours."""
        with writing(self.folder):
            _delete_old_parts(self.folder)
            # The folder is ours from here on, and nothing in it is believed until the end.
            write_list(self.folder, self._entries_in_doubt(), "")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the list; after an error it keeps what was made, and vouches for no file."""
        if kind is None:
            # In this order: the list may vouch only for bytes that have reached the disk.
            self._delete_old_files()
            _sync_files(self.folder, self._changed_paths)
            write_list(self.folder, self._entries, self._fingerprint)
        else:
            write_list(self.folder, {**self._entries_in_doubt(), **self._entries}, "")

    def note(self, path: str, fingerprint: str, written: Written | None) -> None:
        """Note a file that was made, here or by another process; `written` is None where it stood already."""
        if written:
            self._entries[path] = FileEntry(
                fingerprint, written.size, written.bytes_fingerprint
            )
        else:
            self._entries[path] = self._before.files[path]
        changed = written is not None and written.changed
        self.written += changed
        self.unchanged += not changed
        if changed:
            self._changed_paths.append(path)

    def _entries_in_doubt(self) -> dict[str, FileEntry]:
        """Return our old files, of which nothing is believed while a build goes on."""
        return dict.fromkeys(self._before.files, FileEntry(""))

    def _delete_old_files(self) -> None:
        """Delete the files of our list that were not made again, and the folders that this empties."""
        for path in sorted(self._before.files.keys() - self._entries.keys()):
            # The user may have put something else where our file was: that is not ours to delete.
            with suppress(PressmarkError, FileNotFoundError, IsADirectoryError):
                target = _target(self.folder, path)
                if not target.is_dir() or target.is_symlink():
                    target.unlink()
                    self.deleted += 1
            self._remove_empty_folders(path)

    def _remove_empty_folders(self, path: str) -> None:
        """Remove the folders of `path` below the site's, innermost first; one that is not empty, or a link, stays."""
        for folder in list((self.folder / path).parents)[: path.count("/")]:
            with suppress(OSError):
                folder.rmdir()


def _delete_old_parts(folder: Path) -> None:
    """Delete what builds that were killed had begun to write; another build may be at work on younger ones."""
    for part in folder.glob(f"{_PART}*"):
        with suppress(FileNotFoundError):
            if part.lstat().st_mtime < time.time() - _SECONDS_OF_PART:
                part.unlink()


def write(folder: Path, path: str, content: str | bytes) -> bool:
    """
    Write a file below `folder` unless it has this content already; return whether it was written.

    What stands there, a link too, is replaced and never written through. Raises `PressmarkError` where a folder on the
    way is a link that leads out.
    """
    target = _target(folder, path)
    encoded = _as_bytes(content)
    if _has_content(target, encoded):
        return False
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        # Whoever reads the site while it is built again gets a page as it was or as it is: never none, nor half of one.
        part = folder / f"{_PART}{os.getpid()}-{threading.get_ident()}"
        part.unlink(missing_ok=True)
        # `x`: not through a link that somebody has put there meanwhile.
        with part.open("xb") as file:
            file.write(encoded)
        _put_in_place(part, target)
    return True


def _put_in_place(part: Path, target: Path) -> None:
    """Rename a file that is written. Raises OSError, which names the target."""
    try:
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from error


def _target(folder: Path, path: str) -> Path:
    """Return where a file of the site goes. Raises where its path, or a link on the way, leads out of the folder."""
    if not is_relative(path):
        raise ValueError(f"{path} leads out of the site")
    try:
        if "/" in path:
            inside(folder, path.rpartition("/")[0])
    except ValueError as error:
        raise PressmarkError(
            f"{folder}: {error}, so nothing is written there. Delete the link."
        ) from error
    return folder / path


def _has_content(target: Path, content: bytes) -> bool:
    """Whether a plain file stands at `target` with this content; a link to such a file has not."""
    try:
        file = target.lstat()
        return (
            stat.S_ISREG(file.st_mode)
            and file.st_size == len(content)
            and target.read_bytes() == content
        )
    except OSError:
        return False


def _as_bytes(content: str | bytes) -> bytes:
    """Return the bytes of a file; its line ends are ours on every system, as no text mode is between."""
    return content.encode("utf-8") if isinstance(content, str) else content


def _sync_files(folder: Path, paths: Iterable[str]) -> None:
    """Make sure that files and their names are on the disk, before a list says so."""
    folders = set()
    for path in paths:
        handle = os.open(folder / path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        folders.add((folder / path).parent)
    for parent in folders:
        sync_folder(parent)
