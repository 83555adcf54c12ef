"""Which models workers may share, and how they are named to the server that workers are forked from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = ["DESCRIPTIONS", "LANGUAGES", "models_of_text", "shareable", "text_of_models"]

DESCRIPTIONS = "PRESSMARK_SHARED_MODELS"
"""The variable of the server's environment with the models to load."""

LANGUAGES = "PRESSMARK_SHARED_LANGUAGES"
"""The one with the codes of the languages whose rules to import, parted by blanks."""


def shareable(models: Iterable[Model]) -> list[Model]:
    """
    Return the models that may be loaded before a fork: those that we know.

    Somebody's own model may start threads when it is loaded, as one of transformers does, and a fork inherits locks that
    such a thread holds.
    """
    from pressmark.annotators.parse import ALIASES, INSTALL

    known = {*INSTALL, *(name for names in ALIASES.values() for name in names)}
    return [model for model in models if model.name in known]


def text_of_models(models: Iterable[Model]) -> str:
    """Return models as JSON, from which `models_of_text` makes equal ones."""
    descriptions: list[dict[str, Any]] = []
    for model in models:
        weights = model.chosen.weights
        descriptions.append(
            {
                "name": model.name,
                "path": str(model.path),
                "engine": model.engine,
                "weights": str(weights.description) if weights else None,
                "reason": model.chosen.reason,
            }
        )
    return json.dumps(descriptions)


def models_of_text(text: str) -> list[Model]:
    """Return the models that `text_of_models` described."""
    from pressmark.annotators.name_weights import NameWeights, WeightsChoice
    from pressmark.annotators.parse import Model

    models: list[Model] = []
    for description in json.loads(text):
        weights = description["weights"]
        chosen = WeightsChoice(
            weights=NameWeights(Path(weights)) if weights else None,
            reason=description["reason"],
        )
        path = Path(description["path"])
        models.append(Model(description["name"], path, description["engine"], chosen))
    return models
