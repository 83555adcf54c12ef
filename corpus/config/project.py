"""
The configuration: one YAML file, read once into frozen values. No other module sees YAML or a raw mapping of it.

Every default stands in the models below and nowhere else; the JSON Schema for editors is made from them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pressmark.annotation.annotators import find, installed
from pressmark.errors import ConfigError, Mistake
from pressmark.linking.corrections import read_corrections
from pressmark.sources.overlap import CORPUS_FILES, SITE_FILES, overlap
from pressmark.yaml_files.mistakes import mistake, mistakes
from pressmark.yaml_files.path_settings import ConfigPath
from pressmark.yaml_files.setting_types import Encoding, Language, NamePattern, Words
from pressmark.yaml_files.strict import Places
from pressmark.yaml_files.strict import read as read_yaml

from .annotator_choices import Choice, choices_of, is_entry_of
from .secrets import secret_paths
from .site_options import SiteOptions

__all__ = ["Choice", "Config", "Copies", "NameTable", "Project", "Run", "Site", "Source", "read", "schema"]

_LAYERS = ("entities", "quotes", "events")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Model):
    """Where the articles come from: files, or a Hugging Face dataset."""

    files: Words = Field((), description="Patterns of files, relative to this file: articles/*.txt")
    dataset: str | None = Field(None, description="A Hugging Face dataset: a local folder, or a name on the Hub")
    config: str | None = Field(None, description="The dataset's configuration, when it has several")
    split: str = Field("train", description="The dataset's split")
    columns: Mapping[str, Words] = Field(
        {}, description="Our column names → theirs: {text: body, title: [headline, subject]}"
    )
    language: Language | None = Field(
        None, description="The language of all articles; detected on each text when left out"
    )
    languages: tuple[Language, ...] = Field(("fr", "en"), description="The languages that detection chooses among")
    encoding: Encoding | None = Field(
        None, description="How the files are encoded, when they are not UTF-8 and say nothing"
    )
    outlet: str | None = Field(None, description="The outlet of articles that name none")
    dates: Literal["day-first", "month-first"] | None = Field(
        None, description="How 03/04/2026 is read; decided by the other dates of file and outlet when left out"
    )
    title: Literal["first-line"] | None = Field(None, description="Where the title is of articles that name none")
    name: NamePattern | None = Field(
        None, description='What file names say, of files that are one article: "{published}_{outlet}_{title}"'
    )
    longest_text: int = Field(300_000, ge=1, description="Characters; an article of more is rejected")
    most_columns: int = Field(1_000, ge=1, description="Own columns of all articles; an article with more is rejected")
    format: Literal["page", "europresse", "factiva", "nexis", "text"] | None = Field(
        None, description="What the files are, where their ending and content do not tell"
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Source:
        if bool(self.files) == bool(self.dataset):
            raise ValueError("give either `files` or `dataset`")
        return self


class NameTable(_Model):
    """How names are joined across articles, and what is known of them."""

    corrections: ConfigPath | None = Field(None, description="A YAML file of merges and splits: `same:`, `different:`")
    places: bool = Field(True, description="Give places their country, and coordinates with the extra `places`")


class Copies(_Model):
    """Wire copies: looked for when this section is there, an empty one too."""

    window: int = Field(3, ge=0, description="Days that a copy may lie from its original")
    threshold: float = Field(0.6, gt=0, le=1, description="How much two texts share: Jaccard of their word triples")
    annotate: Literal["originals", "all"] = Field(
        "originals", description="originals: an identical copy gets its original's annotation, a near one none"
    )


class Site(SiteOptions):
    """The site: where it goes, and how it is made."""

    folder: str = Field("public/", description="Where the site is written, relative to this file")


class Run(_Model):
    """How the work is done. Only `limit` changes what comes out: an article that exceeds it is rejected."""

    RENAMED: ClassVar[Mapping[str, str]] = {
        "blas": "is gone: write `parse: fast` for `blas: auto` (or leave it out), `parse: stock` for `blas: stock`"
    }

    workers: int | None = Field(None, ge=1, description="Processes; as many as there are cores when left out")
    cluster: str | None = Field(None, description="The address of a Dask scheduler, or `local` to start one here")
    shard: int = Field(200, ge=1, description="Articles in a shard, the unit of work and recovery")
    parse: Literal["fast", "stock"] = Field("fast", description="What runs the models: ours, or spaCy as it comes")
    limit: float | None = Field(
        300,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that an annotator may take for an article; null: as long as it likes",
    )
    cache: bool | str = Field(True, description="Keep parses for later runs; a folder, relative to this file, or false")


class Config(_Model):
    """Everything a run is told."""

    title: str = Field(description="What the corpus is called", min_length=1)
    description: str | None = Field(None, description="A sentence or two about the corpus, for its card and its site")
    licence: str | None = Field(None, description="The licence of the texts, for the card")
    source: Source
    copies: Copies | None = Field(None, description="Find wire copies: {window: 3, threshold: 0.6}; {} takes these")
    corpus: str = Field("corpus/", description="Where the dataset is written, relative to this file")
    models: Mapping[str, str] = Field({}, description="Language → spaCy package or folder")
    annotators: tuple[Any, ...] = Field(_LAYERS, description="In order; a name alone takes its defaults")
    names: NameTable = Field(default_factory=lambda: NameTable.model_validate({}))
    site: Site = Field(default_factory=lambda: Site.model_validate({}))
    run: Run = Field(default_factory=lambda: Run.model_validate({}))


@dataclass(frozen=True, slots=True)
class Project:
    """A configuration and where it stands: its file, whose folder is where paths start, and the place of each part."""

    file: Path
    config: Config
    choices: tuple[Choice, ...]
    places: Places

    @property
    def folder(self) -> Path:
        """The folder of the YAML file."""
        return self.file.parent

    @property
    def site_options(self) -> SiteOptions:
        """How the site is made, without where it goes: the same options give the same pages in any folder."""
        site = self.config.site
        return SiteOptions.model_construct(**{name: getattr(site, name) for name in SiteOptions.model_fields})

    @property
    def workers(self) -> int:
        """How many processes share the work: as many as there are cores where the file says nothing."""
        return self.config.run.workers or os.cpu_count() or 1

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the file: settings that are masked, though nothing marks them as secret."""
        return tuple(
            f"{self._place_of(number, choice, path)}: the value of {path[-1]} is written nowhere"
            for number, choice in enumerate(self.choices)
            for path in secret_paths(choice.resolved(self.folder))
        )

    def _place_of(self, number: int, choice: Choice, path: tuple[str | int, ...]) -> str:
        named = [position for position, entry in enumerate(self.config.annotators) if is_entry_of(entry, choice.name)]
        return self.place("annotators", *(named[:1] or [number]), choice.name, *path)

    @property
    def corpus(self) -> Path:
        """Where the dataset is written."""
        return self.folder / self.config.corpus

    @property
    def site(self) -> Path:
        """Where the site is written."""
        return self.folder / self.config.site.folder

    def place(self, *path: str | int) -> str:
        """Where a part stands, for a message: `run.yaml:4:9 models.fr`; the file alone for what was left out."""
        dotted = ".".join(map(str, path))
        if path not in self.places:
            return f"{self.file.name} (default of {dotted})"
        line, column = self.places[path]
        return f"{self.file.name}:{line}:{column} {dotted}"


