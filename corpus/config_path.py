"""A path in the configuration: it starts at the YAML file's folder, must be there, and is written back relative."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer, SerializationInfo, ValidationInfo

__all__ = ["ConfigPath"]


def _joined(path: Path, info: ValidationInfo) -> Path:
    joined = Path((info.context or {}).get("folder", "")) / path
    if not joined.is_file():
        raise ValueError(f"there is no file {joined}; paths start at the folder of the YAML file")
    return joined


def _relative(path: Path, info: SerializationInfo) -> str:
    folder = (info.context or {}).get("folder")
    return Path(path if folder is None else os.path.relpath(path, folder)).as_posix()


ConfigPath = Annotated[Path, AfterValidator(_joined), PlainSerializer(_relative, return_type=str)]
"""The type of a setting that names a file. Validate and dump it with the context `{"folder": Path}`."""
