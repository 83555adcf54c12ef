"""
Write: what changed and nothing else, and delete only what an earlier build of ours wrote.

The list in the site's folder says which files are ours and from what each was made. A file whose ground is the same is
neither made nor written again. While a build goes on the list says of no file what it was made from, so that one that
is killed leaves no file that is believed to be what it is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pressmark.disk import write_bytes
from pressmark.errors import PressmarkError

__all__ = ["LIST", "Output", "write"]

LIST = ".pressmark-site.json"
"""The list of a site's files, in its folder."""

_FORMAT = 2


class Output:
    """
    The folder of a site, used as a context; at the end our old files that were not made again are deleted.

    `ground` is what the whole site is made from. Raises `PressmarkError` for a folder that holds files not ours.
    """

    def __init__(self, folder: Path, ground: str = "") -> None:
        self.folder = folder
        self.written = self.unchanged = self.deleted = 0
        self._ground = ground
        listed = _listed(folder)
        self._was = listed["ground"]
        self.known: Mapping[str, str] = listed["files"]
        self._new: dict[str, str] = {}

    @property
    def stands(self) -> bool:
        """Whether the site was made whole from the same ground, and its files are there still."""
        same = bool(self._was) and self._was == self._ground
        return same and all((self.folder / path).is_file() for path in self.known)

    def __enter__(self) -> Self:
        self._list(dict.fromkeys(self.known, ""), "")  # ours from here on, and nothing in it is believed until the end
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._sweep()
            self._list(self._new, self._ground)
        else:
            self._list({**dict.fromkeys(self.known, ""), **self._new}, "")

    def put(self, path: str, ground: str, make: Callable[[], str | bytes]) -> None:
        """Make a file below the folder, unless it stands there made from the same ground."""
        if self.known.get(path) == ground and (self.folder / path).is_file():
            self.took(path, ground, changed=False)
            return
        self.took(path, ground, changed=write(self.folder, path, make()))

    def took(self, path: str, ground: str, *, changed: bool) -> None:
        """Take note of a file that was made, here or by another process."""
        self._new[path] = ground
        self.written += changed
        self.unchanged += not changed

    def _sweep(self) -> None:
        for path in sorted(self.known.keys() - self._new.keys()):
            target = self.folder / path
            if target.is_file():
                target.unlink()
                self.deleted += 1
        for folder in sorted((path for path in self.folder.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()

    def _list(self, files: Mapping[str, str], ground: str) -> None:
        content = json.dumps({"format": _FORMAT, "ground": ground, "files": dict(sorted(files.items()))}, indent=0)
        target = self.folder / LIST
        if not target.is_file() or target.read_bytes() != content.encode():
            write_bytes(target, content.encode())


def write(folder: Path, path: str, content: str | bytes) -> bool:
    """Write a file below the folder unless it holds this content already; says whether it was written."""
    if ".." in path.split("/") or path.startswith("/"):
        raise ValueError(f"{path} leads out of the site")
    target = folder / path
    new = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if target.stat().st_size == len(new) and target.read_bytes() == new:
            return False
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(new)
    return True


def _listed(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / LIST).read_text("utf-8"))
        return {"ground": "", "files": dict.fromkeys(found, "")} if isinstance(found, list) else found
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise PressmarkError(
                f"{folder}: holds files that pressmark did not write, so no site is built here. Name an empty folder."
            ) from None
        return {"ground": "", "files": {}}
    except (OSError, ValueError, TypeError) as error:
        raise PressmarkError(
            f"{folder / LIST}: cannot be read ({error}). Delete the folder, or name another."
        ) from error
