"""Runs made for tests: projects whose annotator waits, raises or dies where the text says so, started and stopped."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from commands import Command, start_command

from pressmark.config.project import read
from pressmark.pipeline.driver import Outcome, run

ANNOTATORS = '''
import os, time
from pressmark import CustomSpan

class Words:
    """Every word that starts with a capital; waits and fails where the text says so."""

    name = "words"
    layer = "words"
    needs = ()

    def __init__(self, pause=0.0):
        self.pause = pause

    def annotate(self, article, doc):
        time.sleep(self.pause + float(os.environ.get("PAUSE", 0)))
        if "RAISE" in article.text:
            raise ValueError("as the text asked")
        if "OUTSIDE" in article.text:
            yield CustomSpan(start=0, end=10**6, text="", label="word")
        if "DIE" in article.text:
            os._exit(9)
        for token in doc:
            if token.text[:1].isupper():
                yield CustomSpan.cut(article.text, token.idx, token.idx + len(token), "word")
'''


def write_project(
    place: Path,
    model: Path,
    texts: list[str],
    *,
    pause: float = 0.0,
    **settings: object,
) -> Path:
    """Write a project of these texts, `settings` under `run`; gives its YAML file."""
    place.mkdir(exist_ok=True)
    (place / "own.py").write_text(ANNOTATORS)
    rows = [{"id": f"a{n}", "text": text, "page": n} for n, text in enumerate(texts)]
    (place / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (place / "run.yaml").write_text(
        f"title: T\nsource: {{files: [a.jsonl], language: fr}}\nmodels: {{fr: {model}}}\n"
        f"annotators: [own:Words: {{pause: {pause}}}]\nrun: {json.dumps({'workers': 1, 'shard': 2} | settings)}\n"
    )
    return place / "run.yaml"


def made(yaml: Path) -> Outcome:
    """Run a project in this process."""
    return run(read(yaml))


def tables(corpus: Path) -> dict[str, bytes]:
    """Every table's bytes, by path."""
    return {
        str(path.relative_to(corpus)): path.read_bytes()
        for path in sorted(corpus.glob("[!.]*/*.parquet"))
    }


def start(yaml: Path, *, pause: float = 0.15) -> Command:
    """The command line's `annotate` in a process of its own; it waits so long over every article."""
    return start_command(
        "annotate", yaml, environment=os.environ | {"PAUSE": str(pause)}
    )


def until_drafts(corpus: Path, count: int, driver: Command) -> None:
    """Wait until so many shards are drafted more than when this was called."""
    work = corpus / ".pressmark" / "shards"
    before = _drafted(work)
    deadline = time.monotonic() + 240
    while (
        _drafted(work) < before + count
        and time.monotonic() < deadline
        and driver.poll() is None
    ):
        time.sleep(0.02)


def _drafted(work: Path) -> int:
    return (
        sum(1 for path in work.glob("*") if "." not in path.name)
        if work.exists()
        else 0
    )
