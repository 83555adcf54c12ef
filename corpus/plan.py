"""
What a run will do to a shard, and a key for each of its tables: two tables of the same key are the same.

A layer's key holds the articles, the models' files, the parse, its annotator's code, lexicons and settings, the
versions that matter, and the keys of the layers that it reads. A change of one layer touches it and those that read it.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .config import Choice, Project
from .dependence import digest_of
from .disk import sha256_of

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = ["PACKAGES", "Plan", "Step", "files_of", "key_of", "packages", "plan", "version_of"]

PACKAGES = ("pressmark", "spacy", "thinc", "numpy", "datasets", "pyarrow", "pydantic")
"""The packages whose versions are recorded with a run."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    An annotator of the plan, in values that go to another process: name, settings, and what made it.

    `reads` are the layers before it that it needs: it is given no other.
    """

    name: str
    layer: str
    settings: Mapping[str, Any]
    resolved: Mapping[str, Any]
    sha256: str
    reads: tuple[str, ...] = ()
    ours: bool = False

    @property
    def made_by(self) -> list[Any]:
        """All that decides what it yields, but for what it is given."""
        return [self.name, self.layer, dict(self.resolved), self.sha256]


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
    def ground(self) -> Mapping[str, Any]:
        """What every table rests on: versions, models, the code of parse and tables, what is done with copies."""
        from pressmark.annotators.parse_cache import makers

        return {
            "packages": packages(),
            "models": {language: model.sha256 for language, model in sorted(self.models.items())},
            "code": [makers(), digest_of("pressmark.tables")],
            "fold": self.fold,
        }

    def keys(self, articles: Sequence[Path]) -> list[dict[str, str]]:
        """The keys of the tables of each shard, whose articles lie in these files."""
        ground = self.ground
        return [self._keys(key_of(ground, sha256_of(path))) for path in articles]

    def _keys(self, given: str) -> dict[str, str]:
        found = {"articles": key_of(given, dict(self.columns))}
        for step in self.steps:
            found[step.layer] = key_of(given, step.made_by, [found[layer] for layer in step.reads])
        return found


def key_of(*decided: Any) -> str:
    """A hash of all that decides what comes out."""
    return hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).hexdigest()[:32]


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
    steps = _steps(project)
    copies = project.config.copies
    fold = copies is not None and copies.annotate == "originals"
    return Plan(folder, steps, models, columns, _cache(project), fold)


def packages() -> dict[str, str]:
    """The versions of the packages that decide what comes out."""
    return {name: version_of(name) for name in PACKAGES}


@cache
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


def _steps(project: Project) -> tuple[Step, ...]:
    steps: list[Step] = []
    for choice in project.choices:
        before = tuple(step.layer for step in steps)
        steps.append(
            Step(
                choice.name,
                choice.annotator.layer,
                choice.settings,
                choice.resolved(project.folder),
                _digest(choice),
                tuple(layer for layer in before if layer in choice.annotator.needs),
                _is_ours(choice.found),
            )
        )
    return tuple(steps)


def _is_ours(found: type[Any]) -> bool:
    return found.__module__.startswith("pressmark.")


def _digest(choice: Choice) -> str:
    """
    Hash the files that an annotator's output depends on: its code, its lexicons, what its settings name.

    An annotator that reads only a part of a file for its spans says so by `file_digests`: path → hash of that part.
    """
    digest = hashlib.sha256()
    if _is_ours(choice.found):
        digest.update(digest_of(choice.found.__module__).encode())
    else:
        digest.update(sha256_of(Path(inspect.getfile(choice.found))).encode())
    parts = getattr(choice.annotator, "file_digests", {})
    for path in files_of(choice.annotator):
        digest.update(f"{path.name} {parts.get(path) or sha256_of(path)}\n".encode())
    return digest.hexdigest()


def files_of(annotator: Any) -> list[Path]:
    """The files that an annotator's settings name, a gazetteer for example."""
    settings = getattr(annotator, "settings", None)
    values = vars(settings).values() if settings is not None else ()
    return [value for value in values if isinstance(value, Path) and value.is_file()]
