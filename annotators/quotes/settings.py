"""The settings of the quote layer, as they stand in a project's YAML file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from pressmark.annotators.learned_scores import QuoteScoresFile

__all__ = ["QuoteSettings"]


class QuoteSettings(BaseModel):
    """The quotes that the layer keeps: all but those of a kind that is switched off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opinion: bool = Field(
        True,
        description="Keep « estime que », « espère que »: opinions, intentions, not only speech",
    )
    stories: bool = Field(
        False,
        description="Keep indirect speech of texts told in the passé simple, as novels are",
    )
    objects: bool = Field(
        False,
        description='Keep what a reporting verb has for its object, "announced a plan": things, not words',
    )
    scare: bool = Field(
        True,
        description="Keep titles, nicknames and words at a distance, as label scare",
    )
    minimum: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Drop quotes with a lower score; left out, what is best for F1; 0 drops none",
    )
    scores: QuoteScoresFile | None = Field(
        None,
        description="A file of scores learned from your decisions, which `pressmark learn` writes; left out, ours",
    )
