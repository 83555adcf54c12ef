"""The settings of the entity layer, as they stand in the YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    ValidationInfo,
)

from pressmark.annotators.learned_scores import EntityScoresFile
from pressmark.yaml_files.path_settings import (
    ConfigPath,
    from_config_folder,
    shown_path,
)

__all__ = ["EntitySettings"]


_WEIGHTS_WORDS = ("ours", "none")
"""What `weights` may say instead of a folder."""


def _require_weights(value: str, info: ValidationInfo) -> str:
    """Return `ours` or `none` as it is, a folder with its path from the YAML file's; it must hold weights."""
    if value in _WEIGHTS_WORDS:
        return value
    folder = from_config_folder(Path(value), info)
    if not folder.is_dir():
        raise ValueError(
            f"must be 'ours', 'none' or a folder of weights; there is no folder {folder}"
        )
    if not list(folder.glob("*.json")):
        raise ValueError(
            f"there are no weights in {folder}: `benchmarks/fit_names.py` writes a .json and a .npz file for each model"
        )
    return str(folder)


def _dump_weights(value: str, info: SerializationInfo) -> str:
    folder = (info.context or {}).get("folder")
    if value in _WEIGHTS_WORDS or folder is None:
        return value
    return shown_path(value, folder)


class EntitySettings(BaseModel):
    """The settings of the entity layer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gazetteer: ConfigPath | None = Field(
        None,
        description="Your own names, which win: a YAML list or CSV file with name, label and perhaps aliases",
    )
    gazetteer_any_case: bool = Field(
        False, description="Find the gazetteer's names in capitals and lower case too"
    )
    gazetteer_any_accents: bool = Field(
        False, description="Find the gazetteer's names with or without accents"
    )
    weights: Annotated[
        str,
        AfterValidator(_require_weights),
        PlainSerializer(_dump_weights, return_type=str),
    ] = Field(
        "ours",
        description="What finds names in the parse: `ours` (learned from articles, for the models that are our default),"
        " `none` (the model as it comes), or a folder of weights",
    )
    labels: tuple[Literal["PER", "LOC", "ORG", "MISC"], ...] = Field(
        ("PER", "LOC", "ORG", "MISC"), description="The labels to keep"
    )
    minimum: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Drop names with a lower score; left out, what is best for F1; 0 drops none",
    )
    scores: EntityScoresFile | None = Field(
        None,
        description="A file of scores learned from your decisions, which `pressmark learn` writes; left out, ours",
    )
