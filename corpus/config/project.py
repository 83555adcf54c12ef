"""
The configuration: one YAML file, read once into frozen values. No other module sees YAML or a raw mapping of it.

Every default stands in the models below and nowhere else; the JSON Schema for editors is made from them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema

from pressmark.annotation.annotators import find, installed_annotators
from pressmark.errors import ConfigError, Mistake
from pressmark.linking.corrections import read_corrections
from pressmark.sources.overlap import CORPUS_FILES, SITE_FILES, describe_overlap
from pressmark.sources.settings import CopySettings, SourceSettings
from pressmark.storage.entry_cache import default_cache_folder
from pressmark.storage.path_gate import is_within
from pressmark.yaml_files.lexicons import OURS, Lexicons
from pressmark.yaml_files.mistakes import mistake_at, mistakes_of
from pressmark.yaml_files.path_settings import (
    ConfigFolders,
    ConfigPath,
    NewConfigPath,
)
from pressmark.yaml_files.setting_types import FrozenSettings, Words
from pressmark.yaml_files.strict import Positions, read_yaml

from .annotator_choices import OPTIONAL, AnnotatorChoice, ChoiceReader, is_entry_of
from .changed_settings import with_settings
from .lexicon_folders import read_lexicon_folders
from .secrets import secret_paths
from .site_options import SiteOptions

__all__ = [
    "AnnotatorChoice",
    "Config",
    "NameSettings",
    "Project",
    "RunSettings",
    "SiteSettings",
    "read",
    "schema",
]

_DEFAULT_ANNOTATORS = ("entities", "quotes", "events")


_PATH_OR_PATHS = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
}

ReviewFiles = Annotated[
    tuple[NewConfigPath, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    WithJsonSchema(_PATH_OR_PATHS),
]
"""One file of decisions, or a list of them."""


class NameSettings(FrozenSettings):
    """How names are joined across articles, and what is known of them."""

    corrections: ConfigPath | None = Field(
        None, description="A YAML file of merges and splits: `same:`, `different:`"
    )
    places: bool = Field(
        True,
        description="Give places their country, and coordinates with the extra `places`",
    )


class SiteSettings(SiteOptions):
    """The site: where it goes, and how it is made."""

    folder: str = Field(
        "public/", description="Where the site is written, relative to this file"
    )


class RunSettings(FrozenSettings):
    """How the work is done. Only `limit` changes what comes out: an article that exceeds it is rejected."""

    RENAMED: ClassVar[Mapping[str, str]] = {
        "blas": "is gone: write `parse: fast` for `blas: auto` (or leave it out), `parse: stock` for `blas: stock`"
    }

    workers: int | None = Field(
        None, ge=1, description="Processes; as many as there are cores when left out"
    )
    cluster: str | None = Field(
        None,
        description="The address of a Dask scheduler, or `local` to start one here",
    )
    shard: int = Field(
        200,
        ge=1,
        description="Articles in a shard at most, the unit of work and recovery",
    )
    parse: Literal["fast", "stock"] = Field(
        "fast", description="What runs the models: ours, or spaCy as it comes"
    )
    limit: float | None = Field(
        300,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that an annotator may take for an article; null: as long as it likes",
    )
    cache: bool | str = Field(
        True,
        description="Keep parses, languages and rows of the site for later; a folder, relative to this file, or false",
    )


class Config(FrozenSettings):
    """Everything a run is told."""

    title: str = Field(description="What the corpus is called", min_length=1)
    description: str | None = Field(
        None,
        description="A sentence or two about the corpus, for its card and its site",
    )
    licence: str | None = Field(
        None, description="The licence of the texts, for the card"
    )
    authors: Words = Field(
        (), description="Who made the corpus, as a citation of it names them"
    )
    source: SourceSettings
    copies: CopySettings | None = Field(
        None,
        description="Find wire copies: {window: 3, threshold: 0.6}; {} takes these",
    )
    corpus: str = Field(
        "corpus/", description="Where the dataset is written, relative to this file"
    )
    models: Mapping[str, str] = Field(
        {}, description="Language → spaCy package or folder"
    )
    lexicons: ConfigFolders = Field(
        (),
        description="Your own lexicons: a folder, or several, whose files go before ours",
    )
    annotators: tuple[Any, ...] = Field(
        _DEFAULT_ANNOTATORS, description="In order; a name alone takes its defaults"
    )
    names: NameSettings = Field(default_factory=lambda: NameSettings.model_validate({}))
    review: ReviewFiles = Field(
        (),
        description="Files of people's decisions, `review.jsonl`, applied at each run",
    )
    site: SiteSettings = Field(default_factory=lambda: SiteSettings.model_validate({}))
    run: RunSettings = Field(default_factory=lambda: RunSettings.model_validate({}))


@dataclass(frozen=True, slots=True)
class Project:
    """
    A configuration with its file, whose folder is where paths start, its annotators, and the position of each part.

    `lexicons` are those of its folders, read and validated.
    """

    file: Path
    config: Config
    choices: tuple[AnnotatorChoice, ...]
    positions: Positions
    lexicons: Lexicons = OURS

    @property
    def folder(self) -> Path:
        """The folder of the YAML file."""
        return self.file.parent

    @property
    def site_options(self) -> SiteOptions:
        """How the site is made, without where it goes: the same options give the same pages in any folder."""
        site = self.config.site
        # Validated already, when the folder of the YAML file was known, from which its paths start.
        return SiteOptions.model_construct(
            **{name: getattr(site, name) for name in SiteOptions.model_fields}
        )

    @property
    def workers(self) -> int:
        """How many processes share the work: as many as there are cores where the file says nothing."""
        return self.config.run.workers or os.cpu_count() or 1

    @property
    def cache_folder(self) -> Path | None:
        """Where parses and rows of the site are kept: the file's folder, this platform's, or None for nowhere."""
        setting = self.config.run.cache
        if isinstance(setting, str):
            return self.folder.absolute() / setting
        return default_cache_folder() if setting else None

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the file: settings that are masked, though nothing marks them as secret."""
        notices: list[str] = []
        for number, choice in enumerate(self.choices):
            for path in secret_paths(choice.resolved(self.folder)):
                place = self._place_of(number, choice, path)
                name = [part for part in path if isinstance(part, str)][-1]
                notices.append(f"{place}: the value of {name} is written nowhere")
        return tuple(notices)

    def _place_of(
        self, number: int, choice: AnnotatorChoice, path: tuple[str | int, ...]
    ) -> str:
        """Return the position of a setting of an annotator; `number` is that of a choice that the list lacks."""
        for position, entry in enumerate(self.config.annotators):
            # Choices and entries are not one to one: implied annotators stand between.
            if is_entry_of(entry, choice.name):
                return self.position("annotators", position, choice.name, *path)
        return self.position("annotators", number, choice.name, *path)

    @property
    def corpus(self) -> Path:
        """Where the dataset is written."""
        return self.folder / self.config.corpus

    @property
    def site(self) -> Path:
        """Where the site is written."""
        return self.folder / self.config.site.folder

    def position(self, *path: str | int) -> str:
        """
        Return the position of a part for a message: `run.yaml:4:9 models.fr`; the file alone for what was left out.
        """
        dotted = ".".join(map(str, path))
        if path not in self.positions:
            return f"{self.file.name} (default of {dotted})"
        line, column = self.positions[path]
        return f"{self.file.name}:{line}:{column} {dotted}"


