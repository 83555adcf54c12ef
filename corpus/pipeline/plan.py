"""
What a run will do to a shard, and a key for each of its tables: two tables of the same key are the same.

A layer's key holds the articles, the models' files, the parse, its annotator's code, lexicons and settings, the
versions that matter, and the keys of the layers that it reads. A change of one layer touches it and those that read it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.annotation.code_fingerprint import code_digest, code_files, is_ours
from pressmark.annotation.foreign_files import foreign_digest
from pressmark.config.project import AnnotatorChoice, Project
from pressmark.sources.settings import CopySettings
from pressmark.storage.disk import sha256_of

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = ["PACKAGES", "Plan", "Step", "files_of", "key_of", "packages", "parsable_languages", "plan", "version_of"]

PACKAGES = ("pressmark", "spacy", "thinc", "numpy", "datasets", "pyarrow", "pydantic")
"""The packages whose versions are recorded with a run."""

_DEEPEST = 8  # levels of settings within settings


@dataclass(frozen=True, slots=True)
class Step:
    """
    An annotator of the plan, in values that go to another process: name, settings, and what made it.

    `reads` are the layers before it that it needs: it is given no other. `settings` and `secrets` are never written:
    `written` has the settings with secrets masked, `files` the hash of each file that they name and of each lexicon.
    """

    name: str
    layer: str
    settings: Mapping[str, Any] = field(repr=False)
    resolved: Mapping[str, Any] = field(repr=False)
    sha256: str
    reads: tuple[str, ...] = ()
    ours: bool = False
    written: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def made_by(self) -> list[Any]:
        """All that decides what it yields, but for what it is given."""
        return [self.name, self.layer, dict(self.resolved), self.sha256]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is done to every shard. `models` maps a language to the model that parses it; parses are kept in `cache`. With
    `copies`, wire copies were looked for. An annotator may take `limit` seconds for an article.

    Where copies are folded (`fold`), a copy of another article is not annotated: it gets
    its original's annotation where the text is the same.
    """

    folder: Path
    steps: tuple[Step, ...]
    models: Mapping[str, Model]
    columns: Mapping[str, str]
    cache: Path | None = None
    copies: CopySettings | None = None
    limit: float | None = None

    @property
    def fold(self) -> bool:
        """Whether copies are not annotated themselves."""
        return self.copies is not None and self.copies.annotate == "originals"

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
            "code": [makers(), code_digest("pressmark.storage.tables")],
            "copies": self.copies.model_dump() if self.copies else None,
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
        language: model_path(_beside(folder, named[language]), asked_by=project.position("models", language))
        for language in sorted(set(languages) & set(named))
    }
    models = {language: replace(model, engine=project.config.run.parse) for language, model in found.items()}
    steps = _steps(project)
    return Plan(folder, steps, models, columns, _cache(project), project.config.copies, project.config.run.limit)


def parsable_languages(project: Project) -> frozenset[str]:
    """Return the languages that a project has a model for, ours by default among them."""
    from pressmark.annotators.parse import DEFAULT_MODELS

    return frozenset({**DEFAULT_MODELS, **project.config.models})


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
                _digest(choice, project),
                tuple(layer for layer in before if layer in choice.annotator.needs),
                is_ours(choice.annotator_class.__module__),
                choice.written(project.folder),
                _hashes(choice, project.folder),
                choice.secrets,
            )
        )
    return tuple(steps)


def _digest(choice: AnnotatorChoice, project: Project) -> str:
    """
    Hash the files that an annotator's output depends on: its code, its lexicons, what its settings name.

    An annotator that reads only a part of a file for its spans says so by `file_digests`: path → hash of that part.
    """
    digest = hashlib.sha256()
    if is_ours(choice.annotator_class.__module__):
        digest.update(code_digest(choice.annotator_class.__module__).encode())
    else:
        module = choice.name.partition(":")[0] if ":" in choice.name else choice.annotator_class.__module__
        apart = (project.corpus, project.site, project.file, _cache(project) or project.corpus)
        digest.update(foreign_digest(choice.annotator_class, module, beside=project.folder, apart=apart).encode())
    parts = getattr(choice.annotator, "file_digests", {})
    for path in files_of(choice.annotator):
        digest.update(f"{path.name} {parts.get(path) or sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _hashes(choice: AnnotatorChoice, folder: Path) -> dict[str, str]:
    """The hash of each file that an annotator's settings name, and of each of our lexicons that it reads."""
    named = {_place(path, folder): path for path in files_of(choice.annotator)}
    read = code_files(choice.annotator_class.__module__) if is_ours(choice.annotator_class.__module__) else ()
    lexicons = {f"lexicons/{path.name}": path for path in read if path.suffix == ".yaml"}
    return {name: sha256_of(path) for name, path in sorted({**lexicons, **named}.items())}


def _place(path: Path, folder: Path) -> str:
    """A file's path from the folder of the YAML file; its name alone where it lies elsewhere."""
    whole = path.absolute()
    return whole.relative_to(folder.absolute()).as_posix() if whole.is_relative_to(folder.absolute()) else path.name


def files_of(annotator: Any) -> list[Path]:
    """Return the files that an annotator's settings name, a gazetteer for example, however deep in them."""
    return _files(getattr(annotator, "settings", None))


def _files(value: Any, depth: int = 0) -> list[Path]:
    """Return the files in a setting: a path, or paths deep in lists and models."""
    if isinstance(value, Path):
        return [value] if value.is_file() else []
    if isinstance(value, Mapping):
        parts = list(value.values())
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        is_settings = depth == 0 or hasattr(type(value), "model_fields")
        parts = list(vars(value).values()) if is_settings and hasattr(value, "__dict__") else []
    return [path for part in parts if depth < _DEEPEST for path in _files(part, depth + 1)]
