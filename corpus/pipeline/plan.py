"""
What a run will do to a shard, and a fingerprint for each of its tables: two tables of one fingerprint are the same.

A layer's fingerprint holds the articles, the models' files, the parse, its annotator's code, lexicons and settings, the
versions that matter, and the fingerprints of the layers that it reads. A change of one layer touches it and those that
read it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from pressmark.annotation.code_fingerprint import code_digest, is_ours
from pressmark.config.project import AnnotatorChoice, Project
from pressmark.layers import Layer
from pressmark.review.reviewed_articles import ReviewedArticles
from pressmark.sources.settings import CopySettings
from pressmark.storage.disk import sha256_of
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .annotator_files import annotator_digest, file_hashes, lexicon_hashes
from .layer_inputs import hash_layer_inputs
from .package_versions import package_versions

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = [
    "DECISIONS",
    "MACHINE",
    "REVIEW_TABLES",
    "Plan",
    "Step",
    "fingerprint",
    "make_plan",
    "models_of",
    "parsable_languages",
]

DECISIONS, MACHINE = "decisions", "machine"
REVIEW_TABLES = (DECISIONS, MACHINE)
"""The tables of what became of people's decisions, and of what is found without them; a shard without any has none."""

_REVIEW_CODE = "pressmark.review.application"


@dataclass(frozen=True, slots=True)
class Step:
    """
    An annotator of the plan, in values that go to another process: name, layer, settings, and a hash of its code.

    `reads` are the layers before it that it needs: it is given no other. `ours` says that it is part of pressmark, and
    not somebody else's. `settings` and `secrets` are never written: `written` has the settings with secrets masked,
    `files` the hash of each file that they name and of each of our lexicons, `lexicons` that of each of the user's.
    `resolved` are the settings with all defaults. `declaration` is what the annotator declares of its layer, None for
    ours and for one that it only names. `optional` says that an article is kept for which the annotator fails.
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
    lexicons: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    declaration: Layer | None = None
    optional: bool = False

    @property
    def makers(self) -> list[Any]:
        """Everything about this step that can change its output; its inputs are hashed separately."""
        makers = [self.name, self.layer, dict(self.resolved), self.sha256]
        declared = [self.declaration.as_json()] if self.declaration else []
        # A word and no key: a step that is not optional has the fingerprint that it always had.
        optional = ["optional"] if self.optional else []
        return makers + declared + optional


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is done to every shard: `steps`, in order.

    `folder` is that of the YAML file. `models` maps a language to the model that parses it; parses are cached in
    `cache`. With `copies`, wire copies were looked for. An annotator may take `limit` seconds for an article, and reads
    the user's `lexicons` before ours: their text is here, so that every process has the same.
    """

    folder: Path
    steps: tuple[Step, ...]
    models: Mapping[str, Model]
    columns: Mapping[str, str]
    cache: Path | None = None
    copies: CopySettings | None = None
    limit: float | None = None
    lexicons: Lexicons = OURS

    @property
    def fold(self) -> bool:
        """Whether a copy is not annotated itself: it gets its original's annotation where the text is the same."""
        return self.copies is not None and self.copies.annotate == "originals"

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that an article will have, in order."""
        return tuple(step.layer for step in self.steps)

    @property
    def declarations(self) -> dict[str, Layer]:
        """What third-party annotators declare of their layers, by the layer's name."""
        return {step.layer: step.declaration for step in self.steps if step.declaration}

    @property
    def language_keys(self) -> dict[str, tuple[str, str]]:
        """
        The fingerprints of all that makes the layers of an article, but for the article and the decisions on it.

        By the name under which a manifest has them, for each language that there is a model for: it and its fingerprint.
        """
        makers: list[Any] = [code_digest(_REVIEW_CODE)]
        for step in self.steps:
            makers.append([step.makers, list(step.reads)])
        keys: dict[str, tuple[str, str]] = {}
        for language in self.models:
            key = fingerprint(self.foundation([language]), makers)
            keys[f"articles/{language}"] = language, key
        return keys

    def foundation(self, languages: Iterable[str]) -> Mapping[str, Any]:
        """
        Return what every table of articles in these `languages` depends on.

        That is versions, models, the code of parse and tables, and what is done with copies.
        """
        from pressmark.annotators.parse_cache import makers

        return {
            "packages": package_versions(),
            # A language more in the corpus leaves the shards of the others as they are.
            "models": {
                language: self.models[language].sha256
                for language in sorted(set(languages) & set(self.models))
            },
            "code": [makers(), code_digest("pressmark.storage.tables")],
            "copies": self.copies.model_dump() if self.copies else None,
        }

    def table_keys(
        self, article_files: Sequence[Path], reviews: Sequence[ReviewedArticles]
    ) -> list[dict[str, str]]:
        """
        Return the fingerprints of each shard's tables, by table.

        `article_files` hold the articles of the shards, `reviews` the decisions on them.
        """
        keys: list[dict[str, str]] = []
        foundation_of = cache(self.foundation)
        for path, review in zip(article_files, reviews, strict=True):
            languages = pq.read_table(path, columns=["language"])["language"].unique()
            foundation = foundation_of(tuple(languages.to_pylist()))
            shard = fingerprint(foundation, sha256_of(path))
            inputs = fingerprint(foundation, hash_layer_inputs(path))
            keys.append(self._shard_keys(shard, inputs, review))
        return keys

    def _shard_keys(
        self, shard: str, layer_inputs: str, review: ReviewedArticles
    ) -> dict[str, str]:
        """Return the fingerprints of a shard's tables, by those of its articles and of what annotators are given."""
        # The own columns too: a column that one article brings is in the `articles` of every shard.
        keys = {"articles": fingerprint(shard, dict(self.columns))}
        for step in self.steps:
            inputs = [keys[layer] for layer in step.reads]
            decided = review.ids(step.layer)
            # Nothing of decisions where there are none: such a shard is the same with a review and without.
            causes = [decided, code_digest(_REVIEW_CODE)] if decided else []
            keys[step.layer] = fingerprint(layer_inputs, step.makers, inputs, *causes)
        if review:
            of_review = fingerprint(dict(keys), review.ids())
            keys |= {table: fingerprint(of_review, table) for table in REVIEW_TABLES}
        return keys


