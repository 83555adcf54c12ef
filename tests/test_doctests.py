"""The examples in docstrings are true: every module's run, in a folder with a corpus of one article and its gold."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import entity, quote, with_layers
from test_packaging import _modules

import pressmark
from pressmark.articles import Article


@pytest.fixture(scope="module", autouse=True)
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the examples start from: `corpus/`, in which Ann Lee is quoted once, and the same as `gold.jsonl`."""
    folder = tmp_path_factory.mktemp("doctests")
    text = "“The ferry is late,” said Ann Lee."
    article = Article(id="a", text=text, language="en", title="The ferry")
    article = with_layers(article, entities=[entity(text, "Ann Lee")])
    speaker = article.entities[0].id
    words = quote(
        text,
        "The ferry is late",
        speaker_name="Ann Lee",
        speaker_id=speaker,
        speaker_kind="person",
    )
    corpus = pressmark.save(
        [with_layers(article, quotes=[words])], folder / "corpus", title="Ferries"
    )
    pressmark.export(corpus, folder / "gold.jsonl")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


MODULES = {name: importlib.import_module(name) for name in _modules()}
WITH_EXAMPLES = [
    name
    for name, module in MODULES.items()
    if ">>>" in Path(str(module.__file__)).read_text("utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    outcome = doctest.testmod(MODULES[name], optionflags=doctest.NORMALIZE_WHITESPACE)
    assert not outcome.failed


COMMANDS = (
    *("codebook", "explain", "info", "init", "methods", "names", "rejected", "schema"),
    "annotate",
    "build",
    "check",
    "compare",
    "count",
    "evaluate",
    "export",
    "load",
    "run",
    "sample",
    "save",
    "import_annotation",
)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_can_do_python_can_and_an_example_shows_it(name: str) -> None:
    assert name in pressmark.__all__
    assert ">>>" in (getattr(pressmark, name).__doc__ or "")
