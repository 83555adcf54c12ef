"""
Write: what changed and nothing else, and delete only what an earlier build of ours wrote.

The list in the site's folder says which files are ours, from what each was made and what bytes it has. A file whose
ground and bytes are the same is neither made nor written again. While a build goes on the list says of no file what it
was made from, so that one that is killed leaves no file that is believed to be what it is not.
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


class Written(NamedTuple):
    """A file that was made: whether its bytes changed on the disk, how many there are, and their hash."""

    changed: bool
    size: int
    digest: str

    @classmethod
    def of(cls, content: str | bytes, *, changed: bool) -> Written:
        """What is to be known of a file with this content."""
        new = _bytes(content)
        return cls(changed, len(new), _digest(new))


class _Entry(NamedTuple):
    """A file in the list: what it was made from, how many bytes it has, and their hash."""

    ground: str
    size: int = -1  # not known: of an older list, or of a build that did not end
    digest: str = ""

    def is_whole(self, folder: Path, path: str, listed_at: int) -> bool:
        """Whether the file has the bytes that were written; those are read where it is not older than the list."""
        try:
            file = (folder / path).lstat()
        except OSError:
            return False
        if not stat.S_ISREG(file.st_mode) or file.st_size != self.size:
            return False
        return file.st_mtime_ns < listed_at or _digest((folder / path).read_bytes()) == self.digest


@dataclass(frozen=True, slots=True)
class _List:
    """What the list says: the ground of the whole site, its files, and when it was written."""

    ground: str = ""
    files: Mapping[str, _Entry] = field(default_factory=dict)
    at: int = 0


class Output:
    """
    The folder of a site, used as a context; at the end our old files that were not made again are deleted.

    `ground` is what the whole site is made from. Raises `PressmarkError` for a folder that holds files not ours.
    `current` is each of our files that stands as it was written, with what it was made from.
    """

    def __init__(self, folder: Path, ground: str = "") -> None:
        self.folder = folder
        self.written = self.unchanged = self.deleted = 0
        self._ground = ground
        self._was = _listed(folder)
        self.current: Mapping[str, str] = {
            path: entry.ground
            for path, entry in self._was.files.items()
            if entry.ground and entry.is_whole(folder, path, self._was.at)
        }
        self._new: dict[str, _Entry] = {}
        self._changed: list[str] = []

    @property
    def is_current(self) -> bool:
        """Whether the site was made whole from the same ground, and its files are there still as they were written."""
        same = bool(self._was.ground) and self._was.ground == self._ground
        return same and len(self.current) == len(self._was.files)

    @property
    def size(self) -> int:
        """How many bytes the files of the site have."""
        return sum(entry.size for entry in (self._new or self._was.files).values())

    def __enter__(self) -> Self:
        with writing(self.folder):
            self._list(self._doubted(), "")  # ours from here on, and nothing in it is believed until the end
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._sweep()
            _sync(self.folder, self._changed)
            self._list(self._new, self._ground)
        else:
            self._list({**self._doubted(), **self._new}, "")

    def put(self, path: str, ground: str, make: Callable[[], str | bytes]) -> None:
        """Make a file below the folder, unless it stands there made from the same ground."""
        if self.current.get(path) == ground:
            self.note(path, ground, None)
            return
        content = make()
        self.note(path, ground, Written.of(content, changed=write(self.folder, path, content)))

    def note(self, path: str, ground: str, written: Written | None) -> None:
        """Take note of a file that was made, here or by another process; of one that stood already with None."""
        self._new[path] = _Entry(ground, *written[1:]) if written else self._was.files[path]
        changed = written is not None and written.changed
        self.written += changed
        self.unchanged += not changed
        if changed:
            self._changed.append(path)

    def _doubted(self) -> dict[str, _Entry]:
        return dict.fromkeys(self._was.files, _Entry(""))

    def _sweep(self) -> None:
        """Delete the files of our list that were not made again, and the folders that this empties."""
        for path in sorted(self._was.files.keys() - self._new.keys()):
            with suppress(PressmarkError, FileNotFoundError, IsADirectoryError):  # the user has put something there
                target = _place(self.folder, path)
                if not target.is_dir() or target.is_symlink():
                    target.unlink()
                    self.deleted += 1
            for folder in list((self.folder / path).parents)[: path.count("/")]:
                with suppress(OSError):  # not empty, or a link
                    folder.rmdir()

    def _list(self, files: Mapping[str, _Entry], ground: str) -> None:
        about = {"format": _FORMAT, "ground": ground, "files": dict(sorted(files.items()))}
        write_bytes(self.folder / LIST, json.dumps(about, indent=0).encode())


def write(folder: Path, path: str, content: str | bytes) -> bool:
    """
    Write a file below the folder unless it holds this content already; says whether it was written.

    What stands there, a link too, is replaced and never written through. Raises `PressmarkError` where a folder on the
    way is a link that leads out.
    """
    target = _place(folder, path)
    new = _bytes(content)
    changed = not _holds(target, new)
    if changed:
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            with target.open("xb") as file:
                file.write(new)
    return changed


def listed_files(folder: Path) -> list[str]:
    """The files of a site below its folder, the user's own left out. Raises `PressmarkError` when there is no list."""
    return sorted(_listed(folder).files)


def _place(folder: Path, path: str) -> Path:
    if not is_relative(path):
        raise ValueError(f"{path} leads out of the site")
    try:
        if "/" in path:
            inside(folder, path.rpartition("/")[0])
    except ValueError as error:
        raise PressmarkError(f"{folder}: {error}, so nothing is written there. Delete the link.") from error
    return folder / path


def _holds(target: Path, content: bytes) -> bool:
    try:
        file = target.lstat()
        return stat.S_ISREG(file.st_mode) and file.st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def _sync(folder: Path, paths: Iterable[str]) -> None:
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


def _listed(folder: Path) -> _List:
    path = folder / LIST
    try:
        return _understood(json.loads(path.read_text("utf-8")), path.stat().st_mtime_ns)
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise PressmarkError(
                f"{folder}: holds files that pressmark did not write, so no site is built here. Name an empty folder."
            ) from None
        return _List()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PressmarkError(
            f"{path}: cannot be understood ({error}), so nothing here is written or deleted. Name another folder, or"
            " move what is yours out of this one and delete it."
        ) from error


def _understood(listed: Any, at: int) -> _List:
    """What a list says, once it has the shape of ours. Raises ValueError."""
    if isinstance(listed, list):  # of the first format
        listed = {"format": 2, "ground": "", "files": dict.fromkeys(listed, "")}
    if not isinstance(listed, dict) or not isinstance(listed.get("files"), dict):
        raise ValueError("it is no list of files")
    version, ground = listed.get("format", 2), listed.get("ground")
    if type(version) is not int or not 1 <= version <= _FORMAT:
        raise ValueError(f"format {version!r} is not known; a newer pressmark wrote it")
    if not isinstance(ground, str):
        raise ValueError("its `ground` is no text")
    entries = {path: _entry(path, value) for path, value in listed["files"].items()}
    return _List(ground if version == _FORMAT else "", entries, at)


def _entry(path: str, value: Any) -> _Entry:
    if not is_relative(path):
        raise ValueError(f"{path!r} is no file below the site's folder")
    if isinstance(value, str):
        return _Entry("")
    ground, size, digest = value
    if not (isinstance(ground, str) and type(size) is int and isinstance(digest, str)):
        raise ValueError(f"what it says of {path!r} is not what we write")
    return _Entry(ground, size, digest)
