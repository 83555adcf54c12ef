"""Models that we know are loaded once, before workers are forked; somebody's own is loaded by each worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.annotators.name_weights import OWN_WEIGHTS, NameWeights, WeightsChoice
from pressmark.annotators.parse import Model
from pressmark.config.project import read
from pressmark.pipeline.imported_articles import spool_articles
from pressmark.pipeline.shared_models import models_of_text, shareable, text_of_models

KNOWN = Model(
    "fr_core_news_md",
    Path("models") / "fr",
    "stock",
    WeightsChoice(weights=NameWeights(Path("weights.json")), reason="as asked"),
)
OWN = Model("my_transformer", Path("models") / "mine", "fast", OWN_WEIGHTS)

# What a worker has loaded before it was given any work.
ASKING = """
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from pressmark.annotators import parse
from pressmark.pipeline.worker_starts import worker_context

models = [parse.model_path("en_core_web_sm"), parse.Model("mine", Path("nowhere"))]
with ProcessPoolExecutor(1, worker_context(["en"], models)) as executor:
    asked = "__import__('pressmark.annotators.parse').annotators.parse._load.cache_info().currsize"
    print(executor.submit(eval, asked).result())
"""


def test_a_described_model_is_the_model() -> None:
    assert models_of_text(text_of_models([KNOWN, OWN])) == [KNOWN, OWN]


def test_somebodys_own_model_is_not_loaded_before_a_fork() -> None:
    assert shareable([KNOWN, OWN]) == [KNOWN]


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="others have no fork server")
def test_a_worker_begins_with_the_models_that_we_know() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKING], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1"]


def test_many_articles_are_told_with_their_languages_while_they_are_read(
    project: Callable[..., Path], tmp_path: Path
) -> None:
    def told(count: int) -> list[frozenset[str]]:
        languages: list[frozenset[str]] = []
        yaml = project([f"Anne {n}." for n in range(count)], folder=str(count))
        spool_articles(
            read(yaml), tmp_path / "spool", lambda *_: None, languages.append
        )
        return languages

    # A shard is two articles or a few: these are one, and many.
    assert told(1) == []
    assert told(40) == [frozenset({"fr"})]