def fingerprint(*causes: Any) -> str:
    """
    Return a hash of all that decides what comes out, 32 hexadecimal digits. `causes` are values that JSON can hold.

    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    True
    """
    content = json.dumps(causes, sort_keys=True)
    # 128 of the 256 bits: two different causes never meet, and a manifest stays short enough to be read.
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def make_plan(
    project: Project, languages: Iterable[str], columns: Mapping[str, str]
) -> Plan:
    """
    Return the plan of a project for articles in these `languages`, with own `columns` of these types.

    A language that neither the configuration nor our defaults name a model for has none; its articles are rejected.
    Raises `ModelMissing` for a model that is not installed.
    """
    return Plan(
        folder=project.folder.absolute(),
        steps=_make_steps(project),
        models=models_of(project, languages),
        columns=columns,
        cache=project.cache_folder,
        copies=project.config.copies,
        limit=project.config.run.limit,
        lexicons=project.lexicons,
    )


def models_of(project: Project, languages: Iterable[str]) -> dict[str, Model]:
    """Return the models of a project for these `languages`. Raises `ModelMissing` for one that is not installed."""
    from pressmark.annotators.parse import DEFAULT_MODELS, model_path

    model_names = {**DEFAULT_MODELS, **project.config.models}
    folder = project.folder.absolute()
    models: dict[str, Model] = {}
    for language in sorted(set(languages) & set(model_names)):
        name = _resolve_model(folder, model_names[language])
        origin = project.position("models", language)
        model = model_path(name, origin=origin, weights=_weights_setting(project))
        models[language] = replace(model, engine=project.config.run.parse)
    return models


def parsable_languages(project: Project) -> frozenset[str]:
    """Return the languages that a project has a model for, ours by default among them."""
    from pressmark.annotators.parse import DEFAULT_MODELS

    return frozenset({**DEFAULT_MODELS, **project.config.models})


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
    cache = project.cache_folder
    for choice in project.choices:
        needs = choice.annotator.needs
        step = Step(
            name=choice.name,
            layer=choice.layer,
            settings=choice.settings,
            resolved=choice.resolved(project.folder),
            sha256=annotator_digest(choice, project, cache=cache),
            # Only steps before this one: an annotator that needs a later layer is refused when the file is read.
            reads=tuple(step.layer for step in steps if step.layer in needs),
            ours=is_ours(choice.annotator_class.__module__),
            written=choice.written(project.folder),
            files=file_hashes(choice, project.folder),
            lexicons=lexicon_hashes(choice, project),
            secrets=choice.secrets,
            declaration=_declaration_of(choice),
            optional=choice.optional,
        )
        steps.append(step)
    return tuple(steps)


def _declaration_of(choice: AnnotatorChoice) -> Layer | None:
    """Return the declaration of an annotator's layer; None for ours, and for a layer that it only names."""
    layer = choice.annotator.layer
    return layer if isinstance(layer, Layer) else None
