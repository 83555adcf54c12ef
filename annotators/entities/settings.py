"""The settings of the entity layer, as they stand in the YAML file."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pressmark.yaml_files.path_settings import ConfigPath

__all__ = ["EntitySettings"]


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
    labels: tuple[Literal["PER", "LOC", "ORG", "MISC"], ...] = Field(
        ("PER", "LOC", "ORG", "MISC"), description="The labels to keep"
    )
    minimum: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Drop names with a lower score; left out, what is best for F1; 0 drops none",
    )
