"""
The files that an annotator's output depends on, and their hashes: its code, its lexicons, what its settings name.

`plan` puts the hashes into the fingerprints of the tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.annotation.code_fingerprint import (
    code_digest,
    code_files,
    is_ours,
    lexicon_kinds,
)
from pressmark.annotation.foreign_files import foreign_digest
from pressmark.config.project import AnnotatorChoice, Project
from pressmark.storage.disk import sha256_of

__all__ = ["annotator_digest", "file_hashes", "files_of", "lexicon_hashes"]


MAX_SETTING_DEPTH = 8
"""Levels of settings within settings in which files are looked for; chosen: one that holds itself would have no end."""


def annotator_digest(
    choice: AnnotatorChoice, project: Project, *, cache: Path | None
) -> str:
    """
    Hash the files that an annotator's output depends on: its code, its lexicons, what its settings name.

    An annotator that reads only a part of a file for its spans says so by `file_digests`: path → hash of that part.
    `cache` is the folder of the parse cache, which a run writes and no annotator reads.
    """
    digest = hashlib.sha256()
    digest.update(_code_digest(choice, project, cache).encode())
    part_digests = getattr(choice.annotator, "file_digests", {})
    for path in files_of(choice.annotator):
        file_digest = part_digests.get(path) or sha256_of(path)
        # The name and not the path: a project that is moved keeps its tables.
        digest.update(f"{path.name} {file_digest}\n".encode())
    for name, sha256 in lexicon_hashes(choice, project).items():
        digest.update(f"{name} {sha256}\n".encode())
    return digest.hexdigest()


def lexicon_hashes(choice: AnnotatorChoice, project: Project) -> dict[str, str]:
    """Return the hash of each of the user's lexicons that an annotator may read, by its path, the first folder's first."""
    if not getattr(choice.annotator_class, "takes_lexicons", False):
        return {}
    module = choice.annotator_class.__module__
    if is_ours(module):
        return project.lexicons.hashes(lexicon_kinds(module))
    # What somebody else's code reads of them is not known.
    return {file.name: file.sha256 for file in project.lexicons.files}


def _code_digest(choice: AnnotatorChoice, project: Project, cache: Path | None) -> str:
    """Return the hash of an annotator's code: of the modules it imports where it is ours, else of its whole package."""
    module = choice.annotator_class.__module__
    if is_ours(module):
        return code_digest(module)
    # `my_rules:Sentiment`: the module is what is named, wherever the class comes from.
    if ":" in choice.name:
        module = choice.name.partition(":")[0]
    # What lies beside the YAML file may be the annotator's; what a run itself writes there is not.
    own_paths = (
        project.corpus,
        project.site,
        project.file,
        cache or project.corpus,
    )
    return foreign_digest(
        choice.annotator_class, module, beside=project.folder, apart=own_paths
    )


def file_hashes(choice: AnnotatorChoice, folder: Path) -> dict[str, str]:
    """Return the hash of each file that an annotator's settings name, and of each of our lexicons that it reads."""
    paths: dict[str, Path] = {}
    module = choice.annotator_class.__module__
    if is_ours(module):
        for path in code_files(module):
            # The code itself is told by pressmark's version.
            if path.suffix == ".yaml":
                paths[f"lexicons/{path.name}"] = path
    for path in files_of(choice.annotator):
        paths[_shown_path(path, folder)] = path
    return {name: sha256_of(path) for name, path in sorted(paths.items())}


def _shown_path(path: Path, folder: Path) -> str:
    """Return a file's path from the `folder` of the YAML file; its name alone where it lies elsewhere."""
    absolute = path.absolute()
    if absolute.is_relative_to(folder.absolute()):
        return absolute.relative_to(folder.absolute()).as_posix()
    return path.name


def files_of(annotator: Any) -> list[Path]:
    """Return the files that an annotator's settings name, a gazetteer for example, however deep in them."""
    named_files = list(_find_files(getattr(annotator, "settings", None), depth=0))
    # A setting that names a model names a folder, or what a cache holds: which files count, its annotator knows.
    return [*named_files, *getattr(annotator, "model_files", ())]


def _find_files(value: Any, *, depth: int) -> Iterator[Path]:
    """Yield the files in a setting: a path, or paths deep in lists and models."""
    if isinstance(value, Path):
        if value.is_file():
            yield value
        return
    if depth < MAX_SETTING_DEPTH:
        for part in _parts_of_setting(value, is_whole=depth == 0):
            yield from _find_files(part, depth=depth + 1)


def _parts_of_setting(value: Any, *, is_whole: bool) -> list[Any]:
    """
    Return the values in a setting; none in a number or a text.

    An object's attributes are looked at when it is all of the settings (`is_whole`; any class will do), or a model.
    """
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, list | tuple):
        return list(value)
    # A pydantic model is known by its `model_fields`: its fields may be paths. Other objects deep in settings are not
    # looked into: a compiled pattern or a model of spaCy would be walked to its last table.
    is_settings = is_whole or hasattr(type(value), "model_fields")
    if is_settings and hasattr(value, "__dict__"):
        return list(vars(value).values())
    return []