def read(
    file: str | Path,
    *,
    with_annotators: bool = True,
    settings: Mapping[str, Any] | None = None,
) -> Project:
    """
    Read a YAML file into a project. Raises `ConfigError` with all its mistakes, each with line, column and path.

    `settings` are put in the place of the file's own, by path: `{"run.workers": 4}`. Without annotators none is
    imported, looked at or made: `choices` is empty, for what needs the corpus or site alone.
    """
    path = Path(file)
    raw, positions = read_yaml(path)
    # Without settings each required one would be missing: one message says more.
    if not isinstance(raw, dict):
        reason = "is empty" if raw is None else "holds no settings, `name: value`"
        raise ConfigError(
            path.name, [Mistake(f"{reason}; `pressmark init` writes one to start from")]
        )
    raw = with_settings(raw, settings or {})
    problems: list[Mistake] = []
    config: Config | None = None
    try:
        config = Config.model_validate(raw, context={"folder": path.parent})
    except ValidationError as error:
        problems += mistakes_of(error, Config, (), positions)
    entries = (
        raw.get("annotators", list(_DEFAULT_ANNOTATORS)) if with_annotators else ()
    )
    # Though the model may have failed: all mistakes of the file are told at once.
    lexicons = OURS
    if config is not None and with_annotators:
        lexicons = read_lexicon_folders(config.lexicons, path.parent)
    choices = ChoiceReader(path.parent, lexicons, positions, problems).read(entries)
    # Only with a sound model: overlaps are between folders that it names.
    if config is not None:
        problems += [
            mistake_at(reason, dotted_path, positions)
            for dotted_path, reason in _find_overlaps(config, path.parent)
        ]
    if problems or config is None:
        raise ConfigError(
            path.name,
            sorted(
                problems, key=lambda problem: (problem.line or 0, problem.column or 0)
            ),
        )
    if config.names.corrections:
        # Read for its mistakes alone, now and not after hours of annotation.
        read_corrections(config.names.corrections)
    return Project(path, config, choices, positions, lexicons)


