"""Write: only what changed, whole or not at all, and delete only what an earlier build of ours wrote."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Self

from pressmark.disk import write_bytes
from pressmark.errors import PressmarkError

__all__ = ["LIST", "Output"]

LIST = ".pressmark-site.json"
"""The list of the files that a build wrote, in the site's folder."""


class Output:
    """
    The folder of a site, used as a context: `put` each file; at the end our old files that were not put are deleted.

    Raises `PressmarkError` for a folder that holds files which are not ours.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = self.unchanged = self.deleted = 0
        self._old = _listed(folder)
        self._new: set[str] = set()

    def __enter__(self) -> Self:
        self._list(self._old)  # from here on the folder is ours, whatever happens
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._sweep()
        self._list(self._new if kind is None else self._old | self._new)

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file below the folder, unless it holds this content already."""
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"{path} leads out of the site")
        bytes_ = content.encode("utf-8") if isinstance(content, str) else content
        self._new.add(path)
        if target.is_file() and target.read_bytes() == bytes_:
            self.unchanged += 1
            return
        write_bytes(target, bytes_)
        self.written += 1

    def _sweep(self) -> None:
        for path in sorted(self._old - self._new):
            target = self.folder / path
            if target.is_file():
                target.unlink()
                self.deleted += 1

    def _list(self, paths: set[str]) -> None:
        content = json.dumps(sorted(paths), indent=0).encode()
        target = self.folder / LIST
        if not target.is_file() or target.read_bytes() != content:
            write_bytes(target, content)


def _listed(folder: Path) -> set[str]:
    try:
        return set(json.loads((folder / LIST).read_text("utf-8")))
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise PressmarkError(
                f"{folder}: holds files that pressmark did not write, so no site is built here. Name an empty folder."
            ) from None
        return set()
    except (OSError, ValueError, TypeError) as error:
        raise PressmarkError(
            f"{folder / LIST}: cannot be read ({error}). Delete the folder, or name another."
        ) from error
