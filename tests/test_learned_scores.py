"""Learned scores as a setting: a file that is read in place of our weights, or refused before anything is annotated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.annotators.learned_scores import scorers_in
from pressmark.config.project import read
from pressmark.errors import ConfigError

MODEL = {"intercept": 1.0, "slope": 1.0, "offset": 0.0, "weights": {"rule: incise": 2.0}}  # fmt: skip
LEARNED = {"layer": "quotes", "languages": {"fr": {"minimum": 0.4, "models": {"score": MODEL}}}}  # fmt: skip


def _project(folder: Path, content: Any, layer: str = "quotes") -> Path:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "learned.json").write_text(text)
    annotators = (
        "[entities, {quotes: {scores: learned.json}}]"
        if layer == "quotes"
        else "[{entities: {scores: learned.json}}]"
    )
    yaml = folder / "run.yaml"
    yaml.write_text(
        f"title: T\nsource: {{files: [a.txt], language: fr}}\nannotators: {annotators}\n"
    )
    return yaml


def test_a_language_that_was_learned_has_its_weights_and_the_others_ours(
    tmp_path: Path,
) -> None:
    project = read(_project(tmp_path, LEARNED))
    learned = project.choices[-1].annotator.learned  # type: ignore[attr-defined]

    assert list(learned) == ["fr"]
    french = learned["fr"]
    assert french.minimum == 0.4
    assert french.probability("score", ["rule: incise"]) == 0.9526
    assert scorers_in(None, "quotes") == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "has no learned scores"),
        (LEARNED | {"layer": "entities"}, "has scores of entities, and not of quotes"),
        (LEARNED | {"languages": {"fr": {"minimum": 2, "models": {}}}}, "minimum"),
        (
            LEARNED | {"languages": {"fr": {"minimum": 0, "models": {"score": {}}}}},
            "and 1 more",
        ),
        (LEARNED | {"weights": {}}, "weights"),
    ],
)
def test_a_file_that_holds_no_scores_is_refused_when_the_yaml_is_read(
    tmp_path: Path, content: Any, reason: str
) -> None:
    with pytest.raises(ConfigError) as error:
        read(_project(tmp_path, content))

    assert reason in str(error.value)
    assert "quotes.scores" in str(error.value)


def test_scores_of_names_are_a_setting_of_the_names(tmp_path: Path) -> None:
    project = read(_project(tmp_path, LEARNED | {"layer": "entities"}, "entities"))

    assert set(project.choices[0].annotator.learned) == {"fr"}  # type: ignore[attr-defined]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    yaml = _project(tmp_path, LEARNED)
    (tmp_path / "learned.json").unlink()

    with pytest.raises(ConfigError, match="there is no file"):
        read(yaml)


def test_other_scores_make_the_layer_again_and_no_other(tmp_path: Path) -> None:
    from pressmark.pipeline.annotator_files import annotator_digest

    def digests(minimum: float) -> list[str]:
        content = LEARNED | {
            "languages": {"fr": {"minimum": minimum, "models": {"score": MODEL}}}
        }
        project = read(_project(tmp_path, content))
        return [annotator_digest(one, project, cache=None) for one in project.choices]

    before, after = digests(0.4), digests(0.5)

    assert before[0] == after[0]
    assert before[1] != after[1]
