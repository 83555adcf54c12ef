"""A path in the configuration: it starts at the YAML file's folder, must be there, and is written back relative."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer, SerializationInfo, ValidationInfo

__all__ = ["ConfigFolder", "ConfigPath"]


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
    return Path(path if folder is None else os.path.relpath(path, folder)).as_posix()


ConfigFolder = Annotated[Path, AfterValidator(_folder), PlainSerializer(_relative, return_type=str)]
"""The type of a setting that names a folder; it is validated and dumped like `ConfigPath`."""

ConfigPath = Annotated[Path, AfterValidator(_file), PlainSerializer(_relative, return_type=str)]
"""The type of a setting that names a file. Validate and dump it with the context `{"folder": Path}`."""
