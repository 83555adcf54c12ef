"""
Weights that `pressmark learn` fitted on people's decisions: a file that a setting names, read in place of ours.

The file has a part for each language, in the form of `weights/<layer>.<language>.json`; a language that it has no part
for is scored by ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    ValidationError,
)

from pressmark.yaml_files.path_settings import ConfigPath

from .scoring import Scorer, SignWeights

__all__ = [
    "EntityScoresFile",
    "LanguageScores",
    "LearnedScores",
    "QuoteScoresFile",
    "ScoreModel",
    "read_learned_scores",
    "scorers_in",
]

_STRICT = ConfigDict(frozen=True, extra="forbid")
_MOST_REASONS = 3
"""How many mistakes of a file an error tells: who edits it by hand mends them from the top."""


class ScoreModel(BaseModel):
    """The weights by which one column of a layer is filled, a logistic model over signs."""

    model_config = _STRICT

    intercept: FiniteFloat
    slope: FiniteFloat
    offset: FiniteFloat
    weights: Mapping[str, FiniteFloat]


class LanguageScores(BaseModel):
    """What was learned for one language: the models by column, the minimum, and what they were learned from."""

    model_config = _STRICT

    minimum: float = Field(ge=0, le=1)
    models: Mapping[str, ScoreModel]
    learned_from: Mapping[str, Any] = Field(default_factory=dict)

    @property
    def scorer(self) -> Scorer:
        """The scorer of these weights."""
        models = {
            column: SignWeights(
                model.intercept, model.weights, model.slope, model.offset
            )
            for column, model in self.models.items()
        }
        return Scorer(models, self.minimum)


class LearnedScores(BaseModel):
    """The file: the layer whose scores it has, by language."""

    model_config = _STRICT

    layer: str
    made_by: str = "pressmark learn"
    languages: Mapping[str, LanguageScores]


def read_learned_scores(file: Path, layer: str) -> LearnedScores:
    """
    Read a file of learned weights of `layer`. Raises `ValueError`, in words for whoever named the file.
    """
    try:
        content = json.loads(file.read_text("utf-8"))
        scores = LearnedScores.model_validate(content)
    except OSError as error:
        raise ValueError(f"{file} cannot be read ({error.strerror})") from error
    except ValidationError as error:
        raise ValueError(_describe_mistakes(file, error)) from error
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"{file} is no JSON; let `pressmark learn` write it"
        ) from error
    if scores.layer != layer:
        raise ValueError(f"{file} has scores of {scores.layer}, and not of {layer}")
    return scores


def _describe_mistakes(file: Path, error: ValidationError) -> str:
    """Return the first mistakes of a file, each with its place."""
    details = error.errors(include_url=False)
    reasons = [
        f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}"
        for detail in details[:_MOST_REASONS]
    ]
    if len(details) > _MOST_REASONS:
        reasons.append(f"and {len(details) - _MOST_REASONS} more")
    return f"{file} has no learned scores ({'; '.join(reasons)}); let `pressmark learn` write it"


def _require_scores_of(layer: str) -> Callable[[Path], Path]:
    """Return what sees to it that a file of a setting has scores of `layer`."""

    def require(file: Path) -> Path:
        read_learned_scores(file, layer)
        return file

    return require


QuoteScoresFile = Annotated[ConfigPath, AfterValidator(_require_scores_of("quotes"))]
"""The type of a setting that names a file of learned scores of quotes."""

EntityScoresFile = Annotated[ConfigPath, AfterValidator(_require_scores_of("entities"))]
"""The type of a setting that names a file of learned scores of entities."""


def scorers_in(file: Path | None, layer: str) -> dict[str, Scorer]:
    """Return the scorers of a file of learned scores by language; none where no file is named."""
    if file is None:
        return {}
    languages = read_learned_scores(file, layer).languages
    return {language: scores.scorer for language, scores in languages.items()}
