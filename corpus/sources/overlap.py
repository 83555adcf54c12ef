"""
Whether a project would read what it writes: a corpus or a site that is, holds or lies in its own source.

The next run would take tables and pages for articles, or a folder of sources for one that is ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.storage.path_gate import is_within

from .glob_patterns import split_pattern

if TYPE_CHECKING:
    from .settings import SourceSettings

__all__ = [
    "CORPUS_FILES",
    "SITE_FILES",
    "below_fixed_part",
    "describe_overlap",
    "find_first_inside",
]

CORPUS_FILES = (
    "README.md",
    "CITATION.cff",
    "ro-crate-metadata.json",
    "manifest.json",
    "articles/part-00000-0123456789ab.parquet",
)
SITE_FILES = (
    "index.html", "articles/a.html", "articles/a.json", "data/articles.csv", "data/articles.parquet",
    "assets/site.css", "search/about.js", "feeds/articles.xml", "sitemap.xml",
)  # fmt: skip
"""Files as a corpus and a site have them, one of each kind: a pattern that matches one of them reads what we wrote."""


def describe_overlap(
    source: SourceSettings, folder: Path, written: Path, files: Sequence[str]
) -> str | None:
    """
    Say how the folder `written`, which gets `files`, meets the source; None if it does not.

    `folder` is that of the YAML file, where patterns start. A folder that holds other things beside the source is no
    matter: `articles.jsonl` and `corpus/` may stand side by side.
    """
    if source.dataset:
        dataset = folder / source.dataset
        meets = dataset.is_dir() and (
            is_within(dataset, written) or is_within(written, dataset)
        )
        return f"and the dataset {source.dataset} lie in one another" if meets else None
    for pattern in source.files:
        base, pattern_parts = split_pattern(pattern, folder)
        if is_within(base, written):
            return f"holds its own source, {pattern}"
        if is_within(written, base) and _matches_any(
            pattern_parts, _parts_below(written, base), files
        ):
            return f"lies in its own source: {pattern} matches what is written there"
    return None


def find_first_inside(paths: Iterable[Path], written: Path) -> Path | None:
    """Return the first of some files that lies in the folder `written`, by a link on its way too; None if none does."""
    # Links are resolved once for each folder: a source may have a million files in a few.
    folders: dict[Path, bool] = {}
    for path in paths:
        if path.parent not in folders:
            folders[path.parent] = is_within(path.parent, written)
        if folders[path.parent] or (path.is_symlink() and is_within(path, written)):
            return path
    return None


def below_fixed_part(pattern: str) -> str:
    """
    Return what a pattern matches below the folder that it names.

    >>> below_fixed_part("/home/anna/*/b.txt")
    '*/b.txt'
    """
    return "/".join(split_pattern(pattern, Path())[1])


def _parts_below(written: Path, base: Path) -> tuple[str, ...]:
    """Return the folders that lead from `base` to `written`."""
    inner, outer = written.resolve(), base.resolve()
    return inner.relative_to(outer).parts if inner.is_relative_to(outer) else ()


def _matches_any(
    pattern: list[str], parts: tuple[str, ...], files: Sequence[str]
) -> bool:
    return any(_matches(pattern, [*parts, *file.split("/")]) for file in files)


def _matches(pattern: list[str], parts: list[str]) -> bool:
    """Say whether the parts of a pattern match those of a path; `**` stands for any number of folders."""
    if not pattern or not parts:
        return not pattern and not parts
    if pattern[0] == "**":
        after = pattern[1:]
        return bool(after) and any(
            _matches(after, parts[skip:]) for skip in range(len(parts))
        )
    # as the file system compares names: Windows takes `A.TXT` for `a.txt`
    name, wildcard = os.path.normcase(parts[0]), os.path.normcase(pattern[0])
    return fnmatch(name, wildcard) and _matches(pattern[1:], parts[1:])
