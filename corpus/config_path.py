"""A path in the configuration: it starts at the YAML file's folder, must be there, and is written back relative."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer, SerializationInfo, ValidationInfo

__all__ = ["ConfigFolder", "ConfigPath", "shown_path"]


def _file(path: Path, info: ValidationInfo) -> Path:
    joined = _joined(path, info)
    if not joined.is_file():
        raise ValueError(f"there is no file {joined}; paths start at the folder of the YAML file")
    return joined


def _folder(path: Path, info: ValidationInfo) -> Path:
    joined = _joined(path, info)
    if not joined.is_dir():
        raise ValueError(f"there is no folder {joined}; paths start at the folder of the YAML file")
    return joined


def _joined(path: Path, info: ValidationInfo) -> Path:
    return Path((info.context or {}).get("folder", "")) / path


def _relative(path: Path, info: SerializationInfo) -> str:
    folder = (info.context or {}).get("folder")
    return Path(path).as_posix() if folder is None else shown_path(path, folder)


def shown_path(path: str | Path, folder: Path) -> str:
    """
    A path as the tables may hold it: relative to the YAML file's folder, or its name alone where it lies elsewhere.

    Elsewhere is what has no more than the home folders' own folder in common: `/home/anna/lists/x.csv` of a project in
    `/srv` would tell who she is.
    """
    absolute, start = os.path.abspath(folder / path), os.path.abspath(folder)  # noqa: PTH100  links stay as they are
    shared = Path(os.path.commonpath([absolute, start]))
    if shared in (Path(shared.anchor), *Path.home().parents):
        return Path(absolute).name
    return Path(os.path.relpath(absolute, start)).as_posix()


ConfigFolder = Annotated[Path, AfterValidator(_folder), PlainSerializer(_relative, return_type=str)]
"""The type of a setting that names a folder; it is validated and dumped like `ConfigPath`."""

ConfigPath = Annotated[Path, AfterValidator(_file), PlainSerializer(_relative, return_type=str)]
"""The type of a setting that names a file. Validate and dump it with the context `{"folder": Path}`."""
