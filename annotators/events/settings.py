"""The settings of the event layer, as they stand in the YAML file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pressmark.yaml_files.path_settings import ConfigPath

__all__ = ["EventSettings"]


class EventSettings(BaseModel):
    """Which events the layer holds, and by which lexicon; `types` are labels, None for all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statements: bool = Field(
        True, description="Keep statements, what the reporting verbs tell"
    )
    types: tuple[str, ...] | None = Field(
        None, description="Only these types; all when left out"
    )
    other: bool = Field(
        False, description="Keep also what happens and fits no type, labelled OTHER"
    )
    minimum: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Drop events with a lower score; left out, none is dropped",
    )
    lexicon: ConfigPath | None = Field(
        None,
        description="Your own types and triggers, and which of ours to switch off: a YAML file by language",
    )
