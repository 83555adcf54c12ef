"""
What a run will do to a shard, and a fingerprint for each of its tables: two tables of one fingerprint are the same.

A layer's fingerprint holds the articles, the models' files, the parse, its annotator's code, lexicons and settings, the
versions that matter, and the fingerprints of the layers that it reads. A change of one layer touches it and those that
read it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

__all__ = [
    "PACKAGES",
    "Plan",
    "Step",
    "files_of",
    "fingerprint",
    "make_plan",
    "package_versions",
    "parsable_languages",
    "version_of",
]

PACKAGES = ("pressmark", "spacy", "thinc", "numpy", "datasets", "pyarrow", "pydantic")
"""The packages whose versions are recorded with a run."""

MAX_SETTING_DEPTH = 8
"""Levels of settings within settings in which files are looked for; chosen: one that holds itself would have no end."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    An annotator of the plan, in values that go to another process: name, layer, settings, and a hash of its code.

    `reads` are the layers before it that it needs: it is given no other. `ours` says that it is part of pressmark, and
    not somebody else's. `settings` and `secrets` are never written: `written` has the settings with secrets masked,
    `files` the hash of each file that they name and of each lexicon. `resolved` are the settings with all defaults.
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
    def makers(self) -> list[Any]:
        """Everything about this step that can change its output; its inputs are hashed separately."""
        return [self.name, self.layer, dict(self.resolved), self.sha256]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is done to every shard: `steps`, in order.

    `folder` is that of the YAML file. `models` maps a language to the model that parses it; parses are cached in
    `cache`. With `copies`, wire copies were looked for. An annotator may take `limit` seconds for an article.
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
        """Whether a copy is not annotated itself: it gets its original's annotation where the text is the same."""
        return self.copies is not None and self.copies.annotate == "originals"

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that an article will have, in order."""
        return tuple(step.layer for step in self.steps)

    @property
    def foundation(self) -> Mapping[str, Any]:
        """What every table depends on: versions, models, the code of parse and tables, what is done with copies."""
        from pressmark.annotators.parse_cache import makers

        return {
            "packages": package_versions(),
            "models": {
                language: model.sha256
                for language, model in sorted(self.models.items())
            },
            "code": [makers(), code_digest("pressmark.storage.tables")],
            "copies": self.copies.model_dump() if self.copies else None,
        }

    def table_keys(self, article_files: Sequence[Path]) -> list[dict[str, str]]:
        """Return the fingerprints of each shard's tables, by table; `article_files` hold the articles of the shards."""
        foundation = self.foundation
        return [
            self._shard_keys(fingerprint(foundation, sha256_of(path)))
            for path in article_files
        ]

    def _shard_keys(self, shard: str) -> dict[str, str]:
        """Return the fingerprints of the tables of the shard whose own fingerprint is `shard`."""
        keys = {"articles": fingerprint(shard, dict(self.columns))}
        for step in self.steps:
            inputs = [keys[layer] for layer in step.reads]
            keys[step.layer] = fingerprint(shard, step.makers, inputs)
        return keys


def fingerprint(*causes: Any) -> str:
    """
    Return a hash of all that decides what comes out, 32 hexadecimal digits. `causes` are values that JSON can hold.

    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(causes, sort_keys=True).encode()).hexdigest()[:32]


def make_plan(
    project: Project, languages: Iterable[str], columns: Mapping[str, str]
) -> Plan:
    """
    Return the plan of a project for articles in these `languages`, with own `columns` of these types.

    A language that neither the configuration nor our defaults name a model for has none; its articles are rejected.
    Raises `ModelMissing` for a model that is not installed.
    """
    from pressmark.annotators.parse import DEFAULT_MODELS, model_path

    model_names = {**DEFAULT_MODELS, **project.config.models}
    folder = project.folder.absolute()
    models: dict[str, Model] = {}
    for language in sorted(set(languages) & set(model_names)):
        name = _resolve_model(folder, model_names[language])
        origin = project.position("models", language)
        model = model_path(name, origin=origin, weights=_weights_setting(project))
        models[language] = replace(model, engine=project.config.run.parse)
    return Plan(
        folder,
        _make_steps(project),
        models,
        columns,
        cache=_cache_folder(project),
        copies=project.config.copies,
        limit=project.config.run.limit,
    )


def parsable_languages(project: Project) -> frozenset[str]:
    """Return the languages that a project has a model for, ours by default among them."""
    from pressmark.annotators.parse import DEFAULT_MODELS

    return frozenset({**DEFAULT_MODELS, **project.config.models})


def package_versions() -> dict[str, str]:
    """Return the versions of the `PACKAGES`, which decide what comes out."""
    return {name: version_of(name) for name in PACKAGES}


@cache
def version_of(name: str) -> str:
    """Return the version of a package, or "not installed"."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _cache_folder(project: Project) -> Path | None:
    """Return the folder of the parse cache: the project's, the default one, or None for none."""
    from pressmark.annotators.parse_cache import default_folder

    setting = project.config.run.cache
    if isinstance(setting, str):
        return project.folder.absolute() / setting
    return default_folder() if setting else None


