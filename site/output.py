"""
The site's folder: write what changed and nothing else, and delete only what an earlier build of ours wrote.

The list in the folder says which files are ours, with the fingerprint of what each was made from and that of its bytes.
A file for which both are the same is neither made nor written again. While a build goes on the list has no fingerprint
of what files were made from, so that one that is killed leaves no file that is believed to be what it is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from pressmark.errors import PressmarkError
from pressmark.storage.disk import sync_folder, write_bytes, writing
from pressmark.storage.path_gate import inside, is_relative

__all__ = ["LIST", "Output", "Written", "listed_files", "write"]

LIST = ".pressmark-site.json"
"""The list of a site's files, in its folder."""

_FORMAT = 3
"""The form of the list. 1 was the paths alone, 2 had no fingerprint of bytes; both are read, and all is made anew."""


class Written(NamedTuple):
    """A file that was made: whether its bytes changed on the disk, how many there are, and their fingerprint."""

    changed: bool
    size: int
    bytes_fingerprint: str

    @classmethod
    def of(cls, content: str | bytes, *, changed: bool) -> Written:
        """Return what the list says of a file with this content."""
        data = _as_bytes(content)
        return cls(changed, len(data), _bytes_fingerprint(data))


class _Entry(NamedTuple):
    """A file in the list: the fingerprint of what it was made from, how many bytes it has, and their fingerprint."""

    fingerprint: str
    size: int = -1  # not known: of an older list, or of a build that did not end
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
        if file.st_mtime_ns < list_time:
            return True
        return (
            _bytes_fingerprint((folder / path).read_bytes()) == self.bytes_fingerprint
        )


@dataclass(frozen=True, slots=True)
class _SiteList:
    """What the list says: the fingerprint of the whole site, its files, and when it was written, in nanoseconds."""

    fingerprint: str = ""
    files: Mapping[str, _Entry] = field(default_factory=dict)
    time: int = 0


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
        self._before = _read_list(folder)
        self.current: Mapping[str, str] = {
            path: entry.fingerprint
            for path, entry in self._before.files.items()
            if entry.fingerprint and entry.is_whole(folder, path, self._before.time)
        }
        self._entries: dict[str, _Entry] = {}
        self._changed_paths: list[str] = []

    @property
    def is_current(self) -> bool:
        """Whether the site was made whole with the same fingerprint, and all its files are as they were written."""
        has_fingerprint = (
            bool(self._before.fingerprint)
            and self._before.fingerprint == self._fingerprint
        )
        return has_fingerprint and len(self.current) == len(self._before.files)

    @property
    def size(self) -> int:
        """How many bytes the files of the site have."""
        entries = self._entries or self._before.files
        return sum(entry.size for entry in entries.values())

    def __enter__(self) -> Self:
        with writing(self.folder):
            # The folder is ours from here on, and nothing in it is believed until the end.
            self._write_list(self._entries_in_doubt(), "")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._delete_old_files()
            _sync_files(self.folder, self._changed_paths)
            self._write_list(self._entries, self._fingerprint)
        else:
            self._write_list({**self._entries_in_doubt(), **self._entries}, "")

    def put(self, path: str, fingerprint: str, make: Callable[[], str | bytes]) -> None:
        """Make a file below the folder, unless it stands there with the same fingerprint."""
        if self.current.get(path) == fingerprint:
            self.note(path, fingerprint, None)
            return
        content = make()
        self.note(
            path,
            fingerprint,
            Written.of(content, changed=write(self.folder, path, content)),
        )

    def note(self, path: str, fingerprint: str, written: Written | None) -> None:
        """Note a file that was made, here or by another process; `written` is None for one that stood already."""
        if written:
            self._entries[path] = _Entry(
                fingerprint, written.size, written.bytes_fingerprint
            )
        else:
            self._entries[path] = self._before.files[path]
        changed = written is not None and written.changed
        self.written += changed
        self.unchanged += not changed
        if changed:
            self._changed_paths.append(path)

    def _entries_in_doubt(self) -> dict[str, _Entry]:
        """Return our old files, of which nothing is believed while a build goes on."""
        return dict.fromkeys(self._before.files, _Entry(""))

    def _delete_old_files(self) -> None:
        """Delete the files of our list that were not made again, and the folders that this empties."""
        for path in sorted(self._before.files.keys() - self._entries.keys()):
            with suppress(
                PressmarkError, FileNotFoundError, IsADirectoryError
            ):  # the user has put something there
                target = _target(self.folder, path)
                if not target.is_dir() or target.is_symlink():
                    target.unlink()
                    self.deleted += 1
            for folder in list((self.folder / path).parents)[: path.count("/")]:
                with suppress(OSError):  # not empty, or a link
                    folder.rmdir()

    def _write_list(self, files: Mapping[str, _Entry], fingerprint: str) -> None:
        """Write the list. Its word for the fingerprint of the site is `ground`, so that older lists can be read."""
        content = {
            "format": _FORMAT,
            "ground": fingerprint,
            "files": dict(sorted(files.items())),
        }
        write_bytes(self.folder / LIST, json.dumps(content, indent=0).encode())


