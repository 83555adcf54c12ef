"""The settings of the event layer, as they stand in the YAML file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pressmark.yaml_files.path_settings import ConfigPath

__all__ = ["Settings"]


class Settings(BaseModel):
    """What the event layer holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statements: bool = Field(True, description="Keep STATEMENT, the reporting verbs")
    types: tuple[str, ...] | None = Field(None, description="Only these types; all when left out")
    other: bool = Field(False, description="Keep also what happens and fits no type, labelled OTHER")
    lexicon: ConfigPath | None = Field(
        None, description="Your own types and triggers, and which of ours to switch off: a YAML file by language"
    )
