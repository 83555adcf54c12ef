"""A path in the configuration: it starts at the YAML file's folder, must be there, and is written back relative."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainSerializer,
    SerializationInfo,
    ValidationInfo,
    WithJsonSchema,
)

__all__ = [
    "ConfigFolder",
    "ConfigFolders",
    "ConfigPath",
    "NewConfigPath",
    "from_config_folder",
    "shown_path",
]


def _require_file(path: Path, info: ValidationInfo) -> Path:
    """Return the path from the YAML file's folder; there must be a file."""
    file = from_config_folder(path, info)
    if not file.is_file():
        raise ValueError(
            f"there is no file {file}; paths start at the folder of the YAML file"
        )
    return file


def _require_folder_of_file(path: Path, info: ValidationInfo) -> Path:
    """Return the path from the YAML file's folder; its folder must be there, the file may come later."""
    file = from_config_folder(path, info)
    if not file.parent.is_dir() or file.is_dir():
        raise ValueError(
            f"{file} can be no file; paths start at the folder of the YAML file"
        )
    return file


def _require_folder(path: Path, info: ValidationInfo) -> Path:
    """Return the path from the YAML file's folder; there must be a folder."""
    folder = from_config_folder(path, info)
    if not folder.is_dir():
        raise ValueError(
            f"there is no folder {folder}; paths start at the folder of the YAML file"
        )
    return folder


def from_config_folder(path: Path, info: ValidationInfo) -> Path:
    """Return a path of a setting that is being validated, from the YAML file's folder."""
    # Without a context a path starts at the working folder.
    return Path((info.context or {}).get("folder", "")) / path


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str | Path) else value


def _dump_path(path: Path, info: SerializationInfo) -> str:
    folder = (info.context or {}).get("folder")
    return Path(path).as_posix() if folder is None else shown_path(path, folder)


def shown_path(path: str | Path, folder: Path) -> str:
    """
    Return a path as the tables may hold it: relative to the YAML file's folder, or its name alone if it lies elsewhere.

    Elsewhere means: no folder in common but the one that holds the home folders. `/home/anna/lists/x.csv` of a project
    in `/srv` would tell who she is.

    >>> shown_path("lists/x.csv", Path("/srv/study")), shown_path("/home/anna/lists/x.csv", Path("/srv/study"))
    ('lists/x.csv', 'x.csv')
    """
    # not `resolve`: a link is named as the person named it
    absolute = os.path.abspath(folder / path)  # noqa: PTH100
    start = os.path.abspath(folder)  # noqa: PTH100
    shared = Path(os.path.commonpath([absolute, start]))
    # Only the root, or only `/home`, in common: the way there would tell who she is.
    if shared == Path(shared.anchor) or shared in Path.home().parents:
        return Path(absolute).name
    return Path(os.path.relpath(absolute, start)).as_posix()


ConfigFolder = Annotated[
    Path, AfterValidator(_require_folder), PlainSerializer(_dump_path, return_type=str)
]
"""The type of a setting that names a folder; it is validated and dumped like `ConfigPath`."""

ConfigFolders = Annotated[
    tuple[ConfigFolder, ...],
    BeforeValidator(_as_tuple),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]
"""The type of a setting that names a folder, or a list of them."""

ConfigPath = Annotated[
    Path, AfterValidator(_require_file), PlainSerializer(_dump_path, return_type=str)
]
"""The type of a setting that names a file. Validate and dump it with the context `{"folder": Path}`."""

NewConfigPath = Annotated[
    Path,
    AfterValidator(_require_folder_of_file),
    PlainSerializer(_dump_path, return_type=str),
]
"""The type of a setting that names a file which need not be there yet; it is validated and dumped like `ConfigPath`."""