def write(folder: Path, path: str, content: str | bytes) -> bool:
    """
    Write a file below `folder` unless it has this content already; return whether it was written.

    What stands there, a link too, is replaced and never written through. Raises `PressmarkError` where a folder on the
    way is a link that leads out.
    """
    target = _target(folder, path)
    data = _as_bytes(content)
    if _has_content(target, data):
        return False
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with target.open(
            "xb"
        ) as file:  # `x`: not through a link that somebody has put there meanwhile
            file.write(data)
    return True


def listed_files(folder: Path) -> list[str]:
    """
    Return the files of a site as paths below its folder, the user's own left out.

    Raises `PressmarkError` when there is no list.
    """
    return sorted(_read_list(folder).files)


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
    return content.encode("utf-8") if isinstance(content, str) else content


def _bytes_fingerprint(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


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


def _read_list(folder: Path) -> _SiteList:
    """Return the list of a folder, an empty one for a folder that is new. Raises `PressmarkError` for any other."""
    path = folder / LIST
    try:
        return _parse_list(json.loads(path.read_text("utf-8")), path.stat().st_mtime_ns)
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise PressmarkError(
                f"{folder}: holds files that pressmark did not write, so no site is built here. Name an empty folder."
            ) from None
        return _SiteList()
    except (
        OSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise PressmarkError(
            f"{path}: cannot be understood ({error}), so nothing here is written or deleted. Name another folder, or"
            " move what is yours out of this one and delete it."
        ) from error


def _parse_list(content: Any, time: int) -> _SiteList:
    """Return what a list says, once it has the shape of ours. Raises ValueError."""
    if isinstance(content, list):  # of the first format
        content = {"format": 2, "ground": "", "files": dict.fromkeys(content, "")}
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        raise ValueError("it is no list of files")
    version, fingerprint = content.get("format", 2), content.get("ground")
    if type(version) is not int or not 1 <= version <= _FORMAT:
        raise ValueError(f"format {version!r} is not known; a newer pressmark wrote it")
    if not isinstance(fingerprint, str):
        raise ValueError("its `ground` is no text")
    entries = {
        path: _parse_entry(path, value) for path, value in content["files"].items()
    }
    return _SiteList(fingerprint if version == _FORMAT else "", entries, time)


def _parse_entry(path: str, value: Any) -> _Entry:
    """Return an entry of the list; one of an older format says nothing. Raises ValueError."""
    if not is_relative(path):
        raise ValueError(f"{path!r} is no file below the site's folder")
    if isinstance(value, str):
        return _Entry("")
    fingerprint, size, bytes_fingerprint = value
    are_texts = isinstance(fingerprint, str) and isinstance(bytes_fingerprint, str)
    if not are_texts or type(size) is not int:
        raise ValueError(f"what it says of {path!r} is not what we write")
    return _Entry(fingerprint, size, bytes_fingerprint)
