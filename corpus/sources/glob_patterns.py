"""Patterns of files (`articles/**/*.txt`): the folder that a pattern names, and the part that is matched below it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["split_pattern"]

_GLOB_CHARACTERS = frozenset("*?[")


def split_pattern(pattern: str, folder: Path) -> tuple[Path, list[str]]:
    """
    Split `pattern` into the folder that it names, below `folder`, and the parts that are matched there.

    A pattern without `*`, `?` or `[` names a file: its last part is the one that is matched.

    >>> split_pattern("articles/2026/*/b.txt", Path("study"))
    (PosixPath('study/articles/2026'), ['*', 'b.txt'])
    """
    parts = Path(pattern).parts
    # Without a wildcard, all but the file's own name is the folder.
    fixed = max(len(parts) - 1, 0)
    for number, part in enumerate(parts):
        if not _GLOB_CHARACTERS.isdisjoint(part):
            fixed = number
            break
    return folder.joinpath(*parts[:fixed]), list(parts[fixed:])