def _weights_setting(project: Project) -> str:
    """Return the setting `weights` of the entity annotator, which decides how every model finds names."""
    for choice in project.choices:
        if choice.name == "entities":
            return str(choice.annotator.settings.weights)  # type: ignore[attr-defined]
    return "ours"


def _resolve_model(folder: Path, name: str) -> str:
    """Return the name of a model, or its path from the YAML file's `folder` where it is one."""
    return str(folder / name) if (folder / name).is_dir() else name


def _make_steps(project: Project) -> tuple[Step, ...]:
    """Return the steps of a project's annotators, in their order."""
    steps: list[Step] = []
    for choice in project.choices:
        step = Step(
            choice.name,
            choice.annotator.layer,
            choice.settings,
            choice.resolved(project.folder),
            _annotator_digest(choice, project),
            reads=tuple(
                step.layer for step in steps if step.layer in choice.annotator.needs
            ),
            ours=is_ours(choice.annotator_class.__module__),
            written=choice.written(project.folder),
            files=_file_hashes(choice, project.folder),
            secrets=choice.secrets,
        )
        steps.append(step)
    return tuple(steps)


def _annotator_digest(choice: AnnotatorChoice, project: Project) -> str:
    """
    Hash the files that an annotator's output depends on: its code, its lexicons, what its settings name.

    An annotator that reads only a part of a file for its spans says so by `file_digests`: path → hash of that part.
    """
    digest = hashlib.sha256()
    if is_ours(choice.annotator_class.__module__):
        digest.update(code_digest(choice.annotator_class.__module__).encode())
    else:
        module = (
            choice.name.partition(":")[0]
            if ":" in choice.name
            else choice.annotator_class.__module__
        )
        # What lies beside the YAML file may be the annotator's; what a run itself writes there is not.
        own_paths = (
            project.corpus,
            project.site,
            project.file,
            _cache_folder(project) or project.corpus,
        )
        digest.update(
            foreign_digest(
                choice.annotator_class, module, beside=project.folder, apart=own_paths
            ).encode()
        )
    part_digests = getattr(choice.annotator, "file_digests", {})
    for path in files_of(choice.annotator):
        digest.update(
            f"{path.name} {part_digests.get(path) or sha256_of(path)}\n".encode()
        )
    return digest.hexdigest()


def _file_hashes(choice: AnnotatorChoice, folder: Path) -> dict[str, str]:
    """Return the hash of each file that an annotator's settings name, and of each of our lexicons that it reads."""
    paths: dict[str, Path] = {}
    if is_ours(choice.annotator_class.__module__):
        lexicons = [
            path
            for path in code_files(choice.annotator_class.__module__)
            if path.suffix == ".yaml"
        ]
        paths.update({f"lexicons/{path.name}": path for path in lexicons})
    paths.update(
        {_shown_path(path, folder): path for path in files_of(choice.annotator)}
    )
    return {name: sha256_of(path) for name, path in sorted(paths.items())}


def _shown_path(path: Path, folder: Path) -> str:
    """Return a file's path from the `folder` of the YAML file; its name alone where it lies elsewhere."""
    absolute = path.absolute()
    if absolute.is_relative_to(folder.absolute()):
        return absolute.relative_to(folder.absolute()).as_posix()
    return path.name


def files_of(annotator: Any) -> list[Path]:
    """Return the files that an annotator's settings name, a gazetteer for example, however deep in them."""
    return list(_find_files(getattr(annotator, "settings", None), depth=0))


def _find_files(value: Any, *, depth: int) -> Iterator[Path]:
    """Yield the files in a setting: a path, or paths deep in lists and models."""
    if isinstance(value, Path):
        if value.is_file():
            yield value
        return
    if depth < MAX_SETTING_DEPTH:
        for part in _parts_of_setting(value, is_whole=depth == 0):
            yield from _find_files(part, depth=depth + 1)


def _parts_of_setting(value: Any, *, is_whole: bool) -> list[Any]:
    """
    Return the values in a setting; none in a number or a text.

    An object's attributes are looked at when it is all of the settings (`is_whole`; any class will do), or a model.
    """
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, list | tuple):
        return list(value)
    is_settings = is_whole or hasattr(type(value), "model_fields")
    return (
        list(vars(value).values()) if is_settings and hasattr(value, "__dict__") else []
    )
