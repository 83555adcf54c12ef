"""The file of learned scores: where it stands, what it says of what it was learned from, and how it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from pressmark import __version__
from pressmark.annotators.learned_scores import (
    LanguageScores,
    LearnedScores,
    ScoreModel,
    read_learned_scores,
)
from pressmark.config.project import Project
from pressmark.errors import InputError
from pressmark.storage.disk import write_bytes

from .layer_learning import LayerLearning

__all__ = ["LEARNED_FOLDER", "scores_file", "write_scores"]

LEARNED_FOLDER = "learned"
"""The folder beside the YAML file for learned scores, where the file names none."""


def scores_file(project: Project, layer: str) -> tuple[Path, bool]:
    """Return the file of a layer's learned scores, and whether the YAML file names it already."""
    for choice in project.choices:
        named = getattr(getattr(choice.annotator, "settings", None), "scores", None)
        if choice.layer == layer and named is not None:
            return Path(named), True
    return project.folder / LEARNED_FOLDER / f"{layer}.json", False


def write_scores(
    file: Path, learnings: Sequence[LayerLearning], decisions_sha256: str
) -> None:
    """
    Write what was learned of one layer, a part for each language; parts of other languages stay.

    Raises `InputError` where the file that is there is none of learned scores, `Blocked` where it cannot be written.
    """
    layer = learnings[0].layer
    languages: dict[str, LanguageScores] = {}
    if file.exists():
        try:
            languages.update(read_learned_scores(file, layer).languages)
        except ValueError as error:
            raise InputError(
                f"{error}. Move it away, then learn again; nothing was written."
            ) from error
    for learning in learnings:
        languages[learning.language] = _language_scores(learning, decisions_sha256)
    scores = LearnedScores(layer=layer, languages=dict(sorted(languages.items())))
    file.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(scores.model_dump(mode="json"), ensure_ascii=False, indent=1)
    write_bytes(file, f"{content}\n".encode())


def _language_scores(learning: LayerLearning, decisions_sha256: str) -> LanguageScores:
    """Return the part of a language; raise `LookupError` where nothing was learned of it."""
    if learning.scorer is None:
        raise LookupError(learning.language)
    models = {
        column: ScoreModel(
            intercept=model.intercept,
            slope=model.slope,
            offset=model.offset,
            weights=dict(model.weights),
        )
        for column, model in learning.scorer.models.items()
    }
    source: dict[str, Any] = learning.as_json() | {
        "decisions_sha256": decisions_sha256,
        "prior_sha256": _prior_sha256(learning.layer, learning.language),
        "pressmark": __version__,
    }
    for key in ("layer", "language", "lacks"):
        source.pop(key)
    return LanguageScores(
        minimum=learning.scorer.minimum, models=models, learned_from=source
    )


def _prior_sha256(layer: str, language: str) -> str | None:
    """Return the hash of our weights, from which learning started; None for a language that has none."""
    file = files("pressmark.annotators") / "weights" / f"{layer}.{language}.json"
    if not file.is_file():
        return None
    return hashlib.sha256(file.read_bytes()).hexdigest()
