"""The example corpus and its site, made once for all test processes, and what a page of it asks for."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from playwright.sync_api import Page

from pressmark.config.project import read
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, load
from pressmark.pipeline.driver import run
from pressmark.site import build

EXAMPLES = Path(__file__).parent.parent / "examples"


@dataclass(slots=True)
class Site:
    """The site of the example corpus, and the corpus."""

    folder: Path
    corpus: Corpus

    def url(self, path: str) -> str:
        file, mark, fragment = path.partition("#")
        return f"{(self.folder / file).as_uri()}{mark}{fragment}"


@dataclass(slots=True)
class Watch:
    """What a page asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Watch:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "requestfailed",
            lambda request: self.complaints.append(f"failed: {request.url}"),
        )
        return self


def make_example_site(folder: Path) -> Site:
    """
    Run the example corpus into `folder` as `make demo` does, with a French site, unless another process has done so.

    Tests read what is in the folder and leave it as it is.
    """
    folder.mkdir(exist_ok=True)
    public = folder / "public"
    with FileLock(folder / "lock"):
        if not (folder / "whole").exists():
            _build(folder)
            (folder / "whole").touch()
    return Site(public, load(folder / "corpus"))


def _build(folder: Path) -> None:
    shutil.copytree(EXAMPLES / "articles", folder / "articles")
    shutil.copy(EXAMPLES / "pressmark.yaml", folder)
    project = read(folder / "pressmark.yaml")
    outcome = run(project)
    assert outcome.kept == 24
    built = build(load(outcome.corpus), project.site, SiteOptions(language="fr"))
    assert built.folder == folder / "public"