def _find_overlaps(
    config: Config, folder: Path
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield where the corpus or the site would be read as a source, or the site hold the corpus, with what to do."""
    # A site is written into a folder of nothing else, which would be told after the annotation.
    if "site" in config.model_fields_set and is_within(
        folder / config.corpus, folder / config.site.folder
    ):
        yield ("site", "folder"), "holds the corpus; name a folder of its own"
    outputs = (
        (("corpus",), folder / config.corpus, CORPUS_FILES),
        (("site", "folder"), folder / config.site.folder, SITE_FILES),
    )
    for path, output, files in outputs:
        overlap = describe_overlap(config.source, folder, output, files)
        if overlap:
            yield path, f"{overlap}; name a folder of its own"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the YAML file, for editors, with the settings of every installed annotator."""
    config_schema = Config.model_json_schema()
    choices: list[dict[str, Any]] = [{"enum": list(installed_annotators())}]
    for name in installed_annotators():
        model = getattr(find(name), "Settings", None)
        settings = model.model_json_schema() if model else {"type": "object"}
        # References within the settings point to `#/$defs` of the whole, so their definitions move there.
        config_schema.setdefault("$defs", {}).update(settings.pop("$defs", {}))
        choices.append(_keyed_schema(name, {"anyOf": [settings, {"type": "null"}]}))
    # Somebody else's: `my_rules:Sentiment`.
    foreign = r"^[\w.]+:\w+$"
    choices += [
        {"type": "string", "pattern": foreign},
        _keyed_schema(foreign, {"type": ["object", "null"]}, pattern=True),
    ]
    config_schema["properties"]["annotators"]["items"] = {"anyOf": choices}
    config_schema["properties"]["annotators"]["default"] = list(_DEFAULT_ANNOTATORS)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **config_schema}


def _keyed_schema(
    name: str, settings: dict[str, Any], *, pattern: bool = False
) -> dict[str, Any]:
    """Return the schema of an entry `name: settings` of the list of annotators."""
    where = "patternProperties" if pattern else "properties"
    optional = {
        "type": "boolean",
        "description": "Keep an article for which it fails, without its layer",
    }
    keyed: dict[str, Any] = {
        "type": "object",
        "properties": {OPTIONAL: optional},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 2,
    }
    keyed.setdefault(where, {})[name] = settings
    return keyed
