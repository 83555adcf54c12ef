"""
What a run will do to a shard, and a fingerprint of it: two shards with the same articles and fingerprint are the same.

The fingerprint holds the models' files, the annotators' code, lexicons and settings, and the versions that matter.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .config import Choice, Project
from .disk import sha256_of

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = ["PACKAGES", "Plan", "Step", "packages", "plan", "version_of"]

PACKAGES = ("pressmark", "spacy", "thinc", "numpy", "datasets", "pyarrow", "pydantic")
"""The packages whose versions are recorded with a run."""


@dataclass(frozen=True, slots=True)
class Step:
    """An annotator of the plan, in values that go to another process: name, settings, and what made it."""

    name: str
    layer: str
    settings: Mapping[str, Any]
    resolved: Mapping[str, Any]
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is done to every shard. `models` maps a language to the model that parses it; parses are kept in `cache`. With
    `fold`, a copy of another article is not annotated: it gets its original's annotation where the text is the same.
    """

    folder: Path
    steps: tuple[Step, ...]
    models: Mapping[str, Model]
    columns: Mapping[str, str]
    cache: Path | None = None
    fold: bool = False

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that an article will have, in order."""
        return tuple(step.layer for step in self.steps)

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides what comes out, but for the articles."""
        decided = {
            "packages": packages(),
            "models": {language: model.sha256 for language, model in sorted(self.models.items())},
            "steps": [[step.name, step.layer, dict(step.resolved), step.sha256] for step in self.steps],
            "columns": dict(self.columns),
            "fold": self.fold,
        }
        return hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).hexdigest()

    def key(self, articles: Path) -> str:
        """The key of the shard whose articles lie in this file."""
        return hashlib.sha256(f"{self.fingerprint} {sha256_of(articles)}".encode()).hexdigest()[:32]


def plan(project: Project, languages: Iterable[str], columns: Mapping[str, str]) -> Plan:
    """
    The plan of a project for articles in these languages. Raises `ModelMissing`.

    A language that neither the configuration nor our defaults name a model for has none; its articles are rejected.
    """
    from pressmark.annotators.parse import DEFAULT_MODELS, model_path

    named = {**DEFAULT_MODELS, **project.config.models}
    folder = project.folder.absolute()
    found = {
        language: model_path(_beside(folder, named[language]), asked_by=project.place("models", language))
        for language in sorted(set(languages) & set(named))
    }
    models = {language: replace(model, blas=project.config.run.blas) for language, model in found.items()}
    steps = tuple(_step(choice, project.folder) for choice in project.choices)
    copies = project.config.copies
    fold = copies is not None and copies.annotate == "originals"
    return Plan(folder, steps, models, columns, _cache(project), fold)


def packages() -> dict[str, str]:
    """The versions of the packages that decide what comes out."""
    return {name: version_of(name) for name in PACKAGES}


def version_of(name: str) -> str:
    """The version of a package, or that it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _cache(project: Project) -> Path | None:
    from pressmark.annotators.parse_cache import default_folder

    where = project.config.run.cache
    if isinstance(where, str):
        return project.folder.absolute() / where
    return default_folder() if where else None


def _beside(folder: Path, name: str) -> str:
    """A model given as a path starts at the YAML file's folder."""
    return str(folder / name) if (folder / name).is_dir() else name


def _step(choice: Choice, folder: Path) -> Step:
    digest = hashlib.sha256()
    for path in (*_code(choice.found), *_files(choice.annotator)):
        digest.update(f"{path.name} {sha256_of(path)}\n".encode())
    return Step(choice.name, choice.annotator.layer, choice.settings, choice.resolved(folder), digest.hexdigest())


def _code(found: type[Any]) -> list[Path]:
    """The files that an annotator's output depends on: our whole room for ours, its module for anybody's."""
    if not found.__module__.startswith("pressmark."):
        return [Path(inspect.getfile(found))]
    room = Path(str(files("pressmark.annotators")))
    return sorted(path for path in room.rglob("*") if path.suffix in (".py", ".yaml"))


def _files(annotator: Any) -> list[Path]:
    """The files that an annotator's settings name, a gazetteer for example."""
    settings = getattr(annotator, "settings", None)
    values = vars(settings).values() if settings is not None else ()
    return [value for value in values if isinstance(value, Path) and value.is_file()]
