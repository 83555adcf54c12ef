"""What many tests share: an article annotated from a sentence, and texts that are not plain ASCII."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import spacy
from example_site import Site, make_example_site
from finding import WEDNESDAY, Find
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from running import write_project
from spared_work import templates_compiled_once, writing_without_waiting

from pressmark.annotation.annotators import annotate_parsed as run
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, Model, model_path, parse_articles
from pressmark.articles import Article
from pressmark.spans import Event

settings.register_profile("same", derandomize=True)
if (
    "FUZZ" not in os.environ
):  # drawn anew only where somebody looks for faults: a check gives one answer to one state
    settings.load_profile("same")


_EVERY_SCORE = {"entities": {"minimum": 0}, "quotes": {"minimum": 0}}
"""Rules are tested without the weights, which drop what is seldom right."""


LONGEST_FILES = (
    "test_docs.py",
    "test_run_stops.py",
    "test_foreign_annotators.py",
    "test_first_hour.py",
    "test_packaging.py",
    "test_exports.py",
    "test_cli.py",
    "test_browser_pages.py",
    "test_bounded.py",
    "test_benchmarks.py",
    "test_site_build.py",
    "test_run_layers.py",
    "test_library.py",
    "test_browser.py",
    "test_run_accidents.py",
    "test_happenings.py",
    "test_run_changes.py",
    "test_browser_care.py",
    "test_fuzz.py",
    "test_browser_review.py",
    "test_optional_layers.py",
    "test_browser_review_sessions.py",
    "test_quotes_marks.py",
    "test_parse_engines.py",
    "test_browser_many.py",
    "test_firefox.py",
)
"""
The files that take longest, the longest first, as `pytest --durations=150` has them.

A process takes a file at a time, so that one of minutes must not come last, with the other processes at their end.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; the others keep their order."""
    ranks = {name: rank for rank, name in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))


@cache
def _model(language: str) -> Model:
    return model_path(DEFAULT_MODELS[language])


@pytest.fixture(scope="session")
def annotate() -> Callable[..., Article]:
    """
    `annotate(text, "entities", "quotes", language="fr")`: the article with these layers.

    A layer has its defaults, with all that its rules find whatever the score, or is a pair of its name and settings:
    `("events", {"other": True})`.
    """

    def annotated(
        text: str,
        *layers: str | tuple[str, object],
        language: str = "fr",
        **fields: object,
    ) -> Article:
        article = Article(id="a", text=text, language=language, **fields)  # type: ignore[arg-type]
        chosen = [
            (one, _EVERY_SCORE.get(one, {})) if isinstance(one, str) else one
            for one in layers
        ]
        annotators = [make_annotator(find(name), settings) for name, settings in chosen]  # type: ignore[arg-type]
        (article,) = run(parse_articles([article], _model(language).nlp), annotators)
        return article

    return annotated


@pytest.fixture(name="find")
def _find(annotate: Callable[..., Article]) -> Find:
    """`find(text, language="en")`: the events of a text that was published on Wednesday 15 May 2024."""

    def found(text: str, language: str = "fr") -> tuple[Event, ...]:
        return annotate(
            text, "entities", "quotes", "events", language=language, published=WEDNESDAY
        ).events

    return found


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The tests keep their parses in a folder of their own, one for all processes that share the work."""
    folder = _shared(tmp_path_factory) / "caches"
    folder.mkdir(exist_ok=True)
    os.environ["XDG_CACHE_HOME"] = str(folder)


@pytest.fixture(scope="session", autouse=True)
def spared() -> Iterator[None]:
    """This process does not do again what no test can see."""
    with templates_compiled_once(), writing_without_waiting():
        yield


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the temporary folder that all processes of this run of the tests have in common."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example corpus and its French site, run as `make demo` runs it; to be read only."""
    return make_example_site(_shared(tmp_path_factory) / "examples")


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A French pipeline that only tokenizes, so that tests of the run are quick."""
    folder = tmp_path_factory.mktemp("models") / "blank"
    spacy.blank("fr").to_disk(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, blank: Path) -> Callable[..., Path]:
    """`project(texts, folder="p", workers=2)`: writes a project of these texts; gives its YAML file."""

    def written(texts: list[str], *, folder: str = "p", **settings: object) -> Path:
        return write_project(tmp_path / folder, blank, texts, **settings)  # type: ignore[arg-type]

    return written


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the one that is named, that of the system, else Playwright's own."""
    with sync_playwright() as playwright:
        found = (
            os.environ.get("PRESSMARK_BROWSER")
            or shutil.which("chromium")
            or playwright.chromium.executable_path
        )
        with playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"]
        ) as running:
            yield running