def read(file: str | Path, *, with_annotators: bool = True) -> Project:
    """
    Read a YAML file. Raises `ConfigError` with all its mistakes at once, each with line, column and path.

    Without annotators none is imported, looked at or made: `choices` is empty, for what needs the corpus or site alone.
    """
    path = Path(file)
    raw, places = read_yaml(path)
    if not isinstance(raw, dict):
        what = "is empty" if raw is None else "holds no settings, `name: value`"
        raise ConfigError(path.name, [Mistake(f"{what}; `pressmark init` writes one to start from")])
    found: list[Mistake] = []
    config: Config | None = None
    try:
        config = Config.model_validate(raw, context={"folder": path.parent})
    except ValidationError as error:
        found += mistakes(error, Config, (), places)
    entries = raw.get("annotators", list(_LAYERS)) if with_annotators else ()
    choices = choices_of(entries, path.parent, places, found)
    if config is not None:
        found += [mistake(what, where, places) for where, what in _overlaps(config, path.parent)]
    if found or config is None:
        raise ConfigError(path.name, sorted(found, key=lambda one: (one.line or 0, one.column or 0)))
    if config.names.corrections:
        read_corrections(config.names.corrections)
    return Project(path, config, choices, places)


def _overlaps(config: Config, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where the corpus or the site would be read as a source."""
    corpus, site = folder / config.corpus, folder / config.site.folder
    for where, written, files in ((("corpus",), corpus, CORPUS_FILES), (("site", "folder"), site, SITE_FILES)):
        if how := overlap(config.source, folder, written, files):
            yield where, f"{how}; name a folder of its own"


def schema() -> dict[str, Any]:
    """The JSON Schema of the YAML file, for editors, with the settings of every installed annotator."""
    made_of = Config.model_json_schema()
    choices: list[dict[str, Any]] = [{"enum": list(installed())}]
    for name in installed():
        model = getattr(find(name), "Settings", None)
        settings = model.model_json_schema() if model else {"type": "object"}
        made_of.setdefault("$defs", {}).update(settings.pop("$defs", {}))
        choices.append(_keyed(name, {"anyOf": [settings, {"type": "null"}]}))
    foreign = r"^[\w.]+:\w+$"
    choices += [{"type": "string", "pattern": foreign}, _keyed(foreign, {"type": ["object", "null"]}, pattern=True)]
    made_of["properties"]["annotators"]["items"] = {"anyOf": choices}
    made_of["properties"]["annotators"]["default"] = list(_LAYERS)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made_of}


def _keyed(name: str, settings: dict[str, Any], *, pattern: bool = False) -> dict[str, Any]:
    where = "patternProperties" if pattern else "properties"
    return {
        "type": "object",
        where: {name: settings},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
