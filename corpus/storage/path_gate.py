"""
The gate: what a path that stands in a file must be before anything is opened, written or deleted there.

A manifest, a site's list, a dataset's card may come from a stranger. Their paths name files below their own folder, and
no link on the way leads out of it.
"""

from __future__ import annotations

import re
from pathlib import Path

from pressmark.errors import CorpusError

__all__ = ["inside", "is_relative", "is_within", "refuse_links"]

# `https://…`, the drive `C:`, a chain of fsspec as in `zip::a`.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|::")
# A backslash parts folders on Windows, where `..\x` would lead out.
_FORBIDDEN = re.compile(r"[\\\x00-\x1f\x7f]")
# Characters of a path. Chosen, not measured: the sealed names of ours have fewer than 150.
_MAX_PATH_CHARACTERS = 1024


def is_relative(path: object) -> bool:
    """Whether a path from a file is a plain relative one: no `..`, root, address, drive or control character."""
    if not isinstance(path, str) or not path or len(path) > _MAX_PATH_CHARACTERS:
        return False
    if (
        _FORBIDDEN.search(path)
        or _ADDRESS.match(path)
        or "::" in path
        or not path.isprintable()
    ):
        return False
    # `~anna/x` is a home folder to what expands it.
    if path.startswith(("/", "~")):
        return False
    return all(part not in ("", ".", "..") for part in path.split("/"))


def inside(folder: Path, path: str) -> Path:
    """
    Return the file that `path` names below `folder`. Raises ValueError when it leads out, by itself or by a link.

    A snapshot of the Hub's cache is made of links into the folder `blobs` beside it; those are followed.
    """
    if not is_relative(path):
        raise ValueError(f"{path!r} is no path below this folder")
    target = folder / path
    try:
        real, root = target.resolve(), folder.resolve()
    # A link that leads to itself (RuntimeError before Python 3.13), or a name that the disk refuses.
    except (OSError, RuntimeError) as error:
        raise ValueError(f"{path!r} is a link that leads nowhere") from error
    if not (real.is_relative_to(root) or _is_blob(real, root)):
        raise ValueError(f"{path!r} is a link that leads out of this folder")
    # The path as it was named, not where links lead: messages and the sealed names are of this one.
    return target


def _is_blob(real: Path, root: Path) -> bool:
    """Whether a file is one of the Hub's cache, to which its snapshots link: `snapshots/<commit>`, `blobs/<hash>`."""
    return (
        root.parent.name == "snapshots" and real.parent == root.parent.parent / "blobs"
    )


def is_within(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or lies below it, through links and, where the disk ignores case, in any case."""
    real = outer.resolve()
    start = inner.resolve()
    # By name first: a folder that is not there yet has no file to compare.
    return any(
        folder == real or _is_same(folder, real) for folder in (start, *start.parents)
    )


def _is_same(one: Path, other: Path) -> bool:
    try:
        # `Corpus/` and `corpus/` are one folder on the disks of a Mac and of Windows.
        return one.samefile(other)
    except OSError:
        return False


def refuse_links(folder: Path, *names: str) -> None:
    """Raise `CorpusError` when a file or folder of our own is a link: we make none, and would write through it."""
    for name in names:
        if (folder / name).is_symlink():
            raise CorpusError(
                f"{folder / name}: is a link, and pressmark writes none here. Delete the link."
            )
