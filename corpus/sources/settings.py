"""The settings of the sections `source` and `copies` of the YAML file, beside the readers that obey them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pressmark.errors import InputError
from pressmark.yaml_files.path_settings import ConfigPath
from pressmark.yaml_files.setting_types import Encoding, FrozenSettings, Language, Words

from .name_patterns import pattern_mistake
from .word_patterns import word_pattern

__all__ = ["CopySettings", "NamePattern", "SourceSettings"]


def _checked_pattern(pattern: str) -> str:
    """Return a pattern of file names; pydantic makes a mistake in the YAML file of the ValueError."""
    if mistake := pattern_mistake(pattern):
        raise ValueError(mistake)
    return pattern


NamePattern = Annotated[str, AfterValidator(_checked_pattern)]
"""The type of a setting that says how file names are made: columns between braces, `{published}_{outlet}`."""


def _checked_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words to look for; pydantic makes a mistake in the YAML file of the ValueError."""
    for word in words:
        try:
            word_pattern(word)
        except InputError as error:
            raise ValueError(str(error)) from None
    return words


SearchedWords = Annotated[Words, AfterValidator(_checked_words)]
"""The type of a setting that holds words to look for: `grev*`, `premier ministre`."""


class SourceSettings(FrozenSettings):
    """Where the articles come from: files, or a Hugging Face dataset."""

    files: Words = Field(
        (), description="Patterns of files, relative to this file: articles/*.txt"
    )
    dataset: str | None = Field(
        None, description="A Hugging Face dataset: a local folder, or a name on the Hub"
    )
    config: str | None = Field(
        None, description="The dataset's configuration, when it has several"
    )
    split: str = Field("train", description="The dataset's split")
    columns: Mapping[str, Words] = Field(
        {},
        description="Our column names → theirs: {text: body, title: [headline, subject]}",
    )
    language: Language | None = Field(
        None,
        description="The language of all articles; detected on each text when left out",
    )
    languages: tuple[Language, ...] = Field(
        ("fr", "en"), description="The languages that detection chooses among"
    )
    encoding: Encoding | None = Field(
        None,
        description="How the files are encoded, when they are not UTF-8 and say nothing",
    )
    outlet: str | None = Field(
        None, description="The outlet of articles that name none"
    )
    dates: Literal["day-first", "month-first"] | None = Field(
        None,
        description="How 03/04/2026 is read; decided by the other dates of file and outlet when left out",
    )
    outlets: ConfigPath | None = Field(
        None,
        description="A table of outlets (CSV) whose other columns are joined: owner, kind …",
    )
    words: SearchedWords = Field(
        (),
        description="Only articles that hold one of these words in title or text: [strike, dock*]",
    )
    title: Literal["first-line"] | None = Field(
        None, description="Where the title is of articles that name none"
    )
    name: NamePattern | None = Field(
        None,
        description='What file names say, of files that are one article: "{published}_{outlet}_{title}"',
    )
    longest_text: int = Field(
        300_000, ge=1, description="Characters; an article of more is rejected"
    )
    most_columns: int = Field(
        1_000,
        ge=1,
        description="Own columns of all articles; an article with more is rejected",
    )
    format: Literal["page", "europresse", "factiva", "nexis", "text"] | None = Field(
        None,
        description="What the files are, where their ending and content do not tell",
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> SourceSettings:
        # Both would leave open which comes first, and neither leaves nothing to read.
        if bool(self.files) == bool(self.dataset):
            raise ValueError("give either `files` or `dataset`")
        return self


class CopySettings(FrozenSettings):
    """Wire copies: looked for when this section is there, an empty one too."""

    window: int = Field(
        3, ge=0, description="Days that a copy may lie from its original"
    )
    threshold: float = Field(
        0.6,
        gt=0,
        le=1,
        description="How much two texts share: Jaccard of their word triples",
    )
    annotate: Literal["originals", "all"] = Field(
        "originals",
        description="originals: an identical copy gets its original's annotation, a near one none",
    )
